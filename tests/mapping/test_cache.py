import time
from pathlib import Path
from threading import Barrier, Thread

import numpy as np
import pytest
from geopandas import GeoDataFrame
from pandas import DataFrame, Series
from shapely import Point, box

from geodata.errors import PackError, QuestionError
from geodata.pack import STARTER, write_pack
from layers.compare.side_by_side import measure_side_by_side
from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.scenarios.changes import Close, Scenario, apply_scenario
from mapping.served import cache, packs
from mapping.served.cache import Cache, kept, key_of
from mapping.served.weights import weigh
from tests.builders import tiny_info, tiny_pack

KB = 1000


@pytest.fixture
def small(monkeypatch):
    """A cache of its own for a test, in the place of the server's."""
    own = Cache(100 * KB)
    monkeypatch.setattr(cache, "CACHE", own)
    monkeypatch.setattr(packs, "CACHE", own)
    return own


# Which pack is served


def test_the_starter_pack_is_served_unless_another_is_named(monkeypatch):
    monkeypatch.delenv(packs.PACK_SETTING, raising=False)
    assert packs.chosen_pack_folder() == STARTER
    monkeypatch.setenv(packs.PACK_SETTING, "/somewhere/else")
    assert packs.chosen_pack_folder() == Path("/somewhere/else")


def test_a_pack_is_read_once_and_again_when_its_files_change(tmp_path):
    write_pack(tiny_pack(), tmp_path)
    first = packs.open_pack(tmp_path)
    assert packs.open_pack(tmp_path) is first
    write_pack(tiny_pack(info=tiny_info(title="Another")), tmp_path)
    assert packs.open_pack(tmp_path).info.title == "Another"


def test_the_pack_that_is_served_stays_however_much_is_answered(small, tmp_path, monkeypatch):
    write_pack(tiny_pack(), tmp_path)
    monkeypatch.setenv(packs.PACK_SETTING, str(tmp_path))
    assert packs.pack_at_hand() is None
    served = packs.served_pack()
    for n in range(10):
        small.get(n, lambda: bytes(60 * KB))
    assert packs.served_pack() is served
    assert packs.pack_at_hand() is served


def test_a_missing_pack_is_refused_each_time(tmp_path):
    for _ in range(2):
        with pytest.raises(PackError, match="no such folder"):
            packs.open_pack(tmp_path / "none")


# What is kept


def test_an_answer_is_worked_out_once_for_the_same_contents():
    question = default_question(tiny_pack())
    first = kept(measure_gaps, tiny_pack(), question)
    assert kept(measure_gaps, tiny_pack(), question) is first
    assert kept(measure_gaps, tiny_pack(), question=question) is first
    other = default_question(tiny_pack(), limit_min=10)
    assert kept(measure_gaps, tiny_pack(), other) is not first
    changed = tiny_pack(info=tiny_info(title="Another"))
    assert kept(measure_gaps, changed, question) is not first
    assert kept(measure_gaps, tiny_pack(), question).question == question


def test_an_answer_that_rests_on_another_is_kept_by_it():
    pack = tiny_pack()
    gaps = kept(measure_gaps, pack, default_question(pack))
    assert kept(measure_side_by_side, pack, gaps) is kept(measure_side_by_side, pack, gaps)
    anew = measure_gaps(pack, gaps.question)
    assert kept(measure_side_by_side, pack, anew) is not kept(measure_side_by_side, pack, gaps)


def test_how_far_it_is_is_no_part_of_what_is_asked():
    def told(name):
        return key_of(find, tiny_pack(), 1, progress=lambda *_: name)

    assert told("one") == told("another")
    assert key_of(find, tiny_pack(), 1) == told("one") != key_of(find, tiny_pack(), 2)
    assert key_of(find, tiny_pack(), 1) != key_of(find, tiny_pack(info=tiny_info(title="B")), 1)


def find(pack, what, progress=None):
    return pack, what, progress


def test_what_has_no_name_or_cannot_be_compared_is_refused_before_it_is_worked_out():
    with pytest.raises(TypeError, match="no name"):
        kept(lambda pack: pack, tiny_pack())
    with pytest.raises(TypeError, match="unhashable"):
        kept(find, tiny_pack(), DataFrame({"a": [1]}))


def test_a_question_that_cannot_be_asked_is_never_kept():
    pack = tiny_pack()
    question = default_question(pack, limit_min=0)
    for _ in range(2):
        with pytest.raises(QuestionError):
            kept(measure_gaps, pack, question)


# Once, however many ask


def test_many_who_ask_at_once_wait_for_one_answer():
    keeper, made, got = Cache(KB), [], []
    together = Barrier(20)

    def make():
        made.append(1)
        time.sleep(0.05)  # so long that all who ask are there before it is made
        return "answer"

    def ask():
        together.wait()
        got.append(keeper.get("question", make))

    threads = [Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]
    assert got == ["answer"] * 20


def test_one_question_does_not_wait_for_another():
    keeper, done = Cache(KB), []

    def outer():
        inside = Thread(target=lambda: done.append(keeper.get("quick", lambda: 1)))
        inside.start()
        inside.join(60)
        return "slow"

    assert keeper.get("slow", outer) == "slow"
    assert done == [1]


def test_where_the_first_to_ask_fails_the_next_tries_again():
    keeper = Cache(KB)
    with pytest.raises(ZeroDivisionError):
        keeper.get("question", lambda: 1 / 0)
    assert keeper.get("question", lambda: "answer") == "answer"


# Bounded by memory


def test_the_least_recently_used_goes_where_there_is_no_room():
    keeper = Cache(250 * KB)
    for key in (1, 2, 1, 3):
        keeper.get(key, lambda: bytes(100 * KB))
    assert keeper.bytes_kept <= keeper.most_bytes
    assert [keeper.find(key) is not None for key in (1, 2, 3)] == [True, False, True]


def test_what_is_larger_than_the_bound_is_kept_alone_until_the_next():
    keeper = Cache(50 * KB)
    keeper.get("small", lambda: bytes(10 * KB))
    keeper.get("large", lambda: bytes(100 * KB))
    assert len(keeper) == 1
    assert keeper.find("large") is not None
    keeper.get("small", lambda: bytes(10 * KB))
    assert keeper.find("large") is None
    assert 10 * KB <= keeper.bytes_kept < 11 * KB


def test_what_several_answers_share_counts_once_and_goes_with_the_last():
    table = np.zeros(10_000)
    keeper = Cache(10_000 * KB)
    keeper.get(1, lambda: (table, bytes(KB)))
    alone = keeper.bytes_kept
    keeper.get(2, lambda: (table, bytes(KB)))
    assert keeper.bytes_kept < alone + 2 * KB
    keeper.most_bytes = 0
    keeper.get(3, lambda: (table,))
    assert 80 * KB <= keeper.bytes_kept < 81 * KB
    keeper.get(4, lambda: None)
    assert keeper.bytes_kept < KB
    keeper.clear()
    assert keeper.bytes_kept == len(keeper) == 0


def test_a_pack_that_a_scenario_changes_shares_all_but_its_services():
    pack = tiny_pack()
    keeper = Cache(10_000 * KB)
    keeper.hold("pack", pack.content_hash, lambda: pack)
    before = keeper.bytes_kept
    keeper.get(
        "changed", lambda: apply_scenario(pack, Scenario(steps=(Close(asset_id="centre-a"),)))
    )
    assert keeper.bytes_kept < before * 1.5


def test_what_is_held_takes_no_room_from_answers():
    keeper = Cache(100 * KB)
    keeper.hold("pack", 1, lambda: bytes(500 * KB))
    for key in (1, 2):
        keeper.get(key, lambda: bytes(40 * KB))
    assert len(keeper) == 3
    keeper.get(3, lambda: bytes(40 * KB))
    assert len(keeper) == 3


def test_only_the_latest_of_a_name_is_held():
    keeper = Cache(KB)
    assert keeper.hold("pack", 1, lambda: bytes(10 * KB)) is keeper.hold("pack", 1, bytes)
    keeper.hold("pack", 2, lambda: bytes(20 * KB))
    assert keeper.find_held("pack", 1) is None
    assert 20 * KB <= keeper.bytes_kept < 21 * KB


@pytest.mark.parametrize(
    ("value", "least"),
    [
        (bytes(9_000), 9_000),
        (np.zeros((100, 100)), 80_000),
        (DataFrame({"a": np.zeros(1000), "b": np.arange(1000)}), 16_000),
        (Series(["a name of a street"] * 1000, dtype=object), 60_000),
        (Series(["a name of a street"] * 1000, dtype="str"), 18_000),
        (GeoDataFrame(geometry=[Point(0, 0).buffer(9, quad_segs=250)] * 10), 160_000),
        ({"one": [np.zeros(1000)], "two": (np.ones(1000),)}, 16_000),
        (tuple(range(5000)), 40_000),
        (GeoDataFrame({"a": [1]}, geometry=[box(0, 0, 1, 1)]), 200),
    ],
)
def test_memory_is_estimated_by_what_is_held(value, least):
    assert least <= sum(weigh(value).values()) <= 2 * least + 2_000


def test_a_result_weighs_what_its_tables_do():
    pack = tiny_pack()
    gaps = measure_gaps(pack, default_question(pack))
    assert sum(weigh(gaps).values()) > gaps.areas.memory_usage(deep=True).sum() / 2
    assert sum(weigh(pack).values()) > pack.areas.memory_usage().sum()


@pytest.mark.parametrize(("said", "mb"), [("64", 64), ("", 512), ("much", 512), ("-5", 1)])
def test_the_memory_to_keep_answers_in_is_a_setting(monkeypatch, said, mb):
    monkeypatch.setenv(cache.MEMORY_SETTING, said)
    assert cache.most_bytes() == mb * 1024 * 1024
