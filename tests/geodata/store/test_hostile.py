"""Every text of every kind may try to be more, and is given back as it was typed."""

import types
import typing
from dataclasses import fields

import pytest

from geodata.errors import DataError
from geodata.store.kinds import KINDS
from geodata.store.record import new_record
from geodata.store.store import role

HOSTILE = (
    "'; DROP TABLE records; --",
    '"); DELETE FROM versions; /*',
    "%_\\%' ESCAPE '\\",
    ":title ${words} {0} %(id)s ?",
    "<script>alert(1)</script> &amp; ]]>",
    '{"words": "other", "sort": "decision"}',
    "\u202eturned\u2028\u0085\ufeff",
    "=1+1\t\r\n@here",
)
BODIES = {
    "mark": {"spot": "52.66612,0.15990"},
    "note": {"sort": "note", "words": "w"},
    "place": {"recipe": "r"},
    "scenario": {"changes": "c"},
    "scene": {"page": "map"},
    "meeting": {},
}


def texts_of(body):
    """The fields of a kind that hold any text."""
    hints = typing.get_type_hints(body, include_extras=True)
    found = []
    for each in fields(body):
        hint = hints[each.name]
        plain = typing.get_args(hint)[0] if typing.get_origin(hint) is typing.Annotated else hint
        is_checked = "AfterValidator" in repr(hint) or isinstance(plain, types.GenericAlias)
        if plain is str and not is_checked:
            found.append(each.name)
    return found


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_text_of_a_kind_is_kept_and_found_as_it_was_typed(store, kind):
    body = KINDS[kind].body
    names = texts_of(body)
    assert names
    meeting = store.save(new_record(KINDS["meeting"].body(), title="Holds it"))
    parent = None if None in KINDS[kind].parents else meeting.id
    before = store.save(new_record(body(**BODIES[kind]), title="Untouched", parent=parent))
    for hostile in HOSTILE:
        made = body(**BODIES[kind] | dict.fromkeys(names, hostile))
        kept = store.save(new_record(made, title=hostile, parent=parent), by=hostile)
        found = store.get(kept.id)
        assert found == kept
        assert found.title == hostile
        assert found.changed_by == role(hostile)  # on one line, with nothing that is not seen
        assert {getattr(found.body, name) for name in names} == {hostile}
        assert [each.record.body for each in store.history(kept.id)] == [made]
    removed = store.remove(kept.id, expected=kept.version, by=hostile)
    assert store.undo(kept.id, expected=removed.version, by=hostile).body == made
    assert store.get(before.id) == before
    assert store.check() == ()


def test_an_id_that_is_none_finds_nothing_and_harms_nothing(store):
    kept = store.save(new_record(KINDS["note"].body(**BODIES["note"]), title="Untouched"))
    for hostile in HOSTILE:
        assert store.get(hostile) is None
        assert store.history(hostile) == ()
        assert store.records("note", hostile) == ()
        with pytest.raises((DataError, KeyError)):
            store.remove(hostile, expected=1)
    assert store.get(kept.id) == kept
