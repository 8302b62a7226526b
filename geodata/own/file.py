"""What a recipe says of a file of somebody's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from geodata.model import Age, Form, Worse

Gives = Literal["services", "figures", "places"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMeasure:
    """A measure in a table of somebody's own figures.

    Attributes
    ----------
    column
        Heading of its values; "" where the table names its measures row by row.
    called
        What such a row calls it; its key unless said.
    numerator, denominator, lower, upper
        Headings of what it is worked out from, and of its limits.
    age_from, age_to, whom
        Of whom it counts how many: see the columns of the indicators table.
    target, target_by
        What is aimed at, on the scale of its values, and by when.
    """

    form: Form
    unit: str
    worse_when: Worse
    column: str = ""
    called: str = ""
    numerator: str = ""
    denominator: str = ""
    lower: str = ""
    upper: str = ""
    per: int = 1
    label: str = ""
    theme: str = "Our own figures"
    sensitive: bool = False
    age_from: Age | None = None
    age_to: Age | None = None
    whom: str = ""
    target: float | None = None
    target_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenOwn:
    """A row of `[own]`, as a recipe writes it.

    Attributes
    ----------
    path
        Below the recipe's folder.
    source
        Key of a source of the recipe.
    sheet, layer
        Which of several; the first unless named.
    crs
        What coordinates are in, where the file does not say.
    columns
        Our name → their heading, over what is recognised.
    defaults
        Our name → what stands in every row that has nothing there.
    geography
        Of figures: a kind of place, or "area".
    period
        Of figures whose table has no column for it.
    """

    gives: Literal["services", "figures"]
    path: str
    source: str
    sheet: str = ""
    layer: str = ""
    crs: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    geography: str = "area"
    period: str = ""
    indicators: Mapping[str, OwnMeasure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFile:
    """A file of somebody's own, and how it is to be read; attributes as of `WrittenOwn`."""

    key: str
    gives: Gives
    path: str
    source: str
    sheet: str = ""
    layer: str = ""
    crs: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    geography: str = "area"
    period: str = ""
    indicators: Mapping[str, OwnMeasure] = field(default_factory=dict)

    @property
    def raw_key(self) -> str:
        """What its rows are kept under when it has been read."""
        return f"own.{self.key}"
