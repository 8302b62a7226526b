"""One place on two sides of A4, as a tagged PDF (PDF/UA-1), by typst."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path

from geodata.model import Pack
from layers.gaps import Gaps
from layers.place.facts import place_facts
from layers.place.values import PlaceFacts
from layers.ranks.steadiness import RankRange
from mapping.drawn.picture import draw_map_png, picture_alt_text
from mapping.map.describe import describe_map
from mapping.map.spec import MapSpec
from mapping.profile.citing import Lengths, area_marks, point_marks
from mapping.profile.sheet import sheet_data
from mapping.profile.typesetting import count_pages, set_pdf

TEMPLATE = Path(__file__).with_name("template.typ")
PAGES = 2
BLANK_PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)  # stands for the map while it is tried how much fits
MAP_MM = (112.0, 88.0)
FIRST_PAGE = ((8, 5), (7, 4), (6, 4), (5, 3), (4, 3), (3, 2), (2, 1), (1, 1), (0, 0))
"""Rows of the largest gaps and of the best reached, tried in turn until the page holds them."""
SECOND_PAGE = (
    (12, 15, 14), (10, 13, 12), (8, 12, 12), (7, 10, 12), (6, 9, 10), (6, 8, 9), (5, 7, 8),
    (5, 6, 7), (5, 5, 6), (4, 4, 6), (4, 3, 5), (3, 3, 5), (3, 2, 4), (2, 2, 4), (1, 1, 3),
    (0, 0, 2),
)  # fmt: skip
"""Rows of services, of published measures, and notes, likewise."""
LONGEST_NAMES = (None, 120, 80, 50, 30, 15)
"""Characters of a name that are printed, tried in turn where no list is short enough."""


class ProfileError(RuntimeError):
    """A profile does not fit on two pages, however much its lists are cut."""


def profile_pdf(pack: Pack, gaps: Gaps, place_id: str, ranks: RankRange | None = None) -> bytes:
    """Make one place's profile from a pack and an answer.

    Parameters
    ----------
    gaps
        The answer to a question asked by the kind that the place is.
    ranks
        How sure each gap is, for the same question; worked out where None.

    Raises
    ------
    QuestionError
        The pack has no such place, or the question was asked by another kind of place.
    """
    facts = place_facts(pack, gaps, place_id, ranks)
    return render_profile_pdf(facts, describe_map(pack, gaps), pack)


def render_profile_pdf(facts: PlaceFacts, spec: MapSpec, pack: Pack) -> bytes:
    """Set a place's facts on two pages of A4; the same facts give the same bytes.

    Parameters
    ----------
    spec
        The map of the same answer, coloured by need and reach.

    Returns
    -------
    pdf
        PDF/UA-1: tagged, with title, language and alternative text.

    Raises
    ------
    ProfileError
        The facts fit on two pages in no way.
    """
    for longest in LONGEST_NAMES:
        try:
            lengths = _fitting(facts, spec, longest)
        except ProfileError:
            continue
        picture = _draw(facts, spec, pack, lengths)
        return _set_pages(facts, spec, picture, lengths, longest)[0]
    msg = f"The profile of {facts.name} does not fit on {PAGES} pages."
    raise ProfileError(msg)


def _fitting(facts: PlaceFacts, spec: MapSpec, longest: int | None) -> Lengths:
    """Find the longest lists that two pages hold, each page cut for itself.

    Shorter lists never need more room, so both pages are halved at once: five layouts where
    trying each length in turn took twelve.

    Raises
    ------
    ProfileError
        Not even the shortest lists fit.
    """
    first, second = [0, len(FIRST_PAGE)], [0, len(SECOND_PAGE)]
    while first[0] < first[1] or second[0] < second[1]:
        tried = _middle(first, FIRST_PAGE), _middle(second, SECOND_PAGE)
        _, pages = _set_pages(facts, spec, None, _lengths(*tried), longest)
        _halve(first, tried[0], fits=pages["second"] <= PAGES)
        _halve(second, tried[1], fits=pages["last"] <= pages["second"])
    if first[0] == len(FIRST_PAGE) or second[0] == len(SECOND_PAGE):
        msg = f"The profile of {facts.name} does not fit on {PAGES} pages."
        raise ProfileError(msg)
    return _lengths(first[0], second[0])


def _middle(left: list[int], steps: Sequence[object]) -> int:
    """Choose what to try of the steps from `left[0]` up to and without `left[1]`."""
    return min(sum(left) // 2, len(steps) - 1)


def _halve(left: list[int], tried: int, *, fits: bool) -> None:
    """Keep the half of the steps that the first which fits must lie in."""
    if fits:
        left[1] = min(left[1], tried)
    else:
        left[0] = max(left[0], tried + 1)


def _lengths(first: int, second: int) -> Lengths:
    gaps, reached = FIRST_PAGE[first]
    offers, published, how = SECOND_PAGE[second]
    return Lengths(gaps=gaps, reached=reached, offers=offers, published=published, how=how)


def _draw(facts: PlaceFacts, spec: MapSpec, pack: Pack, lengths: Lengths) -> bytes:
    return draw_map_png(
        spec,
        pack,
        place_id=facts.place_id,
        width_mm=MAP_MM[0],
        height_mm=MAP_MM[1],
        dpi=220,
        words=False,
        area_marks=area_marks(facts, lengths),
        point_marks=point_marks(facts, lengths),
    )


def _set_pages(
    facts: PlaceFacts,
    spec: MapSpec,
    picture: bytes | None,
    lengths: Lengths,
    longest: int | None = None,
) -> tuple[bytes, dict[str, int]]:
    """Set the pages.

    Returns
    -------
    pdf, pages
        The document, empty where there is no picture yet; on which page the second part begins,
        and which page is the last.
    """
    data = sheet_data(facts, spec, lengths, longest)
    data["map"]["alt"] = picture_alt_text(spec, place=facts.name, sentence=facts.headline)
    if picture is None:
        return b"", count_pages(TEMPLATE, data, {"map.png": BLANK_PNG})
    return set_pdf(TEMPLATE, data, facts.date, {"map.png": picture}), {}
