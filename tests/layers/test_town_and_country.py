"""Another limit in rural areas: each area by its own rule, whatever the measure."""

from dataclasses import replace

import numpy as np
import pytest
from pandas import DataFrame
from shapely.geometry import Point

from geodata.errors import PackError, QuestionError
from geodata.info import read_info, write_info
from layers.access.choice import measure_choice
from layers.access.floating import measure_floating
from layers.access.journeys_for import journeys_for
from layers.gaps import measure_gaps
from layers.question.address import query_from_question, question_from_query
from layers.question.question import default_question
from layers.question.rural import RuralRule, read_rural
from layers.question.sentence import question_sentence
from layers.ranks.steadiness import rank_range
from mapping.map.describe import describe_map
from mapping.pages.frame.question_words import question_words
from tests.awkward import awkward_pack, awkward_question
from tests.builders import SOUTH, WEST, tiny_areas, tiny_info, tiny_pack

PACK = tiny_pack()  # the areas A1 to A3 are in town, the others rural
TOWN, COUNTRY = ["A1", "A2", "A3"], ["B1", "B2", "B3", "C1", "C2", "C3"]


def asked(rural="", **changes):
    return default_question(PACK, rural=read_rural(rural), **changes)


@pytest.mark.parametrize(
    ("rural", "plain"),
    [
        ("walk-40", {"limit_min": 40}),
        ("walk-10", {"limit_min": 10}),
        ("drive-4", {"limit_min": 4, "mode": "drive"}),
    ],
)
@pytest.mark.parametrize("measure", [measure_gaps, measure_choice])
def test_every_area_is_measured_by_its_own_rule(measure, rural, plain):
    mixed = measure(PACK, asked(rural)).areas
    in_town = measure(PACK, asked()).areas
    rural_rule = measure(PACK, default_question(PACK, **plain)).areas
    for column in mixed.select_dtypes("number").columns:
        assert mixed.loc[TOWN, column].tolist() == pytest.approx(
            in_town.loc[TOWN, column].tolist(), nan_ok=True
        )
        assert mixed.loc[COUNTRY, column].tolist() == pytest.approx(
            rural_rule.loc[COUNTRY, column].tolist(), nan_ok=True
        )


def test_b2_is_reached_by_the_rural_limit_alone():
    """B2's people are some 24 minutes' walk away: out of reach at 20, within 40."""
    assert measure_gaps(PACK, asked()).areas.loc["B2", "within_share"] == 0
    found = measure_gaps(PACK, asked("walk-40")).areas.loc["B2"]
    assert found["within_share"] == 1
    assert found["minutes"] == pytest.approx(24.375)


def test_pairs_are_cut_at_each_origins_own_limit():
    way = journeys_for(PACK, asked("walk-40"))
    pairs = way.within(["centre-a", "zone-c"], 20).minutes.toarray()
    rural = PACK.origins["area_id"].isin(COUNTRY).to_numpy()
    for limit, rows in ((20, ~rural), (40, rural)):
        plain = journeys_for(PACK, asked()).within(["centre-a", "zone-c"], limit).minutes
        assert ((pairs > 0) == (plain.toarray() > 0))[rows].all()


def test_ranks_rest_on_the_same_gaps():
    question = asked("walk-40")
    gaps = measure_gaps(PACK, question).places["gap_children"]
    ranked = rank_range(PACK, question).places["gap_children"]
    assert ranked.to_dict() == pytest.approx(gaps.to_dict())


def test_what_is_there_is_shared_by_the_same_rule():
    with_rule = measure_floating(PACK, asked("walk-40"), method="2sfca", shape="stepped")
    assert not np.isnan(with_rule.total)
    assert with_rule.areas.loc["B2", "access"] > 0


def test_the_rule_is_said_wherever_the_limit_is():
    question = asked("drive-15")
    gaps = measure_gaps(PACK, question)
    assert "within 20 minutes on foot, in rural areas 15 minutes by car?" in question_sentence(
        question, PACK
    )
    assert (
        "more than 20 minutes’ walk (in rural areas 15 minutes’ drive) away"
        in gaps.place_said("team-a").in_full
    )
    labels = [figure.label for figure in describe_map(PACK, gaps).figures]
    assert "Under-fives within 20 minutes (in rural areas 15)" in labels


def test_the_rule_is_in_the_address():
    question = asked("drive-15")
    assert query_from_question(question, PACK)["rural"] == "drive-15"
    assert question_from_query({"rural": "drive-15"}, PACK) == question


@pytest.mark.parametrize("rural", ["fly-3", "drive", "drive-0", "drive-999", "walk--5", "<b>"])
def test_a_rule_that_cannot_be_is_refused(rural):
    with pytest.raises(QuestionError, match="rural"):
        question_from_query({"rural": rural}, PACK)


def test_a_rule_out_of_range_is_refused():
    wrong = RuralRule(mode="drive", limit_min=999)
    with pytest.raises(QuestionError, match="1 to 180"):
        measure_gaps(PACK, default_question(PACK, rural=wrong))


def test_a_pack_that_does_not_tell_town_from_country_is_not_asked():
    areas = tiny_areas()
    areas["rural_urban"] = None
    pack = tiny_pack(areas=areas)
    with pytest.raises(QuestionError, match="which areas are rural"):
        measure_gaps(pack, default_question(pack, rural=read_rural("drive-15")))
    fields = question_words(default_question(pack), pack, None)["more"]["fields"]
    assert "rural" not in [field["setting"] for field in fields]


def test_the_question_bar_offers_it():
    fields = question_words(asked("walk-33"), PACK, None)["more"]["fields"]
    [offered] = [field for field in fields if field["setting"] == "rural"]
    assert offered["options"][0] == ("", "the same")
    assert ("walk-33", "33 minutes on foot") in offered["options"]


def test_a_service_may_have_a_rural_rule_of_its_own():
    info = tiny_info()
    services = dict(info.services)
    services["libraries"] = replace(services["libraries"], rural="drive-15")
    pack = tiny_pack(info=tiny_info(services=services))
    drive = RuralRule(mode="drive", limit_min=15)
    assert default_question(pack, "libraries").rural == drive
    assert default_question(pack).rural is None


def test_the_bar_says_the_rule_in_its_sentence():
    parts = question_words(asked("drive-15"), PACK, None)["parts"]
    said = "".join(part.get("text", part.get("value", "")) for part in parts)
    assert ", in rural areas 15 minutes by car? Show it by" in said


def test_a_rule_of_a_service_that_cannot_be_is_refused(tmp_path):
    info = tiny_info()
    wrong = {"libraries": replace(info.services["libraries"], rural="fly")}
    write_info(tiny_info(services=info.services | wrong), tmp_path / "pack.toml")
    with pytest.raises(PackError, match="rural"):
        read_info(tmp_path / "pack.toml")


def test_a_way_of_no_minutes_is_a_way_in_town_and_in_rural_areas():
    """R3 and N1 stand at a door of theirs: a sum of sparse tables would have lost both."""
    pack = awkward_pack()
    question = awkward_question(pack, rural=RuralRule(mode="walk", limit_min=20))
    assets = pack.assets.copy()
    assets.loc["split-a", "geometry"] = Point(WEST + 1000, SOUTH + 1000)
    pairs = journeys_for(replace(pack, assets=assets), question).within(["split-a", "ageless"], 10)
    table = DataFrame(pairs.minutes.toarray(), index=pairs.origin_ids, columns=pairs.site_ids)
    stored = set(zip(*(each.tolist() for each in pairs.minutes.tocoo().coords), strict=True))
    rows = [table.index.get_loc(each) for each in ("N1-0", "R3-0", "R2-0")]
    assert {(rows[0], 0), (rows[1], 1), (rows[2], 1)} <= stored
    assert table.loc["R2-0", "ageless"] == pytest.approx(
        10
    )  # 20 minutes, told by the limit in town
