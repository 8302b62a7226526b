"""What headings and cells of data say: of when, how far estimated, what is not stated."""

import io
from dataclasses import replace

import pandas as pd

from layers.gaps import measure_gaps
from layers.need import measure_need
from layers.question.question import default_question
from layers.said.classes import gap_corners
from mapping.drawn.data import heading_of_figure, tables_on
from mapping.drawn.data_files import csv_bytes
from mapping.drawn.picture_words import class_words
from mapping.map.describe import area_figures, describe_map
from mapping.map.layered import describe_layers
from mapping.map.layers.asked import read_layers
from mapping.profile.map_document import _legend
from tests.awkward import awkward_question, people_pack
from tests.builders import tiny_assets, tiny_pack

PEOPLE = people_pack()


def figures_of(pack, **changes):
    gaps = measure_gaps(pack, awkward_question(pack, need="low_income_children", **changes))
    return {each.key: each for each in area_figures(gaps, pack)}, gaps


def test_a_part_is_of_the_same_time_as_its_whole():
    found, _ = figures_of(PEOPLE)
    whole, part = found["high_need_children"], found["gap_children"]
    assert part.period == whole.period
    for period in (PEOPLE.info.people.period, PEOPLE.indicators["low_income_children"].period):
        assert period in heading_of_figure(part)
    assert part.standing == whole.standing


def test_tenths_as_published_are_not_headed_as_estimated():
    measure = replace(PEOPLE.indicators["low_income_children"], standing="estimated")
    rows = PEOPLE.indicator_values
    ours = rows["indicator"] == measure.key
    tenths = rows.assign(decile=rows["decile"].mask(ours, 3))
    indicators = PEOPLE.indicators | {measure.key: measure}
    published = replace(PEOPLE, indicators=indicators, indicator_values=tenths)
    found, gaps = figures_of(published)
    assert gaps.need.basis == "national tenths, as published"
    assert "estimated" not in heading_of_figure(found["decile"])
    bare = replace(published, indicator_values=rows.assign(decile=rows["decile"].mask(ours)))
    assert measure_need(bare, measure.key).tenths_standing == "estimated"
    made_up = replace(measure, standing="illustrative")
    illustrative = replace(published, indicators=PEOPLE.indicators | {measure.key: made_up})
    assert measure_need(illustrative, measure.key).tenths_standing == "illustrative"


def test_fewer_than_one_is_not_nobody():
    columns = [name for name in PEOPLE.areas.columns if name.startswith("people_")]
    few = PEOPLE.areas.assign(**{name: PEOPLE.areas[name] / 300 for name in columns})
    found, gaps = figures_of(replace(PEOPLE, areas=few), limit_min=5)
    pairs = list(zip(found["gap_children"].values, gaps.areas["gap_children"], strict=True))
    assert any(0 < count < 0.5 for _, count in pairs)
    for said, count in pairs:
        if 0 < count < 0.5:
            assert 0 < said < 0.5
        elif count == 0:
            assert said == 0
        else:
            assert pd.isna(count) == (said is None)


def test_an_offer_that_does_not_say_what_is_asked_says_so_in_its_row():
    pack = tiny_pack(assets=tiny_assets(opening=["Sat 10:00-12:00", *[None] * 4]))
    asked = default_question(pack)

    def rows(text):
        layers, problems = read_layers(text, pack, "a test")
        assert not problems
        gaps = measure_gaps(pack, asked)
        spec = describe_layers(pack, gaps, layers)
        [table] = [each for each in tables_on(spec, pack) if each.key.startswith("doors.")]
        return pd.read_csv(io.BytesIO(csv_bytes(table))).set_index("Id")

    plain = rows("fill.gap,doors.family-centres")
    assert not [name for name in plain if "asked for" in name]
    told = rows("fill.gap,doors.family-centres(open:sat)")
    [column] = [name for name in told if "asked for" in name]
    assert "open on Saturday" in column
    says = {key: pack.assets["opening"].notna()[key] for key in told.index}
    assert dict(told[column]) == {key: "yes" if says[key] else "not stated" for key in says}
    assert set(told[column]) == {"yes", "not stated"}


def test_the_corners_of_need_and_reach_are_called_the_same_on_paper():
    gaps = measure_gaps(PEOPLE, awkward_question(PEOPLE, need="low_income_children"))
    spec = describe_map(PEOPLE, gaps)
    printed = [each["label"] for each in _legend(spec)["classes"]]
    drawn = [class_words(each, spec) for each in spec.legend.classes]
    for words in gap_corners(of_people=True).values():
        assert any(label.startswith(words) for label in printed)
        assert any(label.startswith(words) for label in drawn)
