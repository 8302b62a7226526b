from dataclasses import replace

import pandas as pd
import pytest

from geodata.errors import DataError
from geodata.files.postcodes import normalise_postcodes
from geodata.model import Declared, Indicator
from geodata.recipe import PACKS
from geodata.sources import fingertips, ons, own, own_services, postcodes
from geodata.sources.libraries import _tidy_week
from geodata.sources.record import RawFile
from tests.geodata.making import small_making

OWN = PACKS / "cambridgeshire_peterborough"


def write(tmp_path, text):
    path = tmp_path / "t.csv"
    path.write_text(text, "utf-8")
    return path


def test_postcodes_are_written_one_way():
    written = pd.Series(["PE1 1AA", "pe11aa", "CB237RE", "CB23 7RE", "PE1", "unknown", ""])
    assert normalise_postcodes(written).tolist() == [
        "PE1 1AA",
        "PE1 1AA",
        "CB23 7RE",
        "CB23 7RE",
        "",
        "",
        "",
    ]


def test_postcodes_without_coordinates_have_none(tmp_path):
    path = write(tmp_path, "Postcode,lat,long\nPE1 1AA,52.57538,-0.25002\nPE1 1AB,99.999999,0.0\n")
    found = postcodes.read_postcodes(path)
    assert found.loc["PE1 1AA", "easting_m"] == pytest.approx(518_700, abs=200)
    assert found["easting_m"].isna().tolist() == [False, True]
    assert found["area_id"].tolist() == ["", ""]


def test_people_must_be_whole_and_there(tmp_path):
    ages = ",".join([*(str(age) for age in range(90)), "90+"])
    rows = ",".join(["1"] * 90)
    for last in ("", "0.5", "-1"):
        path = write(tmp_path, f"LSOA21CD,{ages}\nE01,{rows},{last}\n")
        with pytest.raises(DataError, match="E01"):
            ons.read_people_by_age(path)


def test_official_and_tidied_headings_mean_the_same(tmp_path):
    official = write(
        tmp_path, "LSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM\nE01000001,b,c,d,e,f\n"
    )
    first = ons.read_area_lookup(official)
    tidied = write(
        tmp_path,
        "lsoa21_name,lsoa21_code,ward24_name,ward24_code,ltla24_name,ltla24_code\nb,E01000001,d,c,f,e\n",
    )
    pd.testing.assert_frame_equal(first, ons.read_area_lookup(tidied))


def test_an_area_listed_twice_is_refused(tmp_path):
    path = write(tmp_path, "lsoacd,population\nE01000001,5\nE01000001,6\n")
    with pytest.raises(DataError, match="row 3"):
        ons.read_people_total(path)


@pytest.mark.parametrize(
    ("cells", "week", "odd"),
    [
        (["10:00-17:00"], "Mon 10:00–17:00", ""),
        (["", "9:30-13:00,14:00-17:00"], "Tue 09:30–13:00, 14:00–17:00", ""),
        (["1:00-18:00"], "Mon 01:00–18:00", "Mon 01:00–18:00"),
        (["17:00-09:00"], "Mon 17:00–09:00", "Mon 17:00–09:00"),
        (["00:00"], "", ""),
        (["00:00-00:00"], "", ""),
        (["closed"], "", ""),
    ],
)
def test_opening_hours_are_tidied_and_odd_ones_named(cells, week, odd):
    assert _tidy_week(cells + [""] * (7 - len(cells))) == (week, odd)


FINGERTIPS = (
    "Indicator ID,Indicator Name,Area Code,Area Type,Sex,Age,Category Type,Time period,Value,"
    "Lower CI 95.0 limit,Upper CI 95.0 limit,Count,Denominator,Value note\n"
    "1,Smoking,E92000001,England,Persons,All ages,,2018,11,10,12,,,\n"
    "1,Smoking,E92000001,England,Persons,All ages,Deprivation,2018,20,10,12,,,\n"
    "1,Smoking,E12000006,Region,Persons,All ages,,2018,12,10,12,,,\n"
    "1,Smoking,E10000003,County & UA,Persons,All ages,,2018,13,10,12,5,50,\n"
    "1,Smoking,E10000003,County & UA,Female,All ages,,2018,14,10,12,5,50,\n"
    "2,Other,E10000003,County & UA,Persons,All ages,,2018,14,10,12,5,50,\n"
)


DECLARED = Declared(key="1", form="share", per=100, unit="%", worse_when="higher")


def describe(figures, **changes):
    declared = {"1": replace(DECLARED, **changes)}
    values = fingertips.choose_figures(figures, declared)
    return fingertips.describe_indicators(values, declared, "made-up", "fingertips.csv")


def test_fingertips_keeps_areas_and_england_for_everyone(tmp_path):
    figures = fingertips.read_fingertips(write(tmp_path, FINGERTIPS))
    values = fingertips.choose_figures(figures, {"1": DECLARED})
    assert values[["place_id", "value"]].to_numpy().tolist() == [
        ["E92000001", 11.0],
        ["E10000003", 13.0],
    ]
    [described] = describe(figures).values()
    assert described == Indicator(
        key="fingertips_1",
        label="Smoking",
        form="share",
        per=100,
        unit="%",
        worse_when="higher",
        spread_over="nothing",
        geography="upper-tier",
        theme="Public health",
        period="2018",
        source="made-up",
    )


def test_fingertips_figures_go_by_the_packs_own_kinds_and_ids(tmp_path):
    text = FINGERTIPS.replace("E10000003,County & UA", "E06000001,District & UA")
    made_from = {"council": "authorities", "borough": "districts"}
    codes = {"council": {"E06000001": "E06000001"}, "borough": {"E06000001": "borough-holm"}}
    making = small_making(
        "fingertips",
        file=RawFile(
            role="fingertips", paths=("f.csv",), source="made-up", indicators={"1": DECLARED}
        ),
        made_from=made_from,
        codes=codes,
    )
    figures = fingertips.read_fingertips(write(tmp_path, text))
    catalogue, values = fingertips.make_indicators(figures, making)
    assert catalogue["fingertips_1"].geography == "borough"
    assert set(values["place_id"]) == {"E92000001", "borough-holm"}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"form": "rate", "per": 10_000}, "values about 130 times their count over"),
        ({"form": "count", "per": 1}, "values about 2.6 times their count"),
        ({"per": 1}, "a value of 13"),
    ],
)
def test_figures_that_cannot_be_of_the_declared_form_are_refused(tmp_path, changes, found):
    figures = fingertips.read_fingertips(write(tmp_path, FINGERTIPS))
    with pytest.raises(DataError, match=found) as raised:
        describe(figures, **changes)
    assert "files.fingertips.indicators.1" in str(raised.value)


@pytest.mark.parametrize(
    ("unit", "refused"),
    [
        ("%", False), ("", False), ("years", False), ("per 1,000", True),
        ("rate per 100,000 people", True), ("Count", True),
    ],
)  # fmt: skip
def test_a_unit_that_the_export_states_checks_the_form(tmp_path, unit, refused):
    rows = FINGERTIPS.splitlines()
    text = "\n".join([rows[0] + ",Unit", *(f'{row},"{unit}"' for row in rows[1:])])
    figures = fingertips.read_fingertips(write(tmp_path, text + "\n"))
    if not refused:
        assert describe(figures)
        return
    with pytest.raises(DataError, match="the unit"):
        describe(figures)


def test_an_indicator_that_the_export_does_not_hold_is_named(tmp_path):
    figures = fingertips.read_fingertips(write(tmp_path, FINGERTIPS))
    with pytest.raises(DataError, match="indicator 9: found no rows of it"):
        fingertips.describe_indicators(figures.assign(indicator=""), {"9": DECLARED}, "x", "f.csv")


def measures(*written):
    return "\n".join(
        [
            "indicator,label,form,per,unit,worse_when,geography,theme,period,source,sensitive,note",
            *(
                f"plans{row},Plans,count,,plans,higher,district,Safe,2025,made-up,{flag},"
                for row, flag in enumerate(written)
            ),
            "",
        ]
    )


@pytest.mark.parametrize(
    "written", ["true", "True", "TRUE", "y", "Y", "1", "", "0", "false", "n", "yes.", "oui", "x"]
)
def test_whether_a_measure_is_sensitive_is_never_guessed(tmp_path, written):
    with pytest.raises(DataError, match="expected yes or no"):
        own.read_published_indicators(write(tmp_path, measures(written)))


def test_every_measure_that_does_not_say_whether_it_is_sensitive_is_named(tmp_path):
    path = write(tmp_path, measures("yes", "true", "No", "1", " yes "))
    with pytest.raises(DataError) as refused:
        own.read_published_indicators(path)
    found = [problem.found for problem in refused.value.problems]
    assert found == ["'true'", "'1'"]
    right = own.read_published_indicators(write(tmp_path, measures("yes", "No", " yes ")))
    assert right["sensitive"].tolist() == [True, False, True]


def test_figures_from_reports_may_bring_their_counts(tmp_path):
    short = own.read_published_figures(
        write(tmp_path, "indicator,place_id,period,value,note\nplans,E07,2025,35,\n")
    )
    assert short[["numerator", "denominator", "lower", "upper"]].isna().all(axis=None)
    text = (
        "indicator,place_id,period,value,note,numerator,denominator\nplans,E07,2025,35,,14,4000\n"
    )
    whole = own.read_published_figures(write(tmp_path, text))
    assert whole.loc[0, ["value", "numerator", "denominator"]].tolist() == [35, 14, 4000]


def test_the_projects_list_of_services_is_sound():
    services = own_services.read_services(OWN / "services.csv").set_index("asset_id")
    assert set(services["source"]) == {"public-centres", "public-reports"}
    parents = services.loc[services["parent_id"] != "", "parent_id"]
    assert parents.isin(services.index).all()
    assert services.loc[parents, "parent_id"].eq("").all()  # a door of a door is no one's
    # Ten centres of Cambridgeshire, four of them with a second door; see docs/sources.md.
    centres = services[services["kind"] == "child-and-family-centre"]
    assert len(centres) == 14
    assert centres["parent_id"].eq("").sum() == 10
    assert (services[["easting", "northing"]] % 100 == 0).all().all()
    assert services["precision_m"].isin([100, 500, 1000]).all()
