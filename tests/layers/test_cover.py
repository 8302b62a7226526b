"""Cover: what is open to whom, by hand on the tiny pack."""

import math
from dataclasses import replace

import pandas as pd
import pytest
from shapely.geometry import Polygon

from geodata.errors import QuestionError
from layers.access.journeys import CostMatrix
from layers.ages import COVER_BANDS, bands_words
from layers.assets import AgesUnstated
from layers.cover.grid import CELL, measure_cover
from layers.cover.here import told_offers
from layers.cover.near import doors_near, nearest_beyond, people_of_place
from layers.cover.rows import stated_rows
from layers.cover.words import nearest_words
from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.question.rural import RuralRule
from tests.awkward import awkward_pack, awkward_question
from tests.builders import tiny_areas, tiny_assets, tiny_origins, tiny_pack

FAMILY = "family-centres"


def cover(pack=None, **options):
    pack = pack or tiny_pack()
    return measure_cover(pack, default_question(pack), **options)


def cell(found, row, first):
    cells = found.cells
    return cells[(cells["row"] == row) & (cells["age_from"] == first)].iloc[0]


def test_a_grid_has_every_row_and_band_once():
    found = cover()
    assert found.rows == [FAMILY, "libraries", "nurse-partnership"]
    assert len(found.cells) == 3 * len(COVER_BANDS)
    assert found.cells.index.is_unique


def test_team_alder_has_a_centre_to_19_and_the_line():
    """The line (0–4) has no door and no district: it counts everywhere. The shut centre never."""
    found = cover(place_id="team-a")
    assert cell(found, FAMILY, 0)[["offers", "online", "years_covered"]].tolist() == [2, 1, 2]
    assert cell(found, FAMILY, 10)["offers"] == 1
    assert cell(found, FAMILY, 19)[["offers", "years_covered"]].tolist() == [1, 1]
    assert found.gap_sentence(FAMILY, "centres", range(26)) == (
        "In Team Alder, no open offer of centres takes 20–25-year-olds."
    )


def test_the_sentence_of_a_service_is_about_the_ages_asked_alone():
    found = cover(place_id="team-a")
    assert found.gap_sentence(FAMILY, "centres", range(5)) == (
        "In Team Alder, centres take every age asked about (0–4)."
    )
    assert found.gap_sentence(FAMILY, "centres", range(18, 22)) == (
        "In Team Alder, no open offer of centres takes 20–21-year-olds."
    )


def test_an_empty_cell_names_the_nearest_beyond():
    """Team Birch has only the line; for 5 and over the centre in A1 is nearest."""
    found = cover(place_id="team-b")
    empty = cell(found, FAMILY, 5)
    assert (empty["offers"], empty["nearest"]) == (0, "centre-a")
    pack = tiny_pack()
    origins = pack.origins[pack.origins["area_id"].str.startswith("B")]
    at = pack.assets.geometry["centre-a"]
    metres = ((origins["easting_m"] - at.x) ** 2 + (origins["northing_m"] - at.y) ** 2) ** 0.5
    expected = (metres * origins["weight"]).sum() / 3 * 1.3 / (4000 / 60)
    assert empty["nearest_min"] == pytest.approx(expected)
    assert cell(found, FAMILY, 0)["nearest"] is None or cell(found, FAMILY, 0)["offers"] == 1


def test_what_is_online_counts_for_cover_and_never_for_distance():
    only_online = tiny_assets().loc[["line", "library-b"]]
    found = cover(tiny_pack(assets=only_online), place_id="team-c")
    assert cell(found, FAMILY, 2)[["offers", "online"]].tolist() == [1, 1]
    beyond = cell(found, FAMILY, 5)
    assert beyond["offers"] == 0
    assert not isinstance(beyond["nearest"], str)


def test_what_is_online_for_another_place_does_not_count():
    assets = tiny_assets(serves=[None, None, None, "team-a", None])
    found = cover(tiny_pack(assets=assets), place_id="team-b")
    assert cell(found, FAMILY, 0)["offers"] == 0


def test_a_service_without_any_offer_has_a_row_of_nothing():
    found = cover()
    assert found.gap_sentence("nurse-partnership", "nurses", range(5)) == (
        "In Tiny and Testing, nothing is found of nurses, for any age."
    )


def test_an_offer_that_states_no_ages_is_open_to_all_and_said():
    found = cover(place_id="team-b")
    assert cell(found, "libraries", 19)[["offers", "unstated", "years_covered"]].tolist() == [
        1,
        1,
        7,
    ]
    assert found.ages_unstated.total == 1


def test_the_sentence_says_which_ages_nothing_takes():
    without = tiny_assets().drop("library-b")
    found = cover(tiny_pack(assets=without), place_id="team-c")
    assert found.sentence() == ("In Team Cedar, nothing is found for pregnancy and 5–25-year-olds.")
    before = tiny_assets(age_from=[-1, 0, 0, 0, None])
    every = cover(tiny_pack(assets=before), place_id="team-a").sentence()
    assert every.startswith("In Team Alder, nothing is found for 20–25")
    assert cover(tiny_pack(assets=before)).sentence().startswith("Every age from pregnancy to 25")


def test_rows_can_be_levels_or_expertise_where_they_are_stated():
    assets = tiny_assets(
        level_prevention=["Universal", "Targeted – selective", None, "Universal", None],
        level_healthy_child=["Community; Universal", None, None, None, None],
        expertise=["Portage; early literacy", "Portage", None, None, None],
    )
    pack = tiny_pack(assets=assets)
    assert stated_rows(pack) == ("service", "kind", "level", "expertise")
    by_level = cover(pack, by="level")
    assert by_level.rows == [
        "Universal (prevention)",
        "Targeted – selective (prevention)",
        "Targeted – indicated (prevention)",
        "Community (Healthy Child Programme)",
        "Universal (Healthy Child Programme)",
        "Universal Plus (Healthy Child Programme)",
        "Universal Partnership Plus (Healthy Child Programme)",
    ]
    assert by_level.unstated == 1
    assert cell(by_level, "Universal (prevention)", 0)["offers"] == 2
    assert cell(by_level, "Universal (Healthy Child Programme)", 0)["offers"] == 1
    by_expertise = cover(pack, by="expertise", place_id="team-a")
    assert by_expertise.rows == ["early literacy", "Portage"]
    assert cell(by_expertise, "Portage", 0)["offers"] == 1


def test_rows_that_nobody_states_are_one_clear_problem():
    with pytest.raises(QuestionError, match="no level stated by any of 5 services"):
        cover(by="level")
    with pytest.raises(QuestionError, match="the place"):
        cover(place_id="nowhere")


def test_other_journeys_can_time_the_nearest_beyond():
    pack = tiny_pack()
    minutes = tiny_origins().assign(**{"centre-a": 30.0, "library-b": 1.0})
    way = CostMatrix(minutes=minutes[["centre-a", "library-b"]], mode="walk", method="made up")
    found = measure_cover(pack, default_question(pack), place_id="team-b", journeys=way)
    assert cell(found, FAMILY, 5)["nearest_min"] == pytest.approx(30)


def test_bands_side_by_side_are_said_as_one():
    assert bands_words([(12, 13), (14, 16)]) == "12–16-year-olds"
    assert bands_words([(2, 2), (5, 9)]) == "2-year-olds and 5–9-year-olds"


AWKWARD = awkward_pack()
WEST_N1, WEST_N2W, WEST_N2E = 1000 / 1600, 240 / 1600, 360 / 1600  # three tenths of N2 are West's


def asked(pack=AWKWARD, place_id="west", **changes):
    return measure_cover(pack, awkward_question(pack, **changes), place_id=place_id)


def without_people(*areas):
    table = AWKWARD.areas.copy().astype({"people_all": float})
    table.loc[list(areas), "people_all"] = math.nan
    return replace(AWKWARD, areas=table)


def test_a_part_of_an_area_weighs_by_its_share():
    people = people_of_place(AWKWARD, "west")
    assert people.weights.tolist() == pytest.approx([WEST_N1, WEST_N2W, WEST_N2E])
    assert (people.unknown_areas, people.is_known) == (0, True)
    beyond = cell(asked(), FAMILY, 5)
    assert beyond["nearest"] in ("hub", "linked")
    ways = [math.hypot(x, 10) for x in (40, 25, 15)]
    assert beyond["nearest_min"] == pytest.approx(
        WEST_N1 * ways[0] + WEST_N2W * ways[1] + WEST_N2E * ways[2]
    )


def test_the_people_of_everywhere_are_those_of_all_areas():
    weights = people_of_place(AWKWARD, None).weights
    assert weights.sum() == pytest.approx(1)
    assert weights["N2-0"] == pytest.approx(0.4 * 2000 / 8000)


def test_areas_whose_people_are_not_known_weigh_nothing_and_are_counted():
    pack = without_people("N1")
    found = asked(pack)
    assert found.missing() == {"areas": 1}
    assert cell(found, FAMILY, 5)["nearest_min"] == pytest.approx(
        0.4 * math.hypot(25, 10) + 0.6 * math.hypot(15, 10)
    )
    assert any("The people of 1 of the place’s areas are not known" in n for n in found.notes())
    assert asked().missing() == {}
    nobody = asked(without_people("N1", "N2"))
    empty = cell(nobody, FAMILY, 5)
    assert math.isnan(empty["nearest_min"])
    assert nobody.nearest_words(empty) in ("nearest: Middle Hub", "nearest: School (linked site)")


def test_where_nobody_lives_starting_points_count_alike():
    doors = pd.Series([("ageless", "hub"), ("hub",)])
    beyond = nearest_beyond(AWKWARD, awkward_question(AWKWARD), "w-E1", doors)
    assert beyond["nearest"].tolist() == ["ageless", "hub"]
    assert beyond["nearest_min"].tolist() == pytest.approx([20, math.hypot(100, 10)])


def test_doors_near_a_place_are_those_within_the_limit_of_its_people():
    near = doors_near(AWKWARD, awkward_question(AWKWARD), "west", ["hub", "split-a", "split-b"])
    assert near["within_share"].to_dict() == pytest.approx(
        {"split-a": WEST_N1, "split-b": WEST_N1 + WEST_N2W, "hub": 0}
    )
    assert near.loc["split-a", "minutes"] == pytest.approx(5)
    assert near.loc["split-b", "minutes"] == pytest.approx((1000 * 5 + 240 * 10) / 1240)
    assert math.isnan(near.loc["hub", "minutes"])
    assert near.loc["hub", "nearest_share"] == pytest.approx(WEST_N2E)
    assert near["nearest_share"].sum() == pytest.approx(1)
    assert near["nearest_share"].is_monotonic_decreasing
    assert doors_near(AWKWARD, awkward_question(AWKWARD), "west", []).empty


def test_near_in_straight_lines_is_with_the_detour():
    """Split-a stands 500 m from N1, 10 minutes of a way twice as long; the others are farther."""
    question = awkward_question(AWKWARD, detour=2.0)
    near = doors_near(AWKWARD, question, "west", ["split-a", "split-b"])
    assert near["within_share"].to_dict() == pytest.approx({"split-a": WEST_N1, "split-b": WEST_N1})
    assert near["minutes"].tolist() == pytest.approx([10, 10])
    farther = awkward_question(AWKWARD, detour=2.01)
    assert doors_near(AWKWARD, farther, "west", ["split-a"])["within_share"].tolist() == [0]


def test_near_follows_streets():
    pack = awkward_pack(streets=True)
    near = doors_near(pack, awkward_question(pack), "west", ["split-a", "split-b"])
    assert near.loc["split-b", "within_share"] == pytest.approx(WEST_N1)
    straight, along = (cell(asked(each), FAMILY, 5)["nearest_min"] for each in (AWKWARD, pack))
    assert along > straight
    assert "road network" in asked(pack).journeys


def test_near_follows_the_rule_for_rural_areas_in_true_minutes():
    rule = RuralRule(mode="walk", limit_min=20)
    question = awkward_question(AWKWARD, rural=rule)
    near = doors_near(AWKWARD, question, "east", ["ageless", "rough"])
    assert near["within_share"].to_dict() == pytest.approx({"ageless": 2 / 3, "rough": 1 / 3})
    assert near["minutes"].to_dict() == pytest.approx({"ageless": 10, "rough": 9})
    beyond = nearest_beyond(AWKWARD, question, "east", pd.Series([("hub",), ()]))
    ways = [math.hypot(x, 10) for x in (40, 60, 80)]
    assert beyond["nearest_min"].iloc[0] == pytest.approx(sum(ways) / 3)
    assert beyond.isna().to_numpy().tolist() == [[False, False], [True, True]]
    found = asked(place_id="middle", rural=RuralRule(mode="drive", limit_min=15))
    assert found.by_mode == "on foot (in rural areas by car)"


def test_the_words_of_an_empty_cell():
    said = {"nearest": "hub", "nearest_name": "Middle Hub", "nearest_min": 41.5}
    words = [nearest_words(pd.Series(said | {"nearest_min": t}), "on foot") for t in (1, 120, 121)]
    assert words == [
        "nearest: Middle Hub, 1 minute on foot on average",
        "nearest: Middle Hub, 120 minutes on foot on average",
        "nearest: Middle Hub, over 2 hours on foot on average",
    ]
    assert nearest_words(pd.Series({"nearest": None}), "on foot") == "nor anywhere in this data"


def test_what_stands_beside_the_grid():
    notes = asked().notes()
    assert notes[0].startswith("An offer counts if it is running")
    assert "(straight-line estimate)" in notes[0]
    assert notes[1:] == (
        "Where none is listed, the register that lists them all has none for those ages here.",
        "Not known: no register lists all of these, so there may be some; for pregnancy, also "
        "where those listed here state no ages.",
        "2 of 8 running offers state no ages; they are counted as open to all those. Pregnancy "
        "counts only where it is stated.",
        "No offer states its level or its expertise.",
    )
    level = [None, "Universal", *[None] * (len(AWKWARD.assets) - 2)]
    pack = replace(AWKWARD, assets=AWKWARD.assets.assign(level_prevention=level))
    by_level = measure_cover(pack, awkward_question(pack), by="level")
    assert "7 of 8 running offers state no level and are in no row." in by_level.notes()
    assert "No offer states its expertise." in by_level.notes()


def test_the_table_is_the_cells_by_row():
    found = asked()
    assert found.table.index.name == "row"
    assert list(found.table.reset_index().columns) == list(CELL)
    assert len(found.table) == len(found.cells)
    assert found.sentence() == "In West, nothing is found for pregnancy and 5–25-year-olds."


def test_every_setting_stands_in_the_parameters():
    assert asked(place_id="east").parameters() == {
        "place_id": "east",
        "by": "service",
        "mode": "walk",
        "journeys": "straight-line estimate",
        "offers": 8,
        "offers_without_a_row": 0,
        "offers_without_a_limit_of_age": 2,
        "illustrative": True,
    }
    measured = replace(AWKWARD, info=replace(AWKWARD.info, illustrative=False))
    assert asked(measured).is_illustrative is False


def test_the_sources_are_of_services_areas_and_the_places_asked_about():
    made_up = AWKWARD.info.sources["made-up"]
    keys = ("register", "boundaries", "teams")
    kinds = AWKWARD.info.place_kinds
    info = replace(
        AWKWARD.info,
        area_source="boundaries",
        sources={"made-up": made_up, **{key: replace(made_up, key=key) for key in keys}},
        place_kinds=kinds | {"early-help-team": replace(kinds["early-help-team"], source="teams")},
    )
    pack = replace(AWKWARD, info=info, assets=AWKWARD.assets.assign(source="register"))
    assert [each.key for each in asked(pack).sources] == ["register", "boundaries", "teams"]
    everywhere = asked(pack, place_id=None)
    assert [each.key for each in everywhere.sources] == ["register", "boundaries"]


def here(place, pack=AWKWARD):
    """What a place has, by how it has it."""
    told = told_offers(pack, place)
    return {way: set(told.index[told[way]]) for way in ("door", "distant", "doorless")}


def test_a_place_has_the_doors_inside_it_and_what_serves_it_without_one():
    """The door that is closed stands in East too, and is not told of; the library is in Middle."""
    assert here("west") == {"door": {"split-a", "split-b"}, "distant": set(), "doorless": set()}
    assert here("middle")["door"] == {"hub", "linked", "library"}
    assert here("east") == {
        "door": {"rough", "ageless"},
        "distant": {"online"},
        "doorless": set(),
    }
    assert here(None)["door"] | here(None)["distant"] == set(AWKWARD.assets.index) - {"shut"}


def test_what_is_online_for_elsewhere_is_not_offered_where_it_has_its_office():
    offers = AWKWARD.assets.copy()
    offers.loc["online", "geometry"] = offers.geometry["split-a"]
    moved = replace(AWKWARD, assets=offers)
    assert "online" not in set.union(*here("west", moved).values())
    assert "online" in here("east", moved)["distant"]
    gaps = [measure_gaps(pack, awkward_question(pack)).places for pack in (AWKWARD, moved)]
    pd.testing.assert_frame_equal(*gaps)


def test_a_door_beyond_the_edge_of_every_area_is_offered_nowhere():
    """A1 is a triangle: the Field Centre stands in the rectangle around it, and not in it."""
    areas = tiny_areas()
    west, south, east, north = areas.geometry["A1"].bounds
    areas.loc["A1", "geometry"] = Polygon([(west, south), (east, south), (west, north - 100)])
    pack = tiny_pack(areas=areas)
    assert cell(cover(), FAMILY, 10)["offers"] == 1
    assert cell(cover(pack), FAMILY, 10)["offers"] == 0


def test_where_nothing_is_open_no_row_takes_any_age():
    found = cover(tiny_pack(assets=tiny_assets(status="closed")))
    assert found.rows == [FAMILY, "libraries", "nurse-partnership"]
    assert found.cells["offers"].sum() == 0
    assert found.cells["nearest"].isna().all()
    assert found.sentence() == (
        "In Tiny and Testing, nothing is found for pregnancy and 0–25-year-olds."
    )


def test_an_offer_that_states_no_oldest_age_is_told_for_all_but_the_one_it_states():
    """In East rough and online take 0–4, and ageless states none; then it begins at 2."""
    found = asked(place_id="east")
    assert cell(found, FAMILY, 2)[["offers", "unstated"]].tolist() == [3, 1]
    assets = AWKWARD.assets.copy()
    assets.loc["ageless", "age_from"] = 2
    east = asked(replace(AWKWARD, assets=assets), place_id="east")
    assert cell(east, FAMILY, 2)[["offers", "unstated"]].tolist() == [3, 0]
    assert cell(east, FAMILY, 14)[["offers", "unstated"]].tolist() == [1, 1]
    assert (found.ages_unstated, east.ages_unstated) == (
        AgesUnstated(ages=2),
        AgesUnstated(ages=1, oldest=1),
    )


def test_single_years_of_age_are_taken_or_not_by_each_row():
    years = asked(place_id="middle").years
    assert years.columns.tolist() == list(range(-1, 26))
    assert years.loc[FAMILY].tolist() == [0 <= age <= 11 for age in range(-1, 26)]
    assert years.loc["libraries"].tolist() == [age >= 0 for age in range(-1, 26)]
    assert not years.loc["nurse-partnership"].any()


def test_the_words_of_an_empty_cell_say_how_people_travel():
    found = asked()
    said = found.nearest_words(cell(found, FAMILY, 5))
    assert said == "nearest: Middle Hub, 34 minutes on foot on average"


def test_people_not_known_are_those_of_the_place_asked_about():
    pack = without_people("N1", "R1")
    assert asked(pack, place_id="west").missing() == {"areas": 1}
    assert asked(pack, place_id=None).missing() == {"areas": 2}
    assert asked(pack, place_id="middle").missing() == {}


def test_what_states_no_ages_at_all_does_not_say_that_it_takes_no_pregnancy():
    """A library here that states no ages may; one that states them from 0 does not."""
    pack = tiny_pack()
    kinds = set(pack.info.services["libraries"].kinds)
    of_service = pack.assets["kind"].isin(kinds)
    for age, state in ((math.nan, "not known"), (0.0, "none")):
        ages = pack.assets["age_from"].mask(of_service, age)
        named = replace(pack, assets=pack.assets.assign(age_from=ages))
        cells = measure_cover(named, default_question(named)).cells
        unborn = cells[(cells["row"] == "libraries") & (cells["age_to"] < 0)]
        assert unborn["state"].tolist() == [state]
