"""Every stored word is text: in the offline file, on the live screen, in minutes and calendar."""

import io
import json
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser

import docx
import pypdf
import pytest

from geodata.pack import write_pack
from geodata.store.address import STORE_SETTING
from geodata.store.kinds.note import Note
from geodata.store.record import Record
from layers.meeting.calendar import actions_calendar
from layers.said.calendars import DOMAIN
from mapping.meeting.file import render_meeting_html
from mapping.meeting.live.routes import Meetings
from mapping.meeting.minutes import kept_minutes, write_minutes
from mapping.meeting.showing import show_scene
from mapping.served import packs
from mapping.served.cache import CACHE
from mapping.served.store import served_store
from tests.apart import run_apart
from tests.builders import tiny_pack
from tests.calendars import read_calendar
from tests.mapping.following import Asker
from tests.mapping.reading import opened
from tests.stored import HOSTILE, fill

RUNS = re.compile(r"^on|^srcdoc$|^formaction$", re.IGNORECASE)


class Read(HTMLParser):
    """What a page is made of: its elements, its attributes that run, its words."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.running, self.words, self.links = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.running += [(tag, name) for name, _ in attrs if RUNS.match(name)]
        self.links += [value for name, value in attrs if name in ("href", "src") and value]

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A store that all of these tests read, and pages and routes have too."""
    pack = tiny_pack()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(STORE_SETTING, str(tmp_path_factory.mktemp("stored") / "store.sqlite"))
        served_store.cache_clear()
        store = served_store()
        yield pack, store, fill(store, pack)
        store.close()
        served_store.cache_clear()


def clean(text, scripts):
    """Nothing typed is more than words; the page’s own scripts are as many as without it."""
    read = Read(text)
    assert read.running == []
    assert read.elements.count("script") == scripts
    assert not {"b", "w:p"} & {*read.elements} or "bold" not in text.split("<b>", 1)[-1][:4]
    assert not [each for each in read.links if each.startswith(("javascript:", "https://evil"))]
    return " ".join(read.words)


def test_the_offline_file_has_titles_as_text(kept):
    pack, _, meeting = kept
    scenes = [
        show_scene(each.title, each.body, pack, key=f"s{n}")
        for n, each in enumerate(meeting.scenes[:5])
    ]
    said = clean(render_meeting_html(meeting.record.title, scenes, pack), scripts=1)
    assert meeting.record.title in said
    assert all(each.title in said for each in meeting.scenes[:5])
    assert f"Written {HOSTILE[1]}" in said  # what was agreed at the meeting before


def test_the_live_screen_and_what_it_reads_have_words_as_text(kept, monkeypatch, tmp_path):
    pack, store, meeting = kept
    write_pack(pack, tmp_path / "pack")
    monkeypatch.setenv(packs.PACK_SETTING, str(tmp_path / "pack"))
    CACHE.clear()

    async def walk():
        meetings = Meetings("", store=lambda: store)
        async with meetings.open():
            asker, at = Asker(meetings), f"/m/{meeting.record.id[:8]}"
            screen, state = await asker.get(at), await asker.get(f"{at}/state.json")
            scene = meeting.scenes[1]
            drawn = await asker.get(f"{at}/scenes/{scene.id}-{scene.version}.html")
            return screen, state, drawn, scene

    screen, state, drawn, scene = run_apart(walk())
    assert state.headers["content-type"].startswith("application/json")
    told = json.loads(state.text)
    assert {each["words"] for each in told["notes"]} == {f"Written {each}" for each in HOSTILE}
    clean(screen.text, scripts=screen.text.count("<script"))
    assert "<script>window.ran" not in screen.text
    assert "</script></style>" not in screen.text
    assert scene.title in clean(drawn.text, scripts=0)


def packed(words):
    return re.sub(r"[\s\u200b\u2028\u202a-\u202e\u2066-\u2069\u200e\u200f\xad]+", "", words)


def test_the_minutes_have_every_word_as_text_and_nothing_that_runs(kept):
    pack, store, meeting = kept
    minutes = kept_minutes(store, meeting, pack)
    said = {
        "docx": _word(write_minutes(minutes, "docx")),
        "pdf": _pdf(write_minutes(minutes, "pdf")),
    }
    for form, text in said.items():
        for note in meeting.notes:
            assert packed(note.body.words) in text, (form, note.body.words)
        assert packed(meeting.record.title) in text, form
        owners = [each.body.owner for each in meeting.notes if each.body.owner]
        assert owners
        assert all(packed(each) in text for each in owners), form


def _word(content):
    """What a document says; nothing in it is run, linked or fetched because somebody typed it."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        names = opened.namelist()
        links = "".join(opened.read(each).decode() for each in names if each.endswith(".rels"))
        body = opened.read("word/document.xml").decode()
    assert not [each for each in names if "vba" in each.casefold()]
    assert "evil.example" not in links
    assert "javascript" not in links
    assert "fldSimple" not in body
    read = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return packed("".join([*(each.text for each in read.paragraphs), *cells]))


def _pdf(content):
    read = pypdf.PdfReader(io.BytesIO(content))
    links = [
        str(each.get_object().get("/A", {}).get("/URI", ""))
        for page in read.pages for each in page.get("/Annots", [])
    ]  # fmt: skip
    assert not [each for each in links if "evil" in each or each.startswith("javascript")]
    assert "/JavaScript" not in str(read.trailer["/Root"])
    return packed("".join(page.extract_text() for page in read.pages))


def test_the_calendar_has_every_word_of_its_actions_as_text_and_no_entry_more(kept):
    _, _, meeting = kept
    actions = [each for each in meeting.notes if each.body.sort == "action"]
    assert actions
    entries = read_calendar(actions_calendar(meeting.record, meeting.notes).encode())
    told = {each["UID"].partition("@")[0]: each["DESCRIPTION"] for each in entries}
    assert set(told) == {each.id for each in actions}
    for each in actions:
        for words in (each.body.words, each.body.owner, meeting.record.title):
            assert packed(words) in packed(told[each.id])


def test_every_word_unkind_is_text_of_an_action(kept):
    _, _, meeting = kept
    body = Note(sort="action", words="", due="2026-12-01")
    notes = [
        Record(id=str(n), title="", body=replace(body, words=words, owner=words),
               changed_at=meeting.record.changed_at)
        for n, words in enumerate((*HOSTILE, "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:y"))
    ]  # fmt: skip
    entries = read_calendar(actions_calendar(meeting.record, notes).encode())
    assert [each["UID"] for each in entries] == [f"{each.id}@{DOMAIN}" for each in notes]
    for entry, note in zip(entries, notes, strict=True):
        assert packed(note.body.words) in packed(entry["DESCRIPTION"])


def test_the_pages_hand_words_over_as_text(kept, serve):
    pack, _, meeting = kept
    serve(pack)
    for asked in ({}, {"meeting": meeting.record.id}):
        app = opened("meeting", **asked)
        assert not app.exception
        for each in app.get("html"):
            clean(str(each.proto.body), scripts=0)
        shown = [*app.markdown, *app.info, *app.warning, *app.success, *app.caption]
        marked = " ".join(
            [*(str(each.value) for each in shown), *(each.label for each in app.button)]
        )
        assert not re.search(r"(?<!\\)\]\(javascript", marked)
        assert "<img src=x" not in marked
