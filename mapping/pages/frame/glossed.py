"""Words of the glossary marked where a page first uses them, each opening what it means.

It is done to the HTML of templates, after every value in it was escaped: whatever a page says of
its own is marked, and nothing that stands in the pack's data is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

import streamlit as st
from pandas import DataFrame

from geodata.errors import DataError
from geodata.model import Indicator, Pack, PlaceKind
from layers.said.glossary import TERMS, Term, find_terms
from mapping.component.widgets import listen_for_terms
from mapping.escape import html_text
from mapping.served.cache import kept
from mapping.served.packs import served_pack
from mapping.templates import render

SEEN = "words of the glossary that this run of the page has marked"
DATA = "what the pack holds that reads like a word of the glossary"
_TAG = re.compile(r"(<[^>]*>)")
# A control cannot stand in another; headings and names of things are read out by themselves.
_LEFT_ALONE = (
    *("a", "button", "summary", "label", "option", "h1", "h2", "h3", "h4"),
    *("style", "script", "svg", "code", "dfn", "strong"),
)
_OPENED = re.compile(rf"<(/?)({'|'.join(_LEFT_ALONE)})[\s>]")
VOCABULARY = {PlaceKind: ("label", "plural"), Indicator: ("whom", "unit")}  # words, and no names

AT_ONCE = 500  # strings looked through together
APART = "\0"  # stands in no word

Guarded = Mapping[str, tuple[str, ...]]


def begin_marking(pack: Pack) -> None:
    """Begin a run of a page: no word is marked yet."""
    st.session_state[SEEN] = set()
    st.session_state[DATA] = kept(guarded_strings, pack)


def warm_marking() -> None:
    """Look through the pack's data before the first person comes, as that takes a while."""
    try:
        kept(guarded_strings, served_pack())
    except DataError:
        return  # the pages say what is wrong, to whoever opens them


def marked(drawn: str) -> str:
    """Return the HTML of a template with the words marked that this page has not marked yet."""
    seen: set[str] = st.session_state.setdefault(SEEN, set())
    return mark_words(drawn, seen, st.session_state.get(DATA, {}))


def show_meanings() -> None:
    """Show what the marked words mean: each where its word opens it, and nowhere before."""
    seen: set[str] = st.session_state.get(SEEN, set())
    terms = [term for key, term in TERMS.items() if key in seen]
    if terms:
        st.html(render("pages/frame/meanings.html", terms=terms))
        listen_for_terms("terms")


def mark_words(drawn: str, seen: set[str], guarded: Guarded) -> str:
    """Return HTML with the words of the glossary marked in its text, each once.

    Parameters
    ----------
    seen
        Keys of the words that were marked before; those that are marked here are added.
    guarded
        By the key of a word, what the pack's data holds with that word in it: left as it is.
    """
    depth, made = 0, []
    for part in _TAG.split(drawn):
        if part.startswith("<"):
            found = _OPENED.match(part)
            depth += (-1 if found[1] else 1) if found else 0
        elif not depth:
            part = _marked_text(part, seen, guarded)  # noqa: PLW2901 - text in place of text
        made.append(part)
    return "".join(made)


def _marked_text(escaped: str, seen: set[str], guarded: Guarded) -> str:
    text = html.unescape(escaped)
    made, done = [], 0
    for start, end, term in find_terms(text):
        if term.key in seen or _is_data(text, start, end, guarded.get(term.key, ())):
            continue
        seen.add(term.key)
        made += [html_text(text[done:start]), _button(text[start:end], term)]
        done = end
    return "".join([*made, html_text(text[done:])]) if made else escaped


def _is_data(text: str, start: int, end: int, guarded: tuple[str, ...]) -> bool:
    """Whether a word stands within something that the pack's data holds."""
    lowered = text.lower()
    for each in guarded:
        first = max(0, start - len(each))
        at = lowered.find(each, first)
        while at != -1 and at <= start:
            if at + len(each) >= end:
                return True
            at = lowered.find(each, at + 1)
    return False


def _button(word: str, term: Term) -> str:
    return render("pages/frame/term.html", word=word, key=term.key)


def guarded_strings(pack: Pack) -> Guarded:
    """Return every string of a pack's data that holds a word of the glossary, by that word's key.

    What a kind of place or of need is called is the page's own vocabulary, and no data; so is a
    word by itself, such as a level, unless something is called just that.
    """
    held: dict[str, set[str]] = {}
    for string in _with_terms(dict.fromkeys(_strings(pack))):
        for start, end, term in find_terms(string):
            if end - start < len(string):
                held.setdefault(term.key, set()).add(string.lower())
    own = {words.lower() for words in _vocabulary(pack)}
    guarded = {key: strings - own for key, strings in held.items()}
    for table in (pack.areas, pack.places, pack.assets):
        for name in _with_terms(table["name"].dropna().unique().tolist()):
            for _, _, term in find_terms(name):
                guarded.setdefault(term.key, set()).add(name.lower())
    return {key: tuple(sorted(strings)) for key, strings in guarded.items()}


def _with_terms(strings: Iterable[str]) -> Iterator[str]:
    """Yield the strings that may hold a word of the glossary: most of all England's hold none."""
    held = list(strings)
    for at in range(0, len(held), AT_ONCE):
        some = held[at : at + AT_ONCE]
        if any(find_terms(APART.join(some))):
            yield from some


def _vocabulary(pack: Pack) -> Iterator[str]:
    yield pack.info.area_label
    for each in [*pack.info.place_kinds.values(), *pack.indicators.values()]:
        for name in VOCABULARY[type(each)]:
            yield getattr(each, name)


def _strings(held: object) -> Iterator[str]:
    """Find every string in a pack, however deep."""
    if isinstance(held, str):
        yield held
    elif isinstance(held, DataFrame):
        texts = held.select_dtypes(include=["object", "str", "category"])
        for name in texts.columns:
            yield from _strings(texts[name].dropna().unique().tolist())
        yield from _strings([*held.index] if held.index.dtype == object else [])
    elif isinstance(held, Mapping):
        yield from _strings([*held.values()])
    elif isinstance(held, list | tuple):
        for each in held:
            yield from _strings(each)
    elif is_dataclass(held):
        for field in fields(held):
            yield from _strings(getattr(held, field.name))
