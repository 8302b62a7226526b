"""Cover: what is open to whom, by hand on the tiny pack."""

import pytest

from geodata.errors import QuestionError
from layers.access.journeys import CostMatrix
from layers.ages import AGE_BANDS, bands_words
from layers.cover.grid import measure_cover
from layers.cover.rows import stated_rows
from layers.question.question import default_question
from tests.builders import tiny_assets, tiny_origins, tiny_pack

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
    assert len(found.cells) == 3 * len(AGE_BANDS)
    assert found.cells.index.is_unique


def test_team_alder_has_a_centre_to_19_and_the_line():
    """The line (0–4) has no door and no district: it counts everywhere. The shut centre never."""
    found = cover(place_id="team-a")
    assert cell(found, FAMILY, 0)[["offers", "online", "years_covered"]].tolist() == [2, 1, 2]
    assert cell(found, FAMILY, 10)["offers"] == 1
    assert cell(found, FAMILY, 19)[["offers", "years_covered"]].tolist() == [1, 1]
    assert found.gap_sentence(FAMILY, "centres") == (
        "In Team Alder, no open offer of centres takes 20–25-year-olds."
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


def test_what_is_online_for_another_district_does_not_count():
    assets = tiny_assets(district=[None, None, None, "Elsewhere", None])
    found = cover(tiny_pack(assets=assets), place_id="team-b")
    assert cell(found, FAMILY, 0)["offers"] == 0


def test_a_service_without_any_offer_has_a_row_of_nothing():
    found = cover()
    assert found.gap_sentence("nurse-partnership", "nurses") == (
        "In Tiny and Testing, nothing is found of nurses, for any age."
    )


def test_an_offer_that_states_no_ages_is_open_to_all_and_said():
    found = cover(place_id="team-b")
    assert cell(found, "libraries", 19)[["offers", "unstated", "years_covered"]].tolist() == [
        1,
        1,
        7,
    ]
    assert found.ages_unstated == 1


def test_the_sentence_says_which_ages_nothing_takes():
    without = tiny_assets().drop("library-b")
    found = cover(tiny_pack(assets=without), place_id="team-c")
    assert found.sentence() == "No open offer takes 5–25-year-olds in Team Cedar."
    assert cover(place_id="team-b").sentence().startswith("Every age from 0 to 25 has an open")


def test_rows_can_be_levels_or_expertise_where_they_are_stated():
    assets = tiny_assets(
        level=["Universal", "Targeted – selective", None, "Universal", None],
        expertise=["Portage; early literacy", "Portage", None, None, None],
    )
    pack = tiny_pack(assets=assets)
    assert stated_rows(pack) == ("service", "kind", "level", "expertise")
    by_level = cover(pack, by="level")
    assert by_level.rows == ["Targeted – selective", "Universal"]
    assert by_level.unstated == 1
    assert cell(by_level, "Universal", 0)["offers"] == 2
    by_expertise = cover(pack, by="expertise", place_id="team-a")
    assert by_expertise.rows == ["Portage", "early literacy"]
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
