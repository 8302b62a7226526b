"""A list of what is kept: moved, ticked, changed and removed in place, by whoever may come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

from mapping.component.widgets import Callback, widget

WORDS: Final = {
    "up": "Up",
    "down": "Down",
    "edit": "Change",
    "undo": "Undo",
    "save": "Save",
    "leave": "Leave as it was",
    "cancel": "Cancel",
    "nothing": "nothing",
    "doubt": "This looks like {}. Write what was said, not who said it. To keep it as it is, save "
    "again.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A box in which something of what is kept is written or chosen.

    Attributes
    ----------
    most
        How many letters it holds at most; None of a choice or a day.
    options
        What can be chosen, each value with its words.
    only
        It is asked for only where other fields have these values.
    """

    name: str
    label: str
    kind: Literal["line", "words", "day", "choice"]
    value: str = ""
    most: int | None = None
    options: tuple[tuple[str, str], ...] = ()
    only: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Something of what is kept that is so or is not."""

    name: str
    label: str
    is_ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that is kept.

    Attributes
    ----------
    version
        The one that is shown: what is done is a change of it.
    badge
        What sort it is, before its title.
    is_marked
        Whether it is set off from the others.
    links
        What it opens, each with its words.
    acts
        What else can be done, each with its words.
    """

    id: str
    version: int
    title: str
    badge: str = ""
    is_marked: bool = False
    lines: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    fields: tuple[Field, ...] = ()
    ticks: tuple[Tick, ...] = ()
    acts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of something that was done.

    Attributes
    ----------
    token
        Which act it answers.
    undo
        What takes it back: the id of what was changed, and its version; None where nothing does.
    ends_draft
        Whether what was typed is kept, and its form can close.
    """

    token: str
    state: Literal["kept", "stale", "refused"]
    lines: tuple[str, ...] = ()
    undo: tuple[str, int] | None = None
    ends_draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a person asks for, as a browser sends it.

    Attributes
    ----------
    id, expected
        Of what, and which version of it was seen.
    before
        Of a move: the id of what it goes before; "" for the end.
    values
        What is written in its form, by field.
    """

    token: str
    act: str
    id: str
    expected: int
    before: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


def read_act(sent: object) -> Act | None:
    """Return what a browser sent; None where it is no act."""
    if not isinstance(sent, Mapping):
        return None
    words = {name: sent.get(name) for name in ("token", "act", "id", "before")}
    expected, values = sent.get("expected"), sent.get("values")
    if not isinstance(expected, int) or isinstance(expected, bool):
        return None
    if not isinstance(values, Mapping) or not all(isinstance(each, str) for each in words.values()):
        return None
    typed = {str(name): value for name, value in values.items() if isinstance(value, str)}
    return Act(expected=expected, values=typed, **words)  # type: ignore[arg-type]


def show_records(
    key: str,
    items: Sequence[Item],
    *,
    label: str,
    none: str,
    on_act: Callback,
    of: str = "",
    is_ordered: bool = False,
    add: tuple[str, Sequence[Field]] | None = None,
    answer: Answer | None = None,
    names: Sequence[str] = (),
) -> None:
    """Show a list of what is kept.

    Parameters
    ----------
    label
        What it is a list of, to who hears the page.
    none
        What stands in its place where it is empty.
    on_act
        Called when something is asked for; `st.session_state[key].act` holds it: see `read_act`.
    of
        What the list belongs to, so that what is typed for one meeting is not shown in another.
    add
        What its button for a new one says, and the fields of a new one.
    names
        Names of places and services, which tell of no person.
    """
    data = {
        "key": f"{key} {of}",
        "label": label,
        "none": none,
        "is_ordered": is_ordered,
        "items": [_item(each) for each in items],
        "add": None
        if add is None
        else {"label": add[0], "fields": [_field(each) for each in add[1]]},
        "answer": None if answer is None else _answer(answer),
        "known": list(names),
        "words": WORDS,
    }
    _records(data=data, key=key, on_act_change=on_act)


def _item(item: Item) -> dict[str, Any]:
    return asdict(item) | {
        "links": [{"label": label, "href": href} for label, href in item.links],
        "fields": [_field(each) for each in item.fields],
        "ticks": [
            {"name": each.name, "label": each.label, "is": each.is_ticked} for each in item.ticks
        ],
        "acts": [{"act": act, "label": label} for act, label in item.acts],
    }


def _field(given: Field) -> dict[str, Any]:
    made = asdict(given)
    return made | {"as": made.pop("kind")}


def _answer(answer: Answer) -> dict[str, Any]:
    undo = answer.undo
    return {
        "token": answer.token,
        "is": answer.state,
        "lines": list(answer.lines),
        "undo": None if undo is None else {"id": undo[0], "version": undo[1]},
        "ends_draft": answer.ends_draft,
    }


_records = widget("records")
