"""Every reader, with whatever a file may hold: read and of its layout, or refused in words."""

import csv
import io
import json
import zipfile

import numpy as np
import pandas as pd
import pytest
from geopandas import GeoDataFrame
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import DataError
from geodata.model import Timetable
from geodata.sources.iod import DECILE, MEASURES, RANK
from geodata.sources.own import FIGURE_COLUMNS
from geodata.sources.own_services import SERVICE_COLUMNS
from geodata.sources.registry import readers
from geodata.sources.reports import FACT_COLUMNS, OUTCOME_COLUMNS, PROJECT_COLUMNS
from tests.sweeps import examples

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
BOX = ("GEOMETRY_X", "GEOMETRY_Y", "MBR_XMIN", "MBR_YMIN", "MBR_XMAX", "MBR_YMAX")
MEASURE = ("indicator", "label", "form", "per", "unit", "worse_when", "geography", "theme")
LATLONG = ("Latitude", "Longitude")
GIAS = (
    *("URN", "EstablishmentName", "TypeOfEstablishment (code)", "EstablishmentStatus (name)"),
    *("PhaseOfEducation (name)", "StatutoryLowAge", "StatutoryHighAge", "SchoolCapacity"),
    *("Town", "Postcode", "Easting", "Northing"),
)
# Role → the headings of its files, as they are published.
HEADINGS = {
    "area_lookup": ("LSOA21CD", "LSOA21NM", "WD24CD", "WD24NM", "LAD24CD", "LAD24NM"),
    "people_by_age": ("LSOA21CD", *map(str, range(91))),
    "people_total": ("LSOA21CD", "Total"),
    "area_changes": ("LSOA11CD", "LSOA21CD", "CHGIND", "LAD22CD"),
    "authority_lookup": ("LTLA23CD", "UTLA23CD", "UTLA23NM"),
    "middle_areas": ("MSOA21CD", "MSOA21NM"),
    "rural_urban": ("LSOA21CD", "ruc"),
    "postcodes": ("pcds", "lat", "long", "lsoa21cd"),
    "postcode_points": ("pcds", "lat", "long"),
    "settlements": ("NAME1", "LOCAL_TYPE", *BOX),
    "deprivation": (
        "LSOA code (2021)",
        "Local Authority District code (2024)",
        *(
            start + ending.replace("\\", "")
            for start, _ in MEASURES.values()
            for ending in (RANK, DECILE)
        ),
    ),
    "deprivation_counts": (
        "LSOA code (2021)",
        "Income Deprivation Affecting Children Index (IDACI) numerator",
    ),
    "early_years_profile": (
        *("geographic_level", "country_code", "new_la_code", "time_period", "gender"),
        *("gld_percent", "gld_number", "number_of_children", "characteristic"),
        *("comm_lang_lit_percent", "comm_lang_lit_number", "lad_code"),
    ),
    "schools": GIAS,
    "childrens_centres": GIAS,
    "library_use": ("Authority", "Format", "Content age group", "Period", "Count"),
    "family_hubs": ("local_authority", "name", "postcode", "lat", "lng", "register", "gias_kind"),
    "childcare": (
        *("Provider URN", "Provider status", "Registered places", "Postcode"),
        "Provider Early Years Register flag",
    ),
    "school_links": ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate"),
    "census_ages": ("GEOGRAPHY_CODE", "C2021_AGE_19", "MEASURES_NAME", "OBS_VALUE"),
    "census_disability": (
        *("geography code", "Disability: Total: All usual residents"),
        "Disability: Disabled under the Equality Act",
    ),
    "census_tenure": ("lsoa21_code", "total_households", "Owned", "Social rented"),
    "census_english": (*("GEOGRAPHY_CODE", "C2021_ENGPROF_6_NAME", "OBS_VALUE"),),
    "census_ethnicity": ("geography code", "Ethnic group: Total", "Ethnic group: White"),
    "postcode_headcounts": ("Postcode", "Sex (2 categories)", "Count"),
    "low_income_families": ("Ward", "Area Code", "Area Code (2)"),
    "fingertips": (
        *("Indicator ID", "Indicator Name", "Area Code", "Area Type", "Sex", "Age"),
        *("Category Type", "Time period", "Value", "Lower CI 95.0 limit"),
        *("Upper CI 95.0 limit", "Count", "Denominator", "Value note"),
    ),
    "libraries": (
        *("Local authority", "Library name", "Postcode", "Type of library", "Year opened"),
        *("Year closed", *(f"{day} staffed hours" for day in DAYS)),
    ),
    "practices": ("Code", "Name", "Postcode", "Address"),
    "hospitals": ("OrganisationCode", "OrganisationName", "Postcode", *LATLONG),
    "network_list": ("PCN Code", "Sub ICB Location Code"),
    "area_names": ("area_id", "name"),
    "services": SERVICE_COLUMNS,
    "offers": SERVICE_COLUMNS,
    "published_indicators": (*MEASURE, "period", "source", "sensitive", "note"),
    "published_figures": FIGURE_COLUMNS,
    "reported_facts": tuple(FACT_COLUMNS),
    "outcomes": tuple(OUTCOME_COLUMNS),
    "projects": tuple(PROJECT_COLUMNS),
    "district_changes": ("ltla19_code", "ltla19_name", "ltla24_code", "ltla24_name"),
    "authority_register": (
        *("local-authority-code", "gss-code", "nice-name", "replaced-by", "former-gss-codes"),
    ),
    "judged_centres": ("asset_id", "registered", "same", "differs", "reason"),
}
SHAPES = ("area_boundaries", "area_boundaries_fine", "networks", "land", "land_finer")
# No tables of fixed headings: extracts, timetables, layers of a map, and what people bring, whose
# headings are recognised; each has its own tests.
OTHERWISE = {
    *("streets", "timetable", "ground", "ground_layers"),
    *(role for role, reader in readers().items() if reader.is_brought),
}
# Role → columns of what is read that are numbers, missing where the file has none.
NUMBERS = {
    "postcodes": ("easting_m", "northing_m"),
    "postcode_points": ("easting_m", "northing_m"),
    "settlements": ("easting_m", "northing_m", "west_m", "north_m"),
    "deprivation": tuple(MEASURES),
    "early_years_profile": ("value", "numerator", "denominator"),
    "low_income_families": ("Ward", "Area Code", "Area Code (2)"),
    "fingertips": ("value", "lower", "upper", "numerator", "denominator"),
    "hospitals": ("easting_m", "northing_m"),
    "family_hubs": ("easting_m", "northing_m"),
    "childcare": ("places", "age_from", "age_to"),
    "schools": ("easting_m", "northing_m", "low_age", "high_age", "capacity"),
    "services": ("easting", "northing", "age_from", "age_to", "precision_m", "capacity"),
    "offers": ("easting", "northing", "age_from", "age_to", "precision_m", "capacity"),
    "published_figures": ("value",),
    "published_indicators": ("per",),
}
PLAUSIBLE = st.sampled_from(
    [
        *("", " ", "0", "1", "12", "-3", "1,234", "1e400", "nan", "inf", "99.999999", "52.5"),
        *("0.1", "E01000001", "E01000002", "PE1 1AA", "pe11aa", "yes", "no", "Total", "National"),
        *("Village", "Town", "Persons", "England", "County & UA", "10:00-17:00", "count", "rate"),
        *('"', "a\nb", "=1+1", "é", "\ufeff", "1;2", "a|b", "2017", "201718"),
    ]
)
CELLS = PLAUSIBLE | st.text(max_size=8)


def read(role, path):
    """What a reader makes of a file: nothing where it refuses; any other exception is a fault."""
    try:
        return readers()[role].read(path)
    except DataError as error:
        problems = error.problems
    assert all(each.where and each.found and each.expected for each in problems)
    return None


def check_layout(role, made):
    assert isinstance(made, pd.DataFrame | pd.Series)
    for column in NUMBERS.get(role, ()):
        numbers = made[column].to_numpy(float)
        assert not np.isinf(numbers).any()
    if role == "people_by_age":
        assert (made >= 0).all(axis=None)
        assert made.index.is_unique
    if role in ("postcodes", "postcode_points"):
        assert made.index.is_unique
        assert made["easting_m"].isna().equals(made["northing_m"].isna())


@pytest.mark.parametrize("role", sorted(set(readers()) - OTHERWISE - set(SHAPES)))
def test_every_table_has_its_headings_here(role):
    assert role in HEADINGS


@pytest.mark.parametrize("role", sorted(readers()))
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode()))
@examples(25)
def test_any_content_is_read_or_refused(role, content, tmp_path_factory):
    endings = {
        "streets": "osm.pbf",
        "ground": "osm.pbf",
        "timetable": "zip",
        "ground_layers": "zip",
    }
    ending = endings.get(role, "csv")
    path = tmp_path_factory.mktemp("any") / f"file.{'geojson' if role in SHAPES else ending}"
    path.write_bytes(content)
    read(role, path)


@pytest.mark.parametrize("role", sorted(HEADINGS))
@given(data=st.data())
@examples(40)
def test_a_table_with_any_cells_is_read_or_refused(role, data, tmp_path_factory):
    headings = HEADINGS[role]
    cells = st.lists(CELLS, min_size=len(headings), max_size=len(headings))
    if role in ("people_by_age", "deprivation"):
        cells = CELLS.map(lambda cell: [cell, "E07000001", *["7"] * (len(headings) - 2)])
    rows = data.draw(st.lists(cells, max_size=4))
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    path = tmp_path_factory.mktemp("table") / "file.csv"
    path.write_text(text.getvalue().encode("utf-8", "replace").decode(), "utf-8", newline="")
    made = read(role, path)
    if made is not None:
        check_layout(role, made)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-200, 200) | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "coordinates", "geometry", "x"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)
POINTS = st.tuples(st.floats(-7, 2) | st.floats(), st.floats(49, 56) | st.integers(-99, 99))
RINGS = st.lists(POINTS, max_size=6).map(lambda ring: [*ring, *ring[:1]])
GEOMETRIES = JSON | st.builds(
    lambda kind, rings: {"type": kind, "coordinates": rings},
    st.sampled_from(["Polygon", "MultiPolygon", "Point", "LineString", "GeometryCollection", 3]),
    st.lists(RINGS, max_size=2) | st.lists(st.lists(RINGS, max_size=2), max_size=2) | JSON,
)
PROPERTIES = JSON | st.fixed_dictionaries(
    {"LSOA21CD": JSON, "LSOA21NM": JSON, "PCN_Code": JSON, "PCN_Name": JSON}
)


@pytest.mark.parametrize("role", SHAPES)
@given(
    features=st.lists(
        JSON
        | st.fixed_dictionaries(
            {"type": st.just("Feature"), "properties": PROPERTIES, "geometry": GEOMETRIES}
        ),
        max_size=3,
    ),
    crs=st.none() | JSON,
)
@examples(60)
def test_any_shapes_are_read_or_refused(role, features, crs, tmp_path_factory):
    document = {"type": "FeatureCollection", "features": features, "crs": crs}
    path = tmp_path_factory.mktemp("shapes") / "file.geojson"
    path.write_text(json.dumps(document), "utf-8")
    made = read(role, path)
    if made is not None:
        assert isinstance(made, GeoDataFrame)
        assert made.crs.to_epsg() == 27700
        assert set(made.geom_type) <= {"Polygon", "MultiPolygon"}


FEED = {
    "stops.txt": ("stop_id", "stop_name", "stop_lat", "stop_lon"),
    "trips.txt": ("trip_id", "service_id"),
    "stop_times.txt": ("trip_id", "stop_id", "stop_sequence", "arrival_time", "departure_time"),
    "calendar.txt": ("service_id", "start_date", "end_date", *map(str.lower, DAYS)),
}
FEED_CELLS = st.sampled_from(
    ["a", "b", "", "1", "2", "52.5", "0.1", "20260302", "20260310", "09:00:00", "25:10:00", "9:61"]
)
USUAL = {
    "stop_lat": "52.5",
    "stop_lon": "0.1",
    "start_date": "20260302",
    "end_date": "20260330",
    "stop_sequence": "1",
    "arrival_time": "09:00:00",
    "departure_time": "09:05:00",
    **dict.fromkeys(map(str.lower, DAYS), "1"),
}


@given(data=st.data())
@examples(60)
def test_any_timetable_is_read_or_refused(data, tmp_path_factory):
    path = tmp_path_factory.mktemp("feed") / "feed.zip"
    with zipfile.ZipFile(path, "w") as feed:
        for name, headings in FEED.items():
            row = st.tuples(*(st.just(USUAL.get(each, "a")) | FEED_CELLS for each in headings))
            text = io.StringIO()
            csv.writer(text).writerows([headings, *data.draw(st.lists(row, max_size=3))])
            feed.writestr(name, text.getvalue())
    made = read("timetable", path)
    if made is None:
        return
    assert isinstance(made, Timetable)
    rides = made.connections
    assert rides[["from_stop", "to_stop"]].ge(0).all(axis=None)
    assert rides[["from_stop", "to_stop"]].lt(max(len(made.stops), 1)).all(axis=None)
    assert (rides["arrive_s"] >= rides["depart_s"]).all()
    assert rides["depart_s"].is_monotonic_increasing
