from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.building.areas import home_settlements
from geodata.compass import WINDS, find_compass_words
from geodata.gazetteer import RELUCTANCE, Gazetteer, is_of, split_ward
from geodata.log import BuildLog
from geodata.naming import TOWNS, VILLAGES, NamingRules, name_areas


def places(*rows):
    """Rows of name, type, east, north in km, half the width of its box in km, district."""
    table = pd.DataFrame(rows, columns=["name", "type", "e", "n", "half", "district"])
    east, north, half = table["e"] * 1000, table["n"] * 1000, table["half"] * 1000
    return table.assign(
        easting_m=east,
        northing_m=north,
        west_m=east - half,
        east_m=east + half,
        south_m=north - half,
        north_m=north + half,
    )


def areas(*rows):
    """Rows of east, north in km, ward, district."""
    table = pd.DataFrame(rows, columns=["e", "n", "ward", "district"])
    index = pd.Index([f"A{n}" for n in range(len(rows))], name="area_id")
    return table.assign(easting_m=table["e"] * 1000, northing_m=table["n"] * 1000).set_index(index)


def named(areas, settlements, **rules):
    return name_areas(areas, settlements, NamingRules(**rules)).tolist()


def test_a_village_names_its_area():
    found = named(
        areas((10, 10, "Fen", "D")),
        places(("Manea", "Village", 10.2, 10, 0.3, "D"), ("Far", "Village", 13, 10, 0.3, "D")),
    )
    assert found == ["Manea"]


def test_a_hamlet_is_preferred_only_when_much_nearer():
    near = places(("Big", "Village", 10.7, 10, 0.3, "D"), ("Small", "Hamlet", 10.5, 10, 0.1, "D"))
    assert named(areas((10, 10, "Fen", "D")), near) == ["Big"]
    nearer = places(("Big", "Village", 10.7, 10, 0.3, "D"), ("Small", "Hamlet", 10.1, 10, 0.1, "D"))
    assert named(areas((10, 10, "Fen", "D")), nearer) == ["Small"]


def test_a_village_over_the_border_of_the_district_names_nothing():
    found = named(
        areas((10, 10, "Fen", "D")),
        places(("Over", "Village", 10.1, 10, 0.3, "E"), ("Ours", "Village", 10.7, 10, 0.3, "D")),
    )
    assert found == ["Ours"]


def test_where_no_settlement_is_near_the_ward_names_the_area():
    assert named(areas((10, 10, "Fen", "D")), places(("Far", "Village", 20, 10, 1, "D"))) == ["Fen"]


def test_parts_of_a_town_are_told_apart_by_ward_and_then_by_compass():
    found = named(
        areas(
            (10, 9, "Wisbech South", "D"),
            (11, 9, "Wisbech South", "D"),
            (10, 11, "Wisbech North & Rural", "D"),
        ),
        places(("Wisbech", "Town", 10, 10, 2, "D")),
    )
    assert found == ["Wisbech South, west", "Wisbech South, east", "Wisbech North"]


def test_a_suburb_names_its_area_with_or_without_the_town():
    area = areas((11, 11, "North East", "D"))
    near = places(
        ("Bigtown", "City", 10, 10, 3, "D"), ("Eastgate", "Suburban Area", 11, 11.2, 1, "D")
    )
    assert named(area, near) == ["Bigtown Eastgate"]
    assert named(area, near, town_unsaid=("Bigtown",)) == ["Eastgate"]


def test_the_middle_of_a_town_left_unsaid_is_its_centre():
    near = places(
        ("Bigtown", "City", 10, 10, 3, "D"), ("Eastgate", "Suburban Area", 11, 11, 1, "D")
    )
    area = areas((10.1, 10, "Central", "D"))
    assert named(area, near, town_unsaid=("Bigtown",)) == ["Bigtown centre"]


def test_a_village_inside_the_box_of_a_town_keeps_its_name():
    near = places(("Town", "Town", 10, 10, 5, "D"), ("Glen", "Village", 13.9, 13.9, 0.3, "D"))
    assert named(areas((13.8, 13.8, "Outer", "D")), near) == ["Glen"]


def test_a_city_may_be_named_by_its_wards_without_saying_it_twice():
    found = named(
        areas((1, 1, "Romsey", "Cambridge"), (2, 2, "Cambridge Central", "Cambridge")),
        places(("Any", "Village", 1, 1, 1, "Cambridge")),
        named_by_ward=("Cambridge",),
    )
    assert found == ["Cambridge Romsey", "Cambridge Central"]


def test_two_places_of_one_name_are_told_apart_by_district():
    found = named(
        areas((10, 10, "Fen", "Ely"), (90, 90, "Nene", "Soke")),
        places(("Sutton", "Village", 10, 10, 1, "Ely"), ("Sutton", "Village", 90, 90, 1, "Soke")),
    )
    assert found == ["Sutton (Ely)", "Sutton (Soke)"]


def test_names_are_unique_however_many_share_a_village():
    rng = np.random.default_rng(3)
    crowd = areas(*((e, n, f"W{k % 2}", "D") for k, (e, n) in enumerate(rng.random((25, 2)))))
    found = named(crowd, places(("Manea", "Village", 0.5, 0.5, 0.3, "D")))
    assert len(set(found)) == 25


def test_compass_words_of_a_cross():
    points = np.array([[0, 1], [1, 0], [0, -1], [-1, 0], [0, 0]]) * 500.0
    assert find_compass_words(points) == ("north", "east", "south", "west", "central")


@pytest.mark.parametrize("number", range(2, 10))
def test_compass_words_differ_and_do_not_depend_on_where_the_group_lies(number):
    points = np.random.default_rng(number).normal(0, 800, (number, 2))
    words = find_compass_words(points)
    assert len(set(words)) == number
    assert set(words) <= set(WINDS)
    assert find_compass_words(points + np.array([540_000, 290_000])) == words


def test_one_point_needs_no_word_and_ten_have_too_few():
    assert find_compass_words(np.zeros((1, 2))) == ("",)
    with pytest.raises(ValueError, match="10 points"):
        find_compass_words(np.zeros((10, 2)))


def test_a_district_without_a_settlement_is_named_by_its_wards():
    settlements = places(("Far", "Village", 10, 10, 0.3, "E"))
    assert named(areas((10, 10, "Fen", "D")), settlements) == ["Fen"]


KINDS = st.sampled_from(sorted(RELUCTANCE))
NAMES = st.sampled_from(["Over", "Willingham", "Upper Over", "Over End", "Overcote", "Fen"])
ACROSS = st.integers(0, 40).map(lambda n: n / 2)  # coarse, so that many are equally near


@given(
    st.lists(st.tuples(NAMES, KINDS, ACROSS, ACROSS), min_size=1, max_size=40),
    st.lists(st.tuples(ACROSS, ACROSS), min_size=1, max_size=5),
    st.sampled_from(["Over & Willingham", "Fen", "Upper", "Nowhere"]),
    st.sampled_from([("Suburban Area",), ("Village",), VILLAGES, TOWNS, tuple(RELUCTANCE)]),
)
def test_the_nearest_is_among_the_candidates(settlements, spots, ward, kinds):
    rows = places(*((name, kind, e, n, 0.3, "D") for name, kind, e, n in settlements))
    gazetteer, parts = Gazetteer(rows), split_ward(ward)
    points = np.array(spots) * 1000.0
    every = gazetteer.rows_of(kinds)
    for point, near in zip(points, gazetteer.candidates(kinds, points), strict=True):
        assert set(near) <= set(every)
        if not len(every):
            continue
        felt = gazetteer.felt(every, point, parts)
        found = near[np.argmin(gazetteer.felt(near, point, parts))]
        assert found == every[np.argmin(felt)]


@given(
    st.lists(NAMES, min_size=1, max_size=4),
    st.sampled_from(["Over & Fen", "End", "Cote", "Fen North", "Old Overcote & Mill"]),
)
def test_a_ward_is_named_after_a_settlement_wherever_it_is(names, ward):
    rows = places(*((name, "Village", n, n, 0.3, "D") for n, name in enumerate(names)))
    parts = split_ward(ward)
    expected = any(is_of(name, part) for name in names for part in parts)
    assert Gazetteer(rows).names_ward(parts) == expected


def test_a_gazetteer_of_the_whole_country_names_nothing_from_far_away():
    origins = pd.DataFrame(
        {"area_id": ["a", "b"], "easting_m": [0.0, 4000.0], "northing_m": [0.0, 0.0]}
    )
    settlements = pd.DataFrame(
        {
            "name": ["Here", "There", "Across", "Far Away", "Nowhere"],
            "easting_m": [100.0, 3900.0, 9000.0, 400_000.0, float("nan")],
            "northing_m": [0.0, 0.0, 0.0, 1_200_000.0, float("nan")],
        }
    )
    log = BuildLog()
    homed = home_settlements(settlements, origins, pd.Series({"a": "West", "b": "East"}), log)
    assert homed.set_index("name")["district"].to_dict() == {
        "Here": "West", "There": "East", "Across": "East",
    }  # fmt: skip
    assert log.notes == ["Settlements far from the pack, which name nothing in it: 1."]


def many(ward, count, district="Holm", start=0):
    """Areas of one ward in a line from west to east, 300 m apart."""
    return pd.DataFrame(
        {
            "easting_m": [540_000.0 + 300 * n for n in range(count)],
            "northing_m": [290_000.0] * count,
            "ward": ward,
            "district": district,
        },
        index=[f"E0100{start + n:04}" for n in range(count)],
    )


NOWHERE = pd.DataFrame(
    columns=[
        "name", "type", "easting_m", "northing_m", "west_m", "south_m", "east_m", "north_m",
        "district",
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    "ward",
    ["Acocks Green", "Town", "Central", "Sparkbrook & Balsall Heath East", "Norton & Askern"],
)
@pytest.mark.parametrize("count", [1, 2, 9, 10, 40])
def test_no_name_stutters_however_many_areas_a_ward_has(ward, count):
    names = name_areas(many(ward, count), NOWHERE, NamingRules())
    assert names.is_unique
    for name in names:
        words = name.replace(",", "").split()
        assert all(first != second for first, second in pairwise(words)), name
        assert ward in name
        assert name.count(ward) == 1


def test_many_areas_of_a_ward_are_told_apart_by_side_before_number():
    names = list(name_areas(many("Aston", 12), NOWHERE, NamingRules()))
    assert names[0] == "Aston, west 1"
    assert names[-1].startswith("Aston, east")
    assert sum("central" in name for name in names) >= 2


def test_a_ward_called_town_is_named_after_its_district():
    assert list(name_areas(many("Town", 1), NOWHERE, NamingRules())) == ["Holm Town"]
    two = pd.concat([many("Central", 1), many("Central", 1, "Fenmarsh", start=50)])
    assert list(name_areas(two, NOWHERE, NamingRules())) == ["Holm Central", "Fenmarsh Central"]
    hull = many("Central", 1, "Kingston upon Hull, City of")
    assert list(name_areas(hull, NOWHERE, NamingRules())) == ["Kingston upon Hull Central"]


@pytest.mark.parametrize(
    ("town", "suburb", "name"),
    [
        ("Newton Aycliffe", "Aycliffe North", "Newton Aycliffe North"),
        ("Midsomer Norton", "Norton Hill", "Midsomer Norton Hill"),
        ("Northampton", "Duston", "Northampton Duston"),
    ],
)
def test_a_town_and_its_suburb_say_no_word_twice(town, suburb, name):
    near = places((town, "Town", 11, 10, 3, "D"), (suburb, "Suburban Area", 10, 10, 0.3, "D"))
    assert named(areas((10, 10, "Other", "D")), near) == [name]


def test_a_side_is_not_said_twice_of_a_place_called_after_one():
    found = named(
        areas((10, 12, "March North", "D"), (10, 8, "March North", "D")),
        places(("March North", "Village", 10, 10, 3, "D")),
    )
    assert found == ["March North, north side", "March North, south"]
    spots = [(10 + x, 10 + y) for x, y in ((0, 0), (2, 0), (-2, 0), (0, 2), (0, -2))]
    middle = named(
        areas(*((*spot, "Yeovil Central", "D") for spot in spots)),
        places(("Yeovil Central", "Village", 10, 10, 3, "D")),
    )
    assert middle[0] == "Yeovil Central, middle"
