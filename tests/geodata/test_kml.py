"""KML through the one door, in this process and in one of its own."""

import io
import sys
import zipfile

import pytest

from geodata.errors import DataError
from geodata.files import apart
from geodata.files.apart import parse_layer_apart
from geodata.files.layers import is_layer, parse_layer
from geodata.files.telling import hearing

RING = "{0},{1},12 {2},{1},12 {2},{3},12 {0},{3},12 {0},{1},12"


def ring(kind, *corners):
    said = RING.format(*corners)
    return f"<{kind}><LinearRing><coordinates>\n {said} </coordinates></LinearRing></{kind}>"


def polygon(*corners, hole=None):
    inner = ring("innerBoundaryIs", *hole) if hole else ""
    return f"<Polygon>{ring('outerBoundaryIs', *corners)}{inner}</Polygon>"


def mark(name, shape, said=""):
    return f"<Placemark><name>{name}</name>{said}{shape}</Placemark>"


def kml(*marks, before=""):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}'
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>not a place</name><Folder>'
        f"{''.join(marks)}</Folder></Document></kml>"
    ).encode()


SIMPLE = polygon(0.1, 52.5, 0.2, 52.6)
DATA = '<ExtendedData><Data name="ward"><value>W1</value></Data></ExtendedData>'
SCHEMA = (
    '<ExtendedData><SchemaData><SimpleData name="ward">W2</SimpleData></SchemaData></ExtendedData>'
)
GOOD = kml(
    mark("North &amp; East", polygon(0.1, 52.5, 0.2, 52.6, hole=(0.12, 52.52, 0.14, 52.54)), DATA),
    mark("Two", f"<MultiGeometry>{SIMPLE}{polygon(0.3, 52.5, 0.4, 52.6)}</MultiGeometry>", SCHEMA),
    mark("A point", "<Point><coordinates>0.1,52.5</coordinates></Point>"),
    mark("Nothing", ""),
    mark("Broken", SIMPLE.replace("52.6", "x")),
    mark("Exchanged", polygon(52.5, 0.1, 52.6, 0.2)),
)


@pytest.mark.parametrize("read", [parse_layer, parse_layer_apart])
def test_placemarks_are_read_with_what_is_said_of_them(read):
    layer = read(GOOD, "mine.kml")
    assert is_layer(GOOD)
    assert list(layer.rows["name"][:2]) == ["North & East", "Two"]
    assert list(layer.rows["ward"][:2]) == ["W1", "W2"]
    assert layer.shapes[1].interiors
    assert len(layer.shapes[2].geoms) == 2
    assert layer.shapes.keys() == {1, 2, 3}
    assert [(each.where[-1], each.found) for each in layer.faults] == [
        ("4", "no shape"),
        ("5", "a shape that cannot be read"),
        ("6", "latitude and longitude exchanged"),
    ]


def test_a_kmz_is_read_and_its_dangers_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("doc.kml", kml(mark("One", SIMPLE)))
    assert list(parse_layer(packed.getvalue(), "mine.kmz").rows["name"]) == ["One"]
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("inner.zip", b"PK")
    with pytest.raises(DataError, match="a zip inside the zip"):
        parse_layer(packed.getvalue(), "mine.kmz")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (kml(mark("x", SIMPLE), before='<!DOCTYPE a SYSTEM "http://x/a.dtd">'), "document type"),
        (
            kml(
                mark("&x;", SIMPLE), before='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            ),
            "document type",
        ),
        (b"<kml><NetworkLink><Link><href>http://x</href></Link></NetworkLink></kml>", "points to"),
        (kml(mark("x", SIMPLE))[:-30], "damaged XML"),
        (kml(), "no features"),
        (b"<kml>" + b"<a>" * 100 + b"</a>" * 100 + b"</kml>", "nested deeper"),
        (kml(mark("x", SIMPLE)).replace(b"UTF-8", b"utf-7"), "damaged XML"),
    ],
    ids=["type", "entity", "link", "cut", "empty", "deep", "letters"],
)
def test_what_is_unsafe_or_damaged_is_refused(content, found):
    with pytest.raises(DataError, match=found) as refused:
        parse_layer(content, "mine.kml")
    assert "/etc" not in str(refused.value)


def test_a_file_that_takes_too_much_is_refused_and_nothing_else_suffers(monkeypatch):
    monkeypatch.setattr(apart, "MOST_WAIT_S", 0.01)
    with pytest.raises(DataError, match="takes too long"):
        parse_layer_apart(GOOD, "mine.kml")
    monkeypatch.setattr(apart, "MOST_WAIT_S", 60)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(DataError, match="more memory or time"):
        parse_layer_apart(GOOD, "mine.kml")


def test_what_is_told_comes_back_from_the_other_process():
    crossing = SIMPLE.replace("0.2,52.6,12 0.1,52.6,12", "0.1,52.6,12 0.2,52.6,12")
    with hearing() as told:
        layer = parse_layer_apart(kml(mark("Bow", crossing)), "mine.kml")
    assert ["crossed itself, and was mended" in each for each in told.repairs[-1:]] == [True]
    assert layer.shapes[1].is_valid
    with pytest.raises(DataError, match="found text"):
        parse_layer_apart(b"hello", "a.txt")


def test_the_other_process_may_open_nothing():
    """What it refuses is refused by Python itself, whoever asks."""
    import subprocess

    words = (
        f"import sys; sys.path.insert(0, {str(apart.ROOT)!r}); from geodata.files import apart\n"
        "apart._limit()\n"
        "import socket, os\n"
        "for bad in (lambda: socket.socket(), lambda: open('/tmp/x', 'w'),\n"
        "            lambda: os.system('true'), lambda: os.remove('/tmp/none')):\n"
        "    try:\n        bad()\n"
        "    except PermissionError as error:\n        print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", words], check=False, capture_output=True, text=True
    )
    said = done.stdout.split()
    assert said == ["socket.__new__", "open", "os.system", "os.remove"], done.stderr
