"""The headline on hotspots is short and whole in every case; its detail names the rest."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.headline import MOST_WORDS, word_count
from layers.hotspots.clusters import find_hotspots
from layers.hotspots.words import MOST_NAMED, in_a_sentence
from layers.question.question import default_question
from layers.said.result import words_of
from tests.layers.test_hotspots import big_pack
from tests.sweeps import examples

FOUND = find_hotspots(big_pack(), default_question(big_pack()))
LABELS = (
    ("ward", "wards"),
    ("middle layer super output area", "middle layer super output areas"),
    ("area that three partner councils drew up in the year of the review and have kept",
     "areas that three partner councils drew up in the year of the review and have kept"),
)  # fmt: skip
WORDS = st.sampled_from(["Elm", "Isle of Ely", "Bournemouth Christchurch and Poole", "St Ives"])
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" and ".join)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["hot", "cold"]),
        st.tuples(st.sampled_from(["", "Around "]), NAMES).map("".join),
        st.integers(2, 4000),
        st.sampled_from([0.0, 0.4, 1.0, 57.0, 12_345.0, float("nan")]),
    ),
    max_size=9,
)


def with_groups(rows, **changes):
    """The same hotspots with other groups, hot ones first as they are found."""
    rows = sorted(rows, key=lambda row: (row[0] != "hot", -row[2]))
    groups = pd.DataFrame(rows, columns=["kind", "name", "areas", "children"])
    groups["districts"] = ""
    groups.index = pd.RangeIndex(1, len(rows) + 1, name="group")
    return replace(FOUND, groups=groups, **changes)


@examples(120)
@given(
    rows=ROWS,
    labels=st.sampled_from(LABELS),
    about=st.sampled_from(["need", "gap", "reach"]),
    chance=st.sampled_from([0.001, 0.5]),
    whose=st.sampled_from(
        [("in high need", False), ("in low-income families of the most deprived 30%", True)]
    ),
)
def test_the_headline_is_short_and_one_sentence(rows, labels, about, chance, whose):
    found = with_groups(
        rows,
        about=about,
        area_label=labels[0],
        plural=labels[1],
        overall=replace(FOUND.overall, chance=chance),
        terms=replace(FOUND.terms, high=whose[0], of_people=whose[1]),
    )
    said = found.sentence()
    assert word_count(said) <= MOST_WORDS, said
    assert said.endswith(".")
    assert ". " not in said
    hot = [row for row in rows if row[0] == "hot"]
    assert said.startswith("No group") == (not hot)
    if hot:
        assert said.startswith("1 group" if len(hot) == 1 else f"{len(hot)} groups")
    told = " ".join(words_of(found))
    ordered = sorted(hot or rows, key=lambda row: -row[2])
    for row in ordered[:MOST_NAMED]:
        assert in_a_sentence(row[1]) in told
    assert "none under-fives" not in told
    assert " 1 under-fives" not in told


@pytest.mark.parametrize("labels", LABELS, ids=["short", "longer", "longest"])
def test_too_few_to_judge_is_said_shortly(labels):
    found = replace(
        FOUND,
        colouring=_OfOne(),
        needed_at_once=0,
        area_label=labels[0],
        plural=labels[1],
        judged=3,
    )
    assert word_count(found.sentence()) <= MOST_WORDS
    assert "too few" in found.sentence()
    assert "too alike" in found.sentence()


class _OfOne:
    """An indicator whose higher figures are worse; no more of it is asked here."""

    class figures:  # noqa: N801
        class indicator:  # noqa: N801
            worse_when = "higher"


def test_what_the_largest_group_is_called_is_said_while_it_fits():
    near = with_groups([("hot", "Around Elm", 5, 400.0), ("hot", "March", 3, 100.0)])
    assert near.sentence() == (
        "2 groups of neighbourhoods stand out for high need, the largest around Elm."
    )
    long = with_groups([("hot", " ".join(["Elm"] * 30), 5, 400.0)])
    assert long.sentence() == "1 group of neighbourhoods stands out for high need."
    assert " ".join(["Elm"] * 30) in long.detail()
