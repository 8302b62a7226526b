"""The minutes of a kept meeting in PDF and Word: all of it, as text, the same bytes each time."""

import gzip
import io
import re
import zipfile
from dataclasses import replace
from urllib.parse import urlencode

import docx
import pypdf
import pytest

from geodata.errors import QuestionError
from geodata.pack import STARTER, read_pack
from geodata.store.address import STORE_SETTING
from geodata.store.kinds.note import Note, Pin
from geodata.store.kinds.scene import Figure
from geodata.store.record import new_record
from geodata.store.store import open_store
from geodata.strictness import rules_held
from layers.meeting.minutes import LOST
from layers.meeting.minutes_scenes import NOT_DRAWN
from layers.profile.parts import About, Section, Table
from layers.profile.sections.cells import column, text
from layers.question.address import query_from_question
from layers.question.question import default_question
from mapping.__main__ import main
from mapping.meeting import minutes_pdf
from mapping.meeting.kept import read_meeting
from mapping.meeting.live.codes import code_of
from mapping.meeting.live.drawing import drawn
from mapping.meeting.making import begin_meeting, scene_seen
from mapping.meeting.minutes import (
    FORMATS,
    MinutesDocument,
    kept_minutes,
    minutes_of,
    write_minutes,
)
from mapping.meeting.minutes_pdf import pdf_data
from mapping.meeting.since_kept import meeting_since
from mapping.meeting.then import NOT_TOLD
from mapping.minutes_command import find_kept_meeting
from mapping.pages.meeting.items import scene_item
from mapping.released.check import check_folder
from tests.awkward import awkward_pack, awkward_question
from tests.browser.packs import HOSTILE, hostile_pack
from tests.calendars import read_calendar

PLACE = "eht-wisbech"
URDU, POLISH = "مدد کرتی", "Zażółć gęślą jaźń"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 3
ATTACKS = (
    "<script>alert(1)</script>",
    "#set page(fill: red) $x$ *bold* @here",
    '=HYPERLINK("http://x")',
    "&amp; ]]> <w:p/> \u202ereversed",
)


@pytest.fixture(scope="module")
def starter():
    return read_pack(STARTER)


@pytest.fixture
def store(tmp_path):
    made = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    yield made
    made.close()


def write_down(store, meeting, sort, words, pin=None, **more):
    note = Note(sort=sort, words=words, pin=pin, **more)
    return store.save(new_record(note, parent=meeting.record.id), by="note-taker")


def begun(store, pack, title="Wisbech, November", **more):
    question = more.pop("question", default_question(pack))
    place = more.pop("place", PLACE)
    return begin_meeting(store, title, place, question, pack, on="2026-11-22", by="chair", **more)


def text_of(form, content):
    """Everything that a document says, without breaks."""
    if form == "pdf":
        said = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    else:
        word = docx.Document(io.BytesIO(content))
        cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        said = "".join([*(each.text for each in word.paragraphs), *cells])
    return packed(said)


def packed(words):
    """Words without spaces, and without what lets a long one be broken."""
    return re.sub(r"[\s\u200b]+", "", words)


def test_every_picture_of_the_pdf_is_found_however_many_maps_there_are(starter, store):
    meeting = begun(store, starter)
    made = minutes_of(replace(meeting, scenes=meeting.scenes[:1]), starter)
    [pictured] = made.maps.values()
    document = MinutesDocument(made.minutes, {"map-1000": pictured}, starter)
    found = pdf_data(document)["maps"]["map-1000"]
    named = {each["file"] for each in (*found["symbols"], *found["pictures"])}
    assert named == set(minutes_pdf._pictures(document))
    assert max(map(len, named)) > 25  # as a word it would be broken


@pytest.mark.parametrize("form", FORMATS)
def test_all_of_a_meeting_is_in_the_document_word_for_word(starter, store, form):
    meeting = begun(store, starter)
    at = Pin(to="scene", key=meeting.scenes[1].id, label=meeting.scenes[1].title)
    said = [POLISH, LONG, "First line.\nSecond line.", *ATTACKS]
    for sort, words in zip(("strength", "gap", "story", "note", "note", "note", "note"), said,
                           strict=True):  # fmt: skip
        write_down(store, meeting, sort, words, at)
    write_down(store, meeting, "action", "Ask.", owner="librarian", due="2026-12-01")
    kept = read_meeting(store, meeting.record.id)
    document = kept_minutes(store, kept, starter)
    content = write_minutes(document, form)
    told = text_of(form, content)
    for words in [*said[:-1], "reversed", "Ask.", "librarian", "1 December 2026", "Kept by: chair"]:
        assert packed(words) in told, words
    for each in kept.scenes:
        assert packed(each.title) in told
        assert packed(each.body.said) in told
    assert "Illustrative:notrealneighbourhoods" in told
    assert "\u202e" not in told
    assert write_minutes(kept_minutes(store, kept, starter), form) == content


def test_the_pdf_is_tagged_and_its_pictures_have_words(starter, store):
    meeting = begun(store, starter)
    content = write_minutes(minutes_of(meeting, starter), "pdf")
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "Wisbech, November"
    assert reader.metadata.creation_date.strftime("%Y-%m") == "2026-11"
    assert b"pdfuaid:part" in content


def test_the_word_document_has_headings_tables_and_words_for_its_pictures(starter, store):
    meeting = begun(store, starter)
    document = minutes_of(meeting, starter)
    content = write_minutes(document, "docx")
    word = docx.Document(io.BytesIO(content))
    heads = [each.text for each in word.paragraphs if each.style.style_id == "Heading1"]
    assert heads == [each.title for each in document.minutes.sections]
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    pictures = re.findall(r'<wp:docPr [^>]*descr="([^"]*)"', xml)
    assert pictures
    assert all(pictures)
    assert "chart1.xml" in " ".join(zipfile.ZipFile(io.BytesIO(content)).namelist())


def test_letters_that_no_font_has_are_told_in_the_pdf_and_kept_in_word(starter, store):
    meeting = begun(store, starter)
    write_down(store, meeting, "strength", "ہے " + URDU)
    document = minutes_of(read_meeting(store, meeting.record.id), starter)
    assert "Arabic" in pdf_data(document)["lacking"]
    assert packed("ہے") in text_of("docx", write_minutes(document, "docx"))
    plain = minutes_of(meeting, starter)
    assert pdf_data(plain)["lacking"] == ""


def test_what_is_typed_is_never_turned_into_a_number_of_a_source(starter, store):
    meeting = begun(store, starter)
    source = minutes_of(meeting, starter).minutes.sources[0].title
    write_down(store, meeting, "note", f"We do not trust {source}.")
    data = pdf_data(minutes_of(read_meeting(store, meeting.record.id), starter))
    [section] = [each for each in data["sections"] if each["key"] == "note"]
    said = section["blocks"][0]["rows"][0][0]["text"].replace("\u200b", "")
    assert said == f"We do not trust {source}."


def test_a_row_that_is_called_as_a_source_is_keeps_its_name(starter, store):
    document = minutes_of(begun(store, starter), starter)
    source = document.minutes.sources[0].title
    table = Table(
        key="t",
        title="T",
        columns=(column("name", "Name"), column("when", "Date and source")),
        rows=((text(source), text(f"2024; {source}")),),
        about=About(),
    )
    section = Section(key="s", title="S", said=(), blocks=(table,))
    told = MinutesDocument(replace(document.minutes, sections=(section,)), {}, starter)
    [row] = pdf_data(told)["sections"][0]["blocks"][0]["rows"]
    assert [cell["text"] for cell in row] == [source, "2024 [1]"]


def test_two_maps_stand_side_by_side_in_both_documents(starter, store):
    meeting = begun(store, starter)
    words = urlencode(query_from_question(default_question(starter), starter))
    title, body = scene_seen("two-maps", f"{words}&b=limit%3D45", "", starter)
    scene = store.save(new_record(body, title=title, parent=meeting.record.id))
    document = minutes_of(replace(meeting, scenes=(scene,)), starter)
    [(key, pictured)] = document.maps.items()
    drawn = document.map_pngs(key)
    assert [each for each, _ in drawn] == [pictured, pictured.beside]
    assert drawn[0][1] != drawn[1][1]
    for form in FORMATS:
        told = text_of(form, write_minutes(document, form))
        for each, _ in drawn:
            assert packed(each.title) in told


def test_every_name_of_a_hostile_pack_is_text(store):
    pack = hostile_pack()
    place = str(pack.places.index[0])
    meeting = begun(store, pack, HOSTILE.get("place", "x"), place=place)
    document = minutes_of(meeting, pack)
    for form in FORMATS:
        content = write_minutes(document, form)
        told = text_of(form, content)
        assert packed("Who does what") in told
    xml = zipfile.ZipFile(io.BytesIO(write_minutes(document, "docx"))).read("word/document.xml")
    assert b"<script" not in xml


def test_a_place_of_which_nearly_nothing_is_known_has_minutes(store):
    pack = awkward_pack()
    question = awkward_question(pack)
    meeting = begun(store, pack, "East", place="east", question=question)
    document = minutes_of(meeting, pack)
    said = " ".join(document.minutes.table["said"])
    assert "not known" in said
    assert not re.search(r"\bnan\b", said)
    assert write_minutes(document, "pdf").startswith(b"%PDF")


def test_scenes_whose_place_is_gone_keep_what_they_said(starter, store):
    meeting = begun(store, starter)
    body = replace(meeting.scenes[0].body, words="place=gone")
    gone = replace(meeting, scenes=(replace(meeting.scenes[0], body=body), *meeting.scenes[1:]))
    document = minutes_of(gone, starter)
    [first, second] = [
        each for each in document.minutes.sections if each.key in ("scene-1", "scene-2")
    ]
    assert first.said[0] == meeting.scenes[0].body.said
    assert first.said[1].startswith(f"{NOT_DRAWN}: ")
    assert "gone" in first.said[1]
    assert [each.key for each in first.blocks] == ["kept-figures"]
    assert second.blocks[0].key != "kept-figures"
    assert document.minutes.missing() == {"scenes": 1}
    since = meeting_since(gone, starter)
    assert [each.is_asked for each in since.scenes] == [False, *[True] * 6]
    for form in FORMATS:
        assert packed(meeting.scenes[0].body.said) in text_of(form, write_minutes(document, form))


def kept_by_rules(scenes, rules):
    """Scenes as another pack's figures would have been kept, by some rules; the second has gone."""
    kept = {"said": "Only 3137.", "figures": (Figure(key="a", label="A", value=3137),)}
    bodies = [replace(each.body, **kept, pack_hash="then", rules=rules) for each in scenes]
    bodies[1] = replace(bodies[1], words="place=gone")
    return [replace(each, body=body) for each, body in zip(scenes, bodies, strict=True)]


def told_of(meeting, pack):
    """All that is told of scenes as they were kept."""
    document, since = minutes_of(meeting, pack), meeting_since(meeting, pack)
    bodies = [each.body for each in meeting.scenes]
    sent = (drawn(pack, "T", each, "k").packed for each in bodies if each.words == "place=gone")
    return [
        text_of("docx", write_minutes(document, "docx")),
        *(gzip.decompress(each).decode() for each in sent),
        f"{since.sentence()}{since.table.to_csv()}{since.notes()}",
        *(str(scene_item(each, "", ["map"], pack)) for each in meeting.scenes),
    ]


def test_what_was_kept_under_laxer_rules_is_told_nowhere(starter, store):
    info = replace(starter.info, disclosure=replace(starter.info.disclosure, threshold=3))
    lax, strict = rules_held(replace(starter, info=info)), rules_held(starter)
    meeting = begun(store, starter)
    assert {each.body.rules for each in meeting.scenes} == {strict}
    told = told_of(replace(meeting, scenes=tuple(kept_by_rules(meeting.scenes[:2], lax))), starter)
    assert not [each for each in told if "3137" in each or "3,137" in each]
    assert packed(NOT_TOLD) in told[0]
    assert "1 scene is not compared with then." in told[2]
    told = told_of(
        replace(meeting, scenes=tuple(kept_by_rules(meeting.scenes[:2], strict))), starter
    )
    assert all("3137" in each for each in told)  # it is looked for where it would stand


def test_with_the_same_pack_nothing_has_changed(starter, store):
    since = meeting_since(begun(store, starter), starter)
    assert since.figures
    assert not since.moved
    assert since.is_same_pack
    assert since.sentence() == "Every figure is as it was."


def test_a_pack_whose_figures_moved_is_told_figure_by_figure(starter, store):
    meeting = begun(store, starter)
    areas, ages = starter.areas.copy(), [f"people_{age}" for age in range(26)]
    areas[ages] *= 2
    moved = replace(starter, areas=areas, content_hash="f" * 64)
    since = meeting_since(meeting, moved)
    assert not since.is_same_pack
    changed = [each for each in since.moved if each.standing == "changed"]
    ages = {each.label: each for each in changed if each.then.key.startswith("ages/")}
    assert ages
    for each in ages.values():
        if not each.then.key.endswith("share"):
            assert each.now.value == pytest.approx(2 * each.then.value)
        assert each.then.text in each.sentence()
        assert each.now.text in each.sentence()


def test_the_meeting_that_follows_opens_with_what_was_agreed(starter, store):
    before = begun(store, starter, "September")
    write_down(store, before, "action", "Ask the library.", owner="librarian", due="2026-10-01")
    after = begun(store, starter, "November", follows=before.record.id)
    told = kept_minutes(store, after, starter).minutes.sections[0]
    assert told.key == "before"
    assert told.said[1].endswith("0 done, 1 to do, 1 of them past the day set.")
    every = len(after.scenes)
    minutes = kept_minutes(store, after, starter).minutes
    apart = f"{every} scenes in the running order, 2 of them told under “{told.title}”."
    assert minutes.sentence().startswith(apart)
    numbers = [each.title.split(".")[0] for each in minutes.sections if "scene-" in each.key]
    assert numbers == [str(at) for at in range(3, every + 1)]
    write_down(store, after, "note", "So it is.", Pin(to="scene", key=after.scenes[1].id))
    after = read_meeting(store, after.record.id)
    minutes = kept_minutes(store, after, starter).minutes
    assert f"{every} scenes in the running order, 1 of them told under" in minutes.sentence()
    alone = replace(after, record=replace(after.record, body=replace(after.body, follows="")))
    assert (
        minutes_of(alone, starter)
        .minutes.sentence()
        .startswith(f"{every} scenes in the running order.")
    )
    store.remove(before.record.id)
    assert kept_minutes(store, after, starter).minutes.sections[0].said == (LOST,)


def test_what_is_written_passes_the_release_check(store, tmp_path):
    pack = awkward_pack()
    meeting = begun(store, pack, place="middle", question=awkward_question(pack))
    write_down(store, meeting, "story", "We walked 3 hours.")
    kept = read_meeting(store, meeting.record.id)
    out = tmp_path / "out"
    out.mkdir()
    for form in FORMATS:
        (out / f"minutes.{form}").write_bytes(write_minutes(minutes_of(kept, pack), form))
    checked = check_folder(out, pack)
    assert checked.measures
    assert checked.files
    checked.refuse()


def test_actions_are_written_as_a_calendar_and_none_with_a_day_is_refused(
    starter, store, tmp_path, capsys, monkeypatch
):
    monkeypatch.setenv(STORE_SETTING, str(tmp_path / "store.sqlite"))
    meeting, out = begun(store, starter), tmp_path / "actions.ICS"
    asked = ["minutes", "--meeting", meeting.record.id, "--out", str(out)]
    assert main(asked) == 2
    assert "no action" in capsys.readouterr().err
    write_down(store, meeting, "action", "Ask.")
    assert main(asked) == 2
    assert "1 action with no day" in capsys.readouterr().err
    write_down(store, meeting, "action", "Ask.", due="2026-12-01")
    assert main(asked) == 0
    assert "1 action with no day left out." in capsys.readouterr().err
    [entry] = read_calendar(out.read_bytes())
    assert entry["DTSTART"] == "20261201"


def test_a_meeting_is_found_by_its_code_and_by_its_title(starter, store):
    meeting = begun(store, starter)
    for said in (meeting.record.id[:8].upper(), meeting.record.id, meeting.record.title):
        assert find_kept_meeting(store, said).record == meeting.record
    begun(store, starter)
    for wrong, told in (("Nowhere", "Nowhere"), (meeting.record.title, "2 meetings called")):
        with pytest.raises(QuestionError) as refused:
            find_kept_meeting(store, wrong)
        [problem] = refused.value.problems
        assert told in problem.found
        assert meeting.record.id[:8] in problem.expected
    store.remove(meeting.record.id)
    with pytest.raises(QuestionError):
        find_kept_meeting(store, meeting.record.id)


def test_a_code_means_the_meeting_that_its_address_means(starter, store):
    first = begun(store, starter).record
    made = new_record(first.body, title="Another")
    later = store.save(replace(made, id=first.id[:9] + made.id[9:]))
    store.remove(first.id)  # it keeps its code: it may be brought back
    assert find_kept_meeting(store, code_of(store, later)).record == later
    with pytest.raises(QuestionError):
        find_kept_meeting(store, code_of(store, first))


def test_the_command_writes_what_the_name_of_the_file_says(starter, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(STORE_SETTING, str(tmp_path / "store.sqlite"))
    store = open_store()
    meeting = begun(store, starter)
    store.close()
    monkeypatch.setattr("mapping.__main__.open_named_pack", lambda name: PACKS[name](starter))
    out = tmp_path / "minutes.docx"
    words = ["minutes", "--meeting", meeting.record.id[:8], "--pack"]
    assert main([*words, "own", "--out", str(out)]) == 0
    assert docx.Document(str(out)).paragraphs[0].text == meeting.record.title
    assert main([*words, "own", "--out", str(tmp_path / "a.txt")]) == 2
    assert main([*words, "other", "--out", str(tmp_path / "b.pdf")]) == 2
    assert "starter" in capsys.readouterr().err  # which pack the meeting was prepared with
    assert not (tmp_path / "b.pdf").exists()


PACKS = {"own": lambda pack: pack, "other": lambda _pack: awkward_pack()}
