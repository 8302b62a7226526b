"""A small recipe with one thing wrong: refused, or told in the report; never changed in silence.

Of sixty-one such slips twenty-three changed the pack without a word, and five ended in tracebacks.
"""

import csv
import io
import re

import pytest

from geodata.building.build import build_pack
from geodata.errors import DataError
from geodata.pack import write_pack
from geodata.recipe import read_recipe
from tests.geodata.small_recipe import write_raw, write_recipe
from tests.sweeps import with_sweeps

RAW, OWN = "raw", "recipe"


def cells(folder, name, change):
    """Change the rows of a table in place: lists of cells, headings first."""
    path = folder / name
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    change(rows)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_text(text.getvalue(), "utf-8")


def column(rows, heading):
    return rows[0].index(heading)


def setting(heading, value, only=None):
    """Write a value into a column: of all rows, or of one of them."""

    def change(rows):
        for number, row in enumerate(rows[1:], start=1):
            if only is None or number == only:
                at = column(rows, heading)
                row[at] = value(row[at]) if callable(value) else value

    return change


def exchanging(first, second, only=None):
    """Exchange the cells of two columns."""

    def change(rows):
        a, b = column(rows, first), column(rows, second)
        for number, row in enumerate(rows[1:], start=1):
            if only is None or number == only:
                row[a], row[b] = row[b], row[a]

    return change


def keep_rows(count):
    def change(rows):
        del rows[1 + count :]

    return change


def doubling(rows):
    rows.extend([list(row) for row in rows[1:]])


def repeating(number):
    def change(rows):
        rows.append(list(rows[number]))

    return change


def scaled(factor):
    return lambda cell: str(float(cell) * factor) if cell else cell


def table(where, name, change):
    return lambda folders: cells(folders[where], name, change)


def text(where, name, old, new, count=0):
    """Replace by a pattern in a file."""

    def change(folders):
        path = folders[where] / name
        before = path.read_text("utf-8")
        after = re.sub(old, new, before, count=count)
        assert after != before
        path.write_text(after, "utf-8")

    return change


def whole(where, name, content):
    def change(folders):
        path = folders[where] / name
        content_now = content(path.read_bytes()) if callable(content) else content
        path.write_bytes(content_now)

    return change


def swapped(first, second):
    """Exchange two files of the raw folder."""

    def change(folders):
        one, other = folders[RAW] / first, folders[RAW] / second
        kept = one.read_bytes()
        one.write_bytes(other.read_bytes())
        other.write_bytes(kept)

    return change


def recipe(old, new):
    return text(OWN, "recipe.toml", old, new, 1)


def far_postcodes(rows):
    for row in rows[1:]:
        row[1] = str(float(row[1]) + 1.5)


MUTATIONS = {
    # own services
    "ages 999": table(OWN, "services.csv", setting("age_to", "999")),
    "an age below zero": table(OWN, "services.csv", setting("age_from", "-5")),
    "ages exchanged": table(OWN, "services.csv", exchanging("age_from", "age_to")),
    "age from above age to": table(OWN, "services.csv", setting("age_from", "30", 1)),
    "an age with a comma": table(OWN, "services.csv", setting("age_to", "1,9", 1)),
    "easting and northing exchanged": table(OWN, "services.csv", exchanging("easting", "northing")),
    "one door exchanged": table(OWN, "services.csv", exchanging("easting", "northing", 1)),
    "kilometres": table(OWN, "services.csv", setting("easting", scaled(0.001))),
    "both in kilometres": lambda folders: [
        cells(folders[OWN], "services.csv", setting(name, scaled(0.001)))
        for name in ("easting", "northing")
    ],
    "degrees for metres": lambda folders: [
        cells(folders[OWN], "services.csv", setting("easting", "0.06")),
        cells(folders[OWN], "services.csv", setting("northing", "52.49")),
    ],
    "a door at 0, 0": lambda folders: [
        cells(folders[OWN], "services.csv", setting(name, "0", 1))
        for name in ("easting", "northing")
    ],
    "a digit too many": table(OWN, "services.csv", setting("easting", lambda cell: cell + "0", 1)),
    "a digit too few": table(OWN, "services.csv", setting("easting", lambda cell: cell[:-1], 1)),
    "half a point": table(OWN, "services.csv", setting("northing", "", 1)),
    "precision in kilometres": table(OWN, "services.csv", setting("precision_m", "1")),
    "precision below zero": table(OWN, "services.csv", setting("precision_m", "-1000")),
    "a parent that is not there": table(OWN, "services.csv", setting("parent_id", "centr", 2)),
    "a status nobody knows": table(OWN, "services.csv", setting("status", "opne", 1)),
    "an unknown source": table(OWN, "services.csv", setting("source", "made-down", 1)),
    "a row that is repeated": table(OWN, "services.csv", repeating(1)),
    "a door listed twice": table(
        OWN, "services.csv", lambda rows: rows.append(["twin", *rows[1][1:]])
    ),
    "services headings only": table(OWN, "services.csv", keep_rows(0)),
    "services empty": whole(OWN, "services.csv", b""),
    "code and name exchanged": table(OWN, "services.csv", exchanging("asset_id", "name")),
    "kind and provider exchanged": table(OWN, "services.csv", exchanging("kind", "provider")),
    "another district": table(OWN, "services.csv", setting("district", "Holm", 1)),
    # teams, figures
    "ward columns exchanged": table(OWN, "teams.csv", exchanging("ward_id", "place_id")),
    "ward and place names exchanged": table(OWN, "teams.csv", exchanging("ward", "place")),
    "a ward left out": table(OWN, "teams.csv", keep_rows(2)),
    "a ward twice": table(OWN, "teams.csv", repeating(1)),
    "a ward that is not there": table(OWN, "teams.csv", setting("ward_id", "E05000099", 1)),
    "figures headings only": table(OWN, "figures.csv", keep_rows(0)),
    "a figure of nothing": table(OWN, "figures.csv", setting("indicator", "fundet_pct", 1)),
    "a figure with a comma": table(OWN, "figures.csv", setting("value", "6,8", 1)),
    "a share over a hundred": table(OWN, "figures.csv", setting("value", "680", 1)),
    "figures twice": table(OWN, "figures.csv", doubling),
    "figures of nowhere": table(OWN, "figures.csv", setting("place_id", "E10000098")),
    "another form": table(OWN, "indicators.csv", setting("form", "ratio")),
    # official tables
    "people and sizes exchanged": swapped("people.csv", "sizes.csv"),
    "lookup and authorities exchanged": swapped("lookup.csv", "authorities.csv"),
    "libraries and settlements exchanged": swapped("libraries.csv", "settlements.csv"),
    "latitude and longitude exchanged": table(RAW, "postcodes.csv", exchanging("lat", "long")),
    "one postcode exchanged": table(RAW, "postcodes.csv", exchanging("lat", "long", 2)),
    "postcodes at 0, 0": lambda folders: [
        cells(folders[RAW], "postcodes.csv", setting(name, "0")) for name in ("lat", "long")
    ],
    "postcodes a degree and a half away": table(RAW, "postcodes.csv", far_postcodes),
    "one postcode far away": table(RAW, "postcodes.csv", setting("lat", "54.5", 1)),
    "a missing minus": table(RAW, "postcodes.csv", setting("long", "1.95")),
    "areas without postcodes": table(RAW, "postcodes.csv", keep_rows(2)),
    "postcodes headings only": table(RAW, "postcodes.csv", keep_rows(0)),
    "postcodes twice": table(RAW, "postcodes.csv", doubling),
    "degrees in the gazetteer": lambda folders: [
        cells(folders[RAW], "settlements.csv", setting("GEOMETRY_X", "0.06")),
        cells(folders[RAW], "settlements.csv", setting("GEOMETRY_Y", "52.49")),
    ],
    "the gazetteer in kilometres": lambda folders: [
        cells(folders[RAW], "settlements.csv", setting(name, scaled(0.001)))
        for name in ("GEOMETRY_X", "GEOMETRY_Y")
    ],
    "a gazetteer of elsewhere": table(
        RAW, "settlements.csv", setting("GEOMETRY_Y", scaled(0.5))
    ),
    "no settlement in a district": table(RAW, "settlements.csv", keep_rows(2)),
    "the indices of 2019": text(RAW, "deprivation.csv", r"\((2021)\)", "(2011)"),
    "the indices cut short": table(RAW, "deprivation.csv", keep_rows(3)),
    "the indices twice": table(RAW, "deprivation.csv", doubling),
    "ranks and deciles exchanged": table(
        RAW,
        "deprivation.csv",
        lambda rows: rows.__setitem__(
            0,
            [re.sub("Rank|Decile", lambda m: "Decile" if m[0] == "Rank" else "Rank", h)
             for h in rows[0]],
        ),
    ),
    "a decile of twelve": text(RAW, "deprivation.csv", r',4\n', ",12\n"),
    "people below zero": text(RAW, "people.csv", r"E01000003,10", "E01000003,-10"),
    "people with a comma": text(RAW, "people.csv", r"E01000003,10", 'E01000003,"1,0"'),
    "people in tenths": text(RAW, "people.csv", r"E01000003,10", "E01000003,10.5"),
    "a row of people cut off": whole(RAW, "people.csv", lambda content: content[:-20]),
    "people of other areas": text(RAW, "people.csv", "E01000004", "E01000099"),
    "people with an area twice": table(RAW, "people.csv", repeating(1)),
    "sizes missing": table(RAW, "sizes.csv", keep_rows(1)),
    "sizes of nobody": table(RAW, "sizes.csv", setting("population", "0", 1)),
    "a change left out": table(RAW, "changes.csv", keep_rows(2)),
    "codes of changes exchanged": table(RAW, "changes.csv", exchanging("LSOA11CD", "LSOA21CD")),
    "codes and names exchanged": table(RAW, "lookup.csv", exchanging("LSOA21CD", "LSOA21NM")),
    "wards and districts exchanged": table(RAW, "lookup.csv", exchanging("WD24CD", "LAD24CD")),
    "a lookup cut short": table(RAW, "lookup.csv", keep_rows(3)),
    "a lookup twice": table(RAW, "lookup.csv", doubling),
    "authorities exchanged": table(RAW, "authorities.csv", exchanging("LTLA23CD", "UTLA23CD")),
    "authorities cut short": table(RAW, "authorities.csv", keep_rows(1)),
    "authorities twice": table(RAW, "authorities.csv", doubling),
    "a map cut off": whole(RAW, "areas.geojson", lambda content: content[: len(content) // 2]),
    "a map of three areas": text(RAW, "areas.geojson", r'E01000004', "E01000009"),
    "a map turned round": text(
        RAW, "areas.geojson", r"\[(0\.\d+), (5\d\.\d+)\]", r"[\2, \1]"
    ),
    "a map headings only": whole(
        RAW, "areas.geojson", b'{"type": "FeatureCollection", "features": []}'
    ),
    "libraries headings only": table(RAW, "libraries.csv", keep_rows(0)),
    "libraries without their postcodes": table(RAW, "libraries.csv", setting("Postcode", "")),
    "libraries cut off": whole(RAW, "libraries.csv", lambda content: content[:-9]),
    # the recipe
    "a misspelt authority of libraries": recipe('"Fenshire"', '"Fenshir"'),
    "a misspelt district": recipe('"E07000001", "E06', '"E07000011", "E06'),
    "a hospital that is not there": recipe(r"\[tables\]", '[tables]\nhospitals = "x.csv"'),
    "a source that nobody describes": recipe('source = "made-up"', 'source = "made-down"'),
    "a licence under another name": recipe("licence =", "license ="),
    "a kind of place of no table": recipe('"teams.csv"', '"team.csv"'),
    "a service of no kind": recipe(r'kinds = \["library"\]', 'kinds = ["libary"]'),
    "a service with ages turned round": recipe("age_to = 19", "age_to = 0\nage_from = 9"),
}  # fmt: skip


def made(tmp_path):
    recipe_path, raw = write_recipe(tmp_path / OWN), write_raw(tmp_path / RAW)
    return {OWN: recipe_path.parent, RAW: raw}


@pytest.fixture(name="usual", scope="module")
def build_usual(tmp_path_factory):
    folders = made(tmp_path_factory.mktemp("usual"))
    return build_pack(read_recipe(folders[OWN]), folders[RAW])


@pytest.mark.parametrize("name", with_sweeps(MUTATIONS, working=list(MUTATIONS)[::4]))
def test_a_slip_is_refused_or_told(name, usual, tmp_path):
    folders = made(tmp_path)
    MUTATIONS[name](folders)
    try:
        built = build_pack(read_recipe(folders[OWN]), folders[RAW])
        write_pack(built.pack, tmp_path / "pack")
    except DataError:
        return  # refused in words; any other exception is a traceback, and fails
    told = set(built.warnings) - set(usual.warnings)
    assert told or built.pack.content_hash == usual.pack.content_hash, "changed in silence"
    assert all(warning in built.report() for warning in told)


def test_there_are_as_many_slips_as_were_tried():
    assert len(MUTATIONS) >= 61
