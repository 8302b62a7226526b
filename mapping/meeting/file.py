"""A meeting as one HTML file that fetches nothing: its scenes, large, one at a time, by keys."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from geodata.model import Pack
from layers.said.citing import each_once
from mapping.meeting.drawn_scene import about_words, draw_map, draw_scene
from mapping.meeting.screen import Told, render_screen
from mapping.meeting.shown import Shown
from mapping.profile.branding import PLAIN, Branding


def render_meeting_html(
    title: str, scenes: Sequence[Shown], pack: Pack, brand: Branding = PLAIN
) -> str:
    """Draw the scenes of a meeting as one file; every string from data is escaped.

    Without its script the scenes stand below one another, and print a page each.

    Parameters
    ----------
    title
        What the meeting is called.
    brand
        Whose it is, said in its help.
    """
    sources = each_once(*(each.sources for each in scenes))
    told = Told(
        scenes=[(each.asks, whole) for each in scenes if (whole := _whole(each))],
        notes=list(dict.fromkeys(note for each in scenes for note in each.notes)),
        sources=[f"{each.title} ({each.publisher}), {each.period}" for each in sources],
        colophon=_colophon(pack, brand),
    )
    return render_screen(title, map(draw_scene, scenes), told=told, maps=_maps(scenes))


def _maps(scenes: Sequence[Shown]) -> list[tuple[str, Markup]]:
    """Return each map of a question once, with the scenes that ask it."""
    of: dict[str, list[Shown]] = {}
    for each in scenes:
        if each.question_map is not None:
            of.setdefault(each.question_map.asked or each.key, []).append(each)
    return [
        (" ".join(shown.key for shown in asking), draw_map(asking[0].question_map))
        for asking in of.values()
        if asking[0].question_map is not None
    ]


def _whole(shown: Shown) -> str:
    """Return all that stands beside a scene, for the help; "" where nothing does."""
    whole = about_words(shown.about, shown.sources, is_whole=True)
    return f"{whole}. {shown.about.note}".strip() if whole else ""


def _colophon(pack: Pack, brand: Branding) -> str:
    parts = [pack.info.title, pack.info.date, f"pack {pack.short_hash}", brand.name]
    return " · ".join(str(each) for each in parts if each)
