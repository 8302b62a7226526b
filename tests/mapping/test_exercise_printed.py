"""Needs and services in print: one place on one side of A4, all on one side of A3, tagged."""

import io
from dataclasses import asdict, replace

import pytest
from pypdf import PdfReader

from layers.exercise.all_places import measure_all_places
from layers.exercise.one_place import measure_exercise
from layers.gaps import measure_gaps
from layers.place.facts import question_for_place
from layers.question.question import default_question
from mapping.__main__ import main
from mapping.profile.exercise_document import LEAST, all_places_pdf, exercise_pdf
from mapping.profile.exercise_sheet import SEE, Lengths, Side
from tests.awkward import awkward_pack
from tests.browser.packs import hostile_pack
from tests.builders import tiny_pack
from tests.kept_packs import starter_pack
from tests.layers.test_breaks import GAP, with_offers
from tests.sweeps import with_sweeps

A4, A3_ACROSS = (595, 842), (1191, 842)


def exercise(pack, place_id):
    question = question_for_place(default_question(pack), pack, place_id)
    return measure_exercise(pack, measure_gaps(pack, question), place_id)


def every(pack, **changes):
    return measure_all_places(pack, measure_gaps(pack, default_question(pack, **changes)))


def read(pdf):
    [page] = PdfReader(io.BytesIO(pdf)).pages
    size = tuple(round(float(side)) for side in page.mediabox[2:])
    return size, " ".join(page.extract_text().split())


PACKS = {
    "starter": starter_pack,
    "tiny": tiny_pack,
    "awkward": awkward_pack,
    "hostile": hostile_pack,
    "no offers": lambda: replace(tiny_pack(), assets=tiny_pack().assets.head(0)),
}


@pytest.mark.parametrize("name", with_sweeps(PACKS, working=["awkward"]))
def test_one_place_is_one_side_of_a4_and_all_are_one_of_a3(name):
    pack = PACKS[name]()
    place_id = str(pack.places.index[0])
    size, _ = read(exercise_pdf(exercise(pack, place_id)))
    assert size == A4
    size, _ = read(all_places_pdf(every(pack)))
    assert size == A3_ACROSS


def test_it_says_what_the_page_says():
    pack = with_offers(GAP | {"status": "reported gap", "limits": "No offer"})
    found = exercise(pack, "east")
    _, said = read(exercise_pdf(found))
    assert found.sentence() in said
    assert found.stands_out[0].said in said
    for figure in found.figures:
        assert figure.text in said
    assert "GAP" in said
    assert f"{found.listed_words()}, with how each comes, who runs it and its source" in said
    assert SEE in said


def test_every_place_and_its_ages_are_on_the_side_of_all():
    pack = tiny_pack()
    found = every(pack)
    _, said = read(all_places_pdf(found))
    for name in found.places["place"]:
        assert str(name) in said
    assert found.sentence() in said


def test_each_list_is_as_long_as_is_asked_whatever_was_asked_before():
    found = exercise(starter_pack(), "eht-wisbech")
    side, longer = Side(found, {}), Lengths(**dict.fromkeys(asdict(LEAST), 3))
    short = side.data(LEAST)
    assert len(short["stands_out"]["rows"]) == LEAST.stands_out
    assert len(side.data(longer)["stands_out"]["rows"]) == 3
    assert side.data(longer) == Side(found, {}).data(longer)
    lists = [name for name, value in side.data(longer).items() if value != short[name]]
    assert len(lists) >= 5
    assert side.data(LEAST) == short


def test_how_many_more_there_are_is_said_of_every_list_that_is_cut():
    pack = starter_pack()
    found = exercise(pack, "eht-wisbech")
    data = Side(found, {}).data(LEAST)
    left = len(found.stands_out) - LEAST.stands_out
    assert data["stands_out"]["after"] == f"{left} more {SEE}."
    [(name, row)] = found.providers.head(LEAST.providers).iterrows()
    assert data["providers"]["rows"] == [f"{name} ({int(row['offers'])})"]


def test_the_document_is_tagged_dated_by_its_pack_and_the_same_each_time():
    pack = tiny_pack()
    first, second = (exercise_pdf(exercise(pack, "team-a")) for _ in range(2))
    assert first == second
    reader = PdfReader(io.BytesIO(first))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert reader.metadata.title == "Team Alder: needs and services"
    assert str(reader.metadata.creation_date).startswith("2026-01-01")


def test_names_are_text():
    pack = hostile_pack()
    found = exercise(pack, str(pack.places.index[0]))
    _, said = read(exercise_pdf(found))
    assert "".join(found.place.split())[:9] in "".join(said.split())


def test_the_command_writes_one_place_and_all(tmp_path, capsys):
    assert main(["exercise", "--place", "Wisbech", "--out", str(tmp_path)]) == 0
    assert main(["exercise", "--kind", "district", "--out", str(tmp_path)]) == 0
    one, of_all = capsys.readouterr().out.split()
    assert one.endswith("eht-wisbech-needs-and-services.pdf")
    assert of_all.endswith("district-needs-and-services.pdf")
    assert read((tmp_path / "eht-wisbech-needs-and-services.pdf").read_bytes())[0] == A4
    assert main(["exercise", "--place", "Atlantis", "--out", str(tmp_path)]) == 2
