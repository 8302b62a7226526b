"""Nothing that a visitor reads names a folder of the server, whatever is wrong with the pack."""

import gzip
import io
import re
import shutil

import pytest
from pypdf import PdfReader
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.said.result import FORMATS, say_result
from mapping.drawn.file import render_map_html
from mapping.drawn.picture import draw_map_png
from mapping.map.describe import describe_map
from mapping.served import routes
from mapping.served.message import map_addresses
from mapping.served.packs import PACK_SETTING
from tests.builders import tiny_pack
from tests.documents import profile_pdf
from tests.kept_packs import write_once
from tests.mapping.asking import Client
from tests.mapping.reading import opened
from tests.mapping.test_unkind_pages import ADDRESSES
from tests.sweeps import with_sweeps

TELL_TALE = "Tell-Tale 7f3a"
OPEN_PACK = "from mapping.pages.frame.frame import open_pack\nassert open_pack() is None\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    chosen = tmp_path / TELL_TALE / f"{TELL_TALE} pack"
    write_once(tiny_pack(), chosen)
    monkeypatch.setenv(PACK_SETTING, str(chosen))
    return chosen


def parts_of(app):
    """Return all that a page sends, part by part, as text."""
    waiting, said = [app._tree], []
    while waiting:
        node = waiting.pop()
        said.append(str(getattr(node, "proto", "")))
        waiting += getattr(node, "children", {}).values()
    return said


def remove(folder):
    shutil.rmtree(folder)


def put_a_file_there(folder):
    shutil.rmtree(folder)
    folder.write_text("not a folder")


def damage(name, content=b"no"):
    def change(folder):
        (folder / name).write_bytes(content)

    return change


def take_out(name):
    return lambda folder: (folder / name).unlink()


def put_a_folder_for(name):
    def change(folder):
        (folder / name).unlink()
        (folder / name).mkdir()

    return change


def lead_nowhere(folder):
    (folder / "pack.toml").unlink()
    (folder / "pack.toml").symlink_to(folder / f"{TELL_TALE}.toml")


NAMES = ("pack.toml", "areas.parquet", "places.parquet", "indicators.parquet")
FAULTS = {
    "no folder": remove,
    "a file": put_a_file_there,
    "a link": lead_nowhere,
    **{f"damaged {name}": damage(name) for name in NAMES},
    **{f"empty {name}": damage(name, b"") for name in NAMES},
    **{f"no {name}": take_out(name) for name in NAMES},
    **{f"folder {name}": put_a_folder_for(name) for name in NAMES},
    "not text": damage("pack.toml", b"\xff\xfe\x00"),
    "another edition": damage("pack.toml", b"schema_version = 1"),
}


OFTEN = [each for each in FAULTS if "parquet" not in each or "areas" in each]


@pytest.mark.parametrize("fault", with_sweeps(FAULTS, working=OFTEN))
def test_a_pack_that_cannot_be_opened_names_no_folder(folder, fault, caplog):
    """The page, the health of the server and the map each told the server's own path."""
    FAULTS[fault](folder)
    app = AppTest.from_string(OPEN_PACK, default_timeout=60).run()
    assert not app.exception
    [shown] = app.error
    assert "cannot be opened" in shown.value
    client = Client(Starlette(routes=routes.routes()))
    sent = [client.get(path) for path in ("/health/ready", "/map/0123456789ab/areas.json")]
    assert [each.status_code for each in sent] == [503, 503]
    for said in (*parts_of(app), *(each.text for each in sent)):
        assert TELL_TALE not in said
        assert str(folder.parents[1]) not in said
    assert str(folder) in caplog.text
    assert caplog.text.count("cannot be opened") == 1  # told once, however many ask


@pytest.mark.usefixtures("folder")
def test_no_page_names_a_folder():
    for page, query in ADDRESSES:
        said = parts_of(opened(page, **query))
        assert len(said) > 5
        assert not [each for each in said if TELL_TALE in each or "/mapping/" in each]


@pytest.mark.usefixtures("folder")
def test_no_route_and_no_file_names_a_folder():
    pack = tiny_pack()
    gaps = measure_gaps(pack, default_question(pack))
    spec = describe_map(pack, gaps)
    client = Client(Starlette(routes=routes.routes()))
    addresses = [*map_addresses(pack, gaps.question).values(), "/health/ready", "/health/live"]
    addresses += [f"/map/{pack.short_hash}/areas.csv", "/drawing/x/%00", "/leaflet/..%2f"]
    files = {address: client.get(address).text.encode() for address in addresses}
    files |= {form: say_result(gaps, form).encode() for form in FORMATS}
    files["html"] = render_map_html(spec, pack, gaps).encode()
    files["png"] = draw_map_png(spec, pack)
    files["pdf"] = profile_pdf(pack, gaps.question, "team-a")
    for name, content in files.items():
        assert not re.findall(rb"Tell|/tmp/|/site-packages|/mapping/", inflated(content)), name


def inflated(content):
    """Return the bytes of a file, with what is compressed in it beside."""
    if content.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(content))
        streams = (reader.get_object(number) for number in range(1, len(reader.xref[0]) + 1))
        held = [part.get_data() for part in streams if hasattr(part, "get_data")]
        return b"".join([content, *held])
    if content.startswith(b"\x1f\x8b"):
        return gzip.decompress(content)
    return content
