"""A published figure over time on the Compare page, and a project of one’s own drawn on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from layers.compare.comparators import TARGET
from layers.compare.comparison import Comparison
from layers.compare.history import History, measure_history
from layers.compare.timeline import Timeline, measure_timeline
from layers.compare.typed_project import LONGEST_NAME, TypedProject, read_project
from layers.profile.timeline_chart import timeline_chart
from layers.question.question import Question
from layers.said.sentences import called
from mapping.component.widgets import show_picture
from mapping.pages.compare.history_picture import history_svg
from mapping.pages.compare.tables import history_table, timeline_table
from mapping.pages.frame.asked import choose, chosen
from mapping.pages.frame.choices import Choice, Parts
from mapping.pages.frame.drawing import show, show_answer
from mapping.pages.frame.problems import show_problems
from mapping.pages.frame.results import show_result
from mapping.pages.frame.widgets import fold, notice, press, submit, write_words
from mapping.profile.drawn_chart import drawn_chart
from mapping.served.cache import kept
from mapping.templates import render

LONGEST_DATE: Final = 10  # 2016-09-15
LEAST_TIMES: Final = 2


def _faults(value: str, pack: Pack, question: Question, parts: Parts) -> Iterator[Problem]:  # noqa: ARG001
    try:
        read_project(value)
    except QuestionError as error:
        for problem in error.problems:
            yield Problem(
                where="the address, project",
                found=problem.found,
                expected=problem.expected,
                fix="No project is drawn.",
            )


PROJECT: Final = Choice(name="project", faults=_faults)


def show_over_time(pack: Pack, found: Comparison) -> None:
    """Show the figure over time in the place that is chosen, else in the first that has one.

    A project that the address names is drawn on it.
    """
    history = _history(pack, found)
    if history is None:
        return
    place = called(history.place)
    timeline = _timeline(pack, found, history)
    show("compare/head.html", heading=f"Over time in {place}")
    if timeline is None:
        show_answer(history.sentence())
        show_picture(history_svg(history), key=f"history-{history.place_id}")
        show_result(
            history,
            table=history_table(history),
            is_said_above=True,
            name=f"{pack.info.key} {found.indicator.key} {history.place}",
            label="Download it over time (CSV)",
        )
    else:
        _show_timeline(pack, timeline)
    _show_form(None if timeline is None else timeline.project)


def _history(pack: Pack, found: Comparison) -> History | None:
    others = found.places[found.places.index != found.comparator_id]
    held = [str(key) for key in others.index[others["value"].notna()]]
    own = [key for key in held if key in pack.places.index or key in pack.areas.index]
    for place_id in filter(None, (chosen("place"), *own[:1])):
        try:
            return kept(measure_history, pack, found.indicator.key, place_id)
        except QuestionError as error:
            notice("info", " ".join(problem.sentence() for problem in error.problems))
    return None


def _timeline(pack: Pack, found: Comparison, history: History) -> Timeline | None:
    """Draw the project that the address names beside the figures; None without one."""
    project = chosen("project")
    if not project:
        return None
    beside = found.comparator_id
    comparator = None if beside in (TARGET, history.place_id) else beside
    asked = (found.indicator.key, chosen("place") or history.place_id, project)
    for against in dict.fromkeys((comparator, None)):
        try:
            return kept(measure_timeline, pack, *asked, against)
        except QuestionError:
            continue
    try:
        return kept(measure_timeline, pack, found.indicator.key, history.place_id, project)
    except QuestionError:
        return None  # the address could not be read, and that is said above


def _show_timeline(pack: Pack, timeline: Timeline) -> None:
    show_answer(timeline.sentence())
    drawn = drawn_chart(timeline_chart(timeline))
    if drawn is not None:
        show_picture(render("pages/compare/line.html", drawn=drawn), key="timeline")
        show("compare/beneath.html", said=drawn.key)
    show_result(
        timeline,
        table=timeline_table(timeline),
        is_said_above=True,
        name=f"{pack.info.key} {timeline.indicator.key} {timeline.history.place} project",
        label="Download it with the project (CSV)",
    )


def _show_form(project: TypedProject | None) -> None:
    """Show where a project is typed: its name, and when it ran, up to twice."""
    ends = _ends(project)
    with fold("Draw a project on it: when it began and ended"):
        with st.container(key="project-form"), st.form("project", border=False):
            name = write_words(
                "Name of the project", ends[0], most=LONGEST_NAME, key=f"project-name-{ends[0]}"
            )
            typed = [name]
            for n, (column, label) in enumerate(_boxes(len(ends) // 2), start=1):
                with column:
                    value = ends[n] if n < len(ends) else ""
                    key = f"project-{n}-{value}"
                    typed.append(write_words(label, value, most=LONGEST_DATE, key=key))
            is_pressed = submit("Draw it")
        if is_pressed:
            _draw(typed)
        if project is not None:
            press("Take the project off", lambda: choose("project", None), key="project-off")


def _boxes(times: int) -> Iterator[tuple[DeltaGenerator, str]]:
    """Yield where each start and stop is typed: of two times, or as many as it ran."""
    for time in range(max(times, LEAST_TIMES)):
        again = " again" * (time > 0) + f" ({time + 1})" * (time > 1)
        labels = (f"Began{again} (2015, 2015-09 or 2015-09-01)", f"Ended{again} (empty: no end)")
        yield from zip(st.columns(2), labels, strict=True)


def _ends(project: TypedProject | None) -> list[str]:
    return [""] if project is None else project.text().split(";")


def _draw(typed: list[str]) -> None:
    """Write a project into the address; where it cannot be read, say why and keep the boxes."""
    name, *ends = (each.strip() for each in typed)
    while ends and not any(ends[-2:]):
        ends = ends[:-2]
    text = ";".join([name.replace(";", ","), *ends])
    try:
        read_project(text)
    except QuestionError as error:
        show_problems("The project cannot be drawn yet.", error.problems)
        return
    choose("project", text)
    st.rerun()
