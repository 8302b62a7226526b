"""Every file of a corpus of broken and hostile files: what its index says, within its limits."""

import csv
import json
import os
import re
import subprocess
import sys

import pytest

from tests.conftest import RAW_FOLDER

CORPUS = RAW_FOLDER.parent / "corpus"
LOOKUP = RAW_FOLDER / "lookups" / "LSOA11_LSOA21_LAD22_EW_LU_official.csv"
MEMORY = 300_000_000
SLOW = 3  # how much slower a machine may be than the limits mean

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus beside the project"),
]
LISTED = (CORPUS / "INDEX.csv").read_text("utf-8") if CORPUS.is_dir() else ""
INDEX = {row["file"]: row for row in csv.DictReader(LISTED.splitlines())}


@pytest.fixture(scope="module", name="driven")
def drive():
    """Return what became of each file, driven in a program that can take no more memory."""
    lookup = str(LOOKUP) if LOOKUP.is_file() else ""
    done = subprocess.run(
        [sys.executable, "-W", "default", "-m", "tests.real.corpus_doors", str(CORPUS), lookup],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    *lines, last = map(json.loads, done.stdout.splitlines())
    return {found["file"]: found for found in lines}, last["most_bytes"]


@pytest.mark.parametrize("name", INDEX)
def test_a_file_gets_what_the_index_says(driven, name):
    found, row = driven[0][name], INDEX[name]
    assert found["outcome"] in row["expected"].split("|"), found["said"]
    assert found["outcome"] == "load" or all(name in said for said in found["said"])
    limit = re.search(r"<=(\d+) s", row["hard_limit"])
    assert found["seconds"] < SLOW * float(limit[1] if limit else 10)


@pytest.mark.parametrize("name", INDEX)
def test_no_door_ends_in_a_traceback_or_reaches_beyond_the_file(driven, name):
    found = driven[0][name]
    assert set(found["doors"].values()) <= {"read", "refused"}, found["doors"]
    assert found["strays"] == []


def test_the_slip_of_one_row_is_named(driven):
    said = {name: " ".join(found["said"]) for name, found in driven[0].items()}
    assert "row 21: found latitude and longitude exchanged" in said["geo_one_row_swapped.csv"]
    assert "row 4: found bytes" in said["enc_mixed_utf8_cp1252.csv"]
    assert "feature 2: found metres" in said["geo_mixed_crs.geojson"]
    assert "missing, not zero" in said["lsoa_suppressed_markers.csv"]
    if LOOKUP.is_file():
        assert "areas of 2011" in said["lsoa_2011_vintage.csv"]
        assert "counted twice" in said["lsoa_mixed_vintages.csv"]


def test_all_of_it_together_takes_little_memory(driven):
    assert 50_000_000 < driven[1] < MEMORY
