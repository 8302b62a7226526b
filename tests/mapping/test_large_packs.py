"""What takes seconds for all of England is long work there: it shows how far it is, and stops."""

from contextlib import nullcontext
from threading import Event
from types import SimpleNamespace

import pytest
import streamlit as st

from layers.compare import lottery
from layers.compare.lottery import measure_lottery
from layers.progress import Stopped, unwatched
from layers.question.question import default_question
from layers.ranks.steadiness import rank_range
from mapping.pages.frame import frame, waiting
from mapping.served.cache import CACHE
from tests.builders import tiny_pack
from tests.mapping.reading import opened, words


@pytest.fixture
def large(serve, monkeypatch):
    """A pack that counts as very large, whose every answer is waited for."""
    monkeypatch.setattr(waiting, "MANY_ORIGINS", 1)
    monkeypatch.setattr(waiting, "AT_FIRST_S", 60)
    return serve(tiny_pack())


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("page", ["places", "cover", "needs-and-services"])
def test_a_large_pack_is_told_what_a_small_one_is(page, monkeypatch):
    awaited = words(opened(page))
    CACHE.clear()
    monkeypatch.setattr(waiting, "MANY_ORIGINS", 10**9)
    assert words(opened(page)) == awaited


@pytest.mark.usefixtures("large")
def test_the_table_stands_while_its_ranks_are_looked_at_and_the_looking_can_be_stopped(monkeypatch):
    held, left = Event(), Event()

    def slow(_pack, _question, *, progress=unwatched):
        try:
            while not held.wait(0.01):
                progress(0.5, "placing rough doors anew")
        except Stopped:
            left.set()
            raise

    monkeypatch.setattr("mapping.pages.places.page.how_sure_and_how_much", slow)
    monkeypatch.setattr(waiting, "AT_FIRST_S", 0.05)
    slow.__qualname__ = "slow"  # what is kept is known by its name
    app = opened("places")
    assert "How much choice there is" not in words(app)
    next(each for each in app.button if each.label == "Stop").click().run()
    assert left.wait(60)
    assert "Stopped looking at how sure the ranks are" in app.info[0].value


@pytest.mark.parametrize("make", [measure_lottery, rank_range])
def test_long_work_tells_how_far_it_is_and_never_goes_back(make, monkeypatch):
    monkeypatch.setattr(lottery, "LEAST_AREAS", 2)
    told = []
    pack = tiny_pack()
    make(pack, default_question(pack), progress=lambda share, _doing: told.append(share))
    assert told == sorted(told)
    assert len(told) > 1
    assert max(told) <= 1


@pytest.mark.parametrize(("at_hand", "told"), [(None, 1), ("the pack", 0)])
def test_who_opens_a_page_before_the_pack_is_read_is_told_so(monkeypatch, at_hand, told):
    said = []

    def at_work(words):
        said.append(words)
        return nullcontext()

    monkeypatch.setattr(frame, "pack_at_hand", lambda: at_hand)
    monkeypatch.setattr(frame, "served_pack", lambda: "the pack")
    monkeypatch.setattr(frame, "show_at_work", at_work)
    monkeypatch.setattr(frame, "st", SimpleNamespace(html=lambda _: None))
    assert frame.open_pack() == "the pack"
    assert len(said) == told
    assert all("is being read" in words for words in said)


@pytest.mark.parametrize("is_large", [True, False])
def test_what_takes_a_large_pack_seconds_is_told_while_it_is_worked_out(
    serve, monkeypatch, is_large
):
    serve(tiny_pack())
    told = []
    own = st.spinner
    monkeypatch.setattr(
        st, "spinner", lambda words, **how: (told.append(words), own(words, **how))[1]
    )
    monkeypatch.setattr(waiting, "MANY_ORIGINS", 1 if is_large else 10**9)
    words(opened("places"))
    assert (frame.WORKING in told) == is_large
