"""Hotspots against published values, against the formula, and where there is nothing to find."""

import warnings
from dataclasses import replace
from itertools import combinations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from geodata.errors import QuestionError
from layers.hotspots.arrangements import STEPS, count_arrangements
from layers.hotspots.clusters import _group, find_hotspots
from layers.hotspots.found import COLD, HOT, LOW_AMONG_HIGH, NEITHER, NOT_KNOWN
from layers.hotspots.local import false_discovery_cut, getis_ord, moran, needed_at_once
from layers.hotspots.neighbours import find_neighbours, groups_of
from layers.hotspots.overall import global_moran
from layers.hotspots.words import chance_words
from layers.progress import Stopped
from layers.question.question import default_question
from tests.builders import CRS, NEED_DECILES, SIDE, SOUTH, WEST, tiny_areas, tiny_pack
from tests.sweeps import examples, with_sweeps

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from esda.getisord import G, G_Local
    from esda.moran import Moran, Moran_Local
    from libpysal.graph import Graph

# esda's own tests: six points, neighbours within 15, and what its authors print for them.
POINTS = gpd.GeoSeries.from_xy([10, 20, 40, 15, 30, 30], [10, 10, 10, 20, 20, 30])
VALUES = np.array([2, 3, 3.2, 5, 8, 7])
STAR_BINARY = [-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331]
STAR_BINARY_FULL = [
    -1.3972762620115446,
    -0.2891776156271283,
    0.6506496351610377,
    -0.2891776156271283,
    1.2345208835198738,
    2.024243309389896,
]
STAR_ROW = [-0.62488094, -0.09144599, 0.41150696, -0.09144599, 0.24690418, 1.28024388]


@pytest.fixture(name="band")
def distance_band():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Graph.build_distance_band(POINTS, threshold=15, binary=True)


@pytest.mark.filterwarnings("ignore")
def test_published_values_come_out_to_their_last_digit(band):
    assert [round(z, 8) for z in getis_ord(VALUES, band).score] == STAR_BINARY
    found = {
        (star, transform): G_Local(VALUES, band, transform=transform, star=star, permutations=0).Zs
        for star in (False, True)
        for transform in "BR"
    }
    assert round(found[False, "B"][0], 7) == -1.0136729
    assert round(found[False, "R"][0], 8) == -0.62074534
    assert found[True, "R"].round(8).tolist() == STAR_ROW
    assert found[True, "B"] == pytest.approx(STAR_BINARY_FULL, rel=1e-12)
    overall = G(VALUES, band, permutations=0)
    assert round(float(overall.G), 8) == 0.55709779
    assert round(float(overall.p_norm), 6) == 0.172936


def gi_star(values, table):
    """Getis and Ord's formula of 1995, in plain loops."""
    n, mean, spread = len(values), np.mean(values), np.std(values)
    scores = []
    for row in table:
        w = [each / sum(row) for each in row]
        top = sum(a * b for a, b in zip(w, values, strict=True)) - mean * sum(w)
        below = spread * np.sqrt((n * sum(a * a for a in w) - sum(w) ** 2) / (n - 1))
        scores.append(top / below)
    return scores


def test_scores_follow_the_formula_for_any_values():
    areas, _ = grid(5)
    graph = find_neighbours(areas)
    table = graph.sparse.toarray() + np.eye(len(areas))
    for seed in range(5):
        values = np.random.default_rng(seed).random(len(areas))
        assert getis_ord(values, graph).score == pytest.approx(gi_star(values, table))


def test_every_arrangement_is_counted_as_listing_them_does():
    """Small sets, ties and many neighbours among them: each choice of the others, one by one."""
    random = np.random.default_rng(1)
    for n in (4, 7, 10):
        values = random.integers(0, 4, n) * 1.0 if n == 7 else random.random(n)
        counts = random.integers(1, n, n)
        beside = [random.permutation(np.delete(np.arange(n), i))[:k] for i, k in enumerate(counts)]
        found = count_arrangements(values, np.concatenate(beside), counts)
        on_grid = np.rint((values - values.min()) / np.ptp(values) * STEPS)
        for i, own in enumerate(beside):
            others = np.delete(np.arange(n), i)
            sums = np.array([on_grid[list(c)].sum() for c in combinations(others, counts[i])])
            seen = on_grid[own].sum()
            assert found.above[i] == pytest.approx((sums >= seen).mean(), abs=1e-11)
            assert found.below[i] == pytest.approx((sums <= seen).mean(), abs=1e-11)
            ends = min((sums >= sums.max()).mean(), (sums <= sums.min()).mean())
            assert found.floor[i] == pytest.approx(min(1, 2 * ends), abs=1e-11)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("work_out", [getis_ord, moran])
def test_chances_are_those_that_many_shuffles_of_esda_come_to(work_out):
    areas, values = grid(8, (0, 1, 8, 9))
    graph = find_neighbours(areas)
    drawn = {"permutations": 9999, "seed": 3, "n_jobs": 1}
    if work_out is getis_ord:
        by_esda = G_Local(values, graph.assign_self_weight(1), transform="B", star=True, **drawn)
        seen, shuffled = by_esda.Gs, by_esda.rGs
    else:
        by_esda = Moran_Local(values, graph, transformation="r", **drawn)
        seen, shuffled = by_esda.Is, by_esda.rlisas
    above = (shuffled >= seen[:, None] - 1e-12).mean(axis=1)
    below = (shuffled <= seen[:, None] + 1e-12).mean(axis=1)
    chance = np.minimum(1, 2 * np.minimum(above, below))
    assert work_out(values, graph).chance == pytest.approx(chance, abs=0.03)
    assert work_out(values, graph).chance[:2] == pytest.approx(chance[:2], abs=0.004)


def test_global_moran_is_esdas_and_its_chance_has_a_floor():
    areas, values = grid(9, CORNER)
    graph = find_neighbours(areas)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = Moran(values, graph, permutations=0)
    ours = global_moran(values, graph, permutations=999)
    assert (ours.index, ours.expected) == pytest.approx((theirs.I, theirs.EI))
    assert ours.z_score == pytest.approx(theirs.z_rand)
    assert ours.chance == pytest.approx(1 / 1000)
    assert ours.is_clear
    scattered = np.random.default_rng(5).permutation(values)
    assert global_moran(scattered, graph, permutations=999).chance > 0.01
    assert not global_moran(scattered, graph, permutations=999).is_clear


def test_shuffling_in_blocks_is_shuffling_at_once(monkeypatch):
    areas, values = grid(6, noise=2)
    graph = find_neighbours(areas)
    told = []
    at_once = global_moran(values, graph, 500, 7)
    monkeypatch.setattr("layers.hotspots.overall.AT_ONCE", 36 * 10)
    blocks = global_moran(values, graph, 500, 7, lambda part, _: told.append(part))
    assert blocks == at_once
    assert len(told) == 50
    assert told == sorted(told)


def test_the_class_is_the_tail_not_the_sign_of_the_score():
    """One huge figure drags the mean above nearly all sums: scores below 0, in the upper tail."""
    areas, _ = grid(5)
    values = np.ones(25)
    values[24] = 200.0
    values[[0, 1, 5, 6]] = 2.0
    local = getis_ord(values, find_neighbours(areas))
    assert local.score[0] < 0
    assert local.quadrant[0] == 1
    assert moran(values, find_neighbours(areas)).quadrant[0] == 2


def test_what_few_areas_could_show_is_said():
    assert needed_at_once(np.array([0.01, 0.5, 0.5, 0.5, 0.5])) == 1
    assert needed_at_once(np.array([0.02, 0.02, 0.5, 0.5, 0.5])) == 2
    assert needed_at_once(np.full(5, 0.06)) == 0


def grid(side, hot=(), noise=0):
    """A square of areas, all alike but for the hot ones and a little noise."""
    shapes = [
        box(WEST + x * SIDE, SOUTH + y * SIDE, WEST + (x + 1) * SIDE, SOUTH + (y + 1) * SIDE)
        for x in range(side)
        for y in range(side)
    ]
    values = np.random.default_rng(noise).random(side * side)
    values[list(hot)] += 5
    return gpd.GeoDataFrame(geometry=shapes, crs=CRS), values


CORNER = tuple(x * 12 + y for x in range(4) for y in range(4))


@pytest.mark.parametrize("work_out", [getis_ord, moran])
def test_a_cluster_that_is_there_is_found_and_little_else(work_out):
    areas, values = grid(12, CORNER)
    local = work_out(values, find_neighbours(areas))
    cut = false_discovery_cut(local.chance)
    hot = set(np.flatnonzero((local.chance <= cut) & (local.quadrant == 1)))
    assert len(hot & set(CORNER)) >= 12
    assert len(hot - set(CORNER)) <= 8  # those beside the cluster have it among their neighbours


def test_where_there_is_no_cluster_almost_none_is_found():
    found = 0
    for seed in range(20):
        areas, values = grid(10, noise=seed)
        chances = getis_ord(values, find_neighbours(areas)).chance
        found += (chances <= false_discovery_cut(chances)).any()
    assert found <= 3


def test_zeros_among_zeros_are_nothing_unusual():
    """A gap is zero in most neighbourhoods: that is no cold spot."""
    areas, values = grid(12)
    values = np.where(np.isin(np.arange(144), CORNER[:6]), 1.0, 0.0)
    local = getis_ord(values, find_neighbours(areas))
    cut = false_discovery_cut(local.chance)
    assert not ((local.chance <= cut) & (local.quadrant == 3)).any()


@examples(10)
@given(st.floats(0.5, 100), st.floats(0, 1000), st.integers(0, 5))
def test_another_unit_changes_nothing(times, more, seed):
    areas, values = grid(5, noise=seed)
    graph = find_neighbours(areas)
    here, there = getis_ord(values, graph), getis_ord(values * times + more, graph)
    assert there.score == pytest.approx(here.score, rel=1e-6, abs=1e-6)
    assert there.chance == pytest.approx(here.chance, rel=0.02)  # a figure may fall a step aside


def test_looking_leaves_chance_as_it_was():
    areas, values = grid(6)
    np.random.seed(4)  # noqa: NPY002
    expected = np.random.random()  # noqa: NPY002
    np.random.seed(4)  # noqa: NPY002
    getis_ord(values, find_neighbours(areas))
    assert np.random.random() == expected  # noqa: NPY002


def test_the_cut_is_benjamini_and_hochbergs():
    """Their own example (1995, section 3.2): four of fifteen are rejected at 5%."""
    chances = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
        0.5719, 0.6528, 0.7590, 1.0,
    ]  # fmt: skip
    assert false_discovery_cut(np.array(chances)) == 0.0095
    assert false_discovery_cut(np.array([0.5, 0.9])) == 0
    assert false_discovery_cut(np.array([0.5, 0.6]), 0.6) == 0.6


def test_neighbours_touch_within_ten_metres():
    areas, _ = grid(3)
    moved = areas.set_geometry(areas.geometry.scale(0.994, 0.994, origin="center"))  # 6 m apart
    apart = areas.set_geometry(areas.geometry.scale(0.989, 0.989, origin="center"))  # 11 m apart
    assert find_neighbours(areas).cardinalities.tolist() == [3, 5, 3, 5, 8, 5, 3, 5, 3]
    assert find_neighbours(moved).cardinalities.tolist() == [3, 5, 3, 5, 8, 5, 3, 5, 3]
    assert len(find_neighbours(apart).isolates) == 9
    assert find_neighbours(apart, "nearest").cardinalities.tolist() == [8] * 9


def test_groups_are_what_hangs_together():
    areas, _ = grid(4)
    member = np.isin(np.arange(16), [0, 1, 2, 15])
    numbers = groups_of(find_neighbours(areas), member)
    assert numbers[[0, 1, 2]].tolist() == [1, 1, 1]
    assert numbers[15] == 2
    assert set(numbers[~member]) == {0}


# On a pack


def big_pack(hot=CORNER, **changes):
    """A square of 144 neighbourhoods, the neediest tenth in one corner."""
    areas, _ = grid(12)
    shapes, first = areas.geometry, tiny_areas().iloc[[0] * 144]
    keys = [f"N{n:03d}" for n in range(144)]
    names = [f"Corner {n}, east" if n in hot else f"Field {n}" for n in range(144)]
    rows = first.set_axis(keys).rename_axis("area_id").assign(name=names)
    rows = rows.set_geometry(gpd.GeoSeries(shapes.to_numpy(), index=keys, crs=CRS))
    deciles = {key: 1 if n in hot else 6 + n % 4 for n, key in enumerate(keys)}
    middles = rows.geometry.centroid
    origins = pd.DataFrame(
        {"area_id": keys, "easting_m": middles.x, "northing_m": middles.y, "weight": 1.0}
    ).rename_axis("origin_id")
    return _with_team(rows, deciles | changes.get("deciles", {}), origins)


def _with_team(rows, deciles, origins):
    rows.index = pd.Index([f"A{key[1:]}" for key in rows.index], name="area_id")
    renamed = {f"A{key[1:]}": value for key, value in deciles.items()}
    return tiny_pack(
        areas=rows,
        deciles=renamed,
        origins=origins.assign(area_id=list(rows.index))
        .set_axis(list(rows.index))
        .rename_axis("origin_id"),
    )


@pytest.fixture(name="pack", scope="module")
def pack_with_a_corner():
    return big_pack()


def test_the_corner_is_named_counted_and_described(pack):
    found = find_hotspots(pack, default_question(pack))
    hot = found.areas[found.areas["code"] == HOT]
    assert hot["name"].str.startswith("Corner").sum() >= 12
    [group] = found.groups[found.groups["kind"] == "hot"].to_dict(orient="records")
    assert group["areas"] == len(hot)
    assert group["children"] == 50 * len(hot)
    assert found.sentence().startswith("1 group of neighbourhoods stands out for high need: ")
    assert found.parameters()["seed"] == 20260101
    assert found.parameters()["permutations"] == 9999
    assert "every other way" in found.method()
    assert any("is not a hotspot" in said for said in found.notes())
    assert any("Moran’s I is 0." in said for said in found.notes())
    assert found.table["class"].iloc[0] == "part of a hotspot"
    assert found.codes.index.equals(pack.areas.index)


def test_the_statistic_asked_for_is_the_one_worked_out():
    """A mild neighbourhood amid the needy ones: only local Moran's I tells it from them."""
    pack = big_pack(deciles={"N013": 9})
    question = default_question(pack)
    together = find_hotspots(pack, question, statistic="gi")
    apart = find_hotspots(pack, question, statistic="moran")
    assert together.areas.loc["A013", "code"] == HOT
    assert apart.areas.loc["A013", "code"] == LOW_AMONG_HIGH
    assert apart.areas.loc["A013", "score"] < 0 < together.areas.loc["A013", "score"]
    assert apart.legend()[LOW_AMONG_HIGH] == "better than its neighbours"
    assert LOW_AMONG_HIGH not in together.legend()


def test_which_way_is_worse_decides_what_is_hot(pack):
    lower = find_hotspots(pack, default_question(pack))
    indicator = pack.indicators["idaci_rank"]
    turned = replace(pack, indicators={"idaci_rank": replace(indicator, worse_when="higher")})
    higher = find_hotspots(turned, default_question(turned))
    assert (higher.areas["code"] == COLD).equals(lower.areas["code"] == HOT)


def test_missing_values_and_islands_are_left_out_counted_and_said():
    pack = big_pack(deciles={"N020": None, "N021": None})
    areas = pack.areas.copy()
    areas.loc["A143", "geometry"] = box(WEST + 90_000, SOUTH, WEST + 91_000, SOUTH + 1000)
    pack = tiny_pack(
        areas=areas,
        origins=pack.origins,
        deciles={
            key: None if key in ("A020", "A021") else 1 + int(key[1:]) % 9 for key in areas.index
        },
    )
    found = find_hotspots(pack, default_question(pack))
    assert found.missing_areas == 2
    assert found.islands == (areas["name"]["A143"],)
    assert (found.areas.loc[["A020", "A021", "A143"], "code"] == NOT_KNOWN).all()
    said = " ".join(found.notes())
    assert found.missing() == {"areas": 3.0}
    assert "beside no other neighbourhood: Field 143" in said
    assert "want of a figure: 2 neighbourhoods" in said
    nearest = find_hotspots(pack, default_question(pack), nearness="nearest")
    assert nearest.islands == ()


@pytest.mark.parametrize("about", ["need", "gap", "reach"])
@pytest.mark.parametrize("statistic", ["gi", "moran"])
def test_any_measure_can_be_looked_at(about, statistic):
    pack = tiny_pack()
    found = find_hotspots(pack, default_question(pack), about, statistic=statistic, permutations=99)
    assert set(found.areas["code"]) <= {HOT, COLD, NEITHER, 3, 4}
    assert found.sentence()
    assert found.needed_at_once != 1
    assert any("at once" in said or "However these" in said for said in found.notes())


@pytest.mark.parametrize(
    ("deciles", "said"),
    [
        (dict.fromkeys(NEED_DECILES), "0 with a known value"),
        (dict.fromkeys(NEED_DECILES) | {"A1": 3}, "1 with a known value"),
        (dict.fromkeys(NEED_DECILES, 4), "the same value in every one"),
    ],
)
def test_nothing_to_compare_is_said_once(deciles, said):
    pack = tiny_pack(deciles=deciles)
    with pytest.raises(QuestionError, match=said) as caught:
        find_hotspots(pack, default_question(pack))
    assert len(caught.value.problems) == 1


def test_areas_that_touch_nothing_can_use_the_nearest():
    areas = tiny_areas()
    areas = areas.set_geometry(areas.geometry.scale(0.9, 0.9, origin="center"))
    pack = tiny_pack(areas=areas)
    with pytest.raises(QuestionError, match="hardly any that touch another"):
        find_hotspots(pack, default_question(pack))
    assert find_hotspots(pack, default_question(pack), nearness="nearest").islands == ()


@pytest.mark.parametrize(("permutations", "seed"), [(9, 1), (10**6, 1), (999, -1)])
def test_settings_out_of_range_are_said(permutations, seed):
    pack = tiny_pack()
    with pytest.raises(QuestionError, match="a whole number from"):
        find_hotspots(pack, default_question(pack), permutations=permutations, seed=seed)


def test_the_work_can_be_stopped():
    def stop(*_):
        raise Stopped

    pack = tiny_pack()
    with pytest.raises(Stopped):
        find_hotspots(pack, default_question(pack), progress=stop)


@pytest.mark.parametrize("about", with_sweeps(["need", "gap", "reach"], working=["gap"]))
def test_any_seed_gives_the_same_answer(pack, about):
    question = default_question(pack)
    first, *rest = (find_hotspots(pack, question, about, seed=seed) for seed in range(8))
    for other in rest:
        pd.testing.assert_frame_equal(first.areas, other.areas)
        assert first.sentence() == other.sentence()


def test_a_group_is_two_or_more_and_those_alone_are_counted():
    areas, _ = grid(3)
    rows = areas.assign(name=list("abcdefghi"), district="D", children=10.0, code=NEITHER, group=0)
    rows.loc[[0, 1, 8], "code"] = HOT
    groups = _group(rows, find_neighbours(areas), rows.index)
    assert groups["areas"].tolist() == [2]
    assert rows["group"].tolist() == [1, 1, 0, 0, 0, 0, 0, 0, 0]


def test_where_nearly_all_are_the_same_the_test_says_what_it_could_not_see():
    """With 90% at the top, three neighbours at the top are nothing: no hotspot could be found."""
    areas, _ = grid(12)
    values = np.ones(144)
    values[::10] = 0.0
    local = getis_ord(values, find_neighbours(areas))
    assert local.floor_high.min() > 0.05
    assert local.floor.min() < 0.001
    pack = big_pack()
    found = find_hotspots(pack, default_question(pack))
    few = replace(found, could_be_hot=20)
    assert "Only 20 of 144 could have stood out for high need" in " ".join(few.notes())
    assert "could have stood out" not in " ".join(found.notes())


def test_a_chance_is_said_as_odds():
    assert chance_words(0.004) == "1 in 250"
    assert chance_words(1e-9) == "under 1 in 10,000"


def test_no_group_is_never_called_chance(pack):
    """Neighbours alike over the whole map, and nothing named: both are said."""
    found = find_hotspots(pack, default_question(pack))
    none = replace(found, groups=found.groups.iloc[:0])
    assert "yet neighbours are alike" in none.sentence()
    assert "more alike than chance would make them" in none.notes()[0]
    assert "could be chance" not in none.sentence() + none.detail()
    scattered = replace(none, overall=replace(found.overall, chance=0.4))
    assert "nor are neighbours clearly alike" in scattered.sentence()
    assert "Nor are neighbouring neighbourhoods clearly more alike" in scattered.detail()
