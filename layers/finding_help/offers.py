"""One offer as a person reads it: who it is for, when, how far, how to reach it, and how sure."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping
from typing import Any, Final

from geodata.model import Pack
from geodata.offers import AGES_NOT_GIVEN, AGES_WORKED_OUT, parts_of
from layers.assets import NOT_STATED, takes_words
from layers.finding_help.asked import HelpAsked, kind_label
from layers.offer_facts import capacity_words, checked_words, level_words, status_words
from layers.opening import DAYS
from layers.question.words import BY_MODE
from layers.said.numbers import listed, minutes, round_half_up
from layers.said.sentences import opened
from layers.serving import how_words, serves_words
from layers.spots import ROUGH_M

Row = Mapping[Hashable, Any]
LEAST_MIN = 0.5  # less is said as less than a minute
NO_HOURS = "Not listed. Check before you go."
READ_AS: Final = {
    "age_from": "ages",
    "age_to": "ages",
    "audience": "who it is for",
    "level_prevention": "level",
    "level_healthy_child": "level",
    "expertise": "expertise",
    "delivery": "how it comes",
    "serves": "the places it serves",
    "opening": "hours",
    "provider": "who runs it",
    "address": "address",
    "postcode": "address",
    "status": "whether it runs",
    "referral": "how to be referred",
    "cost": "cost",
}
"""Columns that a reader of the list rests on, and what they are called."""


SAID: Final = (
    *("name", "kind", "minutes", "how_far", "ages", "who_for", "level", "expertise", "hours"),
    *("how_it_comes", "address", "contact", "run_by", "referral", "cost", "border", "state"),
    *("places", "ask", "how_sure"),
)
"""What `offer_row` says of an offer."""


def offer_row(pack: Pack, asked: HelpAsked, row: Row, minutes_there: float) -> dict[str, Any]:
    """Return an offer as a row of the answer's table: text that is ready to be read.

    Parameters
    ----------
    row
        A row of `tell_apart`.
    minutes_there
        NaN where nobody travels to it, or no way is known.
    """
    return {
        "name": str(row["name"]),
        "kind": kind_label(str(row["kind"])),
        "minutes": minutes_there,
        "how_far": way_words(asked, minutes_there) if row["door"] else "",
        "ages": ages_words(row),
        "who_for": _text(row, "audience"),
        "level": level_words(row),
        "expertise": _text(row, "expertise"),
        "hours": _text(row, "opening") or NO_HOURS,
        "how_it_comes": _how(row),
        "address": _address(row),
        "contact": contact_words(row),
        "run_by": _text(row, "provider"),
        "referral": _text(row, "referral"),
        "cost": _text(row, "cost"),
        "border": "Over the border of this area." if row["across_border"] else "",
        "state": opened(status_words(row)),
        "places": _places(pack, row["capacity"], row),
        "ask": " ".join(ask_words(pack, asked, row)),
        "how_sure": " ".join(sure_words(pack, row)),
    }


def _how(row: Row) -> str:
    """Return how an offer reaches people; nothing of one that has its door and no other way."""
    said = how_words(row["delivery"], has_door=bool(row["door"]))
    return "" if said == how_words("site", has_door=True) else said


def way_words(asked: HelpAsked, minutes_there: float) -> str:
    """Return how far a door is: "about 6 minutes on foot", "just over 20 minutes by car"."""
    if math.isnan(minutes_there):
        return "no way there is known"
    how = BY_MODE[asked.mode]
    if minutes_there < LEAST_MIN:
        return f"less than a minute {how}"
    if minutes_there > asked.limit_min >= round_half_up(minutes_there):
        return f"just over {minutes(asked.limit_min)} {how}"
    return f"about {minutes(minutes_there)} {how}"


def ages_words(row: Row) -> str:
    """Return the ages an offer takes: "0 to 4", "5 and over", "Not stated. Ask first."."""
    first, last = row["age_from"], row["age_to"]
    said = takes_words(first, last)
    if said == NOT_STATED or AGES_NOT_GIVEN in _text(row, "note"):
        return "Not stated. Ask first."
    if math.isnan(last):
        return f"{opened(said)}. No oldest age is stated."
    if math.isnan(first):
        return f"{opened(said)}. No youngest age is stated."
    return opened(said.replace("–", " to "))


def _address(row: Row) -> str:
    parts = [_text(row, "address"), _text(row, "postcode")]
    return ", ".join(part for part in parts if part)


def contact_words(row: Row) -> str:
    """Return how to reach an offer; where the list has no number, whom to ask."""
    known = [
        f"{label}: {_text(row, column)}"
        for label, column in (("Telephone", "telephone"), ("Web", "web"))
        if _text(row, column)
    ]
    if known:
        return "; ".join(known)
    who = _text(row, "provider")
    asked = f"ask {who}" if who else "ask the council"
    way = f"Go in, or {asked}." if row["door"] else opened(f"{asked}.")
    return f"No number or web address is listed. {way}"


def _places(pack: Pack, capacity: float, row: Row) -> str:
    if math.isnan(capacity):
        return ""
    return capacity_words(pack.assets.loc[[row["asset_id"]]].iloc[0])


def ask_words(pack: Pack, asked: HelpAsked, row: Row) -> Iterator[str]:
    """Return what must be asked of an offer before a family is sent there."""
    if row["ages_unsure"]:
        yield "Does it take this age?"
    if row["that_day"] == "not stated" and "online" not in parts_of(row["delivery"]):
        yield f"Is it open on {DAYS[asked.day]}?"
    if row["serves"] == "no":
        yield f"It serves {serves_words(pack, row['serves_ids'])}. Does it take you?"
    if row["serves"] == "not stated" and not row["door"]:
        yield "Which places does it serve?"


def sure_words(pack: Pack, row: Row) -> Iterator[str]:
    """Return how sure all this is: what is inferred, when it was checked, how it is placed."""
    inferred = dict.fromkeys(
        READ_AS[column] for column in parts_of(row["inferred"]) if column in READ_AS
    )
    if any(words in _text(row, "note") for words in AGES_WORKED_OUT):
        inferred[READ_AS["age_from"]] = None
    is_silent = AGES_NOT_GIVEN in _text(row, "note")
    if is_silent:
        inferred.pop(READ_AS["age_from"], None)  # what stands in its place is not told either
        yield "The list does not give its ages."
    if inferred:
        yield f"Not stated, but worked out: {listed(list(inferred))}."
    elif not is_silent:
        yield "As its source states it."
    checked = checked_words(row)  # type: ignore[arg-type]  # a row by column, as a Series is
    yield f"Last checked or listed: {checked}." if checked else "When it was checked is not known."
    if row["door"]:
        yield _placed(row["precision_m"])
    if _text(row, "differs"):
        yield f"Sources differ: {_text(row, 'differs').rstrip('.')}."
    yield f"Source: {pack.info.sources[str(row['source'])].title}."


def _placed(precision_m: float) -> str:
    if math.isnan(precision_m):
        return "How well it is placed on the map is not known."
    rough = f"up to {precision_m:,.0f} m from where it is drawn"
    if precision_m >= ROUGH_M:
        return f"Its place is rough: it may be {rough}, so the time is rough too."
    return f"It may be {rough}." if precision_m else "Its place is exact."


def _text(row: Row, column: str) -> str:
    return str(row[column]).strip() if isinstance(row[column], str) else ""
