"""Hotspots of an indicator among the places that it is published for, and no others."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from esda.getisord import G_Local
from shapely.geometry import box

from geodata import schema
from geodata.errors import QuestionError
from geodata.model import PlaceKind
from geodata.pack import arrange, assemble_pack, table_from_catalogue
from layers.__main__ import main
from layers.hotspots.clusters import find_hotspots
from layers.hotspots.found import NOT_KNOWN
from layers.hotspots.neighbours import find_neighbours
from layers.hotspots.tables import area_rows
from layers.indicators.asking import Shown
from layers.question.question import default_question
from tests.builders import CRS, SIDE, SOUTH, WEST, tiny_areas, tiny_info
from tests.layers.published import indicator, pack_with

ACROSS = 8  # wards in a row, and rows of them: a square of 64, each one area


def ward_pack(values, made=None):
    """64 wards of one area each in a square, with a figure for each; None where not held."""
    cells = [(x, y) for x in range(ACROSS) for y in range(ACROSS)]
    shapes = [
        box(WEST + x * SIDE, SOUTH + y * SIDE, WEST + (x + 1) * SIDE, SOUTH + (y + 1) * SIDE)
        for x, y in cells
    ]
    one = tiny_areas().drop(columns="geometry").iloc[0]
    keys = [f"N{x}{y}" for x, y in cells]
    areas = gpd.GeoDataFrame(
        pd.DataFrame([one] * len(cells)).assign(
            name=[f"Field {key}" for key in keys],
            official_name=keys,
            ward_id=[f"W{key}" for key in keys],
        ),
        geometry=shapes,
        crs=CRS,
    ).set_index(pd.Index(keys, name="area_id"))
    places = gpd.GeoDataFrame(
        {"name": [f"Ward {key}" for key in keys], "kind": "ward"},
        geometry=shapes,
        crs=CRS,
        index=pd.Index([f"W{key}" for key in keys], name="place_id"),
    )
    members = pd.DataFrame({"place_id": places.index, "area_id": keys, "share": 1.0})
    ward = PlaceKind(
        key="ward", label="ward", plural="wards", boundary="official", partition=True,
        source="made-up",
    )  # fmt: skip
    info = tiny_info(place_kinds=dict(tiny_info().place_kinds) | {"ward": ward})
    origins = pd.DataFrame(
        {"area_id": keys, "easting_m": [s.centroid.x for s in shapes],
         "northing_m": [s.centroid.y for s in shapes], "weight": 1.0},
        index=pd.Index(keys, name="origin_id"),
    )  # fmt: skip
    base = pack_with()
    tables = {
        "areas": arrange(schema.AREAS, areas),
        "origins": arrange(schema.ORIGINS, origins),
        "places": arrange(schema.PLACES, places),
        "membership": arrange(schema.MEMBERSHIP, members),
        "assets": base.assets,
        "indicators": table_from_catalogue({"idaci_rank": base.indicators["idaci_rank"]}),
        "indicator_values": arrange(
            schema.INDICATOR_VALUES,
            pd.DataFrame(
                {"indicator": "idaci_rank", "place_id": keys, "period": "2025",
                 "value": range(1, len(keys) + 1), "decile": 5}
            ),
        ),
    }  # fmt: skip
    made = made or indicator(geography="ward", worse_when="higher")
    rows = [
        {"indicator": made.key, "place_id": f"W{key}", "period": made.period, "value": value}
        for key, value in zip(keys, values, strict=True)
    ]
    return pack_with(made, rows=rows, pack=assemble_pack(info, tables))


def found_in(pack, **how):
    return find_hotspots(
        pack, default_question(pack), "indicator", shown=Shown(indicator="ready_pct"), **how
    )


def clustered(high=9.0, low=1.0):
    """A block of nine high figures in one corner; the others low, each a little different."""
    drawn = np.random.default_rng(4).normal(low, 0.1, ACROSS * ACROSS)
    block = [x * ACROSS + y for x in range(3) for y in range(3)]
    drawn[block] += high
    return drawn.tolist()


def test_a_block_of_wards_is_found_and_named_among_wards():
    found = found_in(ward_pack(clustered()))
    [hot] = found.groups[found.groups["kind"] == "hot"].to_dict("records")
    assert hot["areas"] >= 4
    members = found.areas.index[found.areas["group"] == 1]
    assert set(members) <= {f"WN{x}{y}" for x in range(4) for y in range(4)}
    assert found.sentence().startswith("1 group of wards stands out for high figures: ")
    assert found.detail().startswith("Ready for school, 2018/19, by ward. For high figures: ")
    assert found.table.index[0].startswith("WN")
    assert found.parameters()["published_for"] == "ward"
    assert found.parameters()["neighbours"].startswith("wards that touch")
    assert "service" not in found.parameters()
    assert "neighbourhood" not in " ".join(found.notes())


def test_the_score_is_that_of_esda_among_the_same_neighbours():
    pack = ward_pack(clustered())
    found = found_in(pack)
    graph = find_neighbours(pack.places.sort_values("name")).assign_self_weight()
    scores = G_Local(
        found.areas["value"].to_numpy(), graph, transform="B", star=True, permutations=0
    ).Zs
    assert found.areas["score"].to_numpy() == pytest.approx(scores)


def test_where_lower_is_worse_low_figures_are_the_hotspot():
    made = indicator(geography="ward", worse_when="lower")
    found = found_in(ward_pack([-value for value in clustered()], made))
    assert "stands out for low figures" in found.sentence()
    assert found.legend()[0] == "hotspot: low figures"


def test_nothing_is_better_or_worse_where_neither_is():
    made = indicator(geography="ward", worse_when="neither")
    values = clustered()
    values[ACROSS + 1] = -30.0  # low among high
    found = found_in(ward_pack(values, made), statistic="moran")
    assert not area_rows(found)["class"].str.contains("better|worse").any()


def test_wards_without_a_figure_are_left_out_and_counted():
    values = clustered()
    values[-1] = None
    found = found_in(ward_pack(values))
    assert found.codes.iloc[-1] == NOT_KNOWN
    assert "Left out for want of a figure: 1 ward." in found.notes()
    assert found.missing() == {"wards": 1}


def test_too_few_places_are_refused_or_said():
    pack = pack_with()
    alike = [{"indicator": "ready_pct", "place_id": f"team-{team}", "period": "2018/19", "value": 3}
             for team in "abc"]  # fmt: skip
    with pytest.raises(QuestionError, match="the same value in every one"):
        found_in(pack_with(rows=alike))
    found = find_hotspots(
        pack, default_question(pack), "indicator", shown=Shown(indicator="ready_pct")
    )
    assert found.detail() == "Ready for school, 2018/19, by early-help team."
    assert found.sentence() == (
        "3 early-help teams are too few, or too alike, to tell a group of them from chance."
    )
    made = indicator()
    one = [{"indicator": made.key, "place_id": "team-a", "period": made.period, "value": 3.0}]
    single = pack_with(made, rows=one)
    with pytest.raises(QuestionError, match="the early-help teams: found 1 with a known value"):
        found_in(single)


def test_figures_that_were_spread_are_refused_for_they_are_alike_by_that_alone():
    pack = pack_with()
    with pytest.raises(QuestionError, match="alike because they were spread"):
        find_hotspots(
            pack, default_question(pack), "indicator",
            shown=Shown(indicator="ready_pct", is_spread=True),
        )  # fmt: skip


def test_the_command_asks_the_same(capsys):
    assert main(["hotspots", "--indicator", "low_income_children"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Children in low-income families")
    assert main(["hotspots", "--indicator", "good_level_of_development_pct"]) == 2
    assert "Too few to test" in capsys.readouterr().err
