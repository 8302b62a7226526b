"""How much of each layer of a pack was found when it was built, expected, and left out."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from pandas import DataFrame

from geodata.arranging import arrange
from geodata.plain import plain_line
from geodata.schema import COVERAGE

PASS, FAIL, LEFT_OUT = "pass", "fail", "left out"
NOTHING_WRITTEN = "Nobody wrote down what was found when this pack was built: build it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """One layer of a pack, as the coverage report tells of it.

    Attributes
    ----------
    layer
        Its key: the kind of file it comes from.
    about, files, unit
        What it is, the files it was made of, and what is counted.
    found, expected, left_out
        How many; None where nobody can know.
    why
        Why rows were left out, and which are missing.
    is_there
        Whether there was anything to read.
    """

    layer: str
    about: str
    files: str
    unit: str
    found: int
    expected: int | None = None
    left_out: int | None = None
    why: str = ""
    is_there: bool = True

    @property
    def verdict(self) -> str:
        """Return whether all that is expected is there: of what nobody can count, anything."""
        if not self.is_there:
            return LEFT_OUT
        return PASS if self.found >= max(self.expected or 0, 1) else FAIL


def coverage_table(layers: Iterable[Covered]) -> DataFrame:
    """Return the table of the report, in the order of the build; of two of a layer the last."""
    by_layer = {each.layer: each for each in layers}
    rows = DataFrame(
        [
            {name: value for name, value in asdict(each).items() if name != "is_there"}
            | {"verdict": each.verdict, "why": each.why or None, "files": each.files or None}
            for each in by_layer.values()
        ],
        columns=["layer", *(column.name for column in COVERAGE.columns)],
    )
    return DataFrame(arrange(COVERAGE, rows.set_index("layer")))


def summarise(coverage: DataFrame) -> str:
    """Return the whole report in a sentence."""
    if coverage.empty:
        return NOTHING_WRITTEN
    whole = int(coverage["verdict"].eq(PASS).sum())
    said = f"{whole} of {len(coverage)} layers are whole"
    for verdict, words in ((FAIL, "not whole"), (LEFT_OUT, "left out")):
        layers = coverage.index[coverage["verdict"] == verdict]
        if len(layers):
            said += f"; {words}: {', '.join(map(str, layers))}"
    return f"{said}."


def of_expected(expected: float) -> str:
    """Return " of 26", where it is known how many there should be."""
    return "" if math.isnan(expected) else f" of {expected:,.0f}"


def coverage_lines(coverage: DataFrame) -> list[str]:
    """Return the report as lines of text, one for each layer and one for why."""
    lines = []
    for layer, row in coverage.iterrows():
        of = "" if row["expected"] != row["expected"] else f" of {row['expected']:,.0f}"
        lines.append(
            plain_line(f"{row['verdict']:<9} {layer}: {row['found']:,.0f}{of} {row['unit']}")
        )
        if isinstance(row["why"], str) and row["why"]:
            lines.append(plain_line(f"          {row['why']}"))
    return [*lines, "", summarise(coverage)]
