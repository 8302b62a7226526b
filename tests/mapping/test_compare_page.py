"""The Compare page as AppTest sees it: words, choices kept in the address, and what is missing."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from layers.compare.comparison import measure_comparison
from layers.compare.history import measure_history
from layers.compare.opening import best_indicator
from layers.compare.side_by_side import measure_side_by_side
from layers.gaps import measure_gaps
from layers.question.question import default_question
from mapping.pages.compare.history_picture import history_svg
from mapping.pages.compare.pictures import funnel_svg, intervals_svg
from mapping.pages.compare.tables import published_table
from tests.builders import NEED_DECILES, tiny_areas, tiny_pack
from tests.layers.published import indicator, pack_with, rows_of
from tests.mapping.reading import opened, words


def box(app, label):
    return next(each for each in app.selectbox if each.label == label)


def test_it_opens_on_an_answer_with_nothing_touched(serve):
    pack = serve(pack_with())
    said = words(opened("compare"))
    sides = measure_side_by_side(pack, measure_gaps(pack, default_question(pack)))
    assert sides.sentence() in said
    assert "Team Cedar is worse than England" in said
    assert "getting worse" in said
    assert "The children of Team Alder fall under 1 district" in said
    assert "Of children aged 0–4 there were about 450 in 2020" in said
    assert "docs/" not in said


def test_every_verdict_is_a_shape_and_a_word(serve):
    serve(pack_with())
    said = words(opened("compare"))
    assert "● similar" in said
    assert "◆ worse" in said


def test_choices_are_kept_in_the_address(serve):
    other = indicator(key="late_pct", label="Late for school", worse_when="higher")
    serve(pack_with(indicator(), other, rows=rows_of(indicator()) + rows_of(other)))
    app = opened("compare")
    box(app, "Published figure").set_value("late_pct").run()
    assert app.query_params["indicator"] == "late_pct"
    assert "▲ better" in words(app)
    box(app, "Compared with").set_value("team-c").run()
    assert app.query_params["comparator"] == "team-c"
    assert "Against Team Cedar" in words(app)
    box(app, "Published figure").set_value("ready_pct").run()
    assert "comparator" not in app.query_params
    box(app, "Which early-help team").set_value("team-b").run()
    assert app.query_params["place"] == "team-b"
    assert "The children of Team Birch fall under" in words(app)


def test_an_address_that_cannot_be_used_is_said_and_the_rest_is_shown(serve):
    serve(pack_with())
    app = opened("compare", indicator="<b>no</b>", comparator="atlantis", place="nowhere")
    [warning] = app.warning
    said = warning.value.replace("\\", "")
    for named in (
        "indicator: found '&lt;b&gt;no",
        "comparator: found 'atlantis'",
        "place: found 'no",
    ):
        assert named in said
    assert "<b>" not in warning.value
    assert "Team Cedar is worse than England" in words(app)
    [warning] = opened("compare", indicator="ready_pct", comparator="atlantis").warning
    assert "atlantis" in warning.value


def test_a_pack_without_published_figures_says_so(serve):
    serve(tiny_pack())
    app = opened("compare")
    assert "no published figures" in app.info[0].value
    assert "lies inside a figure’s 95% interval" in words(app)


def test_an_indicator_without_any_value_is_said(serve):
    serve(pack_with(rows=rows_of(indicator(), {"team-a": ((None, None),)})))
    app = opened("compare")
    assert "no value of any place" in app.error[0].value


def test_what_has_no_counts_cannot_be_worked_out(serve):
    rows = [row | {"numerator": None, "denominator": None} for row in rows_of(indicator())]
    serve(pack_with(rows=rows))
    said = words(opened("compare"))
    assert "○ cannot be worked out: published without counts" in said
    assert "A funnel cannot be drawn" in said
    assert "no counts are published behind the figures" in said


def test_a_suppressed_figure_is_suppressed_and_never_none(serve):
    made = indicator(key="plans_count", form="count", per=1, unit="children", sensitive=True)
    counts = {"team-a": ((3, 0),), "team-b": ((40, 0),)}
    pack = serve(pack_with(made, rows=rows_of(made, counts)))
    said = words(opened("compare"))
    row = re.search(r"Team Alder</th>(.*?)</tr>", said[said.index("Published figures") :]).group(1)
    assert '"num">suppressed<' in row
    assert ">0<" not in row
    assert ">3<" not in said
    assert "suppressed" in published_table(measure_comparison(pack, made.key)).rows[0]


@pytest.mark.parametrize(
    "pack",
    [
        tiny_pack(deciles=dict.fromkeys(NEED_DECILES)),
        tiny_pack(areas=tiny_areas().assign(**{f"people_{age}": 0 for age in range(26)})),
    ],
)
def test_nothing_known_is_said(serve, pack):
    serve(pack)
    assert "not known" in words(opened("compare"))


def test_names_are_text(serve):
    name = "<script>alert(1)</script> `x` ${alert(1)} a\"b'c שלום"  # every way to run, at once
    pack = pack_with(indicator(label=name))
    pack.places.loc["team-a", "name"] = name
    serve(pack)
    said = words(opened("compare", place="team-a"))
    for raw in ("<script", "`", "${", 'aria-label="a"b'):
        assert raw not in said


def test_pictures_say_in_words_what_they_show():
    found = measure_comparison(pack_with(), "ready_pct")
    picture = intervals_svg(found)
    assert 'role="img"' in picture
    assert "Team Cedar is worse than England" in picture
    assert picture.count("kyp-mark") == 3
    funnel = funnel_svg(found.funnel, "%")
    assert "Team Cedar (beyond 99.8%)" in funnel
    assert funnel.count('class="kyp-limit') == 4
    assert "nan" not in picture + funnel


def test_a_picture_of_one_figure_or_of_none():
    one = measure_comparison(
        pack_with(rows=rows_of(indicator(), {"team-a": ((7, 10),)})), "ready_pct"
    )
    assert intervals_svg(one) == ""
    counts = {"team-a": ((7, 7),), "E92000001": ((7, 7),)}
    two = measure_comparison(pack_with(rows=rows_of(indicator(), counts)), "ready_pct")
    assert "nan" not in intervals_svg(two) + funnel_svg(two.funnel, "%")


def test_it_opens_on_a_figure_that_can_be_judged():
    bare = indicator(key="bare_pct")
    rows = [row | {"numerator": None, "denominator": None} for row in rows_of(bare)]
    full = indicator(key="full_pct")
    pack = pack_with(bare, full, rows=rows + rows_of(full))
    assert best_indicator(pack, {"bare_pct": bare, "full_pct": full}) == "full_pct"
    assert best_indicator(pack, {}) is None


def test_the_figure_over_time_is_of_the_chosen_place_and_may_be_downloaded(serve):
    serve(pack_with())
    said = words(opened("compare", place="team-c"))
    assert "Over time in Team Cedar" in said
    assert "Ready for school, Team Cedar: 80% in 2014/15, 40% in 2018/19." in said
    app = opened("compare", kind="district", place="D1")
    [info] = [each.value for each in app.info]
    assert "Tinyshire, which holds several early-help teams" in info
    assert "Over time in Team Alder" in words(app)


def test_a_target_stands_beside_every_figure_as_a_shape_and_a_word(serve):
    made = indicator(target=69.0, target_by="2024/25")
    serve(pack_with(made, rows=rows_of(made)))
    said = words(opened("compare"))
    assert "Target (69% by 2024/25)" in said
    assert "✓ met" in said
    assert "◇ short of it" in said
    assert "worse than the target of 69% by 2024/25" in words(
        opened("compare", comparator="target")
    )


def test_of_many_places_the_furthest_are_drawn_and_the_picture_says_so():
    areas = [f"A{n}" for n in range(30)]
    found = measure_comparison(pack_with(), "ready_pct")
    places = pd.concat(
        [found.places.loc[["team-a"]].assign(place=key, value=float(n)).rename({"team-a": key})
         for n, key in enumerate(areas)]
    )  # fmt: skip
    drawn = intervals_svg(replace(found, places=places, comparator=0.0))
    assert drawn.count("<text") < 45
    assert ">A29<" in drawn
    assert ">A2<" not in drawn
    assert drawn.index(">A29<") < drawn.index(">A10<")
    assert "The 24 furthest from it are drawn, of 30." in drawn


def test_figures_of_neighbourhoods_can_be_compared_and_very_many_are_folded(serve):
    areas = indicator(key="low_pct", label="Low", geography="area", worse_when="higher")
    rows = rows_of(areas, {"A1": ((10, 100),), "A2": ((90, 100),)}, ("2018/19",))
    serve(pack_with(indicator(), areas, rows=[*rows_of(indicator()), *rows]))
    app = opened("compare", indicator="low_pct")
    assert "Low, 2018/19, by neighbourhood" in box(app, "Published figure").options
    assert "Field A2" in words(app)


def test_a_project_is_typed_drawn_kept_in_the_address_and_taken_off(serve):
    serve(pack_with())
    app = opened("compare", place="team-a")
    for label, typed in (
        ("Name", "<b>Read</b>; first"),
        ("Began (", "2015-09"),
        ("Ended (", "2017"),
    ):
        next(each for each in app.text_input if each.label.startswith(label)).set_value(typed)
    next(each for each in app.button if each.label == "Draw it").click()
    app.run()
    assert app.query_params["project"] == "<b>Read</b>, first;2015-09;2017"
    said = words(app)
    assert "while it ran (from September 2015 to 2017)" in said
    assert "This does not show that the project caused any change" in said
    next(each for each in app.button if each.label == "Take the project off").click().run()
    assert "project" not in app.query_params
    assert "while it ran" not in words(app)


def test_a_project_that_cannot_be_read_is_told_and_what_was_typed_stays(serve):
    serve(pack_with())
    app = opened("compare", place="team-a")
    box_of = {each.label.split(" (")[0]: each for each in app.text_input}
    box_of["Name of the project"].set_value("Read")
    box_of["Began"].set_value("2018")
    box_of["Ended"].set_value("2016")
    next(each for each in app.button if each.label == "Draw it").click()
    app.run()
    assert "project" not in app.query_params
    assert "before its start" in words(app) + " ".join(each.value for each in app.error)
    assert "2018" in [each.value for each in app.text_input]
    [warning] = opened("compare", place="team-a", project="a;2018;2016").warning
    assert "the address, project" in warning.value


def test_years_without_a_figure_are_not_joined_by_a_line():
    rows = [row for row in rows_of(indicator()) if row["period"] not in ("2015/16", "2016/17")]
    history = measure_history(pack_with(rows=rows), "ready_pct", "team-a")
    assert history_svg(history).count("kyp-series") == 1  # 2017/18 to 2018/19, and no other
