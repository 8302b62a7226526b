"""How much libraries are used, by authority, in tables made up here."""

import math

import pandas as pd
import pytest

from geodata.errors import DataError
from geodata.sources import library_use
from tests.geodata.making import small_making

PEOPLE = (
    "Authority code,Authority nice name,Library service,Period,Users,Loans,Visits,"
    "Population under 12,Population 12-17,Population adult\n"
    'E10000001,Fenshire,Fen,2023/2024,9,9,9,"2,000",500,7500\n'
    "E06000001,Holm,Holm,2023/2024,,,,100,50,\n"
)
USERS = (
    "Authority,Period,Age group,Count\n"
    "E10000001,2023-04-01/P1Y,Under 12,400\nE10000001,2023-04-01/P1Y,Adult,5\n"
    "E10000009,2023-04-01/P1Y,Under 12,1\n"
)
MONTHS = [*(f"2023-{m:02}" for m in range(4, 13)), *(f"2024-{m:02}" for m in range(1, 4))]
LOANS = "Authority,Format,Content age group,Period,Count\n" + "".join(
    f"E10000001,Physical book,Under 12,{month}-01/P1M,{10 if month == '2024-01' else 100}\n"
    f"E10000001,Ebook,Under 12,{month}-01/P1M,7\n"
    for month in MONTHS
)
VISITS = (
    "Authority,Location,Period,Count\n"
    + "".join(
        f"E10000001,{where},{start}-01/P3M,{count}\n"
        for where, count in (("Library", 1000), ("Mobile library", 50), ("Home delivery", 9))
        for start in ("2023-04", "2023-07", "2023-10", "2024-01")
    )
    + "".join(f"E06000001,Library,{month}-01/P1M,5\n" for month in MONTHS[:-1])
)


def make(tmp_path, *texts):
    pieces = []
    for n, text in enumerate(texts):
        path = tmp_path / f"use{n}.csv"
        path.write_text(text, "utf-8")
        pieces.append(library_use.read_library_use(path))
    catalogue, values = library_use.make_indicators(pd.concat(pieces), small_making("library_use"))
    return catalogue, values.set_index(["indicator", "place_id"])


def test_a_years_use_is_set_among_those_who_live_there(tmp_path):
    catalogue, values = make(tmp_path, PEOPLE, USERS, LOANS, VISITS)
    users = values.loc[("library_users_under_12_per_1k", "E10000001")]
    assert users[["value", "numerator", "denominator"]].tolist() == [200, 400, 2000]
    visits = values.loc[("library_visits_per_1k", "E10000001")]
    assert visits[["numerator", "denominator"]].tolist() == [4200, 10_000]
    described = catalogue["library_users_under_12_per_1k"]
    assert (described.form, described.per, described.unit) == ("rate", 1000, "per 1,000 under 12")
    assert (described.geography, described.period) == ("upper-tier", "2023/24")
    assert described.note == "Published for authorities, not for branches."


def test_a_month_far_below_the_others_is_kept_and_named(tmp_path):
    _, values = make(tmp_path, PEOPLE, LOANS)
    loans = values.loc[("library_book_loans_under_12_per_1k", "E10000001")]
    assert loans["numerator"] == 1110  # printed books alone
    assert loans["note"] == (
        "January 2024 (physical book) looks odd: 10, where about 100 a month are usual."
    )


def test_a_year_with_a_month_left_out_has_no_sum(tmp_path):
    _, values = make(tmp_path, PEOPLE, VISITS)
    holm = values.loc[("library_visits_per_1k", "E06000001")]
    assert math.isnan(holm["value"])
    assert holm["note"] == "Given for 11 of 12 months (library)."


def test_an_authority_that_said_nothing_is_missing_with_that_reason(tmp_path):
    _, values = make(tmp_path, PEOPLE, USERS)
    holm = values.loc[("library_users_under_12_per_1k", "E06000001")]
    assert math.isnan(holm["value"])
    assert holm["note"] == "The authority did not report it."
    assert "E10000009" not in values.index.get_level_values("place_id")


def test_without_populations_there_is_a_count_and_no_rate(tmp_path):
    _, values = make(tmp_path, USERS)
    users = values.loc[("library_users_under_12_per_1k", "E10000001")]
    assert math.isnan(users["value"])
    assert users["numerator"] == 400
    assert users["note"] == "How many live there is not given."


def test_a_year_counted_twice_has_no_sum(tmp_path):
    twice = USERS + "E10000001,2023-04-01/P3M,Under 12,100\n"
    _, values = make(tmp_path, PEOPLE, twice)
    assert values.loc[("library_users_under_12_per_1k", "E10000001"), "note"] == (
        "Given for 15 of 12 months."
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Authority,Period,Count\nE10000001,2023-04-01/P1Y,1\n", "headings of no table"),
        (USERS.replace("P1Y", "P2W"), r"row 2: found the period '2023-04-01/P2W'"),
    ],
)
def test_what_is_no_table_of_use_is_refused(tmp_path, text, found):
    with pytest.raises(DataError, match=found):
        make(tmp_path, text)
