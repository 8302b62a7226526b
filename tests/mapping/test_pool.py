import time
from threading import Event

import pytest

from geodata.errors import Problem, QuestionError
from mapping.served import pool as pool_module
from mapping.served.cache import Cache
from mapping.served.pool import Pool
from mapping.served.turns import NoRoom
from mapping.served.visitor import Visitor, browser_of

KB = 1000
SOON_S = 60  # it takes no time at all, but on a machine that has none left


@pytest.fixture(autouse=True)
def own_cache(monkeypatch):
    few = Cache(2000 * KB)
    monkeypatch.setattr(pool_module, "CACHE", few)
    return few


class Page:
    """A page that somebody has open, until it is closed."""

    def __init__(self, who="somebody", page=None):
        self.is_open = True
        self.visitor = Visitor(who, page or who, lambda: self.is_open)


class Slow:
    """Work that goes on in steps until it is let go, and tells whether it began and ended."""

    def __init__(self, made="made"):
        self.begun, self.let_go, self.stopped, self.made = Event(), Event(), Event(), made

    def __call__(self, progress):
        try:
            self.begun.set()
            while not self.let_go.wait(0.005):
                progress(0.5, "going on")
        except BaseException:
            self.stopped.set()
            raise
        return self.made


ANYBODY = Page().visitor


def test_work_is_done_once_for_all_who_ask_and_kept():
    pool, made, slow = Pool(), [], Slow()

    def make(progress):
        made.append(1)
        return slow(progress)

    jobs = [pool.ask("key", make, Page(f"visitor {n}").visitor) for n in range(5)]
    assert all(job is jobs[0] for job in jobs)
    slow.let_go.set()
    assert jobs[0].wait(SOON_S)
    assert jobs[0].answer.result == "made"
    later = pool.ask("key", make, ANYBODY)
    assert later.is_over
    assert later.answer.result == "made"
    assert made == [1]
    assert len(pool) == 0


def test_a_flood_takes_one_worker_and_the_other_is_there_for_somebody_else():
    pool, flood = Pool(2), Slow()
    for n in range(6):
        pool.ask(("flood", n), flood, Page("flooder", f"tab {n}").visitor)
    polite = pool.ask("polite", lambda _: "made", Page("somebody").visitor)
    assert polite.wait(SOON_S)
    assert polite.answer.result == "made"
    flood.let_go.set()


def test_threads_are_as_many_as_workers_however_much_is_asked():
    pool, slow = Pool(2, most_each=99), Slow()
    jobs = [pool.ask(("many", n), slow, Page(f"visitor {n}").visitor) for n in range(60)]
    assert slow.begun.wait(SOON_S)
    assert sum(worker.is_alive() for worker in pool._workers) == len(pool._workers) == 2
    assert [pool.place(job)[0] for job in jobs[:5]] == [0, 0, 1, 2, 3]
    slow.let_go.set()
    assert all(job.wait(SOON_S) for job in jobs)


def test_a_full_line_refuses_and_takes_the_same_again_when_there_is_room():
    pool, slow = Pool(1, most=3, most_each=2), Slow()
    first = pool.ask(0, slow, Page("flooder", "a").visitor)
    for n in (1, 2):
        pool.ask(n, slow, Page("flooder", f"tab {n}").visitor)
    with pytest.raises(NoRoom) as full:
        pool.ask(3, slow, Page("flooder", "tab 3").visitor)
    assert full.value.is_own
    pool.ask(4, slow, Page("second").visitor)
    with pytest.raises(NoRoom) as full:
        pool.ask(5, slow, Page("third").visitor)
    assert not full.value.is_own
    assert pool.ask(1, slow, Page("third").visitor)  # what is in line already takes no room
    slow.let_go.set()
    assert first.wait(SOON_S)
    while len(pool):
        time.sleep(0.005)
    assert pool.ask(5, slow, Page("third").visitor).wait(SOON_S)


def test_work_stops_when_the_last_page_that_waits_for_it_is_closed():
    pool, slow, one, other = Pool(), Slow(), Page("one"), Page("other")
    job = pool.ask("key", slow, one.visitor)
    pool.ask("key", slow, other.visitor)
    assert slow.begun.wait(SOON_S)
    one.is_open = False
    assert not slow.stopped.wait(0.05)
    other.is_open = False
    assert slow.stopped.wait(SOON_S)
    assert job.wait(SOON_S)
    assert job.answer is None
    assert len(pool) == 0


def test_what_is_in_line_when_its_page_is_closed_never_begins_and_frees_its_place():
    pool, slow, closed = Pool(1, most=2, most_each=2), Slow(), Page("closed")
    first = pool.ask("first", slow, ANYBODY)
    never = Slow()
    gone = [pool.ask(n, never, closed.visitor) for n in range(2)]
    with pytest.raises(NoRoom):
        pool.ask("late", never, Page("late").visitor)
    closed.is_open = False
    late = pool.ask("late", lambda _: "made", Page("late").visitor)
    assert all(job.is_over and job.answer is None for job in gone)
    slow.let_go.set()
    assert first.wait(SOON_S)
    assert late.wait(SOON_S)
    assert not never.begun.is_set()


def test_a_page_that_asks_another_question_gives_up_what_it_waited_for():
    pool, old, new, page = Pool(), Slow(), Slow(), Page()
    pool.ask("old", old, page.visitor)
    assert old.begun.wait(SOON_S)
    job = pool.ask("new", new, page.visitor)
    pool.leave_others(page.visitor, {"new"})
    assert old.stopped.wait(SOON_S)
    new.let_go.set()
    assert job.wait(SOON_S)
    assert job.answer.result == "made"


def test_what_another_page_still_waits_for_keeps_its_place_when_the_first_leaves():
    pool, slow, first, second = Pool(1), Slow(), Page("first"), Page("second")
    pool.ask("busy", slow, Page("busy").visitor)
    shared = pool.ask("shared", lambda _: "made", first.visitor)
    pool.ask("shared", lambda _: "again", second.visitor)
    pool.ask("own", lambda _: "own", second.visitor)
    pool.leave(first.visitor, "shared")
    assert shared.turn.who == "second"
    assert pool.place(shared)[0] == 1
    slow.let_go.set()
    assert shared.wait(SOON_S)
    assert shared.answer.result == "made"


def test_work_that_was_stopped_can_be_begun_again():
    pool, slow, page = Pool(), Slow(), Page()
    job = pool.ask("key", slow, page.visitor)
    assert slow.begun.wait(SOON_S)
    pool.leave(page.visitor, "key")
    again = pool.ask("key", lambda _: "again", page.visitor)
    assert again is not job
    assert job.wait(SOON_S)
    assert job.answer is None
    assert again.wait(SOON_S)
    assert again.answer.result == "again"


def test_work_that_ends_though_nobody_waits_is_kept_all_the_same():
    pool, page, let_go, begun = Pool(), Page(), Event(), Event()

    def make(_):
        begun.set()
        let_go.wait(SOON_S)
        return "made"

    job = pool.ask("key", make, page.visitor)
    assert begun.wait(SOON_S)
    pool.leave(page.visitor, "key")
    let_go.set()
    assert job.wait(SOON_S)
    assert pool.ask("key", make, page.visitor).answer.result == "made"


def test_what_goes_wrong_is_said_and_never_raised_where_nobody_sees_it(caplog):
    problem = Problem(where="here", found="this", expected="that", fix="Do it.")

    def refuse(_):
        raise QuestionError(problem)

    def fail(_):
        raise RuntimeError("a secret")

    pool = Pool()
    job = pool.ask("refused", refuse, ANYBODY)
    assert job.wait(SOON_S)
    assert job.answer.problems == (problem,)
    job = pool.ask("failed", fail, ANYBODY)
    assert job.wait(SOON_S)
    assert "a secret" not in job.answer.problems[0].sentence()
    assert "work beside a page failed" in caplog.text
    assert pool.ask("after", lambda _: "made", ANYBODY).wait(SOON_S)


def test_finished_work_is_let_go_as_answers_are(own_cache):
    pool = Pool()
    for n in range(4):
        assert pool.ask(n, lambda _: b"x" * 900 * KB, ANYBODY).wait(SOON_S)
        while len(pool):
            time.sleep(0.001)
    assert len(own_cache) == 2
    assert own_cache.bytes_kept <= own_cache.most_bytes
    assert pool.ask(3, lambda _: b"again", ANYBODY).answer.result == b"x" * 900 * KB
    again = pool.ask(0, lambda _: b"again", ANYBODY)
    assert again.wait(SOON_S)
    assert again.answer.result == b"again"


# Whose turns


def test_all_pages_of_one_browser_are_one_visitor_whatever_the_mask_of_its_cookie():
    def cookie(mask, token):
        masked = bytes(a ^ b for a, b in zip(token, mask * 4, strict=False))
        return {"_streamlit_xsrf": f"2|{mask.hex()}|{masked.hex()}|1700000000"}

    token, other = b"0123456789abcdef", b"0123456789abcdeg"
    who = browser_of(cookie(b"\x01\x02\x03\x04", token))
    assert who == browser_of(cookie(b"\xff\x00\xaa\x10", token))
    assert who != browser_of(cookie(b"\x01\x02\x03\x04", other))
    assert len(who) == 16
    assert token.hex() not in who


@pytest.mark.parametrize(
    "cookie", ["", "2", "2|zz|aa|1", "2|00|é|1", "|||", "2|00000000||1", "x" * 9000, "2||aa|1"]
)
def test_a_cookie_that_cannot_be_read_tells_nothing(cookie):
    assert len(browser_of({"_streamlit_xsrf": cookie})) in (0, 16)
    assert browser_of({}) == ""
