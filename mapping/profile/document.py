"""One place on two sides of A4, as a tagged PDF (PDF/UA-1), by typst."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import matplotlib as mpl
import typst

from geodata.model import Pack
from layers.gaps import Gaps
from mapping.describe import describe_map
from mapping.picture import draw_map_png, picture_alt_text
from mapping.profile.facts import place_facts
from mapping.profile.sheet import Lengths, area_marks, point_marks, sheet_data
from mapping.profile.values import PlaceFacts
from mapping.spec import MapSpec

TEMPLATE = Path(__file__).with_name("template.typ")
PAGES = 2
MAP_MM = (112.0, 88.0)
LENGTHS = tuple(
    Lengths(gaps=gaps, reached=reached, offers=offers, published=published, how=how)
    for gaps, reached, offers, published, how in (
        (6, 4, 10, 13, 12), (5, 3, 8, 10, 10), (5, 3, 7, 8, 8), (5, 2, 6, 6, 7),
        (4, 2, 5, 5, 6), (3, 1, 4, 4, 5), (2, 1, 3, 2, 4), (1, 1, 1, 1, 3),
    )
)  # fmt: skip
"""How much of each list is printed, tried in turn until all fits on two pages."""


class ProfileError(RuntimeError):
    """A profile does not fit on two pages, however much its lists are cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of the place's map, and what it shows in words."""

    png: bytes
    alt: str


def profile_pdf(pack: Pack, gaps: Gaps, place_id: str) -> bytes:
    """Make one place's profile from a pack and an answer.

    Parameters
    ----------
    gaps
        The answer to a question asked by the kind that the place is.

    Raises
    ------
    QuestionError
        The pack has no such place, or the question was asked by another kind of place.
    """
    facts = place_facts(pack, gaps, place_id)
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
    for lengths in LENGTHS:
        pdf, pages = _set_pages(facts, spec, _draw(facts, spec, pack, lengths), lengths)
        if pages == PAGES:
            return pdf
    msg = f"The profile of {facts.name} does not fit on {PAGES} pages."
    raise ProfileError(msg)


def _draw(facts: PlaceFacts, spec: MapSpec, pack: Pack, lengths: Lengths) -> Picture:
    png = draw_map_png(
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
    return Picture(png=png, alt=picture_alt_text(spec, place=facts.name, sentence=facts.headline))


def _set_pages(
    facts: PlaceFacts, spec: MapSpec, picture: Picture, lengths: Lengths
) -> tuple[bytes, int]:
    """Set the pages in a folder of their own, which typst may read and nothing else."""
    data = sheet_data(facts, spec, lengths) | {"alt": picture.alt}
    data["map"]["alt"] = picture.alt
    with tempfile.TemporaryDirectory(prefix="profile-") as folder:
        root = Path(folder)
        (root / "main.typ").write_bytes(TEMPLATE.read_bytes())
        (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (root / "map.png").write_bytes(picture.png)
        compiler = typst.Compiler(
            str(root / "main.typ"), root=folder, font_paths=_fonts(), ignore_system_fonts=True
        )
        pages = int(json.loads(compiler.query("<pages>", field="value", one=True)))
        pdf = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=made_at(facts.date))
    return _bytes(pdf), pages


def _bytes(pdf: Any) -> bytes:  # noqa: ANN401
    if not isinstance(pdf, bytes):
        msg = "typst gave back something other than one PDF"
        raise TypeError(msg)
    return pdf


def _fonts() -> list[str]:
    """Give the folder of the fonts that come with matplotlib: they hold Hebrew and Arabic."""
    return [str(Path(mpl.get_data_path()) / "fonts" / "ttf")]


def made_at(date: str) -> datetime:
    """Turn a pack's date, "November 2026", into the date of the document: never the clock's."""
    try:
        return datetime.strptime(date, "%B %Y").replace(tzinfo=UTC)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)
