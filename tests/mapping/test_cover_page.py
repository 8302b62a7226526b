"""The Cover page as AppTest sees it, and its HTML; what is drawn is for a browser."""

import re

import pytest

from layers.cover.grid import measure_cover
from layers.question.question import default_question
from mapping.pages.cover.tables import cover_grid
from tests.builders import NEED_DECILES, tiny_assets, tiny_pack
from tests.mapping.reading import opened, words


def test_it_opens_on_an_answer_with_nothing_touched(serve):
    serve(tiny_pack())
    said = words(opened("cover"))
    assert "child and family centres take every age asked about (0–4)" in said
    assert "20–25-year-olds" not in said
    assert "1 of 7 years of age" in said
    assert "none listed" in said
    assert "How much of it is there?" in said
    assert "How fairly is it spread?" in said
    assert "docs/" not in said
    assert "LSOA" not in said


def test_one_place_names_the_nearest_beyond(serve):
    serve(tiny_pack())
    said = words(opened("cover", place="team-b"))
    assert "child and family centres take every age asked about (0–4)" in said
    assert "Offers by age in Team Birch" in said
    assert re.search(r"nearest: (Field Centre|Corner Zone), \d+ minutes on foot", said)


def test_a_place_that_is_not_there_is_said_and_all_is_shown(serve):
    serve(tiny_pack())
    app = opened("cover", place="<script>")
    assert "place: found '&lt;script&gt;'" in app.warning[0].value
    assert "Offers by age in Tiny and Testing" in words(app)


def test_choosing_a_place_changes_the_address(serve):
    serve(tiny_pack())
    app = opened("cover")
    app.selectbox[0].select("team-c").run()
    assert app.query_params["place"] in ("team-c", ["team-c"])
    assert "Offers by age in Team Cedar" in words(app)


def test_levels_are_offered_where_any_is_stated(serve):
    serve(tiny_pack())
    assert opened("cover").radio[0].options == ["Service", "Kind of service"]
    serve(
        tiny_pack(
            assets=tiny_assets(
                level_prevention=["Universal", "Targeted – selective", None, None, None]
            )
        )
    )
    app = opened("cover", show="level")
    assert app.radio[0].options == ["Service", "Kind of service", "Level"]
    said = words(app)
    assert "Targeted" in said
    assert "state no level and are in no row" in said


def test_what_is_not_stated_is_said(serve):
    serve(tiny_pack())
    said = words(opened("cover"))
    assert "No staff is stated for 2 of 2 sites" in said
    assert "1 of 4 running offers states no ages; it is counted" in said
    assert "No offer states its level or its expertise" in said


def test_a_service_that_nobody_offers_is_said(serve):
    serve(tiny_pack())
    said = words(opened("cover", service="nurse-partnership"))
    assert "nothing is found of family nurse partnerships" in said
    assert "nor anywhere in this data" in said


def test_need_that_is_missing_everywhere_is_said(serve):
    serve(tiny_pack(deciles=dict.fromkeys(NEED_DECILES)))
    assert "cannot be worked out here" in words(opened("cover"))


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "`x` ${alert(1)}", "a\"b'c"])
def test_names_are_text(serve, name):
    pack = tiny_pack(assets=tiny_assets(expertise=name))
    pack.places.loc["team-a", "name"] = name
    pack.assets.loc[["centre-a", "zone-c"], "name"] = name
    serve(pack)
    for query in ({}, {"place": "team-a"}, {"place": "team-b", "show": "expertise"}):
        said = words(opened("cover", **query))
        for raw in ("<script", "`", "${"):
            assert raw not in said


def test_empty_cells_side_by_side_are_one_and_every_row_spans_all_bands():
    pack = tiny_pack()
    question = default_question(pack)
    grid = cover_grid(measure_cover(pack, question, place_id="team-b"), question, pack)
    assert [sum(cell.span for cell in row.cells) for row in grid.rows] == [10] * len(grid.rows)
    assert any(cell.span > 1 for row in grid.rows for cell in row.cells)
