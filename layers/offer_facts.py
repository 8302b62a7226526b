"""All that is known of one offer, a fact each, and whether it is stated or inferred."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pandas import DataFrame, Series

from geodata.model import Pack
from geodata.offers import LEVELS, REPORTED_GAP, parts_of
from layers.assets import NOT_STATED, OPEN, part_words, placed_words, takes_words
from layers.said.numbers import listed
from layers.serving import how_words, serves_words

Row = Series | Mapping[Hashable, Any]
"""One offer of a table: its values by column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFact:
    """One thing that is known of an offer.

    Attributes
    ----------
    label, value
        What it is and what it says: "Run by", "Ormiston".
    is_inferred
        Whether the source does not state it, and it was inferred from what it does state.
    """

    label: str
    value: str
    is_inferred: bool = False

    @property
    def text(self) -> str:
        """The value, with a word beside it where it is inferred."""
        return f"{self.value} (inferred)" if self.is_inferred else self.value


PLAIN = (  # column, label; as they stand in the pack
    ("provider", "Run by"),
    ("provider_type", "Kind of provider"),
    ("commissioner", "Paid for by"),
    ("audience", "For"),
    ("statutory", "Required by law"),
    ("expertise", "Expertise"),
    ("opening", "Opening hours"),
    ("referral", "How to come to it"),
    ("cost", "Cost"),
    ("use", "Use"),
    ("limits", "Reported to hold it back"),
    ("opened", "Opened"),
    ("closed", "Closed"),
    ("telephone", "Telephone"),
    ("web", "On the web"),
    ("differs", "Sources differ"),
    ("note", "Note"),
    ("source_part", "Where in the source"),
)


def offer_facts(pack: Pack, asset_id: str) -> tuple[OfferFact, ...]:
    """Return all that is known of one offer; what is not known is left out."""
    row = pack.assets.loc[[asset_id]].iloc[0]
    inferred = set(parts_of(row["inferred"]))
    plain = {label: (_text(row, column), {column}) for column, label in PLAIN}
    told = {**plain, **{label: (value, set(of)) for label, value, *of in _made(pack, row)}}
    return tuple(
        OfferFact(label=label, value=told[label][0], is_inferred=bool(told[label][1] & inferred))
        for label in ORDER
        if told[label][0]
    )


def _made(pack: Pack, row: Series) -> Iterator[tuple[str, ...]]:
    """Yield the facts that are put together from several columns: label, value, columns."""
    has_point = not (row["geometry"] is None or row["geometry"].is_empty)
    yield "For ages", ages_words(row), "age_from", "age_to"
    yield "Level", level_words(row), *LEVELS
    yield "How it comes", how_words(row["delivery"], has_door=has_point), "delivery"
    yield "Serves", serves_words(pack, row["serves"]), "serves"
    yield "Staff", "" if math.isnan(row["staff_fte"]) else f"{row['staff_fte']:g} full-time"
    yield "Capacity", capacity_words(row), "capacity", "capacity_unit"
    yield "State", status_words(row), "status"
    yield "Address", ", ".join(filter(None, [_text(row, "address"), _text(row, "postcode")]))
    yield "Border", "across the border of this area" if row["across_border"] else ""
    yield "Part of", part_words(pack.assets, str(row.name))
    yield "Where it is drawn", drawn_words(row["precision_m"])
    yield "Last checked", checked_words(row)
    others = [pack.info.sources[key].title for key in parts_of(row["other_sources"])]
    yield "Also listed by", listed(others)


ORDER = (
    *("Run by", "Kind of provider", "Paid for by", "For ages", "For", "Level", "Required by law"),
    *("Expertise", "How it comes", "Serves", "Opening hours", "How to come to it", "Cost", "Staff"),
    *("Capacity", "Use", "Reported to hold it back", "State", "Opened", "Closed", "Address"),
    *("Border", "Telephone", "On the web", "Part of", "Where it is drawn", "Last checked"),
    *("Sources differ", "Note", "Where in the source", "Also listed by"),
)


DOOR = (
    *("For ages", "Level", "Expertise", "Opening hours", "Run by", "Telephone", "Address"),
    *("Where it is drawn", "Last checked"),
)
"""What is said of every door, stated or not."""
AT_A_GLANCE = ("For ages", "Level", "Expertise", "Opening hours", "Run by", "Where it is drawn")
"""What is said of it beside the pointer, stated or not."""


def door_facts(pack: Pack, asset_id: str) -> tuple[OfferFact, ...]:
    """Return what `DOOR` names, "not stated" where it is not, then all else that is known."""
    known = {fact.label: fact for fact in offer_facts(pack, asset_id)}
    told = (known.pop(label, OfferFact(label=label, value=NOT_STATED)) for label in DOOR)
    return (*told, *known.values())


def facts_at_a_glance(offers: DataFrame) -> list[tuple[str, ...]]:
    """Return what `AT_A_GLANCE` names of each offer, as `offer_facts` says it.

    What is not stated is empty.
    """
    columns = ("age_from", "age_to", "expertise", "opening", "provider", "precision_m", "inferred")
    rows = offers[[*columns, *LEVELS]].to_dict("records")
    return [tuple(_at_a_glance(row)) for row in rows]


def _at_a_glance(row: Mapping[Hashable, Any]) -> Iterator[str]:
    inferred = set(parts_of(row["inferred"]))
    said = (
        (ages_words(row), {"age_from", "age_to"}),
        (level_words(row), set(LEVELS)),
        (_text(row, "expertise"), {"expertise"}),
        (_text(row, "opening"), {"opening"}),
        (_text(row, "provider"), {"provider"}),
        (drawn_words(row["precision_m"]), {"precision_m"}),
    )
    for label, (value, of) in zip(AT_A_GLANCE, said, strict=True):
        fact = OfferFact(label=label, value=value, is_inferred=bool(of & inferred))
        yield fact.text if value else ""


def drawn_words(precision_m: float) -> str:
    """Return how far its point may be from a door: "within about 500 m of its true place"."""
    placed = placed_words(precision_m)
    return f"{placed} of its true place" if placed else ""


def ages_words(row: Row) -> str:
    """Return the ages an offer takes, and what is not stated of them."""
    said = takes_words(row["age_from"], row["age_to"])
    if said == NOT_STATED:
        return f"{said}; counted as open to all"
    if math.isnan(row["age_to"]):
        return f"{said}; no oldest age is stated"
    return f"{said}; no youngest age is stated" if math.isnan(row["age_from"]) else said


def level_words(row: Row) -> str:
    """Return the levels of an offer, each scheme with its name: "Universal (prevention)"."""
    said = [
        f"{listed(list(parts_of(row[column])))} ({scheme})"
        for column, (scheme, _) in LEVELS.items()
        if parts_of(row[column])
    ]
    return "; ".join(said)


def capacity_words(row: Series) -> str:
    """Return how much of an offer there is: "100 places, 2019"; empty where it is not stated."""
    if math.isnan(row["capacity"]):
        return ""
    unit = _text(row, "capacity_unit")
    amount = f"{row['capacity']:g} {unit}".strip()
    return ", ".join(filter(None, [amount, _text(row, "capacity_date")]))


def status_words(row: Row) -> str:
    """Return whether an offer runs, and since when; empty for one that is open, and no more."""
    status, when = str(row["status"]), _text(row, "status_date")
    if status == OPEN:
        return f"{OPEN}; {when}" if when else ""
    said = "reported to be missing" if status == REPORTED_GAP else status
    return "; ".join(filter(None, [said, when]))


def checked_words(row: Series) -> str:
    """Return when an offer was last checked, and by which role."""
    by = _text(row, "checked_by")
    return ", ".join(filter(None, [_text(row, "checked"), f"by the {by}" if by else ""]))


def _text(row: Row, column: str) -> str:
    return row[column] if isinstance(row[column], str) else ""
