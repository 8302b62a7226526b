import asyncio
import re
import uuid
from dataclasses import replace
from threading import Event
from time import monotonic

import pytest

from geodata.pack import read_pack, write_pack
from geodata.store.faults import FULL, problem
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note
from geodata.store.kinds.place import Place
from geodata.store.kinds.scene import Scene
from geodata.store.record import new_record
from geodata.store.store import Store, open_store
from layers.profile.parts import About
from mapping.meeting.live import drawing, events, hub, writing
from mapping.meeting.live.codes import code_of, find_meeting
from mapping.meeting.live.routes import Meetings
from mapping.meeting.making import scene_seen
from mapping.meeting.shown import Shown
from mapping.served import packs
from mapping.served.cache import CACHE
from mapping.served.posted import MOST_BYTES
from tests.apart import run_apart
from tests.builders import tiny_pack
from tests.kept_packs import write_once
from tests.mapping.following import HOST, SOON_S, Asker

HOSTILE = '<script>alert(1)</script>"\u2028'


@pytest.fixture(autouse=True)
def pack(tmp_path, monkeypatch):
    made = tiny_pack()
    write_once(made, tmp_path / "pack")
    monkeypatch.setenv(packs.PACK_SETTING, str(tmp_path / "pack"))
    CACHE.clear()
    return made


@pytest.fixture
def store(tmp_path):
    return open_store(str(tmp_path / "store.sqlite"))


@pytest.fixture(autouse=True)
def drawn(monkeypatch):
    """What was drawn, in order: words instead of pictures, which take a second each."""
    said = []

    def show(title, body, pack, *, key):
        if "gone" in body.words:
            return real(title, body, pack, key=key)
        said.append(title)
        return Shown(key=key, place="Team Alder", asks=title, said=body.said)

    real = drawing.show_scene
    monkeypatch.setattr(drawing, "show_scene", show)
    return said


@pytest.fixture
def meeting(store):
    body = Meeting(place="Team Alder", place_id="team-a")
    return store.save(new_record(body, title=f"Alder {HOSTILE}"))


@pytest.fixture
def scenes(store, meeting):
    names = ("Who lives here?", "What is there?", "What if?", "What do we decide?")
    return [
        store.save(new_record(Scene(page="map", said=f"Of {name}"), title=name, parent=meeting.id))
        for name in names
    ]


def a_note(**other):
    sent = {"id": str(uuid.uuid4()), "expected": 0, "sort": "note", "words": "More on Saturdays"}
    return sent | other


SENTENCE = re.compile(r".+: found .+; expected .+\. .+\.")
REFUSED = [
    ({"origin": "http://elsewhere.example"}, a_note(), 403),
    ({"origin": "null"}, a_note(), 403),
    ({"origin": f"http://{HOST}.example"}, a_note(), 403),
    ({"sec-fetch-site": "same-site"}, a_note(), 403),
    ({"sec-fetch-site": "cross-site"}, a_note(), 403),
    ({"content-type": "text/plain"}, a_note(), 415),
    ({"content-type": ""}, a_note(), 415),
    ({}, b"x" * 10_000_000, 413),
    ({"content-length": "1"}, b" " * (MOST_BYTES + 1), 413),
    ({}, b"no", 400),
    ({}, b"\xff", 400),
    ({}, b"[" * 100_000, 400),
    ({}, b"[1]", 400),
    ({}, b'{"id": NaN}', 400),
    ({}, {}, 400),
    ({}, a_note(id="no"), 400),
    ({}, a_note(id=7), 400),
    ({}, a_note(expected="1"), 400),
    ({}, a_note(expected=True), 400),
    ({}, a_note(expected=-1), 400),
    ({}, a_note(sort="rumour"), 400),
    ({}, a_note(due="tomorrow"), 400),
    ({}, a_note(words=" "), 400),
    ({}, a_note(words="x" * 20_001), 400),
    ({}, a_note(words="\0"), 400),
    ({}, a_note(words="\ud800"), 400),
    ({}, a_note(pin={"to": "moon"}), 400),
    ({}, a_note(more="words"), 400),
    ({}, a_note(shared="yes"), 400),
]


def walk(store, meeting, do, base=""):
    """Do something with a meeting's addresses, in a loop of its own."""

    async def apart():
        meetings = Meetings(base, store=lambda: store)
        async with meetings.open():
            return await do(Asker(meetings), f"{base}/m/{meeting.id[:8]}")

    return run_apart(apart())


def test_whoever_follows_sees_what_the_chair_shows_and_what_others_write(store, meeting, scenes):
    async def do(ask, at):
        state = (await ask.get(f"{at}/state.json")).json()
        assert [each["title"] for each in state["scenes"]] == [each.title for each in scenes]
        assert state["meeting"]["title"] == meeting.title
        async with ask.following(f"{at}/events?since={state['mark']}") as follower:
            assert await follower.part() == 200
            shown = await ask.post(f"{at}/at", {"scene": scenes[1].id})
            assert shown.json()["meeting"]["scene"] == scenes[1].id
            _, told = await follower.event()
            assert told["meeting"]["scene"] == scenes[1].id
            assert "notes" not in told  # what did not change is not sent again
            sent = a_note(words=HOSTILE, by="chair")
            note = (await ask.post(f"{at}/notes", sent)).json()["note"]
            assert (note["words"], note["by"], note["version"]) == (HOSTILE, "chair", 1)
            assert (await follower.event())[1]["notes"] == [note]
            await ask.post(f"{at}/notes/{note['id']}/remove", {})
            _, told = await follower.event()
            assert (told["notes"], told["removed"]) == ([], [note["id"]])
            back = (await ask.post(f"{at}/notes/{note['id']}/undo", {})).json()["note"]
            assert (await follower.event())[1]["notes"] == [back]
            moved = await ask.post(f"{at}/scenes/{scenes[3].id}/move", {"before": scenes[0].id})
            assert moved.status == 200
            _, told = await follower.event()
            assert [each["id"] for each in told["scenes"]][:2] == [scenes[3].id, scenes[0].id]
        again = (await ask.get(f"{at}/state.json")).json()
        assert again["scenes"] == told["scenes"]

    walk(store, meeting, do)


@pytest.mark.usefixtures("scenes")
def test_what_is_written_elsewhere_reaches_followers_and_whoever_was_away_gets_everything(
    store, meeting
):
    async def do(ask, at):
        state = (await ask.get(f"{at}/state.json")).json()
        async with ask.following(f"{at}/events", {"last-event-id": state["mark"]}) as follower:
            assert await follower.part() == 200
            await asyncio.to_thread(store.save, replace(meeting, title="Another name"))
            assert (await follower.event())[1]["meeting"]["title"] == "Another name"
        async with ask.following(f"{at}/events?since={state['mark']}") as follower:
            _, told = await follower.event()
            assert (told["meeting"]["title"], told["notes"]) == ("Another name", [])
            assert len(told["scenes"]) == 4
            await asyncio.to_thread(store.remove, meeting.id)
            assert (await follower.event())[1]["meeting"] is None
        assert (await ask.get(f"{at}/state.json")).status == 404

    walk(store, meeting, do)


def test_the_next_scenes_are_drawn_before_they_are_asked_for_and_once_for_everybody(
    store, meeting, scenes, drawn
):
    async def do(ask, at):
        async with ask.following(f"{at}/events") as follower:
            await follower.event()
            await ask.post(f"{at}/at", {"scene": scenes[0].id})
            await follower.event()
            for _ in range(3000):
                if len(drawn) == 3:
                    break
                await asyncio.sleep(0.02)
            assert drawn == [each.title for each in scenes[:3]]
            ways = [ask.get(f"{at}/scenes/{scenes[3].id}-1.html") for _ in range(30)]
            answers = await asyncio.gather(*ways)
        assert drawn == [each.title for each in scenes]
        assert {each.status for each in answers} == {200}
        assert "What do we decide?" in answers[0].text

    walk(store, meeting, do)


def test_a_scene_is_kept_by_browsers_for_as_long_as_it_is_the_same(store, meeting, scenes, pack):
    async def do(ask, at):
        address = f"{at}/scenes/{scenes[0].id}-1.html"
        plain = await ask.get(address)
        assert plain.headers["cache-control"] == "private, no-cache"
        assert plain.headers["content-security-policy"].startswith("default-src 'none'")
        assert "link" not in plain.headers
        lasting = await ask.get(f"{address}?v={pack.short_hash}")
        assert "immutable" in lasting.headers["cache-control"]
        same = await ask.get(address, {"if-none-match": plain.headers["etag"]})
        assert (same.status, same.content) == (304, b"")
        await asyncio.to_thread(store.save, replace(scenes[0], title="Renamed"))
        assert "Renamed" in (await ask.get(f"{at}/scenes/{scenes[0].id}-2.html")).text
        assert "Who lives here?" in (await ask.get(address)).text  # of one who lags behind
        assert (await ask.get(f"{at}/scenes/{scenes[0].id}-3.html")).status == 404
        told = await ask.get(f"{at}/scenes/{before.id}-1.html?v={pack.short_hash}")
        assert told.headers["cache-control"] == "private, no-cache"  # it tells what others do

    body = Scene(page="last-time", words="meeting=none", part="agreed")
    before = store.save(new_record(body, title="Agreed?", parent=meeting.id))
    walk(store, meeting, do)


def test_a_pack_that_changes_while_followed_is_told_and_one_that_is_broken_stops_no_note(
    store, meeting, pack, tmp_path, monkeypatch
):
    def show(title, body, _pack, *, key):
        about = About(period="2024", note="Counted twice.")
        return Shown(key=key, place="Team Alder", asks=title, said=body.said, about=about)

    monkeypatch.setattr(drawing, "show_scene", show)
    body = Scene(page="map", said="Of it", pack_hash=pack.published_hash)
    scene = store.save(new_record(body, title="Who?", parent=meeting.id))
    at, folder = f"/m/{meeting.id[:8]}", tmp_path / "pack"
    areas = pack.areas.assign(people_0=pack.areas["people_0"] + 7)
    then, now = pack.published_hash[:12], replace(pack, areas=areas)

    async def walk():
        meetings = Meetings("", store=lambda: store)
        asker = Asker(meetings)
        async with meetings.open(), asker.following(f"{at}/events") as follower:
            known = (await asker.get(f"{at}/state.json")).json()["pack"]
            address = f"{at}/scenes/{scene.id}-1.html?v={known}"
            first = await asker.get(address)
            write_pack(now, folder)
            second = await asker.get(address)
            (folder / "areas.parquet").write_bytes(b"half of it")
            broken = await asker.get(address)
            kept = await asker.post(f"{at}/notes", a_note())
            told = await follower.event()
            while not told[1].get("notes"):
                told = await follower.event()
            write_pack(pack, folder)
            return first, second, broken, kept, told, await asker.get(address)

    first, second, broken, kept, told, again = run_apart(walk())
    drawn_with = f"Counted twice. Drawn with figures of {pack.info.date}, pack"
    assert f"{drawn_with} {then}.</p>" in first.text
    assert "immutable" in first.headers["cache-control"]
    other = read_pack_hash(now, tmp_path)
    assert other != then
    assert f"{drawn_with} {other}. It was added with pack {then}:" in second.text
    assert "immutable" not in second.headers["cache-control"]
    assert broken.status == 503
    assert broken.json()["problems"][0].endswith(".")
    assert str(tmp_path) not in broken.text
    assert kept.status == 200
    assert [each["words"] for each in told[1]["notes"]] == ["More on Saturdays"]
    assert again.text == first.text


def read_pack_hash(pack, folder):
    write_pack(pack, folder / "other")
    return read_pack(folder / "other").published_hash[:12]


def test_a_scene_that_cannot_be_shown_says_so_and_the_meeting_goes_on(
    store, meeting, monkeypatch, caplog
):
    gone = new_record(
        Scene(page="map", words="place=gone", said="It had 40 children."),
        title="Where?",
        parent=meeting.id,
    )
    broken = new_record(Scene(page="map"), title="Broken", parent=meeting.id)
    for each in (gone, broken):
        store.save(each)

    def fail(title, *given, **named):
        if title == "Broken":
            raise RuntimeError(title)
        return shown(title, *given, **named)

    shown = drawing.show_scene
    monkeypatch.setattr(drawing, "show_scene", fail)

    async def do(ask, at):
        told = await ask.get(f"{at}/scenes/{gone.id}-1.html")
        assert told.status == 200
        assert '<section class="scene"' in told.text
        assert "cannot be shown any longer" in told.text
        assert "It had 40 children." in told.text
        told = await ask.get(f"{at}/scenes/{broken.id}-1.html")
        assert told.status == 200
        assert "could not be drawn" in told.text
        assert (await ask.get(f"{at}/scenes/{gone.id}-1/map.html")).status in (200, 404)

    walk(store, meeting, do)
    assert "could not be drawn" in caplog.text


def test_a_note_that_is_sent_twice_is_kept_once_whatever_came_between(store, meeting):
    async def do(ask, at):
        sent = a_note()
        first = (await ask.post(f"{at}/notes", sent)).json()["note"]
        assert (await ask.post(f"{at}/notes", sent)).json()["note"] == first
        others = sent | {"expected": 1, "words": "And on Sundays"}
        kept = (await ask.post(f"{at}/notes", others)).json()["note"]
        late = await ask.post(f"{at}/notes", sent)  # its answer was lost, and it comes again
        assert (late.status, late.json()["note"]) == (200, kept)
        return kept

    kept = walk(store, meeting, do)
    assert [each.version for each in store.records("note")] == [2]
    assert kept["words"] == "And on Sundays"


def test_of_two_who_change_a_note_at_once_the_second_is_refused_with_both_versions(store, meeting):
    async def do(ask, at):
        sent = a_note()
        await ask.post(f"{at}/notes", sent)
        changes = [sent | {"expected": 1, "words": words} for words in ("Mine", "Theirs")]
        answers = await asyncio.gather(*(ask.post(f"{at}/notes", each) for each in changes))
        refused = next(each for each in answers if each.status == 409).json()
        assert sorted(each.status for each in answers) == [200, 409]
        assert {refused["mine"]["words"], refused["theirs"]["words"]} == {"Mine", "Theirs"}
        assert refused["theirs"]["version"] == 2
        await ask.post(f"{at}/notes/{sent['id']}/remove", {"expected": 2})
        late = await ask.post(f"{at}/notes", sent | {"expected": 2, "words": "Again"})
        assert late.status == 409
        assert late.json()["theirs"]["is_removed"]

    walk(store, meeting, do)


def test_what_somebody_else_changed_meanwhile_is_written_over_by_no_address(store, meeting, scenes):
    scene = store.save(replace(scenes[0], title="Theirs"))

    async def do(ask, at):
        sent = a_note()
        await ask.post(f"{at}/notes", sent)
        await ask.post(f"{at}/notes", sent | {"expected": 1, "words": "Theirs"})
        seen = {"expected": 1}
        note, here = f"{at}/notes/{sent['id']}", f"{at}/scenes/{scene.id}"
        asked = {f"{at}/notes": sent | seen, here: seen | {"words": "limit=30"}}
        asked |= {f"{note}/{step}": seen for step in ("remove", "undo")}
        asked |= {f"{here}/{step}": seen for step in ("remove", "undo", "move")}
        for address, what in asked.items():
            answer = await ask.post(address, what)
            assert answer.status == 409, address
            assert answer.json()["theirs"]["version"] == 2, address
        return sent["id"]

    note_id = walk(store, meeting, do)
    assert store.get(scene.id) == scene
    assert store.get(note_id).body.words == "Theirs"


def test_the_words_of_a_scenes_question_are_changed_for_all_and_its_own_name_stays(
    store, meeting, pack
):
    before, after = (scene_seen("map", f"limit={limit}", "", pack)[0] for limit in (20, 30))
    assert before != after
    scenes = [
        store.save(new_record(Scene(page="map", words="limit=20"), title=title, parent=meeting.id))
        for title in ("", before, "Our own name")
    ]

    async def do(ask, at):
        answers = []
        for each in scenes:
            sent = {"expected": 1, "words": "limit=30"}
            answers.append((await ask.post(f"{at}/scenes/{each.id}", sent)).json()["scene"])
        wrong = {"expected": 2, "words": "limit=far"}
        refused = await ask.post(f"{at}/scenes/{scenes[0].id}", wrong)
        assert refused.status == 400
        assert "found 'far'" in refused.json()["problems"][0]
        return answers

    unnamed, usual, own = walk(store, meeting, do)
    assert (usual["words"], usual["version"]) == ("limit=30", 2)
    assert unnamed["title"] == usual["title"] == after
    assert own["title"] == "Our own name"
    assert store.get(scenes[0].id).body.said


def test_nobody_waits_to_write_while_other_words_of_questions_are_worked_out(
    store, meeting, scenes, monkeypatch
):
    begun, held, usual = Event(), Event(), writing.scene_seen

    def slow(*given):
        begun.set()
        assert held.wait(SOON_S)
        return usual(*given)

    monkeypatch.setattr(writing, "scene_seen", slow)

    async def do(ask, at):
        limits = (15, 20, 25, 45, 60)  # as many as write at once, and one more
        sent = [{"expected": 1, "words": f"limit={each}"} for each in limits]
        ways = [ask.post(f"{at}/scenes/{scenes[1].id}", each) for each in sent]
        ways.append(ask.post(f"{at}/scenes/{scenes[2].id}", sent[0]))
        asked = asyncio.gather(*ways)
        try:
            while not begun.is_set():
                await asyncio.sleep(0.02)
            assert (await ask.post(f"{at}/notes", a_note())).status == 200
            assert not asked.done()
            gone = await ask.post(f"{at}/scenes/{scenes[2].id}/remove", {"expected": 1})
            assert gone.status == 200
        finally:
            held.set()
        return [each.status for each in await asked]

    statuses = walk(store, meeting, do)
    assert sorted(statuses[:-1]) == [200, 409, 409, 409, 409]  # of one version, one is kept
    assert store.get(scenes[1].id).version == 2
    assert statuses[-1] in (404, 409)  # it was removed before its turn, or while it was worked out
    assert store.get(scenes[2].id).is_removed


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    REFUSED,
    ids=range(len(REFUSED)),
)
def test_what_no_page_of_the_app_sends_is_refused_and_nothing_is_kept(
    store, meeting, headers, body, status
):
    async def do(ask, at):
        return await ask.post(f"{at}/notes", body, headers)

    answer = walk(store, meeting, do)
    assert answer.status == status
    assert (answer.headers.get("connection") == "close") == (status in (403, 413, 415))
    assert answer.json()["problems"]
    for each in answer.json()["problems"]:
        assert SENTENCE.fullmatch(each)
    assert store.records("note") == ()


def test_the_apps_own_pages_are_let_in(store, meeting):
    async def do(ask, at):
        for headers in ({"origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}, {}):
            assert (await ask.post(f"{at}/notes", a_note(), headers)).status == 200

    walk(store, meeting, do)
    assert len(store.records("note")) == 2


def test_a_scene_that_was_taken_out_is_neither_shown_nor_asked_otherwise(store, meeting, scenes):
    gone = store.remove(scenes[0].id)

    async def do(ask, at):
        assert (await ask.post(f"{at}/at", {"scene": gone.id})).status == 404
        sent = {"expected": gone.version, "words": "limit=30"}
        assert (await ask.post(f"{at}/scenes/{gone.id}", sent)).status == 404

    walk(store, meeting, do)
    assert store.get(meeting.id) == meeting
    assert store.get(gone.id) == gone


def test_an_id_of_another_kind_or_of_another_meeting_is_none_of_this_one(store, meeting, scenes):
    other = store.save(new_record(Meeting(), title="Another"))
    theirs = store.save(new_record(Note(sort="note", words="Theirs"), parent=other.id))
    loose = store.save(new_record(Note(sort="note", words="Beside a map")))
    place = store.save(new_record(Place(recipe="a~b"), title="A place"))
    before = {each.id: store.get(each.id) for each in (theirs, loose, place, scenes[0], other)}

    async def do(ask, at):
        for each in (*before, meeting.id, "no", str(uuid.uuid4())):
            for path in (f"notes/{each}/remove", f"notes/{each}/undo"):
                assert (await ask.post(f"{at}/{path}", {})).status == 404, path
            if each != scenes[0].id:
                assert (await ask.post(f"{at}/at", {"scene": each})).status == 404
                sent = {"before": scenes[0].id}
                assert (await ask.post(f"{at}/scenes/{each}/move", sent)).status == 404
                sent = {"before": each}
                assert (await ask.post(f"{at}/scenes/{scenes[1].id}/move", sent)).status == 404
                assert (await ask.get(f"{at}/scenes/{each}-1.html")).status == 404
            if each in before:
                assert (await ask.post(f"{at}/notes", a_note(id=each))).status == 404
        for code in ("00000000", "no", "%2e%2e", f"{place.id[:8]}", "'"):
            assert (await ask.get(f"/m/{code}/state.json")).status == 404
            page = await ask.get(f"/m/{code}")
            assert page.status == 404
            assert "cannot be shown" in page.text

    walk(store, meeting, do)
    assert {each: store.get(each) for each in before} == before


@pytest.mark.usefixtures("scenes")
def test_a_store_at_fault_is_told_and_the_meeting_goes_on_when_it_is_well(
    store, meeting, monkeypatch
):
    is_wrong = False

    def failing(self, *given, **named):
        if is_wrong:
            raise problem("The store (store.sqlite)", FULL)
        return usual(self, *given, **named)

    for name in ("since", "save", "get"):
        usual = getattr(Store, name)
        monkeypatch.setattr(
            Store, name, lambda self, *a, usual=usual, **n: check() or usual(self, *a, **n)
        )

    def check():
        if is_wrong:
            raise problem("The store (store.sqlite)", FULL)

    async def do(ask, at):
        nonlocal is_wrong
        async with ask.following(f"{at}/events") as follower:
            await follower.event()
            is_wrong = True
            answer = await ask.post(f"{at}/notes", sent := a_note())
            assert answer.status == 503
            assert "found no room" in answer.json()["problems"][0]
            name, told = await follower.event()
            assert (name, len(told["problems"])) == ("trouble", 1)
            is_wrong = False
            assert await follower.event() == ("trouble", {"problems": []})
            assert (await ask.post(f"{at}/notes", sent)).status == 200
            assert len((await follower.event())[1]["notes"]) == 1

    walk(store, meeting, do)


def test_one_who_takes_nothing_holds_up_nobody_and_is_sent_away(
    store, meeting, scenes, monkeypatch
):
    monkeypatch.setattr(events, "TAKES_AT_MOST_S", 0.3)

    async def do(ask, at):
        async with (
            ask.following(f"{at}/events", stalls=True) as asleep,
            ask.following(f"{at}/events") as awake,
        ):
            await awake.event()
            for each in scenes:
                await ask.post(f"{at}/at", {"scene": each.id})
                assert (await awake.event())[1]["meeting"]["scene"] == each.id
            await asyncio.wait_for(asyncio.shield(asleep.task), SOON_S)
            assert asleep.messages.qsize() <= 3

    walk(store, meeting, do)


@pytest.mark.usefixtures("scenes")
def test_whoever_looks_at_the_store_is_one_for_all_and_none_when_all_are_gone(
    store, meeting, monkeypatch
):
    looks = []
    usual = Store.since
    monkeypatch.setattr(Store, "since", lambda self, *given: looks.append(1) or usual(self, *given))
    monkeypatch.setattr(hub, "LOOKS_EVERY_S", 0.05)

    async def do(ask, at):
        from contextlib import AsyncExitStack

        async with AsyncExitStack() as all_of_them:
            for _ in range(30):
                follower = ask.following(f"{at}/events")
                await (await all_of_them.enter_async_context(follower)).event()
            looks.clear()
            began = monotonic()
            async with asyncio.timeout(SOON_S):
                while len(looks) < 12:
                    await asyncio.sleep(0.01)
            assert monotonic() - began > 8 * hub.LOOKS_EVERY_S  # no oftener than for one
        for _ in range(300):  # the last look may be under way still
            looks.clear()
            await asyncio.sleep(0.2)
            if not looks:
                break
        assert not looks

    walk(store, meeting, do)


def test_whoever_waits_too_long_to_write_is_told_in_time_and_what_is_sent_again_is_kept_once(
    store, meeting, monkeypatch
):
    monkeypatch.setattr(hub, "ANSWERS_WITHIN_S", 0.2)
    held, usual = Event(), Store.save

    def save(self, *given, **named):
        held.wait(SOON_S)
        return usual(self, *given, **named)

    monkeypatch.setattr(Store, "save", save)

    async def do(ask, at):
        sent = [a_note() for _ in range(10)]
        answers = await asyncio.gather(*(ask.post(f"{at}/notes", each) for each in sent))
        assert {each.status for each in answers} == {503}
        assert "too long" in answers[0].json()["problems"][0]
        held.set()
        monkeypatch.setattr(hub, "ANSWERS_WITHIN_S", SOON_S)
        await asyncio.sleep(0.2)
        assert len(store.records("note")) < len(sent)  # those that had not begun never do
        answers = [await ask.post(f"{at}/notes", each) for each in sent]
        assert {each.status for each in answers} == {200}

    walk(store, meeting, do)
    assert [each.version for each in store.records("note")] == [1] * 10


@pytest.mark.usefixtures("scenes")
def test_there_is_room_for_so_many_and_for_no_more(store, meeting, monkeypatch):
    monkeypatch.setattr(hub, "MOST_FOLLOWERS", 2)

    async def do(ask, at):
        async with ask.following(f"{at}/events") as one, ask.following(f"{at}/events") as two:
            assert [await one.part(), await two.part()] == [200, 200]
            refused = await ask.get(f"{at}/events")
            assert refused.status == 503
            assert refused.json()["problems"]
        async with ask.following(f"{at}/events") as three:
            assert await three.part() == 200

    walk(store, meeting, do)


@pytest.mark.usefixtures("scenes")
def test_followers_are_sent_away_when_the_server_stops(store, meeting):
    async def apart():
        meetings = Meetings(store=lambda: store)
        ask = Asker(meetings)
        async with ask.following(f"/m/{meeting.id[:8]}/events") as follower:
            await follower.event()
            meetings.hub.close()
            assert await follower.event() is None
            await asyncio.wait_for(asyncio.shield(follower.task), SOON_S)
            assert (await ask.get(f"/m/{meeting.id[:8]}/events")).status == 503

    run_apart(apart())


@pytest.mark.usefixtures("scenes")
def test_the_screen_says_where_it_asks_under_the_apps_own_path(store, meeting):
    async def do(ask, at):
        page = await ask.get(at)
        assert page.status == 200
        assert page.headers["content-security-policy"].endswith("frame-ancestors 'none'")
        assert f'data-base="{at}"' in page.text
        assert f"http://{HOST}{at}" in page.text
        assert "opens on this machine alone" in page.text
        assert "<svg" not in page.text  # no telephone could open what it photographs
        near = await ask.get(at, headers={"host": "10.0.0.7:8501"})
        assert f"http://10.0.0.7:8501{at}" in near.text
        assert "opens on this machine alone" not in near.text
        assert "<svg" in near.text
        assert "code to photograph" not in page.text  # neither there nor in the help
        assert near.text.count("with a code to photograph") == 1
        assert "<script>alert" not in page.text
        assert "steps.js" not in page.text

    walk(store, meeting, do)
    walk(store, meeting, do, base="/patch")


def test_a_code_stays_with_its_meeting_and_the_later_of_two_alike_has_a_longer_one(store):
    ids = ["aaaaaaaa-0000-4000-8000-000000000001", "aaaaaaaa-0000-4000-8000-000000000002"]
    first, second = (
        store.save(replace(new_record(Meeting(), title=title), id=each))
        for title, each in zip("AB", ids, strict=True)
    )
    codes = [code_of(store, first), code_of(store, second)]
    assert codes[0] == "aaaaaaaa"
    assert len(codes[1]) > 8
    store.remove(first.id)
    assert [find_meeting(store, code).title for code in codes] == ["A", "B"]
    assert find_meeting(store, codes[1].upper()).title == "B"
    assert find_meeting(store, "aaaaaaa") is None
    assert find_meeting(store, ids[1]).title == "B"
