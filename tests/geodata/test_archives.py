"""Zips that are refused from what they declare, before a byte is inflated."""

import io
import struct
import zipfile

import pytest

from geodata.errors import DataError
from geodata.files import parse_table, read_geojson, read_table
from geodata.files.archives import Limits, find_dangers, read_member
from tests.workbooks import make_zip

LIMITS = Limits(members=100, member_bytes=50_000_000, total_bytes=60_000_000, ratio=100)


def dangers(content):
    return " / ".join(problem.sentence() for problem in find_dangers(content, "t.zip", LIMITS))


def changed(content, **fields):
    """Return a zip of one file whose directory says something else of it."""
    at = content.index(b"PK\x01\x02")
    places = {
        "method": (10, "<H"),
        "flags": (8, "<H"),
        "size": (24, "<I"),
        "attributes": (38, "<I"),
    }
    patched = bytearray(content)
    for name, value in fields.items():
        offset, form = places[name]
        struct.pack_into(form, patched, at + offset, value)
    return bytes(patched)


def test_an_honest_zip_has_no_dangers():
    assert dangers(make_zip({"a.csv": "a,b\n1,2\n" * 1000, "folder/b.csv": "x"})) == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (make_zip({"b.csv": "0" * 9_000_000}), "to one"),
        (make_zip({"b.csv": "0" * 51_000_000}), "51,000,000 bytes when inflated"),
        (make_zip({f"{n}.csv": str(n) for n in range(101)}), "more than 100 files"),
        (make_zip({f"{n}.txt": "" for n in range(20_000)}), "more than 100 files"),
        (make_zip({"a.zip": make_zip({"b.csv": "x"})}), "a zip inside the zip"),
        (make_zip({"a.csv.gz": "x"}), "a zip inside the zip"),
        (make_zip({"../a.csv": "x"}), "leads out of the zip"),
        (make_zip({"/etc/passwd": "x"}), "leads out of the zip"),
        (make_zip({"..\\..\\a.csv": "x"}), "leads out of the zip"),
        (make_zip({"C:/a.csv": "x"}), "leads out of the zip"),
        (make_zip({"a.csv": "x", "A.CSV": "y"}), "stands there twice"),
        (changed(make_zip({"a.csv": "x"}), attributes=0o120777 << 16), "a link to another place"),
        (changed(make_zip({"a.csv": "x"}), attributes=0o010644 << 16), "a link to another place"),
        (changed(make_zip({"a.csv": "x"}), flags=1), "a password"),
        (changed(make_zip({"a.csv": "x"}), method=14), "an unusual way of packing"),
        (changed(make_zip({"a.csv": "01" * 2_000_000}), size=100), "say they inflate to 100"),
        (b"PK\x03\x04 and nothing more", "cannot be read as a zip"),
        (make_zip({"a.csv": "x" * 1000})[:-30], "cannot be read as a zip"),
    ],
    ids=lambda each: each if isinstance(each, str) else "zip",  # bytes hold the time
)
def test_a_dangerous_zip_is_refused_with_its_reason(content, said, tmp_path):
    assert said in dangers(content)
    for door in (read_table, read_geojson):
        path = tmp_path / "t.csv"
        path.write_bytes(content)
        with pytest.raises(DataError):
            door(path)


def test_files_that_overlap_are_refused():
    content = make_zip({"a.csv": bytes(range(256)) * 40, "b.csv": bytes(range(256)) * 40})
    first = content.index(b"PK\x01\x02")
    second = content.index(b"PK\x01\x02", first + 1)
    patched = bytearray(content)
    struct.pack_into("<I", patched, second + 42, 0)  # both of them are the first
    assert "overlap" in dangers(bytes(patched))


def test_what_inflates_to_other_than_it_declares_is_never_read_on():
    honest = make_zip({"a.csv": "0" * 100_000})
    for size in (99_000, 101_000):
        lying = changed(honest, size=size)
        with zipfile.ZipFile(io.BytesIO(lying)) as archive, pytest.raises(DataError):
            read_member(archive, "a.csv", "t.zip", 1_000_000)


def test_a_member_is_held_to_its_limit():
    with (
        zipfile.ZipFile(io.BytesIO(make_zip({"a.csv": "0" * 100_000}))) as archive,
        pytest.raises(DataError, match="more than 1,000 bytes"),
    ):
        read_member(archive, "a.csv", "t.zip", 1000)


def test_many_dangers_of_a_kind_are_one_problem():
    members = {f"{n}.zip": "x" for n in range(50)}
    with pytest.raises(DataError) as caught:
        parse_table(make_zip(members), "t.zip")
    assert len(caught.value.problems) == 1
