"""The minutes of a meeting: all that was written down, each thing as what it is, word for word."""

from dataclasses import replace

import pytest

from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note, Pin
from geodata.store.kinds.scene import Figure, Scene
from geodata.store.record import new_record
from layers.meeting.minutes import LOST, NOTHING, STORIES, Held, measure_minutes
from layers.meeting.minutes_before import Before
from layers.meeting.minutes_scenes import MOST_ROWS, NOT_DRAWN, OF_NOW, SceneTold
from layers.meeting.since import AskedAgain, changes_since
from layers.profile.parts import TYPED, About, Chart, Sentences, Table
from layers.profile.sections.cells import column, text
from tests.kept_packs import starter_pack

TODAY = "2026-11-22"


@pytest.fixture(scope="module")
def info():
    return starter_pack().info


def note(sort, words, pin=None, **more):
    return new_record(Note(sort=sort, words=words, pin=pin, **more))


def scene(title="Who is not reached?", key="s1", **given):
    kept = given.pop("kept", Scene(page="", said="410 are not reached.", pack_hash="now"))
    given.setdefault("said", kept.said)
    return SceneTold(id=key, title=title, kept=kept, pack_hash="now", **given)


def held(info, notes=(), scenes=(), **given):
    meeting = Meeting(place_id="w", place="Wisbech", on=TODAY, pack_hash="now")
    record = replace(new_record(meeting, title="Wisbech, November"), changed_by="chair")
    given.setdefault("sources", ())
    return Held(
        record=record, scenes=tuple(scenes), notes=tuple(notes), info=info, pack_hash="now", **given
    )


def section(minutes, key):
    return next(each for each in minutes.sections if each.key == key)


def rows(minutes, key):
    [table] = section(minutes, key).tables()
    return [[cell.text for cell in row] for row in table.rows]


def test_a_meeting_of_which_nothing_is_kept_says_so_and_never_that_all_is_done(info):
    minutes = measure_minutes(held(info))
    assert [each.key for each in minutes.sections] == ["decided", "actions", "known"]
    assert minutes.sentence() == f"No scene in the running order. {NOTHING}"
    assert section(minutes, "decided").said == ("No decision was written down.",)
    assert section(minutes, "actions").said == ("No action was written down.",)
    assert minutes.heading == "A meeting about Wisbech on 22 November 2026. Kept by: chair."
    bare = held(info)
    bare = replace(bare, record=new_record(Meeting(), title="x"))
    assert measure_minutes(bare).heading == "A meeting."
    nobody = replace(bare.record, changed_by="not stated")
    assert measure_minutes(replace(bare, record=nobody)).heading == "A meeting."


def test_everything_that_was_written_stands_in_it_as_what_it_is(info):
    words = {
        "note": "The bus goes at ten.",
        "decision": "We open on Saturdays.",
        "action": "Ask the library.",
        "strength": "The group at the chapel.",
        "gap": "Nothing for twelve-year-olds.",
        "story": "We walked an hour.",
    }
    minutes = measure_minutes(held(info, [note(sort, said) for sort, said in words.items()]))
    assert minutes.sentence() == (
        "No scene in the running order. Written down: 1 decision, 1 action, 1 strength, 1 gap, "
        "1 story and 1 note."
    )
    for sort, said in words.items():
        key = {"decision": "decided", "action": "actions"}.get(sort, sort)
        assert any(said in row for row in rows(minutes, key))
        others = [each for each in minutes.sections if each.key != key]
        assert not any(
            said in cell.text for o in others for t in o.tables() for row in t.rows for cell in row
        )
    assert section(minutes, "story").said == (STORIES,)


def test_what_is_typed_is_kept_apart_from_figures(info):
    minutes = measure_minutes(
        held(info, [note("story", "500 children wait."), note("action", "7", due=TODAY)])
    )
    typed = [t for s in minutes.sections for t in s.tables() if t.key.startswith(TYPED)]
    assert len(typed) == 2
    assert not any(cell.number for table in typed for row in table.rows for cell in row)
    assert not any(column.is_number for table in typed for column in table.columns)
    assert all(table.about == About() for table in typed)  # no source is said to say it
    assert minutes.table["number"].isna().all()


@pytest.mark.parametrize(
    ("due", "is_done", "state"),
    [
        ("2026-11-21", False, "to do, past its day"),
        (TODAY, False, "to do"),  # on the day itself there is time
        ("2026-11-21", True, "done"),
        ("", False, "to do"),
        ("2027-01-01", True, "done"),
    ],
)
def test_an_action_is_past_its_day_only_where_a_day_was_set_and_it_is_not_done(
    info, due, is_done, state
):
    action = note("action", "Ask.", owner="librarian", due=due, is_done=is_done)
    [row] = rows(measure_minutes(held(info, [action])), "actions")
    assert row[:3] == ["1", "Ask.", "librarian"]
    assert row[4] == state
    dateless = held(info, [action])
    dateless = replace(dateless, record=new_record(Meeting(), title="x"))
    [row] = rows(measure_minutes(dateless), "actions")
    assert row[4] == ("done" if is_done else "to do")


def test_who_and_by_when_are_told_to_be_missing(info):
    [row] = rows(measure_minutes(held(info, [note("action", "Ask.")])), "actions")
    assert row[2:4] == ["nobody named yet", "no day set"]


def test_what_a_note_is_about_is_said_and_never_where_exactly_a_spot_is(info):
    pins = [
        Pin(to="place", key="w", label="Wisbech"),
        Pin(to="service", key="a1", label="Acorn"),
        Pin(to="spot", spot="52.66612,0.15990"),
        Pin(to="scene", key="s1", label="what it was called"),
        Pin(to="scene", key="removed", label="Who lives here?"),
        Pin(to="meeting"),
        None,
    ]
    minutes = measure_minutes(held(info, [note("gap", "x", pin) for pin in pins], [scene()]))
    assert [row[1] for row in rows(minutes, "gap")] == [
        "Wisbech", "Acorn", "a spot on the map", "Who is not reached?", "Who lives here?", "", "",
    ]  # fmt: skip
    assert "52.66" not in minutes.table.to_csv()


def test_a_scene_has_all_that_was_written_at_it_and_each_is_marked(info):
    here = Pin(to="scene", key="s1")
    notes = [
        note("story", "We walked.", here),
        note("note", "Heard twice.", here),
        note("note", "Elsewhere.", Pin(to="scene", key="gone")),
        note("decision", "Open.", here),
    ]
    minutes = measure_minutes(held(info, notes, [scene()]))
    assert rows(minutes, "scene-1") == [
        ["Lived experience", "We walked."],
        ["Note", "Heard twice."],
        ["Decision", "Open."],
    ]
    assert [row[0] for row in rows(minutes, "note")] == ["Elsewhere."]
    assert section(minutes, "scene-1").title == "1. Who is not reached?"
    assert section(minutes, "scene-1").said == ("410 are not reached.",)


def test_what_was_said_then_stands_first_and_what_is_drawn_of_another_pack_is_told(info):
    kept = Scene(page="", said="410 are not reached.", pack_hash="then")
    table = Table(key="t", title="T", columns=(column("a", "A"),), rows=(), about=About())
    minutes = measure_minutes(
        held(info, (), [scene(kept=kept, said="500 are not reached.", picture=table)])
    )
    assert section(minutes, "scene-1").said == (
        "410 are not reached.",
        "Now it says: 500 are not reached.",
        OF_NOW,
    )
    alike = scene(kept=replace(kept, pack_hash="now"), picture=table)
    assert section(measure_minutes(held(info, (), [alike])), "scene-1").said == (kept.said,)


def test_a_scene_that_cannot_be_drawn_again_keeps_what_it_said_and_showed(info):
    figure = Figure(key="g", label="Not reached", value=410.0, period="2024", text="about 410")
    unknown = Figure(key="u", label="By bus", value=None)
    kept = Scene(page="", said="410.", figures=(figure, unknown), pack_hash="then")
    lost = scene(kept=kept, said="", why="There is no place w.")
    minutes = measure_minutes(held(info, (), [lost]))
    assert section(minutes, "scene-1").said == ("410.", f"{NOT_DRAWN}: There is no place w.")
    assert rows(minutes, "scene-1") == [
        ["Not reached", "about 410 (2024)"],
        ["By bus", "not known"],
    ]
    assert minutes.missing() == {"scenes": 1}


def test_a_long_table_says_how_much_more_there_is(info):
    table = Table(
        key="t",
        title="T",
        columns=(column("a", "A"),),
        rows=tuple((text(at),) for at in range(MOST_ROWS + 3)),
        about=About(),
    )
    chart = Chart(drawn="bars", table=table, category="a", series=(), alt="x")
    for picture in (table, chart):
        [drawn] = section(
            measure_minutes(held(info, (), [scene(picture=picture)])), "scene-1"
        ).tables()
        assert len(drawn.rows) == MOST_ROWS
        assert "3 more rows" in drawn.after
    whole = replace(table, rows=table.rows[:MOST_ROWS])
    [drawn] = section(measure_minutes(held(info, (), [scene(picture=whole)])), "scene-1").tables()
    assert drawn == whole


def before(notes, since=None):
    meeting = Meeting(place="Wisbech", on="2026-09-01")
    return Before(record=new_record(meeting, title="September"), notes=tuple(notes), since=since)


def test_what_was_agreed_last_time_opens_it_with_how_it_stands(info):
    notes = [
        note("decision", "Open on Saturdays."),
        note("action", "Ask.", due="2026-10-01"),
        note("action", "Tell.", is_done=True),
        note("story", "Not repeated."),
    ]
    minutes = measure_minutes(held(info, follows=True, before=before(notes)))
    first = minutes.sections[0]
    assert first.key == "before"
    assert first.said == (
        "The meeting before: September, 1 September 2026.",
        "1 decision; 2 actions: 1 done, 1 to do, 1 of them past the day set.",
    )
    decided, actions = first.tables()
    assert decided.rows[0][1].text == "Open on Saturdays."
    assert [row[4].text for row in actions.rows] == ["to do, past its day", "done"]
    assert "Not repeated." not in minutes.table.to_csv()


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        ([], "No decision and no action was written down."),
        ([note("decision", "x")], "1 decision, and no action."),
        ([note("action", "x")], "No decision; 1 action: 0 done, 1 to do."),
    ],
    ids=["none", "decided", "to do"],
)
def test_of_a_meeting_that_agreed_little_no_more_is_said(notes, said):
    assert before(notes).sentence(TODAY) == said


def test_what_has_changed_since_is_told_with_both_figures(info):
    kept = Scene(
        page="",
        figures=(Figure(key="g", label="Not reached", value=410.0, period="2024"),),
        pack_hash="then",
    )
    now = (replace(kept.figures[0], value=450.0),)
    asked = [
        AskedAgain(title="Who?", kept=kept, figures=now),
        AskedAgain(title="Where?", kept=kept, figures=None, why="There is no place."),
    ]
    told = before([], changes_since(asked, "now"))
    first = measure_minutes(held(info, follows=True, before=told)).sections[0]
    [words] = [each for each in first.blocks if isinstance(each, Sentences)]
    said = [each.said for each in words.sentences]
    assert said[0].startswith("1 figure has changed.")
    assert said[-1] == "Where? It cannot be asked again: There is no place."
    [table] = first.tables()
    assert [cell.text for cell in table.rows[0]] == [
        "Not reached", "410 (2024)", "450 (2024)", "changed",
    ]  # fmt: skip


def test_a_meeting_before_that_is_not_kept_is_not_said_to_have_agreed_nothing(info):
    first = measure_minutes(held(info, follows=True)).sections[0]
    assert (first.key, first.said, first.blocks) == ("before", (LOST,), ())


@pytest.mark.parametrize(
    ("scenes", "told_before", "said"),
    [
        (2, 0, "2 scenes in the running order."),
        (2, 2, "4 scenes in the running order, 2 of them told under “What was agreed last time”."),
        (1, 1, "2 scenes in the running order, 1 of them told under “What was agreed last time”."),
        (0, 1, "1 scene in the running order, told under “What was agreed last time”."),
    ],
)
def test_the_scenes_that_are_counted_are_those_of_the_running_order(
    info, scenes, told_before, said
):
    made = held(info, scenes=[scene()] * scenes, told_before=told_before, follows=True)
    assert measure_minutes(made).sentence().startswith(f"{said} ")


def test_a_scene_has_its_number_in_the_running_order(info):
    minutes = measure_minutes(held(info, scenes=[scene(at=3), scene(key="s2", at=5)]))
    titles = [each.title for each in minutes.sections if each.key.startswith("scene")]
    assert titles == ["3. Who is not reached?", "5. Who is not reached?"]


def test_sources_and_packs_stand_at_the_end(info):
    source = next(iter(info.sources.values()))
    made = held(info, sources=(source,), known=("It is an estimate.", "It is an estimate."))
    minutes = measure_minutes(made)
    last = minutes.sections[-1]
    assert last.said == (f"{info.title}, figures of {info.date}, pack now.",)
    assert [each.said for each in last.blocks[0].sentences] == ["It is an estimate."]
    assert last.blocks[1].rows[0][0].text == source.title
    older = replace(made, record=new_record(Meeting(pack_hash="then"), title="x"))
    assert measure_minutes(older).sections[-1].said[1] == "The meeting was prepared with pack then."
