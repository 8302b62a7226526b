import math
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata import schema
from geodata.disclosure import (
    NOT_ITS_COUNT,
    NOTE_WITHHELD,
    PEOPLE_NOT_GIVEN,
    SUPPRESSED,
    protect,
)
from geodata.errors import PackError
from geodata.model import Disclosure, Indicator
from geodata.notes import may_tell_a_count
from geodata.pack import arrange, read_pack, write_pack
from tests.attacks import rates
from tests.builders import seal_again, tiny_pack
from tests.sweeps import examples

COUNT = Indicator(
    key="plans_count",
    label="Children with a plan",
    form="count",
    unit="children",
    worse_when="higher",
    spread_over="people",
    geography="area",
    theme="Safe",
    period="2025",
    source="made-up",
    sensitive=True,
)
RATE = replace(COUNT, key="plans_per_10k", form="rate", per=10_000, unit="per 10,000 under 18")
OPEN = replace(COUNT, key="libraries_count", sensitive=False)
CATALOGUE = {each.key: each for each in (COUNT, RATE, OPEN)}
UNITS = (
    *("%", "percent", "per cent", "Percent of children", "‰", "％", "", "children", "plans"),
    *("per 10,000", "Per 10,000", "rate per 1,000", "PER 100 000", "/10k", "\u202eper 5"),
)


def values(*rows):
    table = pd.DataFrame(rows, columns=["indicator", "value", "numerator", "denominator"])
    return arrange(schema.INDICATOR_VALUES, table.assign(place_id="A1", period="2025"))


def of_count(value, numerator=None):
    return ("plans_count", value, numerator, None)


def of_rate(numerator, people=4000.0):
    return ("plans_per_10k", numerator / people * 10_000, numerator, people)


def protected(*rows, disclosure=None, **columns):
    return protect(values(*rows).assign(**columns), CATALOGUE, disclosure or Disclosure())


@pytest.mark.parametrize(
    ("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15)]
)
def test_small_counts_are_suppressed_and_others_rounded(count, shown):
    [found] = protected(of_count(count))["value"]
    assert pd.isna(found) if shown is None else found == shown


def test_a_rate_goes_with_its_small_count():
    safe = protected(of_rate(3), of_rate(14))
    assert safe.loc[0, ["value", "numerator", "denominator"]].isna().all()
    assert safe["note"].fillna("").tolist() == [SUPPRESSED, ""]
    assert safe.loc[1, ["value", "numerator", "denominator"]].tolist() == [37.5, 15, 4000]


@pytest.mark.parametrize("count", [13, 14, 15, 16, 17])
def test_each_count_that_rounds_alike_is_published_alike(count):
    """A limit or a tenth that stays where the count was round already tells that it was."""
    exact = {"lower": count - 5.5, "upper": count + 7.7, "decile": float(count % 10)}
    for row in (of_rate(count), of_count(count)):
        found = protected(row, **exact)
        alike = protected((*row[:1], *of_rate(15)[1:]) if row[2] else of_count(15), **exact)
        assert found.equals(alike)
        assert found[["lower", "upper", "decile"]].isna().all(axis=None)


def test_no_rounded_rate_gives_its_count_back():
    shown, suppressed, given_back = rates.attack(rows=600)
    assert given_back == 0
    assert shown > 400
    assert suppressed > 50


@pytest.mark.parametrize(
    ("count", "people", "why"),
    [
        (5, 5, SUPPRESSED),  # all of five: known where the five are
        (0, 1, SUPPRESSED),  # suppressing the other answer would tell it
        (0, 0, SUPPRESSED),
        (14, None, PEOPLE_NOT_GIVEN),
        (3, None, PEOPLE_NOT_GIVEN),
    ],
)
def test_a_rate_of_few_or_of_nobody_knows_how_many_is_suppressed(count, people, why):
    safe = protected(("plans_per_10k", 35.0, count, people))
    assert safe.loc[0, ["value", "numerator", "denominator"]].isna().all()
    assert safe.loc[0, "note"] == why


def test_a_rate_that_is_not_its_count_over_its_people_is_suppressed():
    """A standardised rate cannot be made again of a rounded count; a crude one is, and is near."""
    standardised, crude = protected(("plans_per_10k", 61.0, 14, 4000), of_rate(14)).itertuples()
    assert (math.isnan(standardised.value), standardised.note) == (True, NOT_ITS_COUNT)
    assert crude.value == 37.5


def test_all_of_a_group_is_never_rounded_beyond_it():
    """98 of 98 would be the only count that rounds to 100 of them."""
    catalogue = {"s": replace(RATE, key="s", form="share", per=100)}
    rows = values(*[("s", 100 * count / 98, count, 98) for count in (93, 95, 98)])
    safe = protect(rows, catalogue, Disclosure())
    assert safe["numerator"].tolist() == [95, 95, 95]
    assert safe["value"].tolist() == [100 * 95 / 100] * 3


def test_few_people_are_rounded_as_a_count_is():
    """The children of a group of 23 are a count too; a population is known."""
    assert protected(of_rate(8, 23), of_rate(8, 423))["denominator"].tolist() == [25, 423]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(("form", "per"), [("share", 1), ("share", 100), ("rate", 100)])
def test_a_rate_is_protected_by_its_form_whatever_its_unit_says(unit, form, per):
    rate = replace(RATE, form=form, per=per, unit=unit)
    rows = values(*[("plans_per_10k", per * count / 400, count, 400) for count in (3, 14)])
    safe = protect(rows, {rate.key: rate}, Disclosure())
    assert safe.loc[0, ["value", "numerator"]].isna().all()
    assert safe.loc[1, ["value", "numerator"]].tolist() == [per * 15 / 400, 15]


@pytest.mark.parametrize("unit", UNITS)
def test_a_count_is_protected_by_its_form_whatever_its_unit_says(unit):
    count = replace(COUNT, unit=unit)
    rows = values(of_count(3), of_count(13, 13)).assign(lower=7.0, upper=22.0)
    safe = protect(rows, {count.key: count}, Disclosure())
    assert safe.loc[0, ["value", "numerator", "lower", "upper"]].isna().all()
    assert safe.loc[1, ["value", "numerator"]].tolist() == [15, 15]
    assert safe.loc[1, ["lower", "upper"]].isna().all()


def refusals(rows, catalogue=CATALOGUE, disclosure=None):
    with pytest.raises(PackError) as refused:
        protect(rows, catalogue, disclosure or Disclosure())
    return [problem.sentence() for problem in refused.value.problems]


@pytest.mark.parametrize("form", ["ratio", "", None, "Count", "rank", "score"])
def test_a_sensitive_indicator_without_a_form_that_has_a_count_is_refused(form):
    [said] = refusals(values(), {"x": replace(COUNT, key="x", form=form)})
    assert said.startswith(f"the indicator x: found form = {form!r}; expected one of count, share")


@pytest.mark.parametrize("flag", ["yes", "no", "true", "false", "", None, 0, 1, math.nan])
def test_a_flag_that_is_not_true_or_false_is_refused(flag):
    [said] = refusals(values(), {"x": replace(COUNT, key="x", sensitive=flag)})
    assert "expected true or false" in said


@pytest.mark.parametrize(
    ("row", "limits", "found"),
    [
        (("plans_per_10k", 42.0, None, 4000), None, "a value without the count behind it"),
        (("plans_per_10k", 0.0, None, None), None, "a value without the count behind it"),
        (("plans_per_10k", None, 14, 4000), None, "no value beside its count or its limits"),
        (("plans_per_10k", None, None, 4000), 7.0, "no value beside its count or its limits"),
        (of_count(None, 3), None, "no value beside its count or its limits"),
        (of_count(2.5), None, "counts that are below zero or not whole"),
        (of_count(-3), None, "counts that are below zero or not whole"),
        (of_rate(4.999), None, "counts that are below zero or not whole"),
        (of_rate(-14), None, "counts that are below zero or not whole"),
        (of_rate(14, -4000), None, "counts that are below zero or not whole"),
    ],
)
def test_what_cannot_be_told_from_a_small_count_is_refused(row, limits, found):
    """A value without its count, or a count without its value, stood in every download."""
    [said] = refusals(values(row).assign(lower=limits, upper=limits))
    assert said.startswith(f"indicator_values.parquet, {row[0]}: found {found} in 1 row (A1, 2025)")


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        *(("threshold", value) for value in (0, -5, 1, 4.5, None, True)),
        *(("round_to", value) for value in (0, -5, 2.5)),
        ("least_people", -1),
        ("least_areas", -1),
    ],
)
def test_settings_that_protect_nothing_are_refused(setting, value):
    disclosure = replace(Disclosure(), **{setting: value})
    [said] = refusals(values(of_count(3)), disclosure=disclosure)
    assert f"{setting} = {value!r}; expected a whole number" in said


def test_every_fault_is_told_at_once_and_no_count_with_it():
    other = replace(COUNT, key="scores", form="score")
    rows = values(of_count(None, 14_321), of_count(-14_321), ("plans_per_10k", 14_321, None, None))
    rows = pd.concat([rows, values(*[of_count(None, 14_321)] * 5)])
    said = refusals(rows, CATALOGUE | {"scores": other}, replace(Disclosure(), threshold=0))
    assert len(said) == 5
    assert "no value beside its count or its limits in 6 rows (" in " ".join(said)
    assert "and 3 more)" in " ".join(said)
    assert "14321" not in " ".join(said).replace(",", "")


def test_a_row_that_its_publisher_suppressed_is_taken_as_it_is():
    rows = values(
        of_count(None), ("plans_per_10k", None, None, 4000), ("plans_per_10k", None, 0, 0)
    )
    safe = protect(rows.assign(note="not collected"), CATALOGUE, Disclosure())
    assert safe[["value", "numerator", "denominator"]].isna().all(axis=None)
    assert safe["note"].tolist() == ["not collected"] * 3


def test_what_is_not_sensitive_is_left_alone():
    rows = values(("libraries_count", 3, None, None), ("libraries_count", None, 2.5, -1))
    assert protect(rows, CATALOGUE, Disclosure()) is rows


def test_a_column_that_no_table_describes_is_left_out():
    assert "exact" not in protected(of_count(14), exact=14.0).columns


@pytest.mark.parametrize(
    ("note", "value", "kept"),
    [
        ("Reported as better than England.", 14, True),
        ("As reported for 2018–20, 2017/18 and in March 2019.", 14, True),
        ("60% in need, 17 per cent in care.", 901, True),
        ("60% in need, 17 per cent in care.", 14, False),
        ("17.4% in care.", 901, False),
        ("14 plans", 14, False),
        ("3 of them under one year", 14, False),
        ("1,401 in all", 1401, False),
        ("three children", 14, False),
        ("Fourteen, of whom a single boy", 14, False),
        ("Ⅲ families", 14, False),
        ("٣", 14, False),
        ("suppressed: 3 children", None, False),
    ],
)
def test_a_note_that_may_tell_a_count_is_withheld(note, value, kept):
    [found] = protected(of_count(value), note=note)["note"]
    assert found == (note if kept else NOTE_WITHHELD)
    assert not may_tell_a_count(NOTE_WITHHELD, is_of_many=False)


def test_the_note_of_a_suppressed_count_goes_with_it():
    assert protected(of_count(3), note="better than before")["note"].tolist() == [SUPPRESSED]


@pytest.mark.parametrize(
    ("people", "areas", "is_shown"),
    [(100, 2, True), (99, 2, False), (5000, 1, False), (5000, None, True), (None, None, True)],
)
def test_a_place_of_too_few_people_or_areas_has_no_sensitive_figure(people, areas, is_shown):
    """What least_people and least_areas promise was never looked at."""
    sizes = pd.DataFrame({"people": [people], "areas": [areas]}, index=["A1"], dtype=float)
    rows = values(of_count(40), of_rate(40), of_count(0), ("libraries_count", 40, None, None))
    safe = protect(rows, CATALOGUE, Disclosure(), sizes)
    assert safe["value"].notna().tolist() == [is_shown] * 3 + [True]
    assert (safe["note"] == SUPPRESSED).tolist() == [not is_shown] * 3 + [False]


def pack_with(rows, *, geography="early-help-team", info=None, **sizes):
    pack = tiny_pack(info=info) if info else tiny_pack()
    catalogue = {
        key: replace(each, geography=geography) for key, each in CATALOGUE.items() if each.sensitive
    }
    return replace(
        pack,
        indicators=dict(pack.indicators) | catalogue,
        indicator_values=pd.concat([pack.indicator_values, rows], ignore_index=True),
        **sizes,
    )


def unsafe_pack():
    return pack_with(values(of_count(3)), geography="area")


def counts_of(pack):
    return pack.indicator_values[pack.indicator_values["indicator"] == "plans_count"]


def test_an_unsafe_count_is_written_to_no_file(tmp_path):
    write_pack(unsafe_pack(), tmp_path)
    written = pd.read_parquet(tmp_path / "indicator_values.parquet")
    assert written.loc[written["indicator"] == "plans_count", "value"].isna().all()


def test_an_unsafe_count_in_a_file_is_in_no_pack_that_was_read(tmp_path):
    pack = unsafe_pack()
    write_pack(pack, tmp_path)
    pack.indicator_values.to_parquet(tmp_path / "indicator_values.parquet")
    seal_again(tmp_path)
    assert counts_of(read_pack(tmp_path))["value"].isna().all()


def test_a_place_of_the_pack_too_small_for_a_figure_has_none(tmp_path):
    """Team A is left one area, which would tell it by another name; B has three, of 30 people."""
    whole = tiny_pack()
    is_cut = whole.membership["place_id"].eq("team-a") & ~whole.membership["area_id"].eq("A1")
    few = whole.areas.index.str.startswith("B")
    rows = values(*[of_count(40)] * 5)
    rows["place_id"] = ["team-a", "team-b", "team-c", "A1", "E92000001"]
    pack = pack_with(
        rows,
        membership=whole.membership[~is_cut],
        areas=whole.areas.assign(people_all=whole.areas["people_all"].mask(few, 30.0)),
    )
    partition = replace(pack.info.place_kinds["early-help-team"], partition=False)
    kinds = pack.info.place_kinds | {"early-help-team": partition}
    write_pack(replace(pack, info=replace(pack.info, place_kinds=kinds)), tmp_path)
    found = counts_of(read_pack(tmp_path)).set_index("place_id")
    assert found["value"].fillna(-1).to_dict() == {
        "team-a": -1,
        "team-b": -1,
        "team-c": 40,
        "A1": -1,
        "E92000001": 40,
    }
    assert found.loc[["team-a", "team-b"], "note"].eq(SUPPRESSED).all()


def test_people_that_are_not_counted_in_all_are_counted_by_age(tmp_path):
    pack = tiny_pack()
    rows = values(of_count(40)).assign(place_id="team-a")
    uncounted = pack_with(rows, areas=pack.areas.assign(people_all=math.nan))
    write_pack(uncounted, tmp_path)
    assert counts_of(read_pack(tmp_path))["value"].tolist() == [40]  # 3 × 26 ages of 10 people


def test_a_pack_that_cannot_be_protected_is_neither_written_nor_read(tmp_path):
    pack = pack_with(values(of_count(None, 3), ("plans_per_10k", 31.5, None, 4000)))
    with pytest.raises(PackError) as refused:
        write_pack(pack, tmp_path / "new")
    assert len(refused.value.problems) == 2
    assert not (tmp_path / "new").exists()
    write_pack(pack_with(values()), tmp_path)
    pack.indicator_values.to_parquet(tmp_path / "indicator_values.parquet")
    seal_again(tmp_path)
    with pytest.raises(PackError, match="a value without the count behind it in 1 row"):
        read_pack(tmp_path)


CELL = st.integers(0, 60)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(list(CATALOGUE)), CELL, st.none() | st.integers(0, 300), st.booleans()
    )
)


@given(ROWS, st.integers(2, 20), st.integers(1, 12), st.integers(0, 150), st.sampled_from(UNITS))
def test_no_sensitive_count_is_small_or_exact(rows, threshold, round_to, least_people, unit):
    catalogue = {key: replace(each, unit=unit) for key, each in CATALOGUE.items()}
    made = [
        (
            key,
            count * 10_000 / people if key == "plans_per_10k" and people else count,
            count,
            people,
        )
        if has_count or key == "plans_per_10k"
        else (key, count, None, people)
        for key, count, people, has_count in rows
    ]
    table = values(*made).assign(lower=0.123, upper=99.0, decile=3.0)
    disclosure = Disclosure(
        threshold=threshold, round_to=round_to, least_people=least_people, reason="Tried"
    )
    safe = protect(table, catalogue, disclosure)
    is_safe = safe["indicator"] != "libraries_count"
    is_count = safe["indicator"] == "plans_count"
    for counts in (safe.loc[is_safe, "numerator"], safe.loc[is_count, "value"]):
        assert (counts.dropna() % round_to == 0).all()
        assert not counts.between(1, threshold - 1).any()
    exact = table["numerator"].fillna(table["value"])
    told = ["value", "numerator", "denominator", "lower", "upper", "decile"]
    assert safe.loc[is_safe & exact.between(1, threshold - 1), told].isna().all(axis=None)
    assert safe.loc[is_safe, ["lower", "upper", "decile"]].isna().all(axis=None)
    shown = safe[is_safe & ~is_count & safe["value"].notna()]
    again = shown["numerator"] * 10_000 / shown["denominator"]
    assert (again == shown["value"]).all()
    assert safe[~is_safe].equals(table[~is_safe])
    assert protect(safe, catalogue, disclosure).equals(safe)


@given(st.lists(st.integers(601, 998), min_size=1, max_size=9, unique=True))
@examples(15)
def test_a_suppressed_count_is_in_none_of_the_files(tmp_path_factory, counts):
    """Counts from 601 to 998, which nothing else in the pack can be, are all suppressed."""
    marked = [float(count) for count in counts]
    rows = [of_count(count, count) for count in marked]
    rows += [("plans_per_10k", 10_000 * count / 50_000, count, 50_000) for count in marked]
    figures = values(*rows).assign(lower=marked * 2, upper=marked * 2)
    figures["place_id"] = list(tiny_pack().areas.index[: len(counts)]) * 2
    folder = tmp_path_factory.mktemp("suppressed")
    pack = pack_with(figures, geography="area")
    write_pack(
        replace(
            pack, info=replace(pack.info, disclosure=Disclosure(threshold=1000, reason="Tried"))
        ),
        folder,
    )
    for path in folder.glob("*.parquet"):
        numbers = pd.read_parquet(path).select_dtypes("number")
        assert not numbers.isin(marked).any(axis=None), path
    text = (folder / "pack.toml").read_text("utf-8")
    assert not any(str(int(count)) in text for count in marked)
