"""The formats of a profile: each is written from the same profile, and the same each time."""

from functools import cache

import pytest

from layers.place.facts import question_for_place
from layers.profile.asked import Shared, ask
from layers.question.question import default_question
from mapping.profile.formats import FORMATS
from mapping.profile.made import Document
from tests.kept_packs import starter_pack


@cache
def document(length="full"):
    pack = starter_pack()
    kind = default_question(pack).place_kind
    place_id = str(pack.places.index[pack.places["kind"] == kind][0])
    question = question_for_place(default_question(pack), pack, place_id)
    return Document(ask(Shared(pack, question), place_id), length=length)


@pytest.mark.parametrize("key", FORMATS)
def test_a_format_is_written_the_same_each_time(key):
    first = FORMATS[key].write(document())
    assert first
    assert FORMATS[key].write(document()) == first


def test_the_table_holds_what_the_profile_says():
    said = FORMATS["csv"].write(document()).decode("utf-8-sig")
    assert document().profile.headline in said


def test_the_map_of_a_profile_is_a_picture_and_is_told_in_words():
    assert document().map_png.startswith(b"\x89PNG")
    assert document().profile.name in document().map_alt


def test_the_sheet_has_no_more_than_the_full_profile():
    full = {table.key: len(table.rows) for s in document().sections for table in s.tables()}
    sheet = {table.key: len(table.rows) for s in document("sheet").sections for table in s.tables()}
    assert set(sheet) < set(full)
    assert all(sheet[key] <= full[key] for key in sheet)
