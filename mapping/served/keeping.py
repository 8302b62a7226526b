"""What is kept for everybody, told to a browser and changed as it asks: plain values in and out."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from geodata.errors import DataError, Problem, QuestionError, quoted
from geodata.model import Pack
from geodata.store.faults import StoreError
from geodata.store.kinds import is_of_pack
from geodata.store.record import Entry, Record, Stale
from geodata.store.store import Store
from mapping.escape import plain_text
from mapping.served.keepable import Keepable
from mapping.served.refusing import problems_told, sentences

OK, MALFORMED, STALE, LOST = 200, 400, 409, 503
WHERE: Final = "what was asked of what is kept"


class Answer(NamedTuple):
    """A status of HTTP, and what is sent with it."""

    status: int
    body: dict[str, Any]


def kept_body(store: Store, keepable: Keepable, pack: Pack) -> Answer:
    """Return everything of a kind that is kept for a pack, the last changed first."""

    def make() -> Answer:
        there, removed = (
            sorted(store.records(keepable.kind, is_removed=gone), key=_when, reverse=True)
            for gone in (False, True)
        )
        here = [each for each in there if is_of_pack(each.body, pack.info.key)]
        gone = [each for each in removed if is_of_pack(each.body, pack.info.key)]
        return Answer(
            OK,
            {
                "kept": [_told(each, keepable) for each in here],
                "removed": [_told(each, keepable) for each in gone],
                "others": len(there) - len(here),
            },
        )

    return _answered(make)


def history_body(store: Store, keepable: Keepable, record_id: str) -> Answer:
    """Return every version of what is kept, the last first."""

    def make() -> Answer:
        _found(store, keepable, record_id)
        entries = reversed(store.history(record_id))
        return Answer(OK, {"versions": [_version(each) for each in entries]})

    return _answered(make)


def change_kept(store: Store, keepable: Keepable, pack: Pack, said: Mapping[str, Any]) -> Answer:
    """Change what is kept as a browser asks.

    Parameters
    ----------
    said
        `do`, the `id` (one made by the browser keeps a new thing once, however often it is sent)
        and `expected`, the version that was seen; and what is to be kept.

    Returns
    -------
    answer
        `kept` as it is now; both versions, and how they differ, where somebody else was faster;
        or the problems.
    """

    def make() -> Answer:
        act = ACTS.get(str(said.get("do")))
        if act is None:
            raise QuestionError(_cannot(quoted(str(said.get("do"))), f"one of {', '.join(ACTS)}"))
        done = act(store, keepable, pack, said)
        if isinstance(done, Stale) and not done.is_same:
            return Answer(STALE, _both(done, keepable, pack))
        record = done.theirs if isinstance(done, Stale) else done
        return Answer(OK, {"kept": _told(record, keepable)})

    return _answered(make)


Done = Record | Stale


def _save(store: Store, keepable: Keepable, pack: Pack, said: Mapping[str, Any]) -> Done:
    title, body = keepable.read(said, pack)
    record_id, expected = _id(said), _expected(said)
    found = store.get(record_id)
    if found is not None and found.kind != keepable.kind:
        raise QuestionError(_none(keepable))
    if found is None:
        made = Record(id=record_id, title=title, body=body, version=expected)
        return store.save(made, expected=expected)
    record = replace(found, title=title, body=body, removed_at=None)
    return store.save(record, expected=expected)


def _rename(store: Store, keepable: Keepable, _pack: Pack, said: Mapping[str, Any]) -> Done:
    found = _found(store, keepable, _id(said))
    title, body = keepable.named(found, str(said.get("title") or ""))
    return store.save(replace(found, title=title, body=body), expected=_expected(said))


def _remove(store: Store, keepable: Keepable, _pack: Pack, said: Mapping[str, Any]) -> Done:
    found = _found(store, keepable, _id(said))
    return store.remove(found.id, expected=_expected(said))


def _bring_back(store: Store, keepable: Keepable, _pack: Pack, said: Mapping[str, Any]) -> Done:
    found = _found(store, keepable, _id(said))
    return store.bring_back(found.id, expected=_expected(said))


def _undo(store: Store, keepable: Keepable, _pack: Pack, said: Mapping[str, Any]) -> Done:
    found = _found(store, keepable, _id(said))
    return store.undo(found.id, expected=_expected(said))


def _go_back(store: Store, keepable: Keepable, _pack: Pack, said: Mapping[str, Any]) -> Done:
    found = _found(store, keepable, _id(said))
    return store.go_back(found.id, _whole(said, "version"), expected=_expected(said))


ACTS: Final[dict[str, Callable[[Store, Keepable, Pack, Mapping[str, Any]], Done]]] = {
    "save": _save,
    "rename": _rename,
    "remove": _remove,
    "bring back": _bring_back,
    "undo": _undo,
    "go back": _go_back,
}


def _answered(make: Callable[[], Answer]) -> Answer:
    """Return an answer; what is wrong as problems, where it cannot be made."""
    try:
        return make()
    except StoreError as error:
        return Answer(LOST, problems_told(error.problems))
    except (QuestionError, DataError) as error:
        return Answer(MALFORMED, problems_told(error.problems))


def _told(record: Record, keepable: Keepable) -> dict[str, Any]:
    try:
        opened, fault = keepable.to_open(record), ""
    except QuestionError as error:
        opened, fault = {}, " ".join(sentences(error.problems))
    return _words(record) | {"fault": fault} | opened


def _words(record: Record) -> dict[str, Any]:
    return {
        "id": record.id,
        "version": record.version,
        "title": plain_text(record.title),
        "at": record.changed_at,
        "by": plain_text(record.changed_by),
        "isRemoved": record.is_removed,
    }


def _version(entry: Entry) -> dict[str, Any]:
    return _words(entry.record) | {"what": entry.what, "backTo": entry.back_to}


def _both(stale: Stale, keepable: Keepable, pack: Pack) -> dict[str, Any]:
    """Return two versions, what each is made of, and how they differ."""
    said = {
        name: _told(each, keepable) | {"said": list(_lines(each, keepable, pack))}
        for name, each in (("mine", stale.mine), ("theirs", stale.theirs))
    }
    try:
        differs = keepable.differences(stale.mine, stale.theirs, pack)
    except QuestionError as error:
        differs = tuple(sentences(error.problems))
    return said | {"differs": [plain_text(each) for each in differs]}


def _lines(record: Record, keepable: Keepable, pack: Pack) -> Iterator[str]:
    try:
        yield from map(plain_text, keepable.lines(record, pack))
    except QuestionError as error:
        yield from sentences(error.problems)


def _when(record: Record) -> tuple[str, str]:
    return (record.changed_at, record.id)


def _found(store: Store, keepable: Keepable, record_id: str) -> Record:
    record = store.get(record_id)
    if record is None or record.kind != keepable.kind:
        raise QuestionError(_none(keepable))
    return record


def _none(keepable: Keepable) -> Problem:
    return Problem(
        where=WHERE,
        found=f"a {keepable.kind} that is not kept, or not any longer",
        expected=f"a {keepable.kind} of the list",
        fix="Open the list again.",
    )


def _id(said: Mapping[str, Any]) -> str:
    try:
        return str(uuid.UUID(str(said.get("id"))))
    except ValueError:
        raise QuestionError(_cannot(quoted(str(said.get("id"))), "an id of the list")) from None


def _expected(said: Mapping[str, Any]) -> int:
    return _whole(said, "expected")


def _whole(said: Mapping[str, Any], name: str) -> int:
    value = said.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise QuestionError(_cannot(quoted(str(value)), f"a whole number for {name}"))
    return value


def _cannot(found: str, expected: str) -> Problem:
    return Problem(where=WHERE, found=found, expected=expected, fix="Open the page again.")
