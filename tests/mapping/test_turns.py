import time
from threading import Barrier, Thread

import pytest

from mapping.served.turns import NoRoom, Turns


class Line:
    """Turns whose beginnings are noted, in order, by what was asked."""

    def __init__(self, at_once=1, **limits):
        self.turns = Turns(at_once, **limits)
        self.begun, self.held = [], {}

    def ask(self, who, what, *, is_new=False):
        self.held[what] = self.turns.ask(who, lambda: self.begun.append(what), is_new=is_new)

    def end(self, what):
        self.turns.end(self.held[what])

    def run(self):
        """End every turn as soon as it has begun; what begins, in order."""
        for what in self.begun:  # grows as it goes
            self.end(what)
        return self.begun


def test_only_so_many_begin_at_once():
    line = Line(2, at_once_each=2)
    for what in "abc":
        line.ask(what, what)
    assert line.begun == ["a", "b"]
    line.end("a")
    assert line.begun == ["a", "b", "c"]


def test_one_who_asks_for_much_holds_up_nobody():
    line = Line()
    for n in range(20):
        line.ask("flooder", n)
    line.ask("other", "other's")
    line.ask("third", "third's")
    assert line.run()[:4] == [0, "other's", "third's", 1]
    assert len(line.begun) == 22


def test_who_was_served_goes_behind_all_who_wait():
    line = Line()
    for who in "ab":
        for n in range(3):
            line.ask(who, f"{who}{n}")
    line.end("a0")
    assert line.begun == ["a0", "b0"]
    line.ask("c", "c0")
    assert line.run() == ["a0", "b0", "a1", "c0", "b1", "a2", "b2"]


def test_nobody_has_two_turns_while_there_is_one_for_each():
    line = Line(2)
    line.ask("a", "a0")
    line.ask("a", "a1")
    assert line.begun == ["a0"]  # the other turn is kept for somebody else
    line.ask("b", "b0")
    assert line.begun == ["a0", "b0"]


def test_a_rush_of_new_pages_takes_turns_with_who_is_back():
    line = Line()
    for n in range(5):
        line.ask(f"new {n}", n, is_new=True)
    line.ask("back", "back")
    assert line.run()[:3] == [0, "back", 1]
    line = Line()
    for n in range(5):
        line.ask(f"back {n}", n)
    line.ask("new", "new", is_new=True)
    assert line.run()[:3] == [0, "new", 1]


def test_a_place_in_line_is_the_number_of_turns_until_ones_own():
    line = Line()
    for n in range(3):
        line.ask("a", f"a{n}")
    line.ask("b", "b0")
    place = {what: line.turns.place(turn) for what, turn in line.held.items()}
    assert place == {"a0": (0, False), "b0": (1, True), "a1": (2, True), "a2": (3, True)}
    line.end("b0")
    assert line.turns.place(line.held["a1"]) == (1, False)


def test_a_line_that_is_full_says_of_whom():
    line = Line(most=4, most_each=2)
    for n in range(3):
        line.ask("a", n)
    with pytest.raises(NoRoom) as full:
        line.ask("a", "more")
    assert full.value.is_own
    line.ask("b", "b0")
    line.ask("c", "c0")
    with pytest.raises(NoRoom) as full:
        line.ask("d", "d0")
    assert not full.value.is_own
    line.end(0)
    line.ask("d", "d0")
    assert line.run() == [0, "b0", "c0", 1, "d0", 2]


def test_who_leaves_the_line_is_never_called():
    line = Line()
    for what in "abc":
        line.ask(what, what)
    line.end("b")
    line.end("b")
    assert line.run() == ["a", "c"]
    assert line.turns.waiting("b") == 0


def test_a_turn_can_be_handed_on():
    line = Line()
    line.ask("a", "a0")
    line.ask("a", "a1")
    line.ask("b", "b0")
    line.turns.give(line.held["a1"], "c")
    assert line.turns.place(line.held["a1"]) == (1, True)


def test_threads_have_their_turns_one_after_another_and_none_is_left_over():
    turns, inside, most = Turns(2, at_once_each=2), [], []
    together = Barrier(2)

    def visit(who):
        with turns.taken(who):
            inside.append(who)
            most.append(len(inside))
            together.wait(60)  # two at once, however slowly they come
            inside.remove(who)

    threads = [Thread(target=visit, args=(n % 3,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(most) == 12
    assert max(most) == 2
    assert turns._taken == turns._waiting == []


def test_who_waits_for_something_else_lets_others_go_first():
    turns, done = Turns(1), []

    def visit():
        with turns.taken("other"):
            done.append("other")

    with turns.taken("me"):
        other = Thread(target=visit)
        other.start()
        time.sleep(0.02)
        assert done == []
        with turns.rested():
            other.join(60)
        assert done == ["other"]
        assert [turn.who for turn in turns._taken] == ["me"]
    assert turns._taken == []
    with turns.rested():  # who has no turn has none to give
        assert turns._taken == []


def test_a_turn_ends_where_its_holder_fails():
    turns = Turns(1)
    with pytest.raises(ZeroDivisionError), turns.taken("me"):
        _ = 1 / 0
    with turns.taken("me"):
        pass
