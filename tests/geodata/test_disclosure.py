from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata import schema
from geodata.disclosure import COUNT_NOT_GIVEN, SUPPRESSED, protect
from geodata.errors import PackError
from geodata.model import Disclosure, Indicator
from geodata.pack import arrange, read_pack, write_pack
from tests.builders import tiny_pack

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


def values(*rows):
    table = pd.DataFrame(rows, columns=["indicator", "value", "numerator"])
    return arrange(schema.INDICATOR_VALUES, table.assign(place_id="A1", period="2025"))


@pytest.mark.parametrize(
    ("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15)]
)
def test_small_counts_are_suppressed_and_others_rounded(count, shown):
    [found] = protect(values(("plans_count", count, None)), CATALOGUE, Disclosure())["value"]
    assert pd.isna(found) if shown is None else found == shown


def test_a_rate_goes_with_its_small_count():
    safe = protect(
        values(("plans_per_10k", 31.5, 3), ("plans_per_10k", 42.0, 14)), CATALOGUE, Disclosure()
    )
    assert pd.isna(safe.loc[0, "value"])
    assert pd.isna(safe.loc[0, "numerator"])
    assert safe.loc[0, "note"] == SUPPRESSED
    assert safe.loc[1, ["value", "numerator"]].tolist() == [42.0 * 15 / 14, 15.0]


def test_a_rate_and_its_denominator_do_not_give_the_count_back():
    rows = values(("plans_per_10k", 35.0, 14), ("plans_per_10k", 35.0, None))
    rows["denominator"] = 4000.0
    rows["lower"] = 19.0
    safe = protect(rows, CATALOGUE, Disclosure())
    assert safe.loc[0, "value"] * safe.loc[0, "denominator"] / 10_000 == pytest.approx(15)
    assert pd.isna(safe.loc[0, "lower"])
    assert safe.loc[1, ["value", "denominator"]].isna().all()
    assert safe.loc[1, "note"] == COUNT_NOT_GIVEN


@pytest.mark.parametrize("unit", ["Per 10,000", "rate per 10,000", "children", "percent", "%"])
@pytest.mark.parametrize("form", ["share", "rate"])
def test_a_rate_is_protected_by_its_form_whatever_its_unit_says(unit, form):
    rate = replace(RATE, form=form, per=100, unit=unit)
    safe = protect(
        values(("plans_per_10k", 31.5, 3), ("plans_per_10k", 50.0, None)),
        {rate.key: rate},
        Disclosure(),
    )
    assert safe[["value", "numerator"]].isna().all(axis=None)


@pytest.mark.parametrize("unit", ["% of children", "per family", "plans"])
def test_a_count_is_protected_by_its_form_whatever_its_unit_says(unit):
    count = replace(COUNT, unit=unit)
    rows = values(("plans_count", 3, None), ("plans_count", None, 3), ("plans_count", 13, 13))
    rows[["lower", "upper"]] = [7.0, 22.0]
    safe = protect(rows, {count.key: count}, Disclosure())
    assert safe.loc[:1, ["value", "numerator", "lower", "upper"]].isna().all(axis=None)
    assert safe.loc[2, ["value", "numerator"]].tolist() == [15, 15]
    assert safe.loc[2, ["lower", "upper"]].isna().all()


def test_a_sensitive_indicator_of_no_known_form_is_refused():
    with pytest.raises(PackError, match="form = 'ratio'; expected one of count, share"):
        protect(values(), {"x": replace(COUNT, key="x", form="ratio")}, Disclosure())


def test_what_is_not_sensitive_is_left_alone():
    assert protect(values(("libraries_count", 3, None)), CATALOGUE, Disclosure())["value"][0] == 3


def test_protecting_twice_changes_nothing_more():
    once = protect(
        values(("plans_count", 3, None), ("plans_per_10k", 9.0, 8)), CATALOGUE, Disclosure()
    )
    assert protect(once, CATALOGUE, Disclosure()).equals(once)


def unsafe_pack():
    pack = tiny_pack()
    return replace(
        pack,
        indicators={**pack.indicators, "plans_count": COUNT},
        indicator_values=pd.concat(
            [pack.indicator_values, values(("plans_count", 3.0, None))], ignore_index=True
        ),
    )


def test_an_unsafe_count_is_written_to_no_file(tmp_path):
    write_pack(unsafe_pack(), tmp_path)
    written = pd.read_parquet(tmp_path / "indicator_values.parquet")
    assert written.loc[written["indicator"] == "plans_count", "value"].isna().all()


def test_an_unsafe_count_in_a_file_is_in_no_pack_that_was_read(tmp_path):
    pack = unsafe_pack()
    write_pack(pack, tmp_path)
    pack.indicator_values.to_parquet(tmp_path / "indicator_values.parquet")
    read = read_pack(tmp_path).indicator_values
    assert read.loc[read["indicator"] == "plans_count", "value"].isna().all()


CELL = st.none() | st.integers(0, 60)
ROWS = st.lists(st.tuples(st.sampled_from(["plans_count", "plans_per_10k"]), CELL, CELL))


@given(ROWS, st.integers(1, 20), st.integers(1, 10), st.sampled_from(["", "%", "per 5", "x"]))
def test_no_sensitive_count_is_small_or_exact(rows, threshold, round_to, unit):
    catalogue = {key: replace(each, unit=unit) for key, each in CATALOGUE.items()}
    table = values(*rows).assign(denominator=1000.0, lower=0.123, upper=99.0)
    disclosure = Disclosure(threshold=threshold, round_to=round_to)
    safe = protect(table, catalogue, disclosure)
    assert len(safe) == len(table)
    is_count = safe["indicator"].eq("plans_count")
    for counts in (safe["numerator"], safe.loc[is_count, "value"]):
        assert (counts.dropna() % round_to == 0).all()
    small = table["numerator"].between(1, threshold - 1)
    small |= is_count & table["value"].between(1, threshold - 1)
    told = ["value", "numerator", "lower", "upper", "decile"]
    assert safe.loc[small, told].isna().all(axis=None)
    rates = safe[~is_count & safe["numerator"].isna()]
    assert rates[["value", "denominator"]].isna().all(axis=None)
    moved = safe["numerator"].notna() & (safe["numerator"] != table["numerator"])
    assert safe.loc[moved, ["lower", "upper"]].isna().all(axis=None)
    assert protect(safe, catalogue, disclosure).equals(safe)


@given(st.lists(st.integers(1, 499).map(lambda n: n + 0.0), min_size=1, max_size=9, unique=True))
@settings(max_examples=15)
def test_a_suppressed_count_is_in_none_of_the_files(tmp_path_factory, counts):
    """Counts from 10,001 to 10,499, which nothing else in the pack can be, are all suppressed."""
    pack = tiny_pack()
    pack = replace(pack, info=replace(pack.info, disclosure=Disclosure(threshold=20_000)))
    marked = [10_000 + count for count in counts]
    rows = [(key, count, count) for count in marked for key in ("plans_count", "plans_per_10k")]
    figures = values(*rows).assign(lower=[row[1] for row in rows], upper=[row[1] for row in rows])
    folder = tmp_path_factory.mktemp("suppressed")
    write_pack(
        replace(
            pack,
            indicators=dict(pack.indicators) | {"plans_count": COUNT, "plans_per_10k": RATE},
            indicator_values=pd.concat([pack.indicator_values, figures], ignore_index=True),
        ),
        folder,
    )
    for path in folder.glob("*.parquet"):
        numbers = pd.read_parquet(path).select_dtypes("number")
        assert not numbers.isin(marked).any(axis=None), path
    text = (folder / "pack.toml").read_text("utf-8")
    assert not any(str(int(count)) in text for count in marked)
