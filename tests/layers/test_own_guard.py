"""Sensitive figures of places of one's own: none, by whatever way they are asked for."""

import itertools
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geodata import schema
from geodata.errors import QuestionError
from geodata.model import Indicator
from geodata.pack import arrange, assemble_pack, table_from_catalogue
from layers.apportion import apportion_to_places
from layers.exercise.all_places import measure_all_places
from layers.exercise.one_place import measure_exercise
from layers.exercise.similar import find_similar
from layers.gaps import measure_gaps
from layers.need import people_need
from layers.own_places.beside import with_own_places
from layers.own_places.guard import DRAWN, find_guarded
from layers.own_places.recipes import OWN, Combined, Existing, OwnPlace, OwnPlaces, Picked
from layers.place.measures import place_summary
from layers.question.address import mend_query
from layers.question.question import default_question
from layers.ranks.index import measure_index
from layers.shares import place_shares_of
from tests.attacks import drawn as drawn_pairs
from tests.attacks.planting import Plants, planted_pack
from tests.builders import tiny_info, tiny_pack
from tests.layers.test_own_places import square
from tests.sweeps import is_working

COUNT, SHARE = "area_count_1", "area_share_1"
PACK = planted_pack(Plants(rng=np.random.default_rng(7)))
KEYS = list(PACK.areas.index)


def own(**recipes):
    return OwnPlaces(
        places=tuple(
            OwnPlace(name=name, recipe=Picked(area_ids=tuple(each.split())))
            if isinstance(each, str)
            else OwnPlace(name=name, recipe=each)
            for name, each in recipes.items()
        )
    )


def guarded(**recipes):
    pack = with_own_places(PACK, own(**recipes))
    names = pack.places["name"]
    return {str(names[key]): why for key, why in pack.added.guarded.items()}


def test_no_place_of_ones_own_gets_a_sensitive_figure():
    """However large, and also as a published one is: none could be compared with one of before."""
    drawn = {"one": "A1", "most": " ".join(KEYS[1:]), "team": "A1 A2 A3"}
    assert guarded(**drawn) == dict.fromkeys(drawn, DRAWN)
    assert guarded(same=Existing(place_id="team-a"), west=square(0, 0, 1.5, 1.4)).keys() == {
        "same",
        "west",
    }


def test_nothing_is_guarded_where_nothing_of_areas_is_sensitive():
    pack = tiny_pack()
    assert find_guarded(pack, ["own-x"]) == {}
    assert find_guarded(PACK, ["own-x"]) == {"own-x": DRAWN}


def test_a_guarded_place_gets_no_sensitive_figure_and_says_why():
    pack = with_own_places(PACK, own(one="A1", two="A1 B2"))
    figures = apportion_to_places(pack, COUNT, OWN).figures
    assert figures["value"].isna().all()
    assert figures["note"].str.startswith("suppressed").all()
    assert "No sensitive figure is given for it" in pack.places["note"].iloc[-2]
    question = default_question(pack, need=SHARE, place_kind=OWN)
    with pytest.raises(QuestionError, match="get no figure of it: one"):
        measure_gaps(pack, question)
    with pytest.raises(QuestionError, match="get no figure of it: one"):
        measure_index(pack, {SHARE: 1.0, "idaci_rank": 1.0}, place_kind=OWN)
    mended, [problem] = mend_query({"need": SHARE, "kind": OWN}, pack)
    assert mended.place_kind != OWN
    assert "sensitive" in problem.where or "kind" in problem.where
    measure_gaps(pack, default_question(pack, place_kind=OWN))
    measure_gaps(pack, default_question(pack, need=SHARE))


def test_land_that_is_drawn_tells_nothing_sensitive():
    land = next(
        key
        for key, each in PACK.indicators.items()
        if each.spread_over == "land" and each.geography == "area"
    )
    pack = with_own_places(PACK, own(two="A1 B2"))
    with pytest.raises(QuestionError, match="spreads over land"):
        apportion_to_places(pack, land, OWN)


def sensitive_pack():
    """Return a small pack whose one count of people is sensitive."""
    bare = tiny_pack()
    indicator = Indicator(
        key="plan_pct", label="Children with a child protection plan", form="share", per=100,
        unit="% of children aged 0–15", worse_when="higher", spread_over="people",
        geography="area", theme="Safe", period="2025", source="made-up", sensitive=True,
        whom="with a child protection plan", age_from=0, age_to=15, standing="illustrative",
    )  # fmt: skip
    counts = {"A1": 3, "A2": 23, "A3": 41, "B1": 12, "B2": 18, "B3": 7, "C1": 33, "C2": 52, "C3": 2}
    rows = [
        {
            "indicator": "plan_pct", "place_id": key, "period": "2025", "value": count / 1.6,
            "numerator": float(count), "denominator": 160.0,
        }
        for key, count in counts.items()
    ]  # fmt: skip
    values = arrange(schema.INDICATOR_VALUES, pd.DataFrame(rows))
    tables = {name: getattr(bare, name) for name in ("areas", "origins", "places", "membership")}
    return assemble_pack(
        tiny_info(),
        tables
        | {
            "assets": bare.assets,
            "indicators": table_from_catalogue({**bare.indicators, "plan_pct": indicator}),
            "indicator_values": pd.concat([bare.indicator_values, values], ignore_index=True),
        },
    )


DRAWN_SET = own(One="A2", Two="B1 B2", Three="B1 B2 C2")


@pytest.fixture(scope="module")
def drawn():
    return with_own_places(sensitive_pack(), DRAWN_SET)


def own_ids(pack):
    return [str(key) for key in pack.places.index[pack.places["kind"] == OWN]]


def test_need_in_its_other_form_tells_nothing_sensitive_of_drawn_places(drawn):
    published = measure_gaps(drawn, default_question(drawn))
    assert "child protection plan" in published.other_form("team-b")
    gaps = measure_gaps(drawn, default_question(drawn, place_kind=OWN))
    assert gaps.both_forms == {}
    assert people_need(drawn) == people_need(drawn, "district") == "plan_pct"
    assert people_need(drawn, OWN) == ""


def test_likeness_of_drawn_places_is_not_judged_by_what_is_sensitive(drawn):
    for key in own_ids(drawn):
        found = find_similar(drawn, key)
        assert "child protection" not in found.sentence() + found.need
        assert any("plan is sensitive, and not told of" in note for note in found.notes())
    assert find_similar(drawn, "team-a").need == "with a child protection plan"


def test_the_exercise_of_drawn_places_leaves_sensitive_figures_out_and_says_why(drawn):
    gaps = measure_gaps(drawn, default_question(drawn, place_kind=OWN))
    everywhere = measure_all_places(drawn, gaps)
    assert any("plan is sensitive, and not told of" in note for note in everywhere.notes())
    for key in own_ids(drawn):
        found = measure_exercise(drawn, gaps, key)
        said = " ".join([found.sentence(), *(str(each) for each in found.figures)])
        assert "child protection" not in said
        assert any("plan is sensitive, and not told of" in note for note in found.notes())
    team = measure_gaps(drawn, default_question(drawn))
    assert "child protection" in measure_exercise(drawn, team, "team-b").sentence()


def test_no_answer_asked_of_published_places_is_summed_over_a_drawn_one(drawn):
    gaps = measure_gaps(drawn, default_question(drawn, need="plan_pct"))
    with pytest.raises(QuestionError, match="is sensitive"):
        place_summary(drawn, gaps, own_ids(drawn)[1])


def sets():
    """Many sets of places: each pair of areas, what is left, slivers, and combinations."""
    rng = np.random.default_rng(3)
    for one, other in itertools.combinations(KEYS, 2):
        yield own(pair=f"{one} {other}")
    for _ in range(25):
        some = [" ".join(rng.choice(KEYS, size=int(rng.integers(2, 8)), replace=False))
                for _ in range(3)]  # fmt: skip
        yield own(a=some[0], b=some[1], c=some[2])
    for cut in np.linspace(0.6, 2.8, 14):
        yield own(west=square(0, 0, float(cut), 3), low=square(0, 0, 3, float(cut)))
    for team in ("team-a", "team-b"):
        rest = Combined(how="difference", parts=(Existing(place_id="D1"), Existing(place_id=team)))
        yield own(rest=rest, nearly=Combined(how="difference", parts=(rest, square(0, 0, 3, 1))))


@pytest.mark.sweep
def test_no_set_of_places_tells_one_suppressed_count_from_another():
    """Two packs of other counts that are published alike answer every set of places alike.

    So whoever takes the answers of any number of sets from one another learns no more than what
    is published: each suppressed count may be any of those that both packs were planted with.
    """
    like = Plants(rng=np.random.default_rng(8))
    other = planted_pack(Plants(rng=np.random.default_rng(7)), like=like)
    asked = 0
    for each in sets():
        answers = []
        for pack in (PACK, other):
            mine = with_own_places(pack, each)
            tables = [apportion_to_places(mine, key, OWN).figures for key in (COUNT, SHARE)]
            answers.append("".join(table.to_csv() for table in tables))
        assert answers[0] == answers[1]
        asked += 1
    assert asked > 75


def test_pairs_of_places_that_differ_slightly_tell_nothing():
    """`python -m tests.attacks.drawn` draws five thousand; refused needlessly is what is safe."""
    pairs = 80 if is_working() else 200
    told, close, needless = drawn_pairs.attack(pairs)
    assert told == 0
    assert close > pairs / 4
    assert close + needless == pairs


def test_pairs_would_tell_much_if_places_were_not_guarded(monkeypatch):
    monkeypatch.setattr("layers.own_places.beside.find_guarded", lambda *_: {})
    told, *_ = drawn_pairs.attack(10)
    assert told > 10


SMALL = ["high_need_children", "gap_children", "reached_high_need_children"]


@pytest.mark.parametrize("kind", ["early-help-team", "district"])
def test_no_small_part_of_a_sensitive_count_is_shown(kind):
    """Nor of areas, of all, of shares or in words: none from 1 to 4, and others in fives."""
    pack = sensitive_pack()
    gaps = measure_gaps(pack, default_question(pack, need="plan_pct", place_kind=kind))
    held = pd.concat([gaps.areas[SMALL], gaps.places[SMALL], gaps.total[SMALL].to_frame().T])
    known = held.to_numpy(float)
    known = known[~np.isnan(known)]
    assert ((known == 0) | (known >= 5)).all()
    assert (known % 5 == 0).all()
    worked = gaps.worked[SMALL].to_numpy(float)
    assert ((worked > 0) & (worked < 5)).any()
    for key in gaps.places.index:
        said = f"{gaps.place_sentence(key)} {gaps.place_strength(key)} {gaps.other_form(key)}"
        assert not re.search(r"about [1-4] ", said)
        here = place_summary(pack, gaps, key)
        row = gaps.places.loc[key]
        assert here["gap_children"] == pytest.approx(row["gap_children"], nan_ok=True)
        share = place_shares_of(pack, gaps).loc[key, "gap_share"]
        assert np.isnan(share) == np.isnan(row["gap_children"])
    assert any("from 1 to 4 are too few to show" in note for note in gaps.notes())


def test_a_few_are_said_to_be_too_few():
    pack = sensitive_pack()
    some = pack.areas.filter(like="people_").columns
    areas = pack.areas.assign(**{name: pack.areas[name] / 8 for name in some})
    gaps = measure_gaps(
        replace(pack, areas=areas), default_question(pack, need="plan_pct", age_from=0, age_to=0)
    )
    said = [gaps.place_sentence(key) for key in gaps.places.index]
    assert any("too few" in each for each in said)
    assert not re.search(r"about [1-4] ", " ".join(said))


def test_as_many_when_rounded_are_not_said_to_be_all():
    """Team Birch: 8.75 of 10.9 are out of reach, which round to ten of ten."""
    pack = sensitive_pack()
    gaps = measure_gaps(pack, default_question(pack, need="plan_pct"))
    row = gaps.places.loc["team-b"]
    assert row["gap_children"] == row["high_need_children"] == 10
    assert np.isnan(row["reached_high_need_children"])
    said = gaps.place_sentence("team-b")
    assert "about 10 of about 10 under-fives" in said
    assert "too few to show of about 10" in gaps.place_strength("team-b")
    assert " all " not in f"{said} {gaps.other_form('team-b')}".lower()
