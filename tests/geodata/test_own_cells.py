"""Rows of somebody's own services: which are repeats, and what a cell that is odd costs."""

import pytest

from geodata.files import hearing
from geodata.offers import STATUSES
from geodata.own.services import read_services
from geodata.own.statuses import read_status
from geodata.own.written import take_own

HEADINGS = "Name,Type,Post code,Code,Ages,Status,Tel,Website,Cost,Easting,Northing"


@pytest.fixture(name="read")
def make_read(tmp_path):
    """Return what reads rows of services, and says what is told of them."""

    def read(*rows, headings=HEADINGS):
        path = tmp_path / "t.csv"
        path.write_text("\n".join([headings, *rows]) + "\n", "utf-8")
        with hearing() as told:
            services = read_services(path)
        said = [*(each.sentence() for each in told.left_out), *told.warnings, *told.repairs]
        return services, " ".join(said)

    return read


def test_services_without_a_place_are_no_repeats(read):
    services, said = read(
        "Home visiting,visit,,A1,,,,,,,",
        "Phone line,advice,,,,,,,,,",
        "Peer support,peer,,A3,,,,,,,",
        "Phone line,advice,,,,,,,,,",
    )
    assert len(services) == 4
    assert services["asset_id"].is_unique
    assert "each service once" not in said


def test_a_name_at_a_place_is_there_once(read):
    services, said = read(
        "Elm,group,FE1 0AA,,,,,,,,",
        "elm,group,FE1 0AA,,,,,,,,",
        "Oak,group,,,,,,,,540000,290000",
        "Oak,group,,,,,,,,540000,290000",
        "Oak,group,,,,,,,,540000,290001",
    )
    assert list(services["where"]) == ["t.csv, row 2", "t.csv, row 4", "t.csv, row 6"]
    assert "'elm', which row 2 is by its name and place" in said
    assert services["asset_id"].is_unique


def test_another_code_saves_a_row_and_is_told(read):
    services, said = read("Elm,group,FE1 0AA,A,,,,,,,", "Elm,group,FE1 0AA,B,,,,,,,")
    assert list(services["asset_id"]) == ["services:A", "services:B"]
    assert "row 3: found 'Elm', by its name and place row 2 too" in said
    services, said = read("Elm,group,FE1 0AA,A,,,,,,,", "Ash,group,FE1 0AB,A,,,,,,,")
    assert len(services) == 1
    assert "by its code" in said


@pytest.mark.parametrize(
    ("cell", "status", "when"),
    [
        *[("Temp closed", "closed", "for now"), ("Temporarily closed", "closed", "for now")],
        *[("Closed (temporarily)", "closed", "for now"), ("Closed March 2024", "closed", "")],
        *[("Opening Spring 2027", "planned", "Spring 2027"), ("Opening soon", "planned", "")],
        *[("Due to open in May 2027", "planned", "May 2027"), ("Active", "open", "")],
        *[("?", "", ""), ("", "", ""), ("opens daily", None, ""), ("who knows", None, "")],
    ],
    ids=str,
)
def test_whether_it_runs_as_people_write_it(cell, status, when):
    standing = read_status(cell, STATUSES)
    assert (standing.status, standing.when) == (status, when)


def test_an_odd_cell_costs_that_cell_alone(read):
    services, said = read(
        "A,group,FE1 0AA,,0–4 & 8–11,?,2.07946E+10,javascript:alert(1),n/a,,",
        "B,group,FE1 0AA,,,Temp closed,020 7946 0000,www.example.org,-,,",
        "C,group,FE1 0AA,,,Opening Spring 2027,-,https://example.org/a,none,,",
        "D,group,FE1 0AA,n/a,,,,info@example.org,Free,,",
    )
    assert list(services["name"]) == ["A", "B", "C", "D"]
    assert list(services["status"]) == ["open", "closed", "planned", "open"]
    assert list(services["status_date"]) == ["", "for now", "Spring 2027", ""]
    assert services["age_from"].isna().all()
    assert services["audience"][0] == "0–4 & 8–11"
    assert list(services["telephone"]) == ["", "020 7946 0000", "", ""]
    assert list(services["web"]) == ["", "https://www.example.org", "https://example.org/a", ""]
    assert list(services["cost"]) == ["", "", "", "Free"]
    assert services["asset_id"][3] == "services:d-fe1-0aa"
    for part in ("status '?'", "'2.07946E+10', which Excel", "'javascript:alert(1)'", "'info@ex"):
        assert part in said
    assert "row 2: found '0–4 & 8–11', no ages" in said


@pytest.mark.parametrize("key", ["../x", "a b", "", "a/b", "é"])
def test_a_key_is_letters_digits_hyphens_and_underscores(key):
    row = {"gives": "services", "path": "a.csv", "source": "s"}
    problems = []
    assert take_own({key: row}, "recipe.toml", lambda _: False, problems) == {}
    assert "letters, digits" in problems[0].sentence()
    assert list(take_own({"our-own_2": row}, "recipe.toml", lambda _: False, [])) == [
        "own.our-own_2"
    ]
