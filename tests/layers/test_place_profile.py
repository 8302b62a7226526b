"""The profile of one place: its sections, that they agree with the answer, what is unknown."""

import math
from dataclasses import replace
from functools import cache

import pytest

from layers.gaps import measure_gaps
from layers.place.facts import question_for_place
from layers.profile.asked import Shared, ask
from layers.profile.parts import About, Cell, Chart, Column, Section, Sentences, Table, brief_of
from layers.profile.profile import SECTIONS, Profile, measure_profile
from layers.profile.sections.reached import whom_reached
from layers.profile.sections.where import closest
from layers.question.question import default_question
from layers.said.numbers import shown
from layers.said.result import say_result
from tests.awkward import awkward_pack, awkward_question, people_pack
from tests.kept_packs import starter_pack
from tests.sweeps import with_sweeps


@cache
def starter():
    return starter_pack()


def profile_of(pack, place_id, question=None) -> Profile:
    asked = question_for_place(question or default_question(pack), pack, place_id)
    return measure_profile(ask(Shared(pack, asked), place_id))


@cache
def first() -> Profile:
    return profile_of(starter(), places()[0])


def places():
    pack = starter()
    kind = default_question(pack).place_kind
    return list(pack.places.index[pack.places["kind"] == kind])


def tables(profile):
    return {table.key: table for section in profile.sections for table in section.tables()}


def section(profile, key):
    return next(each for each in profile.sections if each.key == key)


def test_the_sections_come_in_the_order_that_a_meeting_asks():
    keys = [each.key for each in first().sections]
    order = [
        "stands-out",
        "where",
        "people",
        "needs",
        "there",
        "reached",
        "lines",
        "alike",
        "known",
    ]
    assert keys == order
    assert len(SECTIONS) == len(order) + 2  # what people say and could change: only where told


def test_what_stands_out_is_a_gap_a_strength_and_a_change():
    three = section(first(), "stands-out").blocks[0]
    assert isinstance(three, Sentences)
    gaps = measure_gaps(
        starter(), question_for_place(default_question(starter()), starter(), places()[0])
    )
    said = [each.said for each in three.sentences]
    assert len(said) == len(("a gap", "a strength", "a change"))
    assert said[0] == gaps.place_sentence(places()[0])
    assert said[1] == gaps.place_strength(places()[0])
    assert said[2]


@pytest.mark.parametrize("place_id", with_sweeps(places(), working=places()[:1]))
def test_no_neighbourhood_is_among_both_the_largest_gaps_and_the_best_reached(place_id):
    found = tables(profile_of(starter(), place_id))
    gaps = {row[1].text for row in found["gaps"].rows}
    best = {row[1].text for row in found["best"].rows}
    assert gaps or best
    assert not gaps & best
    gap = found["best"].column("gap")
    assert all(row[gap].number in (0.0, None) for row in found["best"].rows)
    within = found["best"].column("within")
    is_all = all(row[within].number == 1 for row in found["best"].rows)
    assert ("nearly everybody" in found["best"].title) != is_all


@pytest.mark.parametrize(("within_pct", "whom"), [(100.0, "everybody"), (99.7, "nearly everybody")])
def test_everybody_is_said_only_where_nobody_is_out_of_reach(within_pct, whom):
    """Less than half a child is a gap of none; the share beside it tells that not all are near."""
    asked = ask(Shared(starter(), default_question(starter())), places()[0])
    area = asked.facts.areas[0]
    assert whom_reached([replace(area, within_pct=each) for each in (100.0, within_pct)]) == whom


def test_gaps_of_neighbourhoods_add_up_to_the_gap_of_the_place():
    pack, place = starter(), places()[0]
    found = tables(first())["gaps"]
    gap = sum(row[found.column("gap")].number for row in found.rows)
    question = question_for_place(default_question(pack), pack, place)
    assert gap == pytest.approx(measure_gaps(pack, question).places["gap_children"][place])


def test_bands_of_different_width_are_drawn_by_the_year():
    chart = section(first(), "people").blocks[0]
    assert isinstance(chart, Chart)
    people, a_year = chart.table.column("people"), chart.table.column("a_year")
    assert chart.series == ("a_year",)
    for row in chart.table.rows:
        first_age, _, last_age = row[0].text.partition("–")
        years = int(last_age or first_age) - int(first_age) + 1
        assert row[a_year].number == pytest.approx(row[people].number / years)


def test_every_table_says_when_and_from_whom():
    for each in first().sections:
        for table in each.tables():
            own = {"when", "source"} & {column.key for column in table.columns}
            assert own or (table.about.sources and table.about.period) or not table.rows, table.key


def test_what_is_not_known_is_said_and_never_nought():
    pack = awkward_pack()
    for place_id in pack.places.index[pack.places["kind"] == awkward_question(pack).place_kind]:
        found = profile_of(pack, place_id, awkward_question(pack))
        for table in tables(found).values():
            for row in table.rows:
                for column, cell in zip(table.columns, row, strict=True):
                    assert "nan" not in cell.text.lower().split(), (table.key, column.key)
                    if cell.number is not None:
                        assert math.isfinite(cell.number), (table.key, column.key)
                    if cell.text == "not known":
                        assert cell.number is None, (table.key, column.key)


def test_numbers_and_words_of_a_cell_say_the_same():
    found = tables(first())["gaps"]
    for row in found.rows:
        cell = row[found.column("gap")]
        assert cell.text == shown(cell.number)


def test_every_line_goes_out_with_its_section_and_as_csv_and_json():
    profile = first()
    table = profile.table
    assert set(table["section"]) == {each.title for each in profile.sections}
    assert profile.headline in set(table["said"])
    csv, found = say_result(profile, "csv"), say_result(profile, "json")
    assert profile.headline in csv
    assert profile.headline in found


def table_of(rows, brief=2):
    columns = (Column(key="a", heading="A"), Column(key="b", heading="B", kind="count"))
    made = tuple((Cell(text=f"{n}"), Cell(text=f"{n}", number=float(n))) for n in range(rows))
    return Table(key="t", title="T", columns=columns, rows=made, about=About(), brief=brief)


def test_the_sheet_has_the_first_rows_and_says_how_many_more():
    short = brief_of(Section(key="s", title="S", said=(), blocks=(table_of(5),))).blocks[0]
    assert isinstance(short, Table)
    assert [row[0].text for row in short.rows] == ["0", "1"]
    assert short.after == "3 more in the full profile."
    whole = brief_of(Section(key="s", title="S", said=(), blocks=(table_of(2),))).blocks[0]
    assert isinstance(whole, Table)
    assert whole.after == ""
    none = brief_of(Section(key="s", title="S", said=(), blocks=(table_of(5, brief=0),)))
    assert none.blocks == ()


def test_a_row_that_does_not_fit_its_columns_is_refused():
    with pytest.raises(ValueError, match="another number of cells"):
        replace(table_of(1), rows=((Cell(text="only one"),),))


def test_the_inset_shows_where_people_live_closest_and_none_where_all_do():
    pack = starter()
    for place_id in places():
        bounds = closest(pack, place_id)
        if bounds is None:
            continue
        west, south, east, north = bounds
        shape = pack.places.geometry[place_id].bounds
        wide = max(shape[2] - shape[0], shape[3] - shape[1])
        assert 0 < max(east - west, north - south) <= 0.36 * wide
        assert west < east
        assert south < north


def test_children_are_those_under_18_also_where_a_band_goes_beyond():
    pack, place = starter(), places()[0]
    inside = pack.membership[pack.membership["place_id"] == place].set_index("area_id")["share"]
    ages = pack.areas.loc[inside.index, [f"people_{age}" for age in range(18)]]
    under = float(ages.sum(axis="columns").mul(inside).sum())
    assert f"{shown(under)} of them under 18" in " ".join(section(first(), "people").said)


def test_nobody_is_counted_in_need_where_need_is_not_known():
    pack = people_pack()
    question = awkward_question(pack, need="low_income_children")
    for place_id in pack.places.index[pack.places["kind"] == question.place_kind]:
        table = tables(profile_of(pack, place_id, question))["tenths"]
        rows = {row[0].text: row for row in table.rows}
        if "not known" in rows:
            said = rows["not known"][table.column("children")]
            assert (said.text, said.number) == ("not known", None)
        parts = [row[table.column("share")].number for row in table.rows]
        known_parts = [part for part in parts if part is not None]
        assert not known_parts or sum(known_parts) == pytest.approx(1)


def test_a_comparator_is_no_place_and_one_place_no_range():
    table = tables(first())["spine"]
    for row in table.rows:
        least, most = row[table.column("least")].number, row[table.column("most")].number
        assert (least is None) == (most is None)


def test_no_line_is_listed_that_the_sentence_leaves_out():
    table = tables(first())["lines"]
    assert all(row[table.column("share")].number >= 0.01 for row in table.rows)
