"""Which figures of a pack are linked, and which go so that none that is suppressed can be found."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geodata import schema
from geodata.disclosure import SUPPRESSED, find_sensitive_problems, protect
from geodata.model import Disclosure, Indicator, Rule
from geodata.pack import arrange, assemble_pack, read_pack, table_from_catalogue, write_pack
from geodata.rounding import counts_behind, is_small, round_counts, round_people
from geodata.schema import AGES
from geodata.secondary.suppressing import suppress
from tests.attacks.cells import narrowed
from tests.builders import tiny_info, tiny_pack

PLANS = Indicator(
    key="plans", label="Children with a plan", form="count", unit="children", worse_when="higher",
    spread_over="people", geography="ward", theme="Safe", period="2025", source="made-up",
    sensitive=True,
)  # fmt: skip
EXACT = Disclosure(reason="By hand", round_to=1, least_people=0, least_areas=0)
ROUNDED = Disclosure(reason="By hand", least_people=0, least_areas=0)
WARDS = {"w1": "A1 A2", "w2": "A3", "w3": "B1 B2", "w4": "B3"}
DISTRICTS = {"d1": "A1 A2 A3", "d2": "B1 B2 B3"}
COUNTY = {"county": "A1 A2 A3 B1 B2 B3"}


def members(**kinds):
    """Return a membership: kinds of place, each of places that hold areas, "A1:0.4" in part."""
    rows = [
        (place, area.split(":")[0], float(area.split(":")[1]) if ":" in area else 1.0, kind)
        for kind, places in kinds.items()
        for place, areas in places.items()
        for area in areas.split()
    ]
    return pd.DataFrame(rows, columns=["place_id", "area_id", "share", "kind"])


NESTED = members(ward=WARDS, district=DISTRICTS, county=COUNTY)


def figures(*rows):
    """Return values of rows: an indicator, a place, a count, and of how many people if need be."""
    named = ("indicator", "place_id", "numerator", "denominator")
    table = pd.DataFrame([(*row, np.nan)[:4] for row in rows], columns=named)
    counts = table["numerator"]
    value = counts.where(table["denominator"].isna(), 100 * counts / table["denominator"])
    return arrange(schema.INDICATOR_VALUES, table.assign(value=value, period="2025"))


def of_plans(counts):
    return figures(*(("plans", place, count) for place, count in counts.items()))


def shown(table, disclosure=EXACT, membership=NESTED, **indicators):
    """Return the figures that are left, by indicator and place; None of those suppressed."""
    catalogue = {"plans": PLANS, **indicators}
    safe = protect(table, catalogue, disclosure, None, membership)
    assert protect(safe, catalogue, disclosure, None, membership).equals(safe)
    hidden = safe["value"].isna()
    assert set(safe["note"][hidden]) <= {SUPPRESSED}
    keys = zip(safe["indicator"], safe["place_id"], strict=True)
    counts = safe["numerator"].fillna(safe["value"])
    return {
        f"{key} {place}" if indicators else place: None if gone else count
        for (key, place), count, gone in zip(keys, counts, hidden, strict=True)
    }


def missing(found):
    return {key for key, count in found.items() if count is None}


def test_a_ward_goes_with_the_small_one_of_its_district():
    found = shown(of_plans({"w1": 3, "w2": 9, "d1": 12, "w3": 20, "w4": 30, "d2": 50}))
    assert missing(found) == {"w1", "w2"}


def test_wards_are_linked_with_a_county_without_districts_between():
    found = shown(of_plans({"w1": 3, "w2": 90, "w3": 20, "w4": 30, "county": 143}))
    assert missing(found) == {"w1", "w3"}


def test_an_area_is_linked_with_the_ward_that_is_that_area():
    found = shown(of_plans({"A3": 3, "w2": 3, "A1": 20, "A2": 30, "w1": 50, "d1": 53}))
    assert {"A3", "w2"} < missing(found)
    assert len(missing(found) & {"A1", "A2", "w1", "d1"}) >= 1


def test_wards_without_a_total_tell_nothing_of_each_other():
    assert missing(shown(of_plans({"w1": 3, "w2": 9, "w3": 20}))) == {"w1"}


def test_a_ward_that_nobody_published_hides_another():
    assert missing(shown(of_plans({"w1": 3, "w2": 20, "d1": 23, "county": 90}))) == {"w1", "w2"}
    assert missing(shown(of_plans({"w1": 3, "d1": 23, "county": 90}))) == {"w1"}


def test_without_a_membership_nothing_is_linked():
    table = of_plans({"w1": 3, "w2": 9, "d1": 12})
    assert protect(table, {"plans": PLANS}, EXACT)["value"].isna().tolist() == [True, False, False]


def test_what_rounding_hides_already_stays():
    """The ward is from 1 to 32 − 23; where the district is 25 as well, from none to 27 − 23."""
    assert missing(shown(of_plans({"w1": 4, "w2": 24, "d1": 28}), ROUNDED)) == {"w1"}
    assert missing(shown(of_plans({"w1": 2, "w2": 24, "d1": 26}), ROUNDED)) == {"w1", "w2"}


def test_a_total_of_none_stays_and_so_does_none():
    found = shown(of_plans({"w1": 0, "w2": 0, "d1": 0, "w3": 3, "w4": 9, "d2": 12}))
    assert missing(found) == {"w3", "w4"}


def banded(first, last, **words):
    key = f"plans_{first}_{last}"
    return replace(PLANS, key=key, age_from=first, age_to=last, whom="with a plan", **words)


def test_figures_that_no_sum_tells_of_are_not_solved_for(monkeypatch):
    def refuse(*_, **__):
        pytest.fail("nothing is to be solved")

    monkeypatch.setattr("geodata.secondary.ranges.find_least", refuse)
    monkeypatch.setattr("geodata.secondary.agreeing.find_least", refuse)
    assert missing(shown(of_plans({"w1": 3, "w2": 9, "w3": 20, "w4": 0}))) == {"w1"}


def test_sums_that_tell_nothing_change_nothing(monkeypatch):
    split = {"w1": "A1 A2:0.4", "w2": "A2:0.6 A3", "w3": "B1 B2", "w4": "B3"}
    membership = members(ward=split, district=DISTRICTS)
    table = of_plans({"w1": 3, "w2": 9, "d1": 12, "w3": 4, "A1": 2, "B1": 6})
    found = shown(table, membership=membership)
    monkeypatch.setattr("geodata.secondary.relations._that_tell", lambda relations, _: relations)
    assert shown(table, membership=membership) == found


def test_a_problem_that_is_stated_again_is_solved_once(monkeypatch):
    solved = []

    def count(tables):
        solved.append(tables.stated())
        return suppress(tables)

    monkeypatch.setattr("geodata.secondary.joining.suppress", count)
    counts = {"w1": 3, "w2": 9, "d1": 12}
    years = [of_plans(counts).assign(period=year) for year in ("2023", "2024", "2025")]
    protect(pd.concat(years, ignore_index=True), {"plans": PLANS}, EXACT, None, NESTED)
    assert solved
    assert len(set(solved)) == len(solved)


def test_ages_are_linked_with_the_band_they_make():
    ages = {each.key: each for each in (banded(2, 2), banded(3, 4), banded(2, 4))}
    rows = ("plans_2_2", "d1", 3), ("plans_3_4", "d1", 17), ("plans_2_4", "d1", 20)
    assert missing(shown(figures(*rows), **ages)) == {"plans_2_2 d1", "plans_3_4 d1"}
    other = {key: replace(each, whom="") for key, each in ages.items()}
    assert missing(shown(figures(*rows), **other)) == {"plans_2_2 d1"}


def test_figures_of_another_time_tell_nothing_of_what_is_missing():
    table = of_plans({"w1": 2, "w2": 24, "d1": 26})
    assert missing(shown(table.assign(period="2024"), ROUNDED)) == {"w1", "w2"}
    table["period"] = ["2025", "2024", "2024"]
    assert missing(shown(table, ROUNDED)) == {"w1"}


def test_a_total_of_another_source_that_is_not_sensitive_is_reckoned_with():
    whole = banded(2, 4, source="another", sensitive=False)
    ages = {each.key: each for each in (banded(2, 2), banded(3, 4), whole)}
    rows = ("plans_2_2", "d1", 3), ("plans_3_4", "d1", 17), ("plans_2_4", "d1", 20)
    assert missing(shown(figures(*rows), **ages)) == {"plans_2_2 d1", "plans_3_4 d1"}


def test_a_count_goes_with_the_share_that_is_suppressed():
    """Of few people a share is not shown; nor is the same count by itself."""
    share = replace(banded(0, 4), key="share", form="share", per=100)
    rows = ("share", "w1", 5, 5), ("plans_0_4", "w1", 5), ("plans_0_4", "w2", 30)
    found = shown(figures(*rows), share=share, plans_0_4=banded(0, 4))
    assert missing(found) == {"share w1", "plans_0_4 w1"}


def test_an_area_split_between_wards_links_them_with_their_district():
    split = {"w1": "A1 A2:0.4", "w2": "A2:0.6 A3"}
    membership = members(ward=split, district=DISTRICTS)
    table = of_plans({"w1": 3, "w2": 9, "d1": 12})
    assert missing(shown(table, membership=membership)) == {"w1", "w2"}
    loose = members(ward={"w1": "A1 A2:0.4", "w2": "A2:0.4 A3"}, district=DISTRICTS)
    table = of_plans({"w1": 3, "w2": 9, "d1": 21})
    assert missing(shown(table, membership=loose)) == {"w1"}


def test_parts_of_an_area_that_overlap_do_not_make_the_whole_of_it():
    """Both wards hold people of A1, nobody knows how many of them the same."""
    over = members(ward={"w1": "A1:0.7", "w2": "A1:0.7 A2"})
    table = of_plans({"A1": 20, "A2": 30, "w1": 3, "w2": 44})
    assert missing(shown(table, membership=over)) == {"w1"}


def test_figures_that_do_not_add_up_are_not_taken_for_parts():
    assert missing(shown(of_plans({"w1": 3, "w2": 30, "d1": 12}))) == {"w1"}
    two = {"w1": 3, "w2": 30, "d1": 12, "w3": 3, "w4": 9, "d2": 12}
    assert missing(shown(of_plans(two))) == {"w1", "w3", "w4"}


@pytest.mark.parametrize(
    ("disclosure", "ward", "district"), [(EXACT, 9, 12), (ROUNDED, 24, 26)], ids=["exact", "round"]
)
def test_what_the_publisher_kept_back_is_not_given_away_either(disclosure, ward, district):
    table = of_plans({"w1": np.nan, "w2": ward, "d1": district})
    table["note"] = ["not published: a small number", None, None]
    safe = protect(table, {"plans": PLANS}, disclosure, None, NESTED)
    assert safe["value"].isna().tolist() == [True, True, False]


def draw(rng):
    wards = {ward: int(rng.poisson(rng.choice([2, 9, 30]))) for ward in WARDS}
    areas = {area: [ward for ward, held in WARDS.items() if area in held] for area in ("A3", "B3")}
    districts = {"d1": wards["w1"] + wards["w2"], "d2": wards["w3"] + wards["w4"]}
    counts = wards | districts | {"county": sum(wards.values())}
    return counts | {area: counts[ward] for area, [ward] in areas.items()}


SUMS = [("d1", ("w1", "w2")), ("d2", ("w3", "w4")), ("county", ("d1", "d2")), ("w2", ("A3",)),
        ("w4", ("B3",))]  # fmt: skip


@pytest.mark.parametrize("disclosure", [EXACT, ROUNDED], ids=["exact", "rounded"])
def test_no_attack_narrows_a_suppressed_figure(disclosure):
    rng = np.random.default_rng(3)
    for _ in range(2):
        counts = draw(rng)
        found = shown(of_plans(counts), disclosure)
        people = pd.Series(np.nan, index=list(found))
        ends = counts_behind(pd.Series(found, dtype=float), disclosure, people)
        seen = {
            key: None if count is None else (ends[0][key], ends[1][key])
            for key, count in found.items()
        }
        assert narrowed(seen, SUMS) == []
        assert all(found[key] == 0 for key, count in counts.items() if count == 0)


def test_counts_that_are_published_alike_lose_the_same_cells():
    one = shown(of_plans({"w1": 3, "w2": 18, "d1": 21, "w3": 4, "w4": 30, "d2": 34}), ROUNDED)
    other = shown(of_plans({"w1": 1, "w2": 20, "d1": 21, "w3": 2, "w4": 32, "d2": 34}), ROUNDED)
    assert one == other


@pytest.mark.parametrize(
    "disclosure",
    [Disclosure(), Disclosure(threshold=8), Disclosure(threshold=6, round_to=2),
     Disclosure(round_to=3, least_people=20), Disclosure(round_to=1), Disclosure(threshold=7)],
    ids=str,
)  # fmt: skip
def test_the_counts_behind_a_rounded_one_are_those_that_round_to_it(disclosure):
    people = np.array([*range(13, 140), np.nan])
    counts = np.arange(150)
    each = pd.DataFrame({"people": np.repeat(people, 150), "count": np.tile(counts, len(people))})
    each = each[~is_small(each["count"], disclosure)].astype(float)
    each["shown"] = round_counts(each["count"], disclosure, each["people"])
    each["told"] = round_people(each["people"], disclosure)
    least, most = counts_behind(each["shown"], disclosure, each["told"])
    assert (each["count"].between(least, most)).all()
    known = each["told"].isna() | (each["told"] >= disclosure.least_people + disclosure.round_to)
    same = each.assign(least=least, most=most)[known & (each["count"] < 140)]
    by = same.groupby([same["people"].fillna(-1), "shown"])
    assert (by["count"].min() == by["least"].first()).all()
    whole = by["most"].first() < 140
    assert (by["count"].max() == by["most"].first())[whole].all()


def test_a_pack_loses_them_as_it_is_made_and_nothing_more_as_it_is_read(tmp_path):
    bare = tiny_pack()
    held = bare.membership[bare.membership["place_id"] == "team-a"]["area_id"].tolist()
    counts = dict.fromkeys(held, 40) | {held[0]: 3}
    counts["team-a"] = sum(counts.values())
    rows = figures(*(("plans", place, count) for place, count in counts.items()))
    people = bare.areas.assign(**dict.fromkeys(AGES, 90), people_all=90 * len(AGES))
    tables = {name: getattr(bare, name) for name in ("origins", "places", "membership", "assets")}
    pack = assemble_pack(
        replace(tiny_info(), disclosure=Disclosure(round_to=1, reason="By hand")),
        tables
        | {
            "areas": people,
            "indicators": table_from_catalogue(
                {**bare.indicators, "plans": replace(PLANS, geography="area")}
            ),
            "indicator_values": pd.concat([bare.indicator_values, rows], ignore_index=True),
        },
    )
    made = pack.indicator_values
    assert made["value"][made["indicator"] == "plans"].isna().sum() == 2
    assert set(made["note"][made["value"].isna() & (made["indicator"] == "plans")]) == {SUPPRESSED}
    write_pack(pack, tmp_path / "pack")
    again = read_pack(tmp_path / "pack").indicator_values
    pd.testing.assert_frame_equal(again, made)


def test_what_is_linked_goes_by_the_rule_of_each_measure():
    """Ten small and none at all are kept back of one; of another, of the same wards, they stand."""
    rule = Rule(threshold=12, zeros="suppressed", reason="Health data")
    ruled = replace(EXACT, reason="To be worked by hand", rules={"health": rule})
    counts = {"w1": 0, "w2": 30, "d1": 30, "w3": 10, "w4": 40, "d2": 50}
    rows = [(key, place, count) for key in ("plans", "health") for place, count in counts.items()]
    found = shown(figures(*rows), ruled, plans=PLANS, health=replace(PLANS, key="health"))
    health = {"health w1", "health w2", "health w3", "health w4"}
    assert missing(found) == health


def test_a_rule_widens_what_its_measure_suppresses():
    """With 3 and 6 hidden either is of a range of nine: enough of five, too little of twelve."""
    rule = Rule(threshold=12, reason="Health data")
    counts = {"A1": 3, "A2": 6, "w1": 9, "w2": 40, "d1": 49}
    usual = shown(of_plans(counts), replace(EXACT, reason="By hand"))
    wide = shown(of_plans(counts), replace(EXACT, reason="By hand", rules={"plans": rule}))
    assert missing(usual) == {"A1", "A2"}
    assert missing(wide) == {"A1", "A2", "w1", "w2"}


def same(key, **changes):
    named = {"key": key, "whom": "with a plan", "age_from": 0, "age_to": 4}
    return replace(PLANS, **(named | changes))


def test_none_at_all_is_not_told_by_another_measure_of_the_same_people():
    """One rule kept back none at all, and another measure of the same people showed it."""
    strict = replace(ROUNDED, rules={"b": Rule(zeros="suppressed", reason="Health data")})
    rows = figures(("a", "w1", 0), ("b", "w1", 0), ("a", "w2", 20), ("b", "w2", 20))
    both = {"a": same("a"), "b": same("b")}
    assert missing(shown(rows, strict, **both)) == {"a w1", "b w1"}
    assert missing(shown(rows, ROUNDED, **both)) == set()


@pytest.mark.parametrize(
    ("changes", "is_refused"),
    [
        ({}, True),
        ({"age_to": 2}, True),
        ({"whom": "With  a PLAN"}, True),
        ({"age_to": 5}, False),
        ({"whom": "with none"}, False),
    ],
    ids=["same", "younger", "spelt", "more", "others"],
)
def test_a_measure_of_the_same_people_that_is_not_marked_sensitive_is_refused(changes, is_refused):
    """Its figures stood exactly as they were beside those that were kept back."""
    both = {"a": same("a"), "open": same("open", sensitive=False, **changes)}
    rows = figures(("a", "w1", 3), ("open", "w1", 3))
    found = [each.where for each in find_sensitive_problems(rows, both, ROUNDED)]
    assert found == (["the indicator open"] if is_refused else [])


@pytest.mark.parametrize(
    ("counts", "gone"),
    [
        ({"t": 100, "x": 97}, 1),
        ({"t": 100, "x": 95}, 0),
        ({"t": 100, "x": 100}, 0),
        ({"t": 100, "x": 60, "y": 38}, 1),
    ],
    ids=["three", "five", "none", "two together"],
)
def test_exact_figures_of_places_that_overlap_do_not_give_away_the_few_between(counts, gone):
    """One place less another gave the few who live in the one alone, whom no figure is of."""
    other = {"x": "A1 A2", "y": "A3"}
    overlapping = members(
        team={"t": "A1 A2 A3 B1"}, other={key: other[key] for key in counts if key != "t"}
    )
    assert len(missing(shown(of_plans(counts), EXACT, overlapping))) == gone
    assert missing(shown(of_plans(counts), ROUNDED, overlapping)) == set()
