"""What a document about a place is made of: sections of words, figures, tables, charts and maps.

These are plain values. Whoever draws them (a page, PDF, Word, slides, a workbook, HTML) lays them
out and adds no figure and no word about one. Every string may hold anything a data file holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from geodata.model import Standing
from layers.compare.verdict import Verdict
from layers.place.values import STANDING_WORDS, KeyFigure

Kind = Literal["text", "count", "share", "number", "minutes"]
Mark = Verdict | Literal[""]
Drawn = Literal["bars", "columns", "line", "spine"]

EVERY_ROW = 10_000
TYPED = "typed-"
"""How the key of a table begins whose words somebody typed: they are shown word for word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """When figures are of, from whom, and how far they are from what was published.

    Attributes
    ----------
    sources
        Titles, each once.
    note
        What must stand right beside them; empty for nothing.
    """

    period: str = ""
    sources: tuple[str, ...] = ()
    standing: Standing = "published"
    note: str = ""

    @property
    def standing_words(self) -> str:
        """How far they are from what was published: "estimate"; empty where published."""
        return STANDING_WORDS[self.standing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    kind
        What its numbers are: a `share` is 0–1, `minutes` are minutes; `text` has none.
    unit
        What a workbook writes beside the heading: "children", "minutes".
    names
        Whether its rows are told apart by it, beside the first column: the area that each is of.
    """

    key: str
    heading: str
    kind: Kind = "text"
    unit: str = ""
    names: bool = False

    @property
    def is_number(self) -> bool:
        """Whether its cells hold numbers."""
        return self.kind != "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: what is read, and the number it says.

    Attributes
    ----------
    text
        As it is shown: "about 420", "not known", "too few to show".
    number
        The number as it may be told; None where there is none, where it is not known, and where
        it is held back.
    mark
        A verdict, drawn as its shape (`layers.compare.verdict.SHAPES`) beside the word.
    """

    text: str
    number: float | None = None
    mark: Mark = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of one kind.

    Attributes
    ----------
    none
        What is said where there are no rows.
    after
        What is said below the rows.
    brief
        How many rows the two-sided sheet shows, the first; 0 leaves the table out of it.
    is_key
        Whether the first column names its row, as a header.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    about: About
    none: str = ""
    after: str = ""
    brief: int = EVERY_ROW
    is_key: bool = True

    def __post_init__(self) -> None:
        """Refuse a row of another length than the columns."""
        if any(len(row) != len(self.columns) for row in self.rows):
            message = f"table {self.key!r}: a row has another number of cells than the columns"
            raise ValueError(message)

    def column(self, key: str) -> int:
        """Return where a column stands."""
        return [each.key for each in self.columns].index(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A stretch of a line chart with words of its own: when a project ran.

    Attributes
    ----------
    name
        What it is; of a project’s second time and later "again".
    when
        From when to when, in words.
    start, end
        Where it begins and ends, as `Chart.places` tells; None where it is open, and then it goes
        on past the figures.
    """

    name: str
    when: str
    start: float | None
    end: float | None

    @property
    def label(self) -> str:
        """All that is said of it."""
        return f"{self.name} {self.when}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A table drawn, so that whoever cannot see it has every figure as well.

    Attributes
    ----------
    category
        Key of the column that names what is drawn.
    series
        Keys of the columns whose numbers are drawn, in order, the first the strongest.
    lower, upper
        Keys of the columns of an interval around the first of `series`; empty without one.
    alt
        What it shows, in a sentence, for those who do not see it.
    reading
        How it is read where it is drawn as `drawn` tells; empty where that is plain.
    places
        Of a line: where each row stands along it, in any unit; empty for one row after the other.
    bands
        Of a line: what stands behind it, the uppermost first.
    behind
        Of a line: key of the column whose shares are drawn behind it as columns, by what draws one
        thing for each row; empty for nothing.
    """

    drawn: Drawn
    table: Table
    category: str
    series: tuple[str, ...]
    alt: str
    lower: str = ""
    upper: str = ""
    reading: str = ""
    places: tuple[float, ...] = ()
    bands: tuple[Band, ...] = ()
    behind: str = ""

    @property
    def key(self) -> str:
        """Its key: that of its table."""
        return self.table.key

    @property
    def title(self) -> str:
        """Its title: that of its table."""
        return self.table.title

    @property
    def about(self) -> About:
        """When its figures are of, and from whom."""
        return self.table.about

    @property
    def brief(self) -> int:
        """How many rows of it the two-sided sheet draws."""
        return self.table.brief


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """The map of the question, at the place.

    Attributes
    ----------
    inset
        The place whose people live closest together is drawn larger beside it: `west`, `south`,
        `east`, `north` in EPSG:27700 metres; None where all of the place is as close.
    """

    key: str
    title: str
    place_id: str
    alt: str
    about: About
    inset: tuple[float, float, float, float] | None = None
    brief: int = EVERY_ROW


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence, and what it is.

    Attributes
    ----------
    lead
        A word or two before it: "What works"; empty for none.
    """

    said: str
    lead: str = ""
    about: About = field(default_factory=About)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """Sentences that stand together.

    Attributes
    ----------
    brief
        How many of them the two-sided sheet prints, the first.
    """

    key: str
    title: str
    sentences: tuple[Sentence, ...]
    brief: int = EVERY_ROW


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A few figures that are read before anything else."""

    key: str
    title: str
    figures: tuple[KeyFigure, ...]
    brief: int = EVERY_ROW


Block = Sentences | Figures | Table | Chart | MapView


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of a document, under its heading.

    Attributes
    ----------
    said
        What it says, before the blocks that show it.
    """

    key: str
    title: str
    said: tuple[str, ...]
    blocks: tuple[Block, ...]

    def tables(self) -> Iterator[Table]:
        """Return its tables, those of its charts among them, in order."""
        for block in self.blocks:
            if isinstance(block, Table):
                yield block
            elif isinstance(block, Chart):
                yield block.table


def brief_of(section: Section) -> Section:
    """Return a section as the two-sided sheet has it: the first rows of what it keeps."""
    kept = tuple(_shortened(block) for block in section.blocks if block.brief)
    return replace(section, blocks=kept)


def _shortened(block: Block) -> Block:
    """Return the first rows or sentences of a block, saying how many more there are."""
    if isinstance(block, Table):
        return _first_rows(block)
    if isinstance(block, Chart):
        return replace(block, table=_first_rows(block.table), places=block.places[: block.brief])
    if isinstance(block, Sentences):
        return replace(block, sentences=block.sentences[: block.brief])
    return block


def _first_rows(table: Table) -> Table:
    left = len(table.rows) - table.brief
    if left <= 0:
        return table
    after = f"{table.after} {left:,} more in the full profile.".strip()
    return replace(table, rows=table.rows[: table.brief], after=after)
