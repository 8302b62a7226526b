"""Hotspots: which neighbourhoods stand out together, more than chance would have it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast, get_args

import streamlit as st

from geodata.model import Pack
from layers.hotspots.found import About, Hotspots, Statistic
from layers.hotspots.neighbours import Nearness
from layers.hotspots.words import about_words
from layers.indicators.asking import Shown
from layers.indicators.figures import AREA, drawable_indicators, shapes_of
from layers.question.question import Question
from layers.said.result import csv_file, notes_file
from mapping.component import base_path, show_map
from mapping.map.describe import describe_hotspots
from mapping.pages.frame.asked import choose, chosen
from mapping.pages.frame.choices import Parts, choice_of
from mapping.pages.frame.drawing import answer_beside_map, show, show_answer, show_download
from mapping.pages.frame.indicators import INDICATOR, PERIOD, indicator_words
from mapping.pages.frame.page import Download, Page, Visit
from mapping.pages.frame.results import notes_of
from mapping.pages.frame.view import AT, view_asked
from mapping.pages.frame.waiting import wait_for
from mapping.pages.frame.widgets import choose_beside, choose_one, fold
from mapping.pages.hotspots.settings import HotspotSettings, hotspots_of
from mapping.pages.hotspots.tables import areas_table, groups_table
from mapping.served.cache import kept
from mapping.served.message import Pick, map_message

NEIGHBOURS: dict[Nearness, str] = {"touching": "those that touch", "nearest": "the 8 nearest"}
SHOWN: dict[Statistic, str] = {"gi": "groups that stand out", "moran": "odd ones out too"}


def show_hotspots(visit: Visit) -> None:
    """Show which groups of neighbourhoods stand out, on a map and in tables."""
    settings = _settings(visit.pack)
    _show_about(settings, about_words(visit.gaps.terms))
    if settings.shown is not None:
        _show_indicators(visit.pack, settings.shown)
    hotspots = wait_for(
        ("hotspots", visit.pack.content_hash, visit.question, settings),
        lambda progress: hotspots_of(visit.pack, visit.question, settings, progress),
        "looking for hotspots",
    )
    if hotspots is not None:
        _show(visit, hotspots)
    _show_settings(settings)


def _settings(pack: Pack) -> HotspotSettings:
    """Read the settings out of the address; one that is unknown is the usual."""
    usual = HotspotSettings()
    statistic, nearness = chosen("statistic"), chosen("neighbours")
    about = cast(About, chosen("about")) if chosen("about") in get_args(About) else usual.about
    key = chosen("indicator") or next(iter(drawable_indicators(pack)), "")
    is_of_one = about == "indicator"
    return HotspotSettings(
        about=about,
        shown=Shown(indicator=key, period=chosen("period") or "") if is_of_one else None,
        statistic=(
            cast(Statistic, statistic) if statistic in get_args(Statistic) else usual.statistic
        ),
        nearness=cast(Nearness, nearness) if nearness in get_args(Nearness) else usual.nearness,
    )


def _show_about(settings: HotspotSettings, words: Mapping[About, str]) -> None:
    choose_beside(
        "Hotspots of",
        list(words),
        settings.about,
        lambda key: words[key],
        key="hotspots-about",
        act=lambda: choose("about", st.session_state["hotspots-about"]),
    )


def _show_indicators(pack: Pack, shown: Shown) -> None:
    """Show which indicator, each with the places that it is looked at among."""
    known = drawable_indicators(pack)
    choose_one(
        "Indicator",
        list(known),
        shown.indicator if shown.indicator in known else next(iter(known)),
        lambda key: indicator_words(known[key], pack),
        key=f"hotspots-indicator-{shown.indicator}",
        act=lambda: _choose_indicator(shown.indicator),
    )


def _choose_indicator(was: str) -> None:
    choose("indicator", st.session_state[f"hotspots-indicator-{was}"])
    for name in ("period", "area"):
        choose(name, None)


def _show_settings(settings: HotspotSettings) -> None:
    """Show how hotspots are told from chance, for whoever wants it otherwise."""
    with fold("How hotspots are told from chance"):
        near, test = st.columns(2, vertical_alignment="bottom")
        with near:
            _choice("Neighbours are", "neighbours", {**NEIGHBOURS}, settings.nearness)
        with test:
            _choice("Show", "statistic", {**SHOWN}, settings.statistic)


def _choice(label: str, name: str, options: Mapping[Any, str], value: str) -> None:
    choose_one(
        label,
        list(options),
        value,
        lambda key: options[key],
        key=f"hotspots-{name}",
        act=lambda: choose(name, st.session_state[f"hotspots-{name}"]),
    )


def _show(visit: Visit, hotspots: Hotspots) -> None:
    words, picture = answer_beside_map()
    with words:
        show_answer(hotspots.sentence(), hotspots.strength(), detail=hotspots.detail())
        show("hotspots/groups.html", groups=groups_table(hotspots))
    with picture:
        _show_picture(visit, hotspots)
    areas = areas_table(hotspots)
    said = hotspots.detail()  # with the answer
    left = len(areas.rest.rows) if areas.rest else 0
    show(
        "hotspots/areas.html",
        areas=areas.first,
        summary=f"Every {hotspots.area_label} that stands out ({len(areas.rows):,})",
        more=f"{left:,} more are in the file of figures." if left else "",
        caveats=(hotspots.method(), *(each for each in notes_of(hotspots) if each != said)),
    )


def _show_picture(visit: Visit, hotspots: Hotspots) -> None:
    area, pack = chosen("area"), visit.pack
    show_map(
        map_message(
            kept(describe_hotspots, pack, visit.gaps, hotspots),
            pack,
            visit.question,
            base=base_path(),
            selected=Pick(kind="area", id=area) if area and area in hotspots.areas.index else None,
            at=view_asked(pack),
        ),
        key="hotspots-map",
        on_pick=_take_pick,
        on_let_go=lambda: choose("area", None),
    )
    show_download(
        Download(
            label="Download the figures (CSV)",
            name=f"{pack.info.key} hotspots {hotspots.about}",
            make=lambda: csv_file(hotspots),
            notes=lambda: notes_file(hotspots),
        )
    )


def _take_pick(pick: Pick) -> None:
    choose("area", pick.id if pick.kind == "area" else None)


def _areas(pack: Pack, _question: Question, parts: Parts) -> Collection[str]:
    """Return what can be chosen on the map: a neighbourhood, or a place that an indicator is of."""
    indicator = drawable_indicators(pack).get(parts.get("indicator", ""))
    is_of_one = parts.get("about") == "indicator"
    shape = indicator.geography if indicator is not None and is_of_one else AREA
    ids: Collection[str] = shapes_of(pack, shape).index
    return ids


PAGE = Page(
    title="Hotspots",
    url_path="hotspots",
    answers="Which neighbourhoods stand out together more than chance would have it.",
    show=show_hotspots,
    order=7,
    help=(
        "A neighbourhood is set, with those beside it, against every other way in which the same "
        "figures could lie on the map. It stands out where hardly any is as extreme.",
        "So many neighbourhoods are looked at that some would stand out by luck: that is allowed "
        "for.",
        "Where no group can be named, the pattern of the whole map is told: neighbours may be "
        "alike all the same.",
        "How hotspots are told from chance can be changed below the map.",
    ),
    choices=(
        choice_of("area", _areas, "the id of what the map colours: an area, or a place"),
        AT,
        INDICATOR,
        PERIOD,
        choice_of("about", lambda *_: get_args(About), instead="Used instead: need."),
        choice_of("statistic", lambda *_: get_args(Statistic), instead="Used instead: gi."),
        choice_of("neighbours", lambda *_: get_args(Nearness), instead="Used instead: touching."),
    ),
)
