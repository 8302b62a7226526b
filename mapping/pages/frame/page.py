"""A page as a record: what it is called, what it answers, what it shows and hands out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from geodata.model import Pack
from layers.gaps import Gaps
from layers.question.question import Question
from mapping.pages.frame.choices import Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file that a page hands out.

    Attributes
    ----------
    label
        What its button says: "Download the table (CSV)".
    name
        What the file is called, in words; made into a file name where it is handed out.
    make
        Makes its contents, once somebody asks for them.
    notes
        Makes what must be read beside it, where that is a file of its own.
    places
        Ids of the places it is about, for the log of exports; empty where it is about all.
    key
        The contents of a file that takes long to make: it is made in line with other long work,
        once for everybody. A function where it changes without a run of the page.
    """

    label: str
    name: str
    make: Callable[[], str | bytes]
    notes: Callable[[], bytes] | None = None
    ending: str = "csv"
    help: str | None = None
    is_first: bool = False
    places: tuple[str, ...] = ()
    key: Hashable | Callable[[], Hashable] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a page is asked, and what it is asked of.

    Attributes
    ----------
    gaps
        The answer to the question: who is in need, who is reached, who is neither.
    go_to
        Opens another page, by the end of its address, with what is chosen here.
    """

    pack: Pack
    question: Question
    gaps: Gaps
    go_to: Callable[[str], None]


def _none(_visit: Visit) -> Iterable[Download]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page. The frame draws its title, question bar, method, sources, help and downloads.

    Attributes
    ----------
    title
        Its name in the navigation, in its heading and in the browser's title.
    url_path
        The end of its address.
    answers
        What it answers, as a sentence.
    show
        Draws what stands between the question and the method.
    order
        Where it stands in the navigation; the first is what the app opens on.
    help
        How what it shows is worked out, in plain words.
    downloads
        The files it hands out.
    choices
        What its address may hold beside the question.
    keeps_place
        Whether a place that is chosen still stands where another kind of place is asked for.
    has_question
        Whether what it shows depends on the question.
    is_scene
        Whether what it shows can be looked at in a meeting: “Add to meeting” stands on it.
    """

    title: str
    url_path: str
    answers: str
    show: Callable[[Visit], None]
    order: int
    help: tuple[str, ...] = ()
    downloads: Callable[[Visit], Iterable[Download]] = _none
    has_question: bool = True
    choices: tuple[Choice, ...] = ()
    keeps_place: bool = False
    is_scene: bool = True
