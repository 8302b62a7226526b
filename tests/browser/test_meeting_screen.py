"""The live screen of a meeting: led, followed, written in, on a wall and on a telephone."""

import re
import socket
import threading
import time
from dataclasses import replace
from itertools import combinations, product
from types import SimpleNamespace
from uuid import uuid4

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from starlette.applications import Starlette
from starlette.middleware import Middleware

from geodata.pack import STARTER, read_pack
from geodata.store.kinds.note import Note, Pin
from geodata.store.record import Record
from geodata.store.store import open_store
from layers.question.question import default_question
from mapping.meeting.live.routes import Meetings
from mapping.meeting.making import begin_meeting
from mapping.served.headers import SecurityHeaders
from mapping.served.routes import routes
from tests.browser.conftest import new_page
from tests.browser.waiting import assert_is, eventually
from tests.full_store import no_room

SOON = 30_000
WALL, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
ENLARGED = {"width": 683, "height": 384}  # the wall's screen, its page at 200%
SCENES = ["Where is it?", "Who lives here?", "What stands out?", "What is there for each age?"]
ASKED_OF_OLDER = """() => document.querySelector('.is-shown template.asked')?.content
  .querySelector('option[value="age=5-9"][selected]')"""
IS_SEEN = """() => document.activeElement === document.body  // the browser's own buttons are next
  || getComputedStyle(document.activeElement).outlineStyle !== 'none'"""
IS_NOWHERE = "document.activeElement === document.body"
COVERED = """() => {
  const said = document.querySelector('.told');
  said.classList.add('is-seen');  // however long the test took to look
  const told = said.getBoundingClientRect();
  const read = '.foot, .line, .back, .is-shown :is(.written, .picture, .about, .prompts)';
  return [...document.querySelectorAll(read)]
    .map((each) => [each.getBoundingClientRect(), each.className])
    .filter(([box]) => box.width && box.height
      && box.left < told.right - 1 && box.right > told.left + 1
      && box.top < told.bottom - 1 && box.bottom > told.top + 1)
    .map(([, name]) => name);
}"""
SMALL = """() => [...document.querySelectorAll(
    'button, select, input, textarea, .order a, label:not([for])')]
  .filter((each) => each.getClientRects().length && !each.matches('label:has(select, input[name])'))
  .filter((each) => !each.matches('input[type=radio], input[type=checkbox]'))
  .map((each) => [each.getBoundingClientRect(), each.outerHTML.slice(0, 80)])
  .filter(([box]) => box.height < 43.5 || box.width < 24)
  .map(([box, html]) => [box.width, box.height, html])"""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The addresses of meetings alone, served from a thread, with a store of their own."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('kept') / 'store.sqlite'}")
    meetings = Meetings("", lambda: store)
    app = Starlette(
        routes=[*routes(), *meetings.routes()],
        middleware=[Middleware(SecurityHeaders)],
        lifespan=lambda _: meetings.open(),
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield SimpleNamespace(store=store, address=f"http://127.0.0.1:{port}")
    meetings.hub.close()
    server.should_exit = True
    thread.join(60)


@pytest.fixture
def meeting(served):
    """A meeting of its own for each test, with its ready-made agenda."""
    pack = read_pack(STARTER)
    made = begin_meeting(served.store, "Fenland", "E07000010", default_question(pack), pack)
    return SimpleNamespace(
        store=served.store,
        id=made.record.id,
        scenes=made.scenes,
        address=f"{served.address}/m/{made.record.id}",
    )


@pytest.fixture
def opened(browser, meeting):
    """Open the meeting; afterwards no script may have run into a fault."""
    contexts, faults = [], []

    def open_at(size=WALL, query="", **options):
        context = browser.new_context(viewport=size, **options)
        contexts.append(context)
        page = new_page(context, is_cut=True)
        page.fetched = []
        page.on("requestfinished", lambda request: page.fetched.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(meeting.address + query)
        expect(page.locator(".scene.is-shown:not(.is-coming)")).to_be_visible(timeout=SOON)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert faults == []


def asks(page, words):
    """Wait until a screen shows a scene, and not only that it comes."""
    shown = page.locator(".scene.is-shown:not(.is-coming) h2")
    expect(shown).to_have_text(words, timeout=SOON)


def has_all_scenes(page):
    """Wait until every scene is here: none is asked for any more."""

    def check():
        fetched = {url for url in page.fetched if "/scenes/" in url}
        assert len(fetched) == 7

    eventually(page, check, SOON / 1000)


def opens(page, key, name):
    """Open a dialog by its key, and wait for it."""
    page.keyboard.press(key)
    expect(page.locator(f"dialog.{name}")).to_be_visible()


def shuts(page, name):
    """Wait until a dialog is shut."""
    expect(page.locator(f"dialog.{name}")).to_be_hidden()


def keep(page):
    page.get_by_role("button", name="Keep", exact=True).click()


def write(page, words, key="n"):
    opens(page, key, "write")
    page.locator("#words").fill(words)
    keep(page)
    shuts(page, "write")


def axe_faults(page):
    found = Axe().run(page).response["violations"]
    return [(each["id"], each["nodes"][0]["html"][:120]) for each in found]


def kept_note(meeting, body):
    return meeting.store.save(Record(id=str(uuid4()), title="", body=body, parent=meeting.id))


def kept_words(meeting):
    return [each.body.words for each in meeting.store.records("note", meeting.id)]


def wait_for(true, seconds=60):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def hears(page, meeting):
    """Have a note kept, and wait until a screen tells of it: it has heard what was before it."""
    page.evaluate("document.querySelector('.told').textContent = ''")
    kept_note(meeting, Note(sort="note", words="Told in its turn"))
    expect(page.locator(".told")).to_have_text("New: Note.", timeout=SOON)


def test_others_follow_the_chair_browse_away_and_come_back(opened, meeting):
    chair, other = opened(query="?lead"), opened()
    chair.keyboard.press("ArrowRight")
    asks(other, SCENES[1])
    expect(other.locator(".told")).to_have_text("2 of 7: Who lives here?")
    assert other.evaluate("document.activeElement === document.body")  # nobody's place is taken
    back = other.get_by_role("button", name="Back to the chair’s scene")
    expect(back).to_be_hidden()
    other.keyboard.press("End")
    expect(back).to_be_visible()
    chair.keyboard.press("ArrowRight")
    asks(chair, SCENES[2])
    wait_for(lambda: meeting.store.get(meeting.id).body.scene == meeting.scenes[2].id)
    hears(other, meeting)
    asks(other, "What do we decide?")
    back.click()
    asks(other, SCENES[2])
    expect(back).to_be_hidden()
    expect(other.locator(".scene.is-shown")).to_be_focused()
    hears(chair, meeting)
    asks(chair, SCENES[2])  # who follows leads nobody


def test_what_is_written_while_the_chair_goes_on_stays_with_its_scene(opened, meeting):
    chair, page = opened(query="?lead"), opened()
    opens(page, "n", "write")
    page.locator("#words").fill("About the first")
    chair.keyboard.press("ArrowRight")
    asks(page, SCENES[1])
    keep(page)
    wait_for(lambda: kept_words(meeting) == ["About the first"])
    [note] = meeting.store.records("note", meeting.id)
    assert (note.body.pin.key, note.body.pin.label) == (meeting.scenes[0].id, SCENES[0])
    page.keyboard.press("Home")
    expect(page.locator(".scene.is-shown .written")).to_contain_text("About the first")


def test_the_next_scene_is_there_before_it_is_asked_for(opened):
    chair = opened(query="?lead")
    has_all_scenes(chair)
    asked = []
    chair.on("request", lambda request: asked.append(request.url))
    chair.context.set_offline(True)
    for title in SCENES[1:]:
        chair.keyboard.press("ArrowRight")
        asks(chair, title)
        expect(chair.locator(".scene.is-shown .picture > *").first).to_be_attached()
    assert not [each for each in asked if "/scenes/" in each]
    chair.context.set_offline(False)
    other = opened()
    asks(other, SCENES[3])  # where the chair went meanwhile is told when the line is back


def test_nothing_typed_is_lost_when_the_line_drops_or_the_page_is_opened_anew(opened, meeting):
    page = opened()
    page.context.set_offline(True)
    write(page, "Written without a line")
    write(page, "And so was this")
    line = page.locator(".line")
    expect(line).to_have_text(
        "The line is down. 2 notes wait here and will be sent when the line is back."
    )
    expect(page.locator(".scene.is-shown .written")).to_contain_text("not kept yet")
    opens(page, "d", "write")
    page.locator("#words").fill("Half typed")
    page.keyboard.press("Escape")
    shuts(page, "write")
    assert kept_words(meeting) == []
    page.context.set_offline(False)
    page.reload()
    wait_for(lambda: len(kept_words(meeting)) == 2)
    assert kept_words(meeting) == ["Written without a line", "And so was this"]
    expect(line).to_be_empty()
    opens(page, "d", "write")
    expect(page.locator("#words")).to_have_value("Half typed")
    page.get_by_role("button", name="Leave").nth(-1).click()
    shuts(page, "write")
    opens(page, "n", "write")
    expect(page.locator("#words")).to_have_value("")
    # On a telephone that is lent, nothing stays behind once it is told that all is kept.
    left = "Object.keys(localStorage).filter((key) => key.includes('/m/'))"
    eventually(page, lambda: assert_is(page.evaluate(left), []))


def test_what_a_full_disk_refuses_waits_here_and_is_kept_once_there_is_room(opened, meeting):
    page, other, words = opened(), opened(), "There is no room to meet in. " * 60
    line = page.locator(".line")
    said = re.compile(
        r"^1 note waits here\. The store (?:(?!no room left).)*no room left to write it; expected "
        r"(?:(?!no room left).)+\. Make room(?:(?!no room left).)*$"
    )
    with no_room(meeting.store):
        write(page, words)
        for _ in ("at once", "opened anew"):
            expect(line).to_have_text(said, timeout=SOON)
            expect(page.locator(".scene.is-shown .written")).to_contain_text("not kept yet")
            assert kept_words(meeting) == []
            page.reload()
        expect(line).to_have_text(said, timeout=SOON)
        page.keyboard.press("ArrowRight")
        asks(page, SCENES[1])  # the meeting goes on
        expect(other.locator(".line")).to_be_empty()
    wait_for(lambda: kept_words(meeting), 30)
    assert kept_words(meeting) == [words.strip()]
    expect(line).to_be_empty()
    heard = other.locator(".written", has_text="no room to meet in")
    expect(heard.first).to_be_attached(timeout=SOON)
    assert meeting.store.check() == ()


def test_of_a_note_that_two_change_both_versions_are_shown_and_one_is_chosen(opened, meeting):
    scene = Pin(to="scene", key=meeting.scenes[0].id, label=SCENES[0])
    note = kept_note(meeting, Note(sort="note", words="First", pin=scene))
    page = opened()
    opens(page, "l", "list")
    page.get_by_role("button", name="Change: First").click()
    expect(page.locator("#words")).to_have_value("First")
    meeting.store.save(replace(note, body=Note(sort="note", words="<b>Theirs", pin=scene)))
    page.locator("#words").fill("Mine")
    keep(page)
    dialog = page.locator("dialog.stale")
    expect(dialog).to_be_visible()
    expect(dialog.locator(".mine")).to_have_text("Yours: Note: Mine")
    expect(dialog.locator(".theirs")).to_have_text("Theirs, as it is kept now: Note: <b>Theirs")
    assert axe_faults(page) == []
    page.keyboard.press("Escape")  # not to choose is no choice
    assert kept_words(meeting) == ["<b>Theirs"]
    page.keyboard.press("l")
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Keep both").click()
    wait_for(lambda: len(kept_words(meeting)) == 2)
    assert kept_words(meeting) == ["<b>Theirs", "Mine"]


def test_an_action_about_a_spot_that_the_arrow_keys_pick(opened, meeting):
    page = opened()
    opens(page, "a", "write")
    page.keyboard.type("A stop by the school")
    page.get_by_label("Whose role").fill("The bus company")
    page.get_by_label("By when").fill("2026-12-03")
    page.get_by_label("About").select_option("spot")
    keep(page)
    expect(page.get_by_role("alert")).to_contain_text("Pick the spot")
    page.get_by_role("button", name="Pick it on the map").press("Enter")
    expect(page.locator(".spots")).to_be_focused()
    middle = page.locator("dialog.spot [role=status]").inner_text()
    assert axe_faults(page) == []
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    shuts(page, "spot")
    expect(page.locator(".picked")).to_contain_text("the spot at")
    keep(page)
    wait_for(lambda: kept_words(meeting))
    [note] = meeting.store.records("note", meeting.id)
    assert (note.body.owner, note.body.due) == ("The bus company", "2026-12-03")
    lat, lon = map(float, note.body.pin.spot.split(","))
    lat_before, lon_before = map(float, middle.removeprefix("Cross at ").split(","))
    assert 0 < lat - lat_before < 0.1
    assert 0 < lon_before - lon < 0.1


def test_the_words_of_a_question_are_changed_for_all_and_scenes_moved_by_keys(opened, meeting):
    chair, other = opened(query="?lead"), opened()
    opens(chair, "w", "asked")
    chair.get_by_label("Ages").select_option("5–9")
    assert axe_faults(chair) == []
    chair.get_by_role("button", name="Change it for all").click()
    expect(chair.locator(".told")).to_have_text("The question is changed for all.", timeout=SOON)
    assert "age=5-9" in meeting.store.get(meeting.scenes[0].id).body.words
    other.wait_for_function(ASKED_OF_OLDER, timeout=SOON)
    opens(other, "w", "asked")
    expect(other.get_by_label("Ages")).to_have_value("age=5-9")
    other.keyboard.press("Escape")
    shuts(other, "asked")
    opens(chair, "l", "list")
    chair.get_by_role("link", name=SCENES[0]).focus()
    chair.keyboard.press("Alt+ArrowDown")
    expect(chair.get_by_role("link", name=SCENES[0])).to_be_focused()
    expect(chair.locator(".offer")).to_have_text(f"“{SCENES[0]}” is now 2 of 7.")
    wait_for(lambda: meeting.store.records("scene", meeting.id)[1].title == SCENES[0])
    expect(other.locator(".foot .at")).to_have_text("2 of 7")
    chair.get_by_role("button", name=f"Remove: {SCENES[1]}").click()
    expect(other.locator(".foot .at")).to_have_text("1 of 6")
    chair.get_by_role("button", name="Bring back").click()
    expect(other.locator(".foot .at")).to_have_text("2 of 7")


OPENED = {
    "": ".scene.is-shown",
    "l": "dialog.list[open]",
    "w": "dialog.asked[open]",
    "f": "dialog.follow[open]",
    "?": "dialog.help[open]",
    "a": "dialog.write[open]",
    "m": ".is-mapped .mapped",
    "b": "html.is-blank",
}


@pytest.mark.parametrize("key", list(OPENED))
def test_axe_finds_nothing_and_the_keyboard_is_never_lost(opened, meeting, key):
    kept_note(meeting, Note(sort="story", words="Two buses"))
    page = opened(query="?lead")
    page.keyboard.press("ArrowRight")
    asks(page, SCENES[1])
    opened_by_it = page.locator(OPENED[key])
    if key:
        page.keyboard.press(key)
        expect(opened_by_it).to_be_attached()
    assert axe_faults(page) == []
    for _ in range(3):
        page.keyboard.press("Tab")
        assert page.evaluate(IS_SEEN) or key == "b"
    page.keyboard.press("Escape")
    if key not in ("", "m", "b"):
        expect(opened_by_it).to_have_count(0)
    page.keyboard.press("ArrowLeft")
    if key == "b":
        page.keyboard.press("ArrowLeft")
    asks(page, SCENES[0])
    eventually(page, lambda: assert_is(page.evaluate(IS_NOWHERE), False))


@pytest.mark.parametrize("size", [PHONE, ENLARGED], ids=["telephone", "enlarged"])
def test_on_a_telephone_and_enlarged_it_is_read_and_written(opened, meeting, size):
    page = opened(size, has_touch=True)
    for key, name in (("", ""), ("N", "write"), ("L", "list"), ("W", "asked")):
        if key:
            page.locator(f"[data-key={key}]").click()
            expect(page.locator(f"dialog.{name}")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert page.evaluate(SMALL) == []
        assert axe_faults(page) == []
        if key:
            page.keyboard.press("Escape")
            shuts(page, name)
    for title in SCENES:
        asks(page, title)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        page.locator("[data-key=→]").click()
    page.locator("[data-key=N]").click()
    page.locator("#words").fill("From a telephone")
    keep(page)
    wait_for(lambda: kept_words(meeting) == ["From a telephone"])


def test_a_message_covers_nothing_that_is_read(opened):
    chair, page = opened(query="?lead"), opened()
    chair.keyboard.press("ArrowRight")
    asks(page, SCENES[1])  # it knows where the chair is, and goes elsewhere
    for key, sort in (("Home", "Note"), ("End", "Decision")):
        page.keyboard.press(key)
        page.keyboard.press("m")
        expect(page.locator(".told")).to_have_text(re.compile("map"), timeout=SOON)
        assert page.evaluate(COVERED) == []  # where nothing is written yet
        page.keyboard.press("m")
        for words in ("First", "The library opens on Saturdays, and the bus stops there. " * 4):
            write(page, words, key=sort[0].lower())
            expect(page.locator(".told")).to_have_text(f"Kept: {sort}.", timeout=SOON)
            expect(page.locator(".scene.is-shown .written em")).to_have_count(0, timeout=SOON)
        more = page.locator(".scene.is-shown .written .more")
        expect(more).to_have_text("1 more: open List; ", timeout=SOON)
        assert page.evaluate(COVERED) == []
    expect(page.locator(".back")).to_be_visible(timeout=SOON)
    back, note = (page.locator(each).bounding_box() for each in (".back", ".is-shown .written"))
    assert back["x"] + back["width"] <= note["x"]
    asks(chair, SCENES[1])
    page.context.set_offline(True)
    expect(page.locator(".line")).to_contain_text("The line is down", timeout=SOON)
    assert page.evaluate(COVERED) == []


LONG_LINE = (
    "How well do centres reach children aged 0–4 in low-income families, within 20 minutes on foot?"
)
THREE_LINES = (
    "How well do child and family centres and the children’s centres over the border reach "
    "children aged 0–4 in low-income families of this place, within 20 minutes on foot, and whom "
    "do they not?"
)
TWO_LINES = (
    "In Wisbech, about 470 of 1,080 under-fives in low-income families are more than 20 minutes’ "
    "walk from a child and family centre."
)
DOWN = "The line is down. 2 notes wait here and will be sent when the line is back."
FULL = (
    "1 note waits here. The store has no room left to write it; expected 20 MB free on the disk it "
    "is on. Make room there, or ask whoever looks after the app to; it is then sent by itself."
)
REMOVED = "Removed: “What is there for each age, and what do families say of it?”."
FILL = """([asks, said, note, line, told, isAway]) => {
  const shown = document.querySelector('.is-shown');
  shown.querySelector('h2').textContent = asks;
  shown.querySelector('.said').textContent = said;
  shown.querySelector('.written').innerHTML = note && `<p><b>Note:</b> ${note}</p>`;
  document.querySelector('.line').textContent = line;
  const message = document.querySelector('.told');
  message.textContent = told;
  message.classList.toggle('is-seen', told !== '');
  document.querySelector('.back').hidden = !isAway;
  dispatchEvent(new Event('resize'));
}"""
ON_THE_SCREEN = """() => ['.is-shown header', '.is-shown .picture', '.is-shown .written',
    '.is-shown .about', '.line', '.told', '.back', '.foot'].flatMap((found) => {
  const each = document.querySelector(found);
  const box = each?.getBoundingClientRect();
  if (!box?.height) return [];
  const style = getComputedStyle(each);
  return style.opacity === '0' ? []
    : [[found, box.top, box.bottom, box.left, box.right, parseFloat(style.fontSize)]];
})"""


@pytest.mark.parametrize("size", [WALL, {"width": 1920, "height": 1080}], ids=["1366", "1920"])
def test_the_picture_keeps_its_share_whatever_else_is_said(opened, size):
    page = opened(size, query="?lead")
    page.wait_for_load_state("networkidle")
    for state in product(
        ("Where is it?", LONG_LINE, THREE_LINES),
        ("One line.", TWO_LINES),
        ("", "Parents like the Saturday group. " * 5),
        ("", DOWN, FULL),
        ("", "Kept: Note.", REMOVED),
        (False, True),
    ):
        page.evaluate(FILL, state)
        boxes = page.evaluate(ON_THE_SCREEN)
        [(_, top, foot, *_)] = [each for each in boxes if each[0].endswith(".picture")]
        assert foot - top >= 0.7 * size["height"], state
        for one, other in combinations(boxes, 2):
            assert lie_apart(one, other), (one, other, state)
        assert min(each[-1] for each in boxes) >= 28, state
        assert max(each[2] for each in boxes) <= size["height"], state
        seen = {each[0] for each in boxes}
        assert {".foot", ".is-shown header"} <= seen
        assert (".told" in seen) == (state[4] != "")
        assert (".back" in seen) == state[5]
        assert (".line" in seen) == (state[3] != "") or ".told" in seen  # a message is soon over
    page.evaluate(FILL, [THREE_LINES * 3, TWO_LINES * 3, "", FULL, "", False])
    page.keyboard.press("?")
    assert page.locator(".help .uncut").all_inner_texts() == [THREE_LINES * 3, TWO_LINES * 3, FULL]


def lie_apart(one, other):
    _, top, foot, left, right, _ = one
    _, others_top, others_foot, others_left, others_right, _ = other
    is_beside = right <= others_left + 1 or others_right <= left + 1
    return is_beside or foot <= others_top + 1 or others_foot <= top + 1


def test_a_key_pressed_as_a_dialog_shuts_is_no_letter_of_it(opened):
    page = opened()
    # The keyboard is still in a field that is gone, as it is until the screen is drawn anew.
    is_open = page.evaluate("""() => {
      const dialog = document.querySelector('dialog.write');
      const words = document.querySelector('#words');
      const press = (key, at) =>
        at.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
      press('n', document.body);
      press('d', words);
      const kept = document.querySelector('[name=sort]:checked').value;
      dialog.close();
      press('d', words);
      return [kept, document.querySelector('[name=sort]:checked').value, dialog.open];
    }""")
    assert is_open == ["note", "decision", True]


@pytest.mark.parametrize("colours", ["none", "active"])
def test_with_the_line_down_axe_finds_nothing_whatever_the_colours(opened, meeting, colours):
    page = opened(query="?lead", forced_colors=colours)
    has_all_scenes(page)
    page.context.set_offline(True)
    expect(page.locator(".line")).to_contain_text("The line is down", timeout=SOON)
    write(page, "Written without a line")
    expect(page.locator(".line")).to_contain_text("1 note waits here", timeout=SOON)
    note, line = (page.locator(each).bounding_box() for each in (".is-shown .written", ".line"))
    assert note["y"] + note["height"] <= line["y"] + 1  # what waits is seen to wait
    assert axe_faults(page) == []
    for key, name in (("n", "write"), ("l", "list"), ("f", "follow")):
        opens(page, key, name)
        assert axe_faults(page) == []
        page.keyboard.press("Escape")
        shuts(page, name)
    assert kept_words(meeting) == []
