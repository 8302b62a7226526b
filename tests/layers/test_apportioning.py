from dataclasses import replace
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from geodata.disclosure import SUPPRESSED
from geodata.errors import CrsError, QuestionError
from layers.apportion import (
    apportion_indicator,
    apportion_to_places,
    move_counts,
    move_rates,
    shares_by_land,
    shares_by_people,
)
from tests.builders import CRS, SIDE, SOUTH, WEST, tiny_pack
from tests.layers.published import indicator, pack_with


def strips(*edges):
    """Vertical strips across the whole grid, edges in metres from its west."""
    boxes = {
        f"S{n}": box(WEST + a, SOUTH, WEST + b, SOUTH + 3 * SIDE)
        for n, (a, b) in enumerate(pairwise(edges))
    }
    return gpd.GeoDataFrame(
        index=pd.Index(list(boxes), name="to_id"), geometry=list(boxes.values()), crs=CRS
    )


def area_figures(key, form, spread_over, value):
    per = 100 if form == "share" else 1
    made = indicator(key=key, form=form, per=per, spread_over=spread_over, geography="area")
    rows = [
        {"indicator": key, "place_id": area, "period": made.period, "value": value(area)}
        for area in tiny_pack().areas.index
    ]
    return pack_with(made, rows=rows)


def test_people_go_where_they_set_out_from():
    """The edge at 500 m parts the western origins (0.4) from the eastern (0.6)."""
    shares = shares_by_people(tiny_pack(), strips(0, 500, 3000)).set_index(["from_id", "to_id"])
    assert shares.loc[("A1", "S0"), "share"] == pytest.approx(0.4)
    assert shares.loc[("A1", "S1"), "share"] == pytest.approx(0.6)
    assert shares.loc[("B1", "S1"), "share"] == pytest.approx(1)


def test_a_point_on_an_edge_is_counted_once():
    shares = shares_by_people(tiny_pack(), strips(0, 250, 3000))
    assert shares.groupby("from_id")["share"].sum().tolist() == pytest.approx([1] * 9)


def test_land_goes_by_area():
    shares = shares_by_land(tiny_pack().areas, strips(0, 500, 3000)).set_index(["from_id", "to_id"])
    assert shares.loc[("A1", "S0"), "share"] == pytest.approx(0.5)


def test_a_count_is_spread_by_people_and_its_total_kept():
    pack = area_figures("births_count", "count", "people", lambda _: 10.0)
    moved = apportion_indicator(pack, "births_count", strips(0, 500, 3000))
    assert moved.figures["value"].to_dict() == pytest.approx({"S0": 12, "S1": 78})
    assert moved.left_over == pytest.approx(0, abs=1e-9)
    half = apportion_indicator(pack, "births_count", strips(0, 1500))
    assert half.figures["value"].sum() + half.left_over == pytest.approx(90, abs=1e-9)
    assert "apportioned by people" in half.sentence()


def test_what_spreads_over_land_goes_by_land():
    pack = area_figures("green_count", "count", "land", lambda _: 10.0)
    moved = apportion_indicator(pack, "green_count", strips(0, 500, 3000))
    assert moved.figures["value"].to_dict() == pytest.approx({"S0": 15, "S1": 75})


def test_a_rank_is_averaged_and_missing_areas_lower_the_coverage():
    pack = area_figures("low_pct", "share", "people", lambda a: {"A": 10.0, "B": 40.0}.get(a[0]))
    moved = apportion_indicator(pack, "low_pct", strips(0, 2000, 3000)).figures
    assert moved.loc["S0", "value"] == pytest.approx(25)
    assert moved.loc["S0", "coverage_share"] == pytest.approx(1)
    assert np.isnan(moved.loc["S1", "value"])
    assert moved.loc["S1", "coverage_share"] == 0


def test_what_spreads_over_nothing_is_refused():
    pack = area_figures("school_pct", "share", "nothing", lambda _: 10.0)
    with pytest.raises(QuestionError, match="may not be spread"):
        apportion_indicator(pack, "school_pct", strips(0, 3000))
    with pytest.raises(QuestionError, match="describes small areas"):
        apportion_indicator(pack, "nonsense", strips(0, 3000))


def test_shapes_in_degrees_are_refused():
    with pytest.raises(CrsError):
        shares_by_people(tiny_pack(), strips(0, 3000).to_crs("EPSG:4326"))


def test_a_shape_outside_everything_is_not_covered():
    moved = apportion_indicator(tiny_pack(), "idaci_rank", strips(9000, 9500)).figures
    assert np.isnan(moved.loc["S0", "value"])
    assert moved.loc["S0", "coverage_share"] == 0


def test_an_indicator_moves_to_the_places_of_a_kind():
    """Each team takes in three areas; a rank is their mean over children."""
    moved = apportion_to_places(tiny_pack(), "idaci_rank", "early-help-team")
    assert moved.figures.loc["team-a", "place"] == "Team Alder"
    assert moved.figures.loc["team-a", "value"] == pytest.approx(3000 * (1 + 2 + 3) / 3)
    assert moved.parameters()["place_kind"] == "early-help-team"
    assert "at least 100% of each area is covered" in moved.sentence()
    with pytest.raises(QuestionError, match="'parish'"):
        apportion_to_places(tiny_pack(), "idaci_rank", "parish")


def test_what_finds_no_place_and_what_is_counted_twice_are_said():
    pack = area_figures("births_count", "count", "people", lambda _: 10.0)
    half = apportion_indicator(pack, "births_count", strips(0, 1500))
    assert any("fall outside" in note for note in half.notes())
    twice = pd.concat([strips(0, 3000), strips(0, 3000).rename(index={"S0": "S1"})])
    doubled = apportion_indicator(pack, "births_count", twice.rename_axis("to_id"))
    assert any("overlap" in note for note in doubled.notes())


def sensitive_figures(value, form="count", spread_over="people"):
    made = indicator(
        key="plans", form=form, per=1, spread_over=spread_over, geography="area", sensitive=True
    )
    rows = [
        {"indicator": "plans", "place_id": area, "period": made.period, "value": value(area)}
        for area in tiny_pack().areas.index
    ]
    if form == "share":
        rows = [row | {"numerator": row["value"] * 100, "denominator": 100} for row in rows]
    return pack_with(made, rows=rows)


@pytest.mark.parametrize("spread_over", ["people", "land"])
def test_a_drawn_place_of_one_area_has_no_sensitive_figure(spread_over):
    """The strip of 500 m has two fifths of the people of three areas, 1,800; A1 alone has 1,500."""
    pack = sensitive_figures(lambda _: 40, spread_over=spread_over)
    drawn = pd.concat([strips(0, 500, 3000), tiny_pack().areas[["geometry"]].loc[["A1"]]])
    moved = apportion_indicator(pack, "plans", drawn.rename_axis("to_id"))
    assert moved.figures["note"].tolist() == ["", "", SUPPRESSED]
    assert moved.figures["value"].notna().tolist() == [True, True, False]
    assert moved.missing() == {"suppressed": 1.0}
    assert f"No figure is given for 1 of them ({SUPPRESSED})." in moved.notes()


@pytest.mark.parametrize(("least_people", "is_shown"), [(1_800, True), (1_801, False)])
def test_a_drawn_place_of_few_people_has_no_sensitive_figure(least_people, is_shown):
    pack = sensitive_figures(lambda _: 0.5, form="share")
    disclosure = replace(pack.info.disclosure, least_people=least_people)
    pack = replace(pack, info=replace(pack.info, disclosure=disclosure))
    moved = apportion_indicator(pack, "plans", strips(0, 500))
    assert moved.figures["value"].notna().tolist() == [is_shown]
    everybody = replace(pack.indicators["plans"], sensitive=False)
    open_pack = replace(pack, indicators={**pack.indicators, "plans": everybody})
    assert apportion_indicator(open_pack, "plans", strips(0, 500)).figures["value"].notna().all()


def test_a_moved_sensitive_count_is_suppressed_and_rounded_as_any_is():
    """Of 5 in each of three areas two fifths are 6; of 5 in A1 alone 2; and 40 are left over."""
    wide = apportion_indicator(sensitive_figures(lambda _: 5), "plans", strips(0, 500))
    assert wide.figures["value"].tolist() == [5]
    assert wide.left_over == 40  # 39, rounded
    few = sensitive_figures(lambda area: 5 if area == "A1" else 0)
    moved = apportion_indicator(few, "plans", strips(0, 500))
    assert moved.figures["value"].isna().all()
    assert moved.figures["note"].tolist() == [SUPPRESSED]
    assert np.isnan(moved.left_over)
    assert "fall outside" not in " ".join(moved.notes())


# Shares to a millionth: below that a share is less than one person of any area.
shares_of_area = st.integers(0, 1_000_000).map(lambda millionths: millionths / 1_000_000)
overlaps = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 3), shares_of_area), min_size=1, max_size=20
)


@given(overlaps, st.lists(st.floats(0, 1e6), min_size=6, max_size=6))
def test_totals_are_kept_for_any_shares(rows, counts):
    shares = pd.DataFrame(rows, columns=["from_id", "to_id", "share"])
    given_away = shares.groupby("from_id")["share"].transform("sum").clip(lower=1)
    shares["share"] /= given_away
    old = pd.Series(counts)
    moved, left = move_counts(old, shares)
    assert moved["value"].sum() + left == pytest.approx(old.sum(), rel=1e-9, abs=1e-9)


@given(overlaps, st.floats(-100, 100))
def test_a_rate_that_is_the_same_everywhere_stays_so(rows, rate):
    shares = pd.DataFrame(rows, columns=["from_id", "to_id", "share"])
    moved = move_rates(pd.Series([rate] * 6), pd.Series([10.0] * 6), shares)
    known = moved["value"].dropna()
    assert known.tolist() == pytest.approx([rate] * len(known), rel=1e-6, abs=1e-6)
