"""Need that is counted in people and sensitive: its parts are rounded, and small ones not told."""

import math
from dataclasses import replace

import numpy as np
import pytest

from geodata.errors import QuestionError
from layers.cover.capacity import measure_capacity
from layers.gaps import measure_gaps
from layers.need import measure_need
from layers.place.facts import place_facts
from layers.question.question import default_question
from layers.ranks.steadiness import rank_range
from layers.scenarios.address import read_scenario
from layers.scenarios.effect import measure_effect
from layers.siting.candidates import area_candidates
from layers.siting.demand import usual_whom
from layers.siting.sites import suggest_closures, suggest_sites, weigh_candidates, weigh_doors
from layers.why.gap import why_area, why_gap
from mapping.map.describe import describe_map
from mapping.served.message import legend_words
from tests.attacks.parts import NEED, STEP, parts_pack

PACK, OPEN = parts_pack(), parts_pack(is_sensitive=False)
QUESTION = replace(default_question(PACK), need=NEED)
CLOSED = read_scenario("close.centre-a")


def is_safe(counts):
    """Return whether every count is none, not told, or a multiple of the rounding."""
    held = np.asarray(counts, dtype=float)
    return bool((np.isnan(held) | (held % STEP == 0)).all())


def test_capacity_is_set_against_rounded_children():
    safe, exact = measure_capacity(PACK, QUESTION), measure_capacity(OPEN, QUESTION)
    assert is_safe(safe.places["need_children"])
    assert is_safe(safe.total["need_children"])
    assert not is_safe(exact.places["need_children"])
    rate = safe.places["doors"] / safe.places["need_children"] * 1000
    assert safe.places["doors_per_1k"].dropna().to_list() == pytest.approx(rate.dropna().to_list())
    assert any("too few to show" in note for note in safe.notes())


def test_ranks_are_of_rounded_gaps_and_small_ones_have_none():
    safe, exact = rank_range(PACK, QUESTION), rank_range(OPEN, QUESTION)
    assert is_safe(safe.places[["gap_children", "gap_low", "gap_high"]])
    assert not is_safe(exact.places["gap_children"])
    few = exact.places.index[exact.places["gap_children"].between(1, STEP - 1)]
    for place in few:
        row = safe.places.loc[place]
        assert row[["gap_children", "gap_low", "gap_high", "rank", "best", "worst"]].isna().all()
    shown = safe.places.dropna(subset=["gap_children"])
    order = shown["gap_children"].rank(method="min", ascending=False)
    assert shown["rank"].to_list() == order.to_list()


def test_who_loses_by_a_scenario_is_rounded_everywhere():
    safe, exact = (measure_effect(each, QUESTION, CLOSED) for each in (PACK, OPEN))
    columns = ["lost_high_need_children", "gained_high_need_children"]
    for name in ("areas", "places", "fifths"):
        assert is_safe(getattr(safe, name)[columns]), name
        assert not is_safe(getattr(exact, name)[columns]), name
    assert is_safe(safe.total[columns])
    lost = exact.total["lost_high_need_children"]
    assert safe.total["lost_high_need_children"] == pytest.approx(lost, abs=STEP / 2)
    assert safe.places["lost_children"].equals(exact.places["lost_children"])


@pytest.mark.parametrize(
    ("needy", "said"),
    [
        (math.nan, "; too few of them to show live with a plan"),
        (0.0, "; none of them live with a plan"),
        (9e6, "; most of them live with a plan"),
        (2000.0, "; about 2,000 of them live with a plan"),
    ],
    ids=["few", "nobody", "rounded beyond all", "some"],
)
def test_those_in_need_who_lose_are_said_as_far_as_may_be_told(needy, said):
    effect = measure_effect(PACK, QUESTION, CLOSED)
    total = effect.total.copy()
    total["lost_high_need_children"] = needy
    assert said in replace(effect, total=total).sentence()


@pytest.mark.parametrize(
    "ask",
    [
        lambda who: suggest_sites(PACK, QUESTION, area_candidates(PACK), 2, who=who),
        lambda who: suggest_closures(PACK, QUESTION, 1, who=who),
        lambda who: weigh_doors(PACK, QUESTION, who),
        lambda who: weigh_candidates(PACK, QUESTION, area_candidates(PACK), who),
    ],
    ids=["add", "close", "doors", "candidates"],
)
def test_sites_for_those_in_need_are_refused_in_one_message(ask):
    with pytest.raises(QuestionError) as caught:
        ask("need")
    [problem] = caught.value.problems
    assert "Children with a plan, which is sensitive" in problem.found
    assert "all children" in problem.fix
    ask("all")
    assert usual_whom(PACK, QUESTION) == "all"
    assert usual_whom(OPEN, QUESTION) == "need"


def test_a_legend_counts_what_is_too_few_in_words():
    gaps = measure_gaps(PACK, QUESTION)
    counted = gaps.counted_by(gaps.areas["gap_class"])
    assert is_safe(counted)
    legend = describe_map(PACK, gaps).legend
    sent = {each[0]: each[2:] for each in legend_words(describe_map(PACK, gaps).fill)["classes"]}
    for each in legend.classes:
        held = counted.get(each.code, 0.0)
        if math.isnan(held):
            assert sent[each.code][0] == "few"
            assert sent[each.code][1].startswith("too few under-fives with a plan to show in")
        else:
            assert each.children == held
    some = gaps.counted_by(gaps.areas["name"])
    assert some.isna().sum() == 1  # C2, alone in its group: 953 of its children


def test_the_facts_of_a_place_hold_no_part():
    for place in ("team-a", "team-b", "team-c"):
        gaps = measure_gaps(PACK, QUESTION)
        facts = place_facts(PACK, gaps, place)
        assert is_safe([each.children for each in facts.need])
        assert is_safe(list(facts.by_class.values()))
        assert is_safe([each.gap_children for each in facts.areas if each.gap_children is not None])
        assert is_safe([each.gap_children or 0 for each in facts.areas])


def test_no_step_of_why_gives_a_part_back():
    gaps = measure_gaps(PACK, QUESTION)
    chains = [why_gap(PACK, gaps), why_gap(PACK, gaps, "team-a"), why_area(PACK, gaps, "A1")]
    for chain in chains:
        for step in chain.steps:
            if step.key in ("high", "reached", "gap", "unknown"):
                assert step.number is None or step.number % STEP == 0, (chain.title, step.key)
                assert step.how == "given"


def test_need_by_tenths_counts_nobody_and_is_not_guarded():
    need = measure_need(PACK, "idaci_rank")
    assert not need.is_guarded
    assert measure_need(PACK, NEED).is_guarded
    assert not measure_need(OPEN, NEED).is_guarded
