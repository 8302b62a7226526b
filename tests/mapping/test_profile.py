"""One place's facts, worked out by hand."""

from dataclasses import replace

import pandas as pd
import pytest

from geodata import schema
from geodata.errors import QuestionError
from geodata.model import Indicator
from geodata.pack import arrange
from layers.gaps import measure_gaps
from layers.place.facts import place_facts, question_for_place
from layers.place.offers import place_offers
from layers.question.question import default_question
from tests.awkward import awkward_pack, awkward_question
from tests.builders import tiny_assets, tiny_info, tiny_pack


def ask(pack, place_id="team-a", **changes):
    question = question_for_place(default_question(pack, **changes), pack, place_id)
    return measure_gaps(pack, question)


def facts_of(pack, place_id="team-a", **changes):
    return place_facts(pack, ask(pack, place_id, **changes), place_id)


def figure(facts, key):
    return next(f for f in facts.key_figures if f.key == key)


def test_the_sentences_are_the_ones_of_the_answer():
    pack = tiny_pack()
    gaps = ask(pack)
    facts = place_facts(pack, gaps, "team-a")
    assert facts.heading == gaps.heading
    assert facts.headline == gaps.place_sentence("team-a")
    assert facts.strength == gaps.place_strength("team-a")


def test_the_figures_that_lead_are_the_answers_own():
    facts = facts_of(tiny_pack())
    # Three areas of 50 under-fives, all in the neediest 30%; only A1 is within 20 minutes' walk.
    assert figure(facts, "children").number == 150
    assert figure(facts, "high_need_children").number == 150
    assert figure(facts, "within_pct").number == pytest.approx(100 / 3)
    assert figure(facts, "gap_children").number == 100
    assert figure(facts, "gap_children").text == "about 100"
    assert figure(facts, "centres").number == 1


def test_every_figure_says_its_period_source_and_standing():
    for item in facts_of(tiny_pack()).key_figures:
        assert item.period
        assert item.sources == ("Made for tests",)
    assert figure(facts_of(tiny_pack()), "children").standing_words == "illustrative"


def test_a_published_count_is_exact_and_an_estimate_says_so():
    info = tiny_info(illustrative=False)
    info = replace(info, people=replace(info.people, standing="published"))
    facts = facts_of(tiny_pack(info=info))
    assert figure(facts, "children").text == "150"
    assert figure(facts, "children").standing_words == ""
    assert figure(facts, "within_pct").standing_words == "estimate"


def test_people_are_counted_by_age_band():
    facts = facts_of(tiny_pack())
    assert [(band.label, band.count) for band in facts.people][:4] == [
        ("0–1", 60), ("2", 30), ("3–4", 60), ("5–9", 150),
    ]  # fmt: skip
    assert sum(band.count for band in facts.people) == 3 * 26 * 10
    assert sum(band.share for band in facts.people) == pytest.approx(1)


def test_need_adds_up_to_the_children_asked_about():
    facts = facts_of(tiny_pack())
    assert [n.children for n in facts.need] == [50, 50, 50, 0, 0, 0, 0, 0, 0, 0]
    assert [n.tenth for n in facts.need if n.is_high] == [1, 2, 3]


def test_need_not_known_is_a_row_of_its_own_and_is_said():
    deciles = {"A1": 1, "A2": None, "A3": 3, "B1": 4, "B2": 5, "B3": 6, "C1": 7, "C2": 8, "C3": 1}
    facts = facts_of(tiny_pack(deciles=deciles))
    assert facts.need[-1].tenth is None
    assert facts.need[-1].children == 50
    assert any("1 of 3 neighbourhoods could not be judged" in note for note in facts.how_we_know)


def test_areas_come_with_the_largest_gap_first_and_what_works_is_listed_too():
    facts = facts_of(tiny_pack())
    assert [area.area_id for area in facts.largest_gaps] == ["A2", "A3"]
    assert [area.area_id for area in facts.best_reached] == ["A1"]
    assert {area.area_id for area in facts.areas} == {"A1", "A2", "A3"}


def test_the_comparison_sets_place_and_whole_side_by_side():
    rows = {c.key: c for c in facts_of(tiny_pack()).comparisons}
    assert (rows["high_need_pct"].here, rows["high_need_pct"].whole) == ("100%", "44%")
    assert (rows["gap_pct"].here, rows["gap_pct"].whole) == ("67%", "22%")


def test_services_are_in_near_beyond_or_serve_the_place():
    facts = facts_of(tiny_pack())
    assert [(o.asset_id, o.where) for o in facts.offers] == [("centre-a", "in"), ("line", "serves")]
    assert facts.offers[1].distance_m is None
    assert "shut" not in str(facts.offers).lower()


def test_what_has_no_door_is_of_the_places_it_serves():
    pack = awkward_pack()
    online = {
        place: [o.asset_id for o in place_offers(pack, awkward_question(pack), place)]
        for place in ("west", "east")
    }
    assert "online" not in online["west"]
    assert "online" in online["east"]


def test_where_nothing_is_near_the_nearest_beyond_is_named():
    facts = facts_of(tiny_pack(), "team-b", limit_min=1)
    beyond = [o for o in facts.offers if o.where == "beyond"]
    # Team Birch begins 500 m east of the Field Centre and ends 500 m west of the Corner Zone.
    assert [o.distance_m for o in beyond] == [500]
    assert beyond[0].place_words == "500 m beyond the boundary, 21 minutes on average"


def test_other_services_in_the_place_come_after_the_one_asked_about():
    facts = facts_of(tiny_pack(), "team-b")
    assert [o.asset_id for o in facts.offers if not o.is_asked] == ["library-b"]
    assert not facts.offers[-1].is_asked


def test_a_second_door_is_not_another_centre():
    kinds = ["child-and-family-centre"] * 2 + ["library"] * 3
    parents = [None, "centre-a", None, None, None]
    assets = tiny_assets(kind=kinds, parent_id=parents)
    facts = facts_of(tiny_pack(assets=assets), "D1")
    doors = {o.asset_id: o.door for o in facts.offers if o.is_asked}
    assert doors == {"centre-a": "", "zone-c": "second door of Field Centre"}
    assert figure(facts, "centres").number == 1
    assert figure(facts, "centres").beside == "2 doors"


def with_indicator(pack, rows, **changes):
    indicator = Indicator(
        **{
            "key": "plans_count", "label": "Plans", "form": "count",
            "unit": "plans", "worse_when": "higher",
            "spread_over": "nothing", "geography": "district", "theme": "Safe",
            "period": "2025", "source": "made-up",
        } | changes
    )  # fmt: skip
    added = pd.DataFrame([{"indicator": indicator.key, "period": "2025"} | row for row in rows])
    values = pd.concat([pack.indicator_values, arrange(schema.INDICATOR_VALUES, added)])
    catalogue = {**pack.indicators, indicator.key: indicator}
    return replace(pack, indicators=catalogue, indicator_values=values.reset_index(drop=True))


def test_a_figure_of_the_authority_is_said_to_be_the_authoritys():
    rows = [{"place_id": "D1", "value": 71.0}, {"place_id": "E92000001", "value": 68.5}]
    pack = with_indicator(tiny_pack(), rows, key="level_pct", form="share", per=100, unit="%")
    [found] = facts_of(pack).published
    assert (found.about, found.text, found.england) == ("Tinyshire", "71%", "68.5%")


def test_a_small_sensitive_count_is_not_let_out():
    pack = with_indicator(tiny_pack(), [{"place_id": "D1", "value": 3.0}], sensitive=True)
    [found] = facts_of(pack).published
    assert found.number is None
    assert found.text == "suppressed: too few to show"


def test_a_published_figure_that_is_missing_is_not_zero():
    pack = with_indicator(tiny_pack(), [{"place_id": "D1", "value": None}])
    [found] = facts_of(pack).published
    assert (found.text, found.number) == ("not known", None)


def test_split_areas_make_a_place_apportioned():
    info = tiny_info()
    info = replace(info, people=replace(info.people, standing="published"))
    pack = tiny_pack(info=info)
    split = pack.membership["place_id"].eq("team-a") & pack.membership["area_id"].eq("A2")
    members = pack.membership.assign(share=pack.membership["share"].mask(split, 0.5))
    facts = facts_of(replace(pack, membership=members))
    assert figure(facts, "children").number == 125
    assert facts.people_standing == "apportioned"
    assert any("partly outside" in note for note in facts.how_we_know)


def test_a_question_asked_by_another_kind_of_place_is_refused():
    pack = tiny_pack()
    with pytest.raises(QuestionError, match="Ask the question by district"):
        place_facts(pack, measure_gaps(pack, default_question(pack)), "D1")


def test_a_profile_says_what_must_stand_beside_every_figure():
    pack = awkward_pack()
    gaps = measure_gaps(pack, default_question(pack))
    facts = place_facts(pack, gaps, str(gaps.places.index[0]))
    assert gaps.notes()
    assert set(gaps.notes()) <= set(facts.how_we_know)
