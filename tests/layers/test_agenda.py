"""A ready-made agenda: seven scenes out of the profile, which add no figure of their own."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
from pandas import DataFrame

from layers.__main__ import main
from layers.meeting.agenda import NOTHING_TRIED, STAND_OUT, measure_agenda
from layers.meeting.ages import ages_chart, ages_sentence
from layers.profile.asked import Shared, ask
from layers.profile.parts import Sentences
from layers.profile.profile import measure_profile
from layers.question.question import default_question
from layers.scenarios.address import read_scenario
from layers.scenarios.effect import measure_effect
from tests.awkward import awkward_pack, awkward_question
from tests.kept_packs import starter_pack

KEYS = [
    "where-it-is", "who-lives-here", "what-stands-out", "what-is-there", "who-is-not-reached",
    "what-if", "what-we-decide",
]  # fmt: skip


@pytest.fixture(scope="module", params=["starter", "awkward"])
def asked(request):
    """A place of the starter pack; then every place of one that lacks nearly everything."""
    if request.param == "starter":
        pack = starter_pack()
        shared = Shared(pack, default_question(pack))
        return [ask(shared, str(shared.gaps.places.index[0]))]
    pack = awkward_pack()
    shared = Shared(pack, awkward_question(pack))
    return [ask(shared, str(place)) for place in shared.gaps.places.index]


def test_every_place_has_all_scenes_whatever_is_not_known_of_it(asked):
    for each in asked:
        agenda = measure_agenda(each)
        assert [scene.key for scene in agenda.scenes] == KEYS
        assert list(agenda.table.index) == KEYS
        for scene in agenda.scenes:
            assert scene.asks.endswith("?")
            assert scene.said.endswith(".")
            assert "nan" not in scene.said.lower().split()


def test_scenes_say_and_draw_what_the_profile_does_and_nothing_else(asked):
    for each in asked:
        profile, agenda = measure_profile(each), measure_agenda(each)
        said = {one for section in profile.sections for one in section.said}
        blocks = [block for section in profile.sections for block in section.blocks]
        three = next(one for one in blocks if isinstance(one, Sentences) and one.key == "three")
        said |= {one.said for one in three.sentences}
        for scene in agenda.scenes[:5]:
            made_here = scene.key in ("what-stands-out", "what-is-there")
            assert made_here or scene.said in said
            assert made_here or scene.picture in blocks
        ordered = agenda.scenes[2].picture
        assert sorted(one.said for one in ordered.sentences) == sorted(
            one.said for one in three.sentences
        )
        assert ordered.sentences[-1] == three.sentences[0]  # what goes well is told first
        assert agenda.scenes[4].said == three.sentences[0].said


def test_each_age_has_as_many_themes_as_the_matrix_whatever_is_told_of_them(asked):
    for each in asked:
        table = measure_agenda(each).scenes[3].picture.table
        cells = each.exercise.matrix.cells
        cells = cells[cells["group"] == "theme"]
        themes = cells["row"].nunique()
        for row in table.rows:
            assert sum(cell.number for cell in row[1:]) == themes
        held = cells[(cells["state"] == "offered")].groupby("age_from").size()
        ages = sorted(cells["age_from"].unique())
        assert [row[1].number for row in table.rows] == [held.get(age, 0) for age in ages]


def test_what_stands_out_is_told_in_its_order_and_a_guess_is_no_change(asked):
    known = {"What works", *STAND_OUT}
    for each in asked:
        scene = measure_agenda(each).scenes[2]
        leads = [one.lead for one in scene.picture.sentences]
        told = [STAND_OUT.get(lead, "what goes well") for lead in leads]
        assert scene.said.lower() == f"{told[0]}, {told[1]}, and {told[2]}."
        assert set(leads[1:]) <= known  # whatever else is first is a strength
    assert STAND_OUT["What may come"] != STAND_OUT["What changes"]


def with_ages(asked, offered, unknown):
    """A place with ages of which so many themes are offered, and so many not known, of four."""
    bands = [(-1, -1), (0, 1), (2, 2), (3, 4)][: len(offered)]
    cells = [
        {
            "group": "theme",
            "row": f"t{at}",
            "age_from": first,
            "age_to": last,
            "state": "offered"
            if at < some
            else "not known"
            if at < some + not_known
            else "none held",
        }
        for (first, last), some, not_known in zip(bands, offered, unknown, strict=True)
        for at in range(4)
    ]
    columns = ["group", "row", "age_from", "age_to", "state"]
    matrix = SimpleNamespace(
        cells=DataFrame(cells, columns=columns),
        rows=lambda _: range(4),
        offers=DataFrame({"source": []}),
    )
    told = SimpleNamespace(matrix=matrix)
    return SimpleNamespace(exercise=told, facts=asked.facts, pack=asked.pack)


def test_what_is_not_known_is_not_drawn_as_missing(asked):
    table = ages_chart(with_ages(asked[0], (1, 3), (3, 0))).table
    assert [column.key for column in table.columns][1:] == ["offered", "gap", "none", "unknown"]
    assert [[cell.number for cell in row[1:]] for row in table.rows] == [[1, 0, 0, 3], [3, 0, 1, 0]]


@pytest.mark.parametrize(
    ("offered", "unknown", "said"),
    [
        ((1, 3, 3, 2), (3, 0, 0, 0),
         "3 of 4 themes have an offer for 0–2-year-olds, the most, and 1 for pregnancy, the fewest "
         "(of 3 it is not known)."),
        ((1, 1, 1, 1), (0, 0, 0, 0), "at every age 1 of 4 themes has an offer."),
        ((0, 0, 0, 0), (4, 4, 4, 4), "no theme has an offer that is listed for any age (more may "
         "not be known)."),
        ((0, 2, 0, 0), (0, 0, 1, 0), "2 of 4 themes have an offer for 0–1-year-olds, the most, and "
         "none for every other age, the fewest (more may not be known)."),
        ((), (), "what there is for each age is not known: nothing is listed."),
    ],
)  # fmt: skip
def test_what_there_is_for_each_age_is_said_with_ties_and_what_is_not_known(
    asked, offered, unknown, said
):
    assert ages_sentence(with_ages(asked[0], offered, unknown)).split(", ", 1)[1] == said


def test_what_if_tells_the_scenario_that_is_given_and_else_that_there_is_none():
    pack = starter_pack()
    question = default_question(pack)
    shared = Shared(pack, question)
    place = str(shared.gaps.places.index[0])
    assert measure_agenda(ask(shared, place)).scenes[5].said == NOTHING_TRIED
    effect = measure_effect(pack, question, read_scenario("close.cfc-wisbech-town"))
    told = measure_agenda(replace(ask(shared, place), effect=effect)).scenes[5]
    assert told.said == effect.sentence()
    assert told.picture.key == "now-and-then"
    assert told.about.standing == "estimated"


def test_the_command_gives_the_scenes_in_every_form(capsys):
    assert main(["agenda", "--pack", "starter", "--place", "E07000010", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["scene"] for row in rows] == KEYS
    assert main(["agenda", "--pack", "starter", "--place", "nowhere"]) == 2
