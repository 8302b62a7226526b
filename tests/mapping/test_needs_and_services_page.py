"""The Needs and services page as AppTest sees it, on packs with everything and with nothing."""

import re
from dataclasses import replace
from html import unescape

import pytest

from geodata import schema
from geodata.model import Reported
from geodata.pack import arrange
from geodata.reported import empty_table
from layers.exercise.one_place import measure_exercise
from layers.gaps import measure_gaps
from layers.question.question import default_question
from tests.awkward import awkward_pack
from tests.builders import tiny_assets, tiny_pack
from tests.kept_packs import starter_pack
from tests.layers.test_breaks import GAP, with_offers
from tests.layers.test_exercise_facts import facts, outcomes
from tests.mapping.reading import opened, words
from tests.sweeps import with_sweeps

PAGE = "needs-and-services"


def test_it_opens_on_all_places_by_name_with_their_ages_and_what_stands_out(serve):
    pack = serve(tiny_pack())
    said = words(opened(PAGE))
    gaps = measure_gaps(pack, default_question(pack))
    assert gaps.sentence() in said
    for name in pack.places["name"][pack.places["kind"] == "early-help-team"]:
        assert f'<th scope="row">{name}</th>' in said
    assert "it is no order of merit" in said
    assert '<th scope="col">12–13</th>' in said


def test_one_place_says_what_its_result_says(serve):
    pack = serve(tiny_pack())
    said = unescape(words(opened(PAGE, place="team-a")))
    found = measure_exercise(pack, measure_gaps(pack, default_question(pack)), "team-a")
    assert found.sentence() in said
    for each in found.stands_out:
        assert each.said in said
    for figure in found.figures:
        assert figure.text in said
    for name in found.offers["name"]:
        assert name in said
    for said_line in found.matrix.nearest()["said"]:
        assert said_line in said


def test_choosing_a_place_changes_the_address_and_back(serve):
    serve(tiny_pack())
    app = opened(PAGE)
    app.selectbox[0].select("team-c").run()
    assert app.query_params["place"] in ("team-c", ["team-c"])
    assert "Team Cedar: " in words(app)
    [back] = [each for each in app.button if each.label == "← All places"]
    back.click().run()
    assert "place" not in app.query_params


def test_a_place_that_is_not_there_is_said_and_all_are_shown(serve):
    serve(tiny_pack())
    app = opened(PAGE, place="<script>")
    assert "place: found '&lt;script&gt;'" in app.warning[0].value
    assert "Help by age" in words(app)


def test_a_reported_gap_is_told_from_none_held_and_from_not_known(serve):
    orchard = {"name": "Orchard", "kind": "orchard", "age_from": 3, "age_to": 9}
    pack = with_offers(GAP | {"status": "reported gap", "limits": "No offer"}, orchard)
    serve(replace(pack, assets=arrange(schema.ASSETS, pack.assets)))
    said = words(opened(PAGE, place="east"))
    for look, word in (
        ("reported-gap", "gap"),
        ("none-held", "none held"),
        ("not-known", "not known"),
    ):
        cell = rf'<td class="{look}( late)?"><details name="cell"><summary>[^/]*>{word}</span>'
        assert re.search(cell, said), look
    assert "reported to be missing: help at 12 and 13 (no offer)" in said


def test_choosing_a_cell_unfolds_its_offers_with_level_and_expertise(serve):
    pack = with_offers(
        {"name": "Talk", "kind": "drop-in", "age_from": 0, "age_to": 1, "expertise": "speech"},
        {"name": "Read", "kind": "home-learning", "age_from": 3, "age_to": 4,
         "level_prevention": "Universal"},
    )  # fmt: skip
    serve(replace(pack, assets=arrange(schema.ASSETS, pack.assets)))
    said = words(opened(PAGE, place="east"))
    unfolded = re.findall(
        r'aria-label="Talking, reading and early learning, ([^"]+)">(.*?)</div>', said
    )
    in_cell = {
        ages: [name for name in ("Talk (", "Read (") if name in html] for ages, html in unfolded
    }
    assert in_cell["0–1"] == ["Talk ("]
    assert in_cell["3–4"] == ["Read ("]
    assert "Talk (speech)" in said
    assert "Read (Universal (prevention))" in said


def test_a_site_that_does_not_take_the_ages_is_none_for_them(serve):
    serve(tiny_pack(assets=tiny_assets(age_from=0.0, age_to=4.0)))
    said = words(opened(PAGE, place="team-a", age="12-13"))
    assert "No door of child and family centres in Team Alder takes children aged 12–13." in said
    assert "1 site for every" not in said
    assert "1 site for every" in words(opened(PAGE, place="team-a"))


def test_outcomes_and_facts_name_whom_they_are_printed_of(serve):
    pack = tiny_pack()
    district = str(pack.places.index[pack.places["kind"] == "district"][0])
    reported = Reported(
        facts=facts(
            {"place_ids": district, "geography": "The District", "value": 780.0,
             "printed": "every 780", "unit": "children for each worker", "kind": "capacity"},
            {"place_ids": "E92000001", "geography": "England", "value": 3.0,
             "contradiction": "another says 4"},
        ),
        outcomes=outcomes({"official": "Weight at five", "publisher": "A publisher"}),
        projects=empty_table(schema.PROJECTS),
    )  # fmt: skip
    serve(replace(pack, reported=reported))
    said = words(opened(PAGE, place="team-a"))
    assert "every 780" in said
    assert "The District" in said
    assert "No number of staff follows from it" in said
    assert "another says 4" in said
    assert "Weight at five, by A publisher" in said
    assert "1 outcomes not held" not in said


UNKIND = "<script>alert(1)</script> `x` ${alert(1)} a\"b'c שלום"  # every way to run, at once


def test_names_are_text(serve):
    name = UNKIND
    pack = tiny_pack(assets=tiny_assets(expertise=name, provider=name, limits=name))
    pack.places.loc["team-a", "name"] = name
    pack.assets.loc[["centre-a", "zone-c"], "name"] = name
    serve(pack)
    for query in ({}, {"place": "team-a"}):
        said = words(opened(PAGE, **query))
        for raw in ("<script", "`", "${"):
            assert raw not in said


PACKS = {
    "starter": starter_pack,
    "awkward": awkward_pack,
    "no offers": lambda: replace(tiny_pack(), assets=tiny_pack().assets.head(0)),
}


@pytest.mark.parametrize("name", with_sweeps(PACKS, working=["awkward"]))
def test_every_pack_is_shown_whole(serve, name):
    pack = serve(PACKS[name]())
    opened(PAGE)
    for kind in pack.info.place_kinds:
        ids = pack.places.index[pack.places["kind"] == kind]
        if len(ids):
            said = words(opened(PAGE, kind=kind, place=str(ids[0])))
            assert "Everything that serves it" in said
            assert not re.search(r">None<|\bnan\b", said)
