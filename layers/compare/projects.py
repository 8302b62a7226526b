"""When projects ran that were meant to move an indicator, in a place, around it or inside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pandas import Series

from geodata.model import Pack
from geodata.periods import MONTHS
from geodata.reported import split_codes
from layers.indicators.periods import end_of
from layers.indicators.words import place_name
from layers.places import member_areas
from layers.said.numbers import listed

Where = Literal["here", "part", "wider"]
NO_DATES = "neither when it began nor when it ended is printed, so it cannot be drawn"
DATE = re.compile(
    rf"(mid-|({'|'.join(MONTHS)})[a-z]* )?\d{{4}}(\s?[/–-]\s?\d{{2,4}})?", re.IGNORECASE
)
"""What says when, and no more: "October 2018", "2016/17"; not "before 2018"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """When a project ran.

    Attributes
    ----------
    began, ended
        As printed; empty where nobody has said, and `ended` where it runs.
    began_at, ended_at
        On a line of years; None where not known.
    where
        Whether it is of the place whose figures are shown, of a part of it, or of a wider one.
    """

    name: str
    places: str
    began: str
    ended: str
    began_at: float | None
    ended_at: float | None
    runs: bool
    where: Where
    note: str
    cites: str

    @property
    def is_dated(self) -> bool:
        """Whether it can be drawn: something of when it ran is known."""
        return self.began_at is not None or self.ended_at is not None

    def words(self) -> str:
        """Return when it ran, and what of that is not known."""
        if not self.is_dated:
            return NO_DATES + ("; it ran when last reported" if self.runs else "")
        began = f"from {self.began}" if self.began else "from a time that is not printed"
        if self.ended:
            return f"{began} to {self.ended}"
        return f"{began}, and ran when last reported" if self.runs else f"{began}; its end is not"


def running(spans: tuple[Span, ...], period: str) -> list[str]:
    """Name the dated projects that ran in any part of a period."""
    first, last = end_of(period, "first"), end_of(period, "last")
    if first is None or last is None:
        return []
    return [
        span.name
        for span in spans
        if span.is_dated
        and (span.began_at is None or span.began_at < last)
        and (span.ended_at is None or span.ended_at > first)
        and not (span.began_at is None and span.ended_at is None)
    ]


def projects_of(pack: Pack, key: str, place_id: str) -> list[str]:
    """List the projects that were meant to move an indicator in a place, around it or inside it."""
    projects = pack.reported.projects
    asked = areas_of(pack, place_id)
    return [
        str(project_id)
        for project_id, row in projects.iterrows()
        if key in set(split_codes(Series([row["indicators"] or None])))
        and any(asked & areas_of(pack, each) for each in _places(row))
    ]


def spans_of(pack: Pack, key: str, place_id: str, holder: str) -> list[Span]:
    """Return when the projects of an indicator ran, beside the figures of a place.

    Parameters
    ----------
    place_id
        The place that is asked about.
    holder
        The place whose figures are shown.
    """
    projects = pack.reported.projects
    texts = projects.fillna(dict.fromkeys(projects.columns.drop("runs"), ""))
    shown = areas_of(pack, holder)
    ids = projects_of(pack, key, place_id)
    return [_span(pack, row, shown, holder) for _, row in texts.loc[ids].iterrows()]


def _span(pack: Pack, row: Series, shown: set[str], holder: str) -> Span:
    ids = _places(row)
    areas: set[str] = set().union(*(areas_of(pack, each) for each in ids))
    began, ended = str(row["began"]), str(row["ended"])
    where: Where = "part" if areas < shown else "wider"
    return Span(
        name=str(row["name"]),
        places=listed([place_name(pack, each) for each in ids]),
        began=began,
        ended=ended,
        began_at=end_of(began, "first") if DATE.fullmatch(began) else None,
        ended_at=end_of(ended, "last") if DATE.fullmatch(ended) else None,
        runs=bool(row["runs"]),
        where="here" if areas == shown or holder in ids else where,
        note=str(row["note"]),
        cites=str(row["cites"]),
    )


def _places(row: Series) -> list[str]:
    return list(split_codes(Series([row["place_ids"] or None])))


def areas_of(pack: Pack, place_id: str) -> set[str]:
    """Return the areas that a place touches, or the one that it is."""
    if place_id in pack.areas.index:
        return {place_id}
    return {str(key) for key in member_areas(pack, place_id).index}
