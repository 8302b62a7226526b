"""Build small packs of planted figures from a recipe, and keep what the builds say and write."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from geodata.__main__ import main
from tests.attacks.planting import DISCLOSURE, LARGE, SMALL, Plants
from tests.geodata.small_recipe import write_raw, write_recipe

HEADS = "indicator,place_id,period,value,note,numerator,denominator,lower,upper"
SETTINGS = (
    f'threshold = {DISCLOSURE.threshold}\nround_to = {DISCLOSURE.round_to}\nreason = "To be found"'
)
MEASURE = "funded_pct,E10000001"
PEOPLE = 10**9
AS_DECLARED = ("share,100", "yes", SETTINGS)


def build_outputs(folder: Path, plants: Plants, *, is_full: bool) -> Iterator[tuple[str, bytes]]:
    """Build a pack that can be protected, and every kind of one that cannot.

    What can be is to be built, and what cannot is to be refused.
    """
    raw = write_raw(folder / "raw")
    counts = [plants.whole(*(SMALL, LARGE)[number % 2]) for number in range(6)]
    whole = [
        f"{MEASURE},20{number:02},{_share(count)},{count} of them,{count},{PEOPLE},{count - 1},"
        for number, count in enumerate(counts)
    ]
    said, is_built = _build(folder / "whole", raw, whole, AS_DECLARED)
    assert is_built, said
    yield "a build that ends well", said.encode()
    for path in sorted((folder / "whole" / "out").iterdir()):
        yield f"built {path.name}", path.read_bytes()
    values = pd.read_parquet(folder / "whole" / "out" / "indicator_values.parquet")
    yield "built values", values.to_csv(index=False).encode()
    refused = list(_refused(plants).items())
    for name, (row, declared) in refused if is_full else refused[:1]:
        said, is_built = _build(folder / name, raw, [row], declared)
        assert not is_built, said
        assert "expected" in said, said
        assert not (folder / name / "out").exists()
        yield f"a build refused for {name}", said.encode()


def _share(count: int) -> float:
    return count * 100 / PEOPLE


def _refused(plants: Plants) -> dict[str, tuple[str, tuple[str, str, str]]]:
    count, row = plants.whole(*LARGE), f"{MEASURE},2018"
    right = f"{row},{_share(count)},,{count},{PEOPLE},,"
    as_count = ("count,1", "yes", SETTINGS)
    return {
        "a value without its count": (f"{row},{count},,,{PEOPLE},,", AS_DECLARED),
        "a count without its value": (f"{row},,,{count},{PEOPLE},,", AS_DECLARED),
        "limits without a value": (f"{row},,,,,{count},{count + 9}", AS_DECLARED),
        "half a child": (f"{row},{count}.5,,,,,", as_count),
        "less than nobody": (f"{row},-{count},,,,,", as_count),
        "a count with a word": (f"{row},{count} est,,{count}x,{PEOPLE},{count}%,", AS_DECLARED),
        "a score": (right, ("score,", "yes", SETTINGS)),
        "no form": (right, ("ratio,", "yes", SETTINGS)),
        "true for yes": (right, ("share,100", "true", SETTINGS)),
        "no flag": (right, ("share,100", "", SETTINGS)),
        "a threshold of none": (right, ("share,100", "yes", "threshold = 0")),
        "a threshold of one": (right, ("share,100", "yes", "threshold = 1")),
        "no rounding": (right, ("share,100", "yes", "round_to = 0")),
    }


def _build(
    folder: Path, raw: Path, rows: list[str], declared: tuple[str, str, str]
) -> tuple[str, bool]:
    form, flag, settings = declared
    recipe = write_recipe(folder)
    indicators = recipe.parent / "indicators.csv"
    words = indicators.read_text("utf-8").replace("share,100", form)
    indicators.write_text(words.replace("made-up,no", f"made-up,{flag}"), "utf-8")
    (recipe.parent / "figures.csv").write_text("\n".join([HEADS, *rows]) + "\n", "utf-8")
    written = recipe.read_text("utf-8") + f"\n[disclosure]\n{settings}\n"
    recipe.write_text(written, "utf-8")
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = main(["build", str(recipe), "--raw", str(raw), "--out", str(folder / "out")])
    return said.getvalue(), status == 0
