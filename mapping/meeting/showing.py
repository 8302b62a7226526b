"""A kept scene, shown: its page and its words asked anew, of the pack that is served."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Final
from urllib.parse import parse_qsl

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack
from geodata.store.kinds.scene import Scene
from mapping.meeting import scenes
from mapping.meeting.asked import SceneAsked, read_scene
from mapping.meeting.shown import Shown
from mapping.meeting.words_asked import words_asked

FIRST: Final = "map"  # the page that the app opens on; its address may be empty
USUAL: Final = "usual"


def show_scene(title: str, body: Scene, pack: Pack, *, key: str) -> Shown:
    """Return a scene ready to be drawn, answered with the figures of the pack that is given.

    Parameters
    ----------
    title
        Its question, as the meeting has it.
    key
        What it is called in the address of the screen.

    Raises
    ------
    QuestionError
        Its address cannot be used any longer: one problem, which says what to do.
    """
    try:
        shown = ask_page(read_scene(body.page, body.words, body.part, pack))
    except QuestionError as error:
        raise QuestionError(_refused(title, error.problems)) from error
    return replace(shown, key=key, asks=title or shown.asks)


def ask_page(asked: SceneAsked) -> Shown:
    """Return what a page shows a room; of one without a module of its own the usual.

    Raises
    ------
    QuestionError
        What it asks cannot be answered with the pack.
    """
    shown: Shown = _module_of(asked.page).show(asked)
    address = shown.address or f"/{asked.page}?{asked.words}"
    return replace(shown, address=address, words=words_asked(asked.question, asked.pack))


def parts_of(page: str, words: str) -> dict[str, str]:
    """Return the parts of a page that can be looked at alone: what each is called, by its key.

    The first is what is meant where nobody chooses.

    Parameters
    ----------
    words
        What stands after the question mark of its address.
    """
    found: Callable[[dict[str, str]], dict[str, str]] | None
    found = getattr(_module_of(page), "parts", None)
    return found(dict(parse_qsl(words))) if found else {}


def why_not(page: str) -> str:
    """Return why what a page shows cannot be added to a meeting; "" where it can."""
    return str(getattr(_module_of(page), "WHY_NOT", ""))


def instead_of(page: str, place_id: str) -> tuple[str, str, str]:
    """Return what is added instead of what a page shows, of a place: page, words and part.

    Raises
    ------
    AttributeError
        What the page shows can be added, or nothing stands for it.
    """
    made: tuple[str, str, str] = _module_of(page).instead(place_id)
    return made


def _module_of(page: str) -> ModuleType:
    """Find what shows a page by the end of its address; nothing else is ever imported."""
    name = (page or FIRST).replace("-", "_")
    known = {each.name for each in iter_modules(scenes.__path__)}
    return import_module(f"{scenes.__name__}.{name if name in known else USUAL}")


def _refused(title: str, problems: tuple[Problem, ...]) -> Problem:
    """Return why a scene cannot be shown any longer: the first reason, and how many there are."""
    first, left = problems[0], len(problems) - 1
    more = f", and {left:,} more of its words cannot be used" if left else ""
    return Problem(
        where=f"the scene {quoted(title)}",
        found=f"{first.where.removeprefix('the address, ')}: {first.found}{more}",
        expected=first.expected,
        fix="Open its page and add it again, or remove it from the meeting.",
    )
