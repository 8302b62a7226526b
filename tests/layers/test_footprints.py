import math
from dataclasses import replace

import pandas as pd
import pytest

from geodata.errors import QuestionError
from layers.compare.footprints import measure_footprints, measure_overlay
from tests.builders import tiny_areas, tiny_info, tiny_pack


def with_networks(shares, *, kind="network", partition=False, pack=None):
    """The tiny pack with places of a third kind: {place_id: {area_id: share}}."""
    pack = tiny_pack() if pack is None else pack
    info = tiny_info()
    made = replace(
        info.place_kinds["district"], key=kind, label=kind, plural=f"{kind}s", partition=partition
    )
    members = pd.DataFrame(
        [(key, area, share) for key, areas in shares.items() for area, share in areas.items()],
        columns=["place_id", "area_id", "share"],
    )
    shape = pack.places.loc[["D1"]]
    places = [
        shape.rename(index={"D1": key}).assign(name=f"Network {key}", kind=kind) for key in shares
    ]
    return replace(
        pack,
        info=replace(pack.info, place_kinds=dict(pack.info.place_kinds) | {kind: made}),
        places=pd.concat([pack.places, *places]).rename_axis("place_id"),
        membership=pd.concat([pack.membership, members], ignore_index=True),
    )


def crosswalk(found):
    return found.crosswalk.set_index(["place_id", "other_id"])


def test_a_partition_within_another_is_wholly_in_it():
    found = measure_footprints(tiny_pack(), "early-help-team", "district")
    assert list(found.places["others"]) == [1, 1, 1]
    assert list(found.places["covered_share"]) == pytest.approx([1, 1, 1])
    assert "Every early-help team lies within one district" in found.sentence()


def test_rows_of_partitions_sum_to_one_and_children_are_kept():
    pack = tiny_pack()
    there = measure_footprints(pack, "district", "early-help-team", range(5))
    back = measure_footprints(pack, "early-help-team", "district", range(5))
    assert there.crosswalk.groupby("place_id")["share"].sum().tolist() == pytest.approx([1])
    assert there.crosswalk["children"].sum() == back.crosswalk["children"].sum() == 450
    assert there.places.loc["D1", "others"] == 3
    assert "1 of 1 districts cross" in there.sentence()


def test_where_both_split_an_area_the_shares_are_taken_as_independent():
    """Half of A1 is in N and 30% of it in M: 15% of its children are in both, and it is marked."""
    pack = with_networks({"N": {"A1": 0.5, "A2": 1.0}})
    pack = with_networks({"M": {"A1": 0.3, "A2": 1.0}}, kind="nursing", pack=pack)
    both = crosswalk(measure_footprints(pack, "network", "nursing", range(5)))
    assert both.loc[("N", "M"), "children"] == pytest.approx(50 * 0.15 + 50)
    assert both.loc[("N", "M"), "is_apportioned"]
    one = crosswalk(measure_footprints(pack, "early-help-team", "network", range(5)))
    assert one.loc[("team-a", "N"), "children"] == pytest.approx(75)
    assert not one.loc[("team-a", "N"), "is_apportioned"]


def test_places_that_overlap_or_leave_people_out_do_not_sum_to_one():
    pack = with_networks({"N": {"A1": 1.0, "B1": 1.0}, "O": {"A1": 1.0}})
    places = measure_footprints(pack, "early-help-team", "network").places
    assert places.loc["team-a", "covered_share"] == pytest.approx(2 / 3)
    assert places.loc["team-a", "others"] == 2
    assert places.loc["team-c", "covered_share"] == 0


def test_a_sliver_is_listed_and_not_counted():
    pack = with_networks({"N": {"A1": 0.02}})
    found = measure_footprints(pack, "early-help-team", "network")
    assert found.places.loc["team-a", "others"] == 0
    assert crosswalk(found).loc[("team-a", "N"), "share"] == pytest.approx(0.02 / 3)


def test_one_place_under_every_other_kind():
    pack = with_networks({"N": {"A1": 1.0, "A2": 1.0}, "O": {"A3": 1.0}})
    found = measure_overlay(pack, "team-a")
    assert list(found.others["other_id"]) == ["D1", "N", "O"]
    said = found.sentence()
    assert "1 district (Tinyshire, 100%)" in said
    assert "2 networks" in said


def test_children_not_counted_are_left_out_and_said():
    areas = tiny_areas()
    areas[[f"people_{age}" for age in range(26)]] = math.nan
    found = measure_footprints(tiny_pack(areas=areas), "early-help-team", "district")
    assert found.missing() == {"areas": 9.0}
    assert "not known" in found.sentence()
    assert found.places["covered_share"].isna().all()
    assert "No other kind" in measure_overlay(tiny_pack(areas=areas), "team-a").sentence()


def test_a_kind_or_place_unknown_is_said():
    with pytest.raises(QuestionError, match="'parish'"):
        measure_footprints(tiny_pack(), "parish", "district")
    with pytest.raises(QuestionError, match="atlantis"):
        measure_overlay(tiny_pack(), "atlantis")
