"""Every way to take a file out leaves its line in the log of exports: none can be forgotten.

The commands are found by walking their parsers, and what writes files by reading the code: a new
one fails here until it is asked for below.
"""

import argparse
import ast
import contextlib
import importlib
import io
import json
from pathlib import Path
from typing import get_args
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

import geodata.__main__ as geodata_main
import layers.__main__ as layers_main
import mapping.__main__ as mapping_main
from geodata.exports import LOG_SETTING, read_exports
from geodata.pack import read_pack
from geodata.store.address import STORE_SETTING
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note
from geodata.store.record import new_record
from geodata.store.store import open_store
from layers.__main__ import COMMANDS, READ
from layers.question.address import query_from_question
from layers.question.question import default_question
from mapping.minutes_command import FORMS as MINUTES
from mapping.pages.frame import drawing
from mapping.pages.frame.page import Download
from mapping.profile.batch_asked import Made
from mapping.profile.formats import FORMATS
from mapping.profile.map_files import Form
from mapping.served import packs, routes
from tests.awkward import awkward_pack
from tests.kept_packs import write_once
from tests.mapping.asking import Client

ROOT = Path(__file__).parents[1]
PLACE = "middle"
MEETING = "A meeting"
TAKES = {"out", "format", "formats", "zip", "file_out", "output", "to"}
"""Names of options by which a command writes or prints what is kept."""
NOT_EXPORTS = {
    "geodata": {
        "build": "makes a pack from official files, for this program to read",
    },
    "mapping": {
        "exports": "prints the log itself, in which no figure stands",
    },
}


def commands_of(parser):
    """Yield each command of a parser by its name."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def taking(parser):
    """Return the options of a command by which something is kept."""
    return {action.dest for action in parser._actions} & TAKES


@pytest.fixture
def log(tmp_path, monkeypatch):
    path = tmp_path / "log" / "exports.jsonl"
    monkeypatch.setenv(LOG_SETTING, str(path))
    return path


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    folder = tmp_path_factory.mktemp("noted") / "pack"
    write_once(awkward_pack(), folder)
    return folder


def noted(log, main, *words):
    """Run a command, and return what its lines in the log of exports say."""
    before = len(read_exports(log)[0])
    with contextlib.redirect_stdout(io.StringIO()):
        assert main([str(word) for word in words]) == 0
    return [each.what for each in read_exports(log)[0][before:]]


def test_every_form_of_every_analysis_but_the_one_on_the_screen_is_noted(log, pack, monkeypatch):
    asked, opened = 0, read_pack(pack)
    monkeypatch.setattr("layers.question.options.open_named_pack", lambda _named: opened)
    for name, command in COMMANDS.items():
        [own] = [each for key, each in commands_of(layers_main._parser(name)) if key == name]
        module = importlib.import_module(f"layers.commands.{command.module}")
        groups = [each for each in own._mutually_exclusive_groups if each.required]
        needed = [each for each in own._actions if each.required]
        needed += [each._group_actions[0] for each in groups]
        given = [word for each in needed for word in (each.option_strings[0], PLACE)]
        form = next((each for each in own._actions if each.dest == "format"), None)
        if form is None:
            assert not taking(own), f"{name} keeps something otherwise than by --format"
            continue
        run = own.get_default("run").__name__
        monkeypatch.setattr(module, run, lambda *_given: "what it says")
        for each in form.choices:
            said = noted(log, layers_main.main, name, *given, "--pack", pack, "--format", each)
            assert said == ([] if each == READ else [f"{name} ({each})"])
            asked += 1
    assert asked > 60


def test_an_analysis_of_a_place_is_noted_with_it_and_one_that_fails_is_not(log, pack):
    words = ["profile", "--place", PLACE, "--pack", pack, "--format", "csv"]
    assert noted(log, layers_main.main, *words) == ["profile (csv)"]
    [line] = read_exports(log)[0]
    assert line.places == (PLACE,)
    with contextlib.redirect_stderr(io.StringIO()):
        assert layers_main.main([str(each) for each in [*words, "--place", "nowhere"]]) == 2
    assert len(read_exports(log)[0]) == 1


def asked_of_mapping(out):
    """Return each command of `mapping` that writes, in every form, with how its line begins."""
    single, several = ["--place", PLACE, "--out", out], ["--all", "--kind", "early-help-team"]
    return {
        "profile": [
            ([*single, "--formats", ",".join(FORMATS)], [f"profile ({key})" for key in FORMATS]),
            ([*several, "--formats", "csv", "--out", out, "--zip"],
             ["profiles of many places (csv)"]),
            ([*several, "--booklet", "--out", out], ["booklet of profiles"]),
        ],
        "exercise": [
            (single, ["needs and services (pdf)"]),
            (["--kind", "early-help-team", "--out", out], ["needs and services of all places"]),
        ],
        "map": [
            (["--out", out / f"m.{form}", *(["--paper", "a3"] if form == "a3" else [])],
             [f"map ({form})"])
            for form in get_args(Form) if form != "a3"
        ],
        "two-maps": [
            (["--beside", "limit=12", "--out", out / f"two.{form}"], [f"two maps ({form})"])
            for form in ("html", "png", "csv")
        ],
        "meeting": [(["--place", PLACE, "--out", out / "meeting.html"], ["meeting (html)"])],
        "minutes": [
            (["--meeting", MEETING, "--out", out / f"minutes.{form}"],
             [f"{'actions' if form == 'ics' else 'minutes'} of a meeting ({form})"])
            for form in MINUTES
        ],
    }  # fmt: skip


def test_every_command_that_writes_files_is_asked_for_here():
    for main, known in ((geodata_main, set()), (mapping_main, set(asked_of_mapping(Path())))):
        package = main.__name__.partition(".")[0]
        found = {name for name, each in commands_of(main._parser()) if taking(each)}
        assert found == known | set(NOT_EXPORTS[package])


@pytest.mark.parametrize("command", asked_of_mapping(Path()))
def test_a_command_that_writes_files_notes_them(command, log, pack, tmp_path, monkeypatch):
    monkeypatch.setattr("mapping.profile.formats.Format.write", lambda *_given: b"x")
    monkeypatch.setattr("mapping.profile_command.make_batch", many)
    monkeypatch.setattr("mapping.profile_command.zip_batch", lambda *_given: None)
    monkeypatch.setattr("mapping.profile_booklets.bind_booklet", Bound)
    monkeypatch.setattr("mapping.profile.exercise_document.exercise_pdf", lambda *_given: b"x")
    monkeypatch.setattr("mapping.profile.exercise_document.all_places_pdf", lambda *_given: b"x")
    monkeypatch.setattr("mapping.__main__.map_file", lambda *_given, **_more: b"x")
    monkeypatch.setattr("mapping.two_maps_command.two_maps_file", lambda *_given: b"x")
    monkeypatch.setattr("mapping.minutes_command.write_minutes", lambda *_given: b"x")
    monkeypatch.setenv(STORE_SETTING, str(tmp_path / "store.sqlite"))
    store, meeting = open_store(), new_record(Meeting(place_id=PLACE), title=MEETING)
    action = Note(sort="action", words="Ask.", due="2026-12-01")
    store.save_all([meeting, new_record(action, parent=meeting.id)])
    for words, expected in asked_of_mapping(tmp_path)[command]:
        said = noted(log, mapping_main.main, command, "--pack", pack, *words)
        assert len(said) == len(expected), words
        assert all(found.startswith(start) for found, start in zip(said, expected, strict=True))


def test_a_batch_that_is_stopped_has_handed_out_what_was_whole(log, pack, tmp_path, monkeypatch):
    def stopped(*_given, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr("mapping.profile_command.make_batch", stopped)
    words = ["profile", "--all", "--kind", "early-help-team", "--pack", pack, "--out", tmp_path]
    with contextlib.redirect_stderr(io.StringIO()):
        assert mapping_main.main([str(word) for word in words]) == 2
    [line] = read_exports(log)[0]
    assert line.what == "profiles of many places (pdf), stopped before all were made"


def many(batch, folder, **_more):
    """A batch that is made at once, of nothing."""
    return Made(batch=batch, folder=folder)


class Bound:
    """A booklet of nothing."""

    pdf, places, left_out = b"x", ("middle",), ()

    def __init__(self, *_given, **_more):
        pass


def test_whatever_writes_files_is_a_command_that_is_noted():
    """Only these modules call what writes a file; each is asked for above, or said to be none."""
    calls = {"write_file", "write_large_file", "write_folder", "write_bytes", "write_text"}
    found = set()
    for path in [*(ROOT / "layers").rglob("*.py"), *(ROOT / "mapping").rglob("*.py")]:
        names = {
            getattr(node.func, "attr", getattr(node.func, "id", ""))
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call)
        }
        if names & calls:
            found.add(path.relative_to(ROOT).as_posix())
    own = {each for each in found if "workbook" in each}  # cells of a sheet are written as well
    assert found - own == {
        "mapping/__main__.py",
        "mapping/meeting_command.py",
        "mapping/minutes_command.py",
        "mapping/profile/batch_journal.py",  # no figure
        "mapping/profile/batch_summary.py",  # beside the files of a batch, which are noted
        "mapping/profile/batch_worker.py",
        "mapping/profile/batch_zip.py",
        "mapping/profile/typesetting.py",  # a folder that is taken away again
        "mapping/profile_booklets.py",
        "mapping/profile_command.py",
        "mapping/released/tables.py",  # a folder that is taken away again
        "mapping/two_maps_command.py",
    }


def test_the_pages_hand_files_out_by_one_function_which_notes_them():
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "mapping").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", ""))
        in {"download_button", "hand_out"}
    }
    assert found == {"mapping/pages/frame/drawing.py", "mapping/pages/frame/widgets.py"}


def test_every_address_of_a_file_to_keep_is_noted_each_time(log, pack, monkeypatch):
    monkeypatch.setenv(packs.PACK_SETTING, str(pack))
    held, paths = read_pack(pack), {route.path for route in routes.routes()}
    kept = {path for path in paths if path.endswith((".csv", ".txt", ".xlsx", ".zip", ".geojson"))}
    shown = {path for path in paths if path.startswith("/map/") and not path.endswith(".json")}
    assert kept == shown  # whatever else an address sends is JSON, for the page itself
    client = Client(Starlette(routes=routes.routes()))
    asked = query_from_question(default_question(held), held)
    for path in sorted(kept):
        what = {"indicator": next(iter(held.indicators))} if "/indicator." in path else asked
        address = f"{path.replace('{pack_hash}', held.short_hash)}?{urlencode(what)}"
        first = client.get(address)
        assert first.status_code == 200, first.text
        before = len(read_exports(log)[0])
        again = client.get(address, headers={"if-none-match": first.headers["etag"]})
        assert again.status_code == 304
        assert "no-cache" in again.headers["cache-control"]
        [line] = read_exports(log)[0][before:]
        name = first.headers["content-disposition"].partition('"')[2].rstrip('"')
        assert line.what == f"page: {name}"
    count = len(read_exports(log)[0])
    assert client.get(address.replace(held.short_hash, "0" * 12)).status_code == 404
    assert len(read_exports(log)[0]) == count


def test_the_notes_beside_a_table_are_noted_as_the_table_is(log, monkeypatch):
    made = []

    def keep(_label, make, **_more):
        made.append(make)

    monkeypatch.setattr(drawing, "hand_out", keep)
    monkeypatch.setattr(drawing, "visitor", lambda: None)
    monkeypatch.setattr(drawing.st, "session_state", {drawing.PACK: awkward_pack()})
    label = "Download the table (CSV)"
    drawing.show_download(Download(label=label, name="t", make=lambda: "a", notes=lambda: b"b"))
    assert [make() for make in made] == [b"\xef\xbb\xbfa", b"b"]
    said = [each.what for each in read_exports(log)[0]]
    assert said == ["page: table (CSV)", "page: Notes on the table (TXT)"]


def test_the_log_holds_no_figure(log, pack):
    noted(log, layers_main.main, "gaps", "--pack", pack, "--format", "json")
    told = json.loads(log.read_text())
    assert set(told) == {"when", "who", "what", "places", "pack", "pack_hash", "rules"}
