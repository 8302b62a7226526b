"""Any text, and any order of what people do: what is kept is what was confirmed."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from geodata.errors import DataError
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note
from geodata.store.kinds.words import LONGEST_WORDS
from geodata.store.record import Record, Stale, new_record
from tests.sweeps import examples

SHARED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
ANY = st.characters(exclude_categories=())  # halves of characters too
AWKWARD = ("🙂", "\0", "\ud83d", "שלום", "\u202e", "e\u0301", "\ufffe", "\r\n", "\\u0000", '"', "'")
TEXT = st.lists(st.one_of(st.text(ANY, max_size=8), st.sampled_from(AWKWARD))).map("".join)


def is_text(words):
    return "\0" not in words and not any("\ud800" <= each <= "\udfff" for each in words)


@examples(25, suppress_health_check=SHARED)
@given(words=TEXT, title=TEXT, by=TEXT)
def test_any_text_is_kept_as_it_is_or_refused(store, words, title, by):
    record = new_record(Note(sort="note", words=words), title=title[:300])
    if not is_text(words) or not is_text(title[:300]):
        with pytest.raises(DataError):
            store.save(record)
        assert store.get(record.id) is None
        return
    kept = store.save(record, by=by)
    assert store.get(record.id) == kept
    assert (kept.body.words, kept.title) == (words, title[:300])
    assert [each.record for each in store.history(record.id)] == [kept]


@pytest.mark.parametrize("sign", ["x", "é", "🙂", "\\", '"', "\u2028"])
def test_the_longest_words_are_kept_and_longer_ones_refused(store, sign):
    kept = store.save(new_record(Note(sort="note", words=sign * LONGEST_WORDS)))
    assert store.get(kept.id) == kept
    with pytest.raises(DataError, match=r"20,?000"):
        store.save(new_record(Note(sort="note", words=sign * (LONGEST_WORDS + 1))))
    with pytest.raises(DataError):
        store.save(new_record(Note(sort="note", words=sign * 1_000_000)))
    assert store.check() == ()


PEOPLE, NOTES = range(3), range(3)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["look", "save", "save", "save", "remove", "bring", "undo", "back", "move"]
        ),
        st.sampled_from(PEOPLE),
        st.sampled_from(NOTES),
    ),
    max_size=25,
)


class Walk:
    """Some people who change the same notes of a meeting, each by what they last saw of them."""

    def __init__(self, store):
        self.store = store
        self.meeting = store.save(new_record(Meeting(), title="M"))
        kept = [self._made(str(number)) for number in NOTES]
        self.ids = [each.id for each in kept]
        self.seen = {(who, each.id): each for who in PEOPLE for each in kept}
        self.confirmed = [(each.id, each.version, each.body.words) for each in kept]
        self.mark = store.since().mark
        self.followed = {each.id: each for each in store.since().records}
        self.count = 0

    def _made(self, words):
        note = Note(sort="note", words=words)
        return self.store.save(new_record(note, title=words, parent=self.meeting.id))

    def step(self, what, who, which):
        record_id = self.ids[which]
        seen, now = self.seen[who, record_id], self.store.get(record_id)
        if what == "look":
            self.seen[who, record_id] = now
            return
        try:
            answer = self._do(what, seen, which)
        except DataError:
            assert self.store.get(record_id) == now
            return
        if isinstance(answer, Stale):
            assert seen.version != now.version
            assert answer.theirs == now == self.store.get(record_id)
            return
        assert seen.version == now.version
        assert answer == self.store.get(record_id)
        assert answer.version - now.version in (0, 1)
        self.seen[who, record_id] = answer
        self.confirmed.append((answer.id, answer.version, answer.body.words))

    def _do(self, what, seen, which) -> Record | Stale:
        store, expected = self.store, {"expected": seen.version}
        self.count += 1
        if what == "save":
            return store.save(replace(seen, body=replace(seen.body, words=f"{self.count}")))
        if what == "move":
            return store.move(seen.id, self.ids[(which + 1) % len(NOTES)], **expected)
        if what == "back":
            return store.go_back(seen.id, 1, **expected)
        change = {"remove": store.remove, "bring": store.bring_back, "undo": store.undo}[what]
        return change(seen.id, **expected)

    def follow(self):
        """Learn what changed, as a browser that follows does."""
        changes = self.store.since(self.mark)
        self.mark = changes.mark
        self.followed.update({each.id: each for each in changes.records})


@examples(12, suppress_health_check=SHARED)
@given(steps=STEPS)
def test_any_order_of_changes_keeps_what_was_confirmed(store, steps):
    walk = Walk(store)
    for number, step in enumerate(steps):
        walk.step(*step)
        if number % 3 == 0:
            walk.follow()
    walk.follow()
    for record_id in walk.ids:
        history = store.history(record_id)
        assert [each.record.version for each in history] == list(range(1, len(history) + 1))
        assert walk.followed[record_id] == store.get(record_id) == history[-1].record
    versions = {
        (each.record.id, each.record.version): each.record.body.words
        for record_id in walk.ids
        for each in store.history(record_id)
    }
    for record_id, version, words in walk.confirmed:
        assert versions[record_id, version] == words
    marks = [each.mark for record_id in walk.ids for each in store.history(record_id)]
    assert len(set(marks)) == len(marks)
    assert store.check() == ()
