"""The doors of a service as points, and the numbers behind a map's colours."""

from dataclasses import replace

import numpy as np
from pandas import Series

from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.said.numbers import UNKNOWN, percent
from mapping.map.describe import HARDLY_ANY, NEARLY_ALL, area_figures, describe_map
from mapping.map.layered import describe_layers
from mapping.map.layers.asked import read_layers
from mapping.map.points import service_points, symbols_of
from tests.builders import NEED_DECILES, tiny_assets, tiny_pack


def points_of(assets, **asked):
    pack = tiny_pack(assets=assets)
    return service_points(pack, default_question(pack, **asked))


def test_offers_at_one_spot_are_one_point_in_the_order_of_the_pack():
    assets = tiny_assets()
    first = points_of(assets)
    ids = [key for point in first for key in point.asset_ids]
    assert ids == [key for key in assets.index if key in ids]
    a, b = ids[:2]
    assets.loc[b, "geometry"] = assets.geometry[a]
    joined = points_of(assets)
    assert len(joined) == len(first) - 1
    assert joined[0].asset_ids == (a, b)
    assert joined[0].label == "2 services here"
    assert [line.split(", ")[0] for line in joined[0].details] == [
        assets["name"][a],
        assets["name"][b],
    ]
    assert (joined[0].lon, joined[0].lat) == (first[0].lon, first[0].lat)
    assert joined[1:] == first[2:]


def test_a_point_is_hollow_only_where_nothing_there_is_open_to_those_ages():
    assets = tiny_assets()
    ids = [key for point in points_of(assets) for key in point.asset_ids]
    a, b = ids[:2]
    assets.loc[b, "geometry"] = assets.geometry[a]
    assets.loc[b, "status"] = "planned"
    both = points_of(assets)[0]
    assert not both.hollow
    assert both.details[1].endswith("planned")
    assets.loc[a, ["age_from", "age_to"]] = [20, 25]
    assert points_of(assets)[0].hollow
    assets.loc[b, "status"] = "open"
    assert not points_of(assets)[0].hollow


def test_what_is_closed_online_or_nowhere_is_no_point():
    assets = tiny_assets()
    ids = [key for point in points_of(assets) for key in point.asset_ids]
    assets.loc[ids[0], "status"] = "closed"
    assert ids[0] not in [key for point in points_of(assets) for key in point.asset_ids]
    assets.loc[ids, "delivery"] = "online; phone"
    assert points_of(assets) == ()


def test_a_tooltip_names_the_provider_and_the_ages_only_where_they_are_known():
    assets = tiny_assets()
    ids = [key for point in points_of(assets) for key in point.asset_ids]
    assets.loc[ids[0], ["age_from", "age_to"]] = [0, 4]
    assets.loc[ids[0], "provider"] = "The council"
    [line] = points_of(assets)[0].details
    assert "The council" in line
    assert "ages 0–4" in line
    assets.loc[ids[0], "age_to"] = np.nan
    assets["provider"] = assets["provider"].astype(object)
    assets.loc[ids[0], "provider"] = None
    [line] = points_of(assets)[0].details
    assert "ages 0 and over" in line
    assert "The council" not in line
    assets.loc[ids[0], "age_from"] = np.nan
    [line] = points_of(assets)[0].details
    assert "ages" not in line
    assert "The council" not in line


def test_figures_are_rounded_halves_up_and_not_known_is_none_never_zero():
    pack = tiny_pack()
    gaps = measure_gaps(pack, default_question(pack))
    column = gaps.areas.columns.get_loc("minutes")
    numbers = Series([0.5, 1.5, 2.4999, np.nan, 0.0, 7, 8, 9, 10])
    gaps.areas.iloc[:, column] = numbers.to_numpy()
    minutes = next(each for each in area_figures(gaps, pack) if each.key == "minutes")
    shown = list(minutes.values)
    assert shown == [1, 2, 2, None, 0, 7, 8, 9, 10]
    assert all(type(each) is int for each in shown if each is not None)


def test_a_share_that_is_neither_none_nor_all_is_never_drawn_as_such():
    pack = tiny_pack()
    gaps = measure_gaps(pack, default_question(pack))
    shares = [0, 0.003, 0.005, 0.3, 0.994, 0.997, 1, np.nan, 0.5]
    gaps.areas.iloc[:, gaps.areas.columns.get_loc("within_share")] = shares
    figure = next(each for each in area_figures(gaps, pack) if each.key == "within_pct")
    shown = list(figure.values)
    assert shown == [0, HARDLY_ANY, 1, 30, 99, NEARLY_ALL, 100, None, 50]
    told = [UNKNOWN if each is None else percent(each / 100) for each in shown]
    assert told == [percent(share) for share in shares]


def test_need_is_coloured_by_fifths_and_reach_by_nobody_and_fifths_of_the_children():
    deciles = dict(zip(NEED_DECILES, range(1, 10), strict=True))
    pack = tiny_pack(deciles=deciles)
    gaps = measure_gaps(pack, default_question(pack))
    assert describe_map(pack, gaps, "need").classes == (0, 0, 1, 1, 2, 2, 3, 3, 4)
    gaps.areas["within_share"] = [0, 0.19, 0.2, 0.4, 0.6, 0.79, 0.8, 1, np.nan]
    assert describe_map(pack, gaps, "reach").classes == (0, 1, 2, 3, 4, 4, 5, 5, 9)


def test_a_class_counts_its_areas_and_the_children_who_are_known():
    pack = tiny_pack()
    gaps = measure_gaps(pack, default_question(pack))
    gaps.areas.iloc[0, gaps.areas.columns.get_loc("decile")] = np.nan
    gaps.areas.iloc[1, gaps.areas.columns.get_loc("children")] = np.nan
    spec = describe_map(pack, gaps, "need")
    assert sum(each.areas for each in spec.legend.classes) == len(pack.areas)
    assert sum(each.children for each in spec.legend.classes) == gaps.areas["children"].sum()
    unknown = spec.legend.classes[-1]
    assert (unknown.label, unknown.areas) == ("not known", 1)
    assert spec.classes[0] == unknown.code == 9


def test_every_kind_has_a_shape_and_a_colour_of_its_own_in_one_service_too():
    points = points_of(tiny_assets())
    assert len({point.kind_label for point in points}) == len(points) == 2
    assert len({point.shape for point in points}) == 2
    assert len({point.colour for point in points}) == 2
    many = symbols_of(f"kind-{at}" for at in range(42))
    assert len(set(many.values())) == 42
    assert symbols_of(["a", "b", "a"]) == {key: many[f"kind-{at}"] for at, key in enumerate("ab")}


def test_a_door_that_two_services_have_is_drawn_once_and_open_where_it_is_for_one():
    pack = tiny_pack()
    gaps = measure_gaps(pack, default_question(pack))
    asked, _ = read_layers("fill.gap,doors.family-centres", pack, "")
    spec = describe_layers(pack, gaps, asked)
    [layer] = spec.services
    shut = tuple(replace(point, hollow=True) for point in layer.points)
    again = replace(layer, make_points=lambda: shut)
    for layers in ((again, layer), (layer, again)):
        doubled = replace(spec, layers=(spec.fill, *layers))
        assert doubled.points == layer.points
