"""A meeting as one file, led by keys in Chromium with no network: scenes, notes, help, print."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from mapping.__main__ import main
from tests.browser.conftest import new_page

SIZES = [(1366, 768), (1920, 1080)]
KEYS = ["where-it-is", "who-lives-here", "what-stands-out", "what-is-there"]
ROOM = """() => {
  const shown = document.querySelector('.scene.is-shown');
  const foot = document.querySelector('.foot').getBoundingClientRect();
  const low = [...shown.querySelectorAll('p, li, dd, dt, th, td, h2, h3, text')]
    .filter((each) => each.textContent.trim() && each.getClientRects().length)
    .map((each) => {
      const box = each.getBoundingClientRect();
      const scale = each.ownerSVGElement
        ? each.ownerSVGElement.getScreenCTM().a : 1;
      return [parseFloat(getComputedStyle(each).fontSize) * scale, box.bottom - foot.top,
              box.right - innerWidth, each.textContent.trim().slice(0, 40)];
    });
  const picture = shown.querySelector('.picture').getBoundingClientRect();
  const share = picture.height * picture.width / innerHeight / innerWidth;
  const cut = [...shown.querySelectorAll('.key, .picture, .about, .said')]
    .filter((each) => each.getClientRects().length)
    .filter((e) => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)
    .map((each) => each.className);
  return {low, share, cut, over: document.body.scrollWidth - innerWidth};
}"""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("meeting") / "meeting.html"
    assert main(["meeting", "--pack=starter", "--place=E07000010", f"--out={path}"]) == 0
    return path


@pytest.fixture
def led(browser, file):
    """Open the meeting at a size; afterwards it may have asked nothing, nor run into a fault."""
    contexts, asked, faults = [], [], []

    def open_at(size=SIZES[0]):
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, offline=True, accept_downloads=True
        )
        contexts.append(context)
        page = new_page(context, is_cut=True)
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(file.as_uri())
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert not [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
    assert faults == []


def shows(page, key):
    expect(page.locator(".scene.is-shown")).to_have_id(key)


def opens(page, key, name):
    """Open a dialog by its key, and wait for it."""
    page.keyboard.press(key)
    expect(page.locator(f"dialog.{name}")).to_be_visible()


def shuts(page, name):
    expect(page.locator(f"dialog.{name}")).to_be_hidden()


def keep(page):
    page.get_by_role("button", name="Keep").click()


@pytest.mark.parametrize("written", ["", "The bus comes twice a day, and the last at five"])
@pytest.mark.parametrize("size", SIZES)
def test_scenes_fill_the_screen_in_type_that_a_room_can_read(led, size, written):
    page = led(size)
    for key in KEYS:
        shows(page, key)
        if written:
            opens(page, "n", "write")
            page.keyboard.type(written)
            page.keyboard.press("Control+Enter")
            shuts(page, "write")
            expect(page.locator(".scene.is-shown .written")).to_contain_text(written)
        room = page.evaluate(ROOM)
        assert room["over"] <= 0
        assert room["share"] >= 0.7
        # Beside what is written, dates and sources end in three dots: the help has them whole.
        assert set(room["cut"]) <= ({"about"} if written else set())
        for size_px, below, beyond, text in room["low"]:
            assert size_px >= 28, text
            assert below <= 1, text
            assert beyond <= 1, text
        page.keyboard.press("ArrowRight")


def test_it_is_led_by_keys_alone_and_by_the_buttons_of_its_foot(led):
    page = led()
    page.keyboard.press("PageDown")
    page.keyboard.press(" ")
    shows(page, KEYS[2])
    page.keyboard.press("PageUp")
    shows(page, KEYS[1])
    page.keyboard.press("Home")
    shows(page, KEYS[0])
    page.keyboard.press("ArrowLeft")  # there is none before it: the next step goes to the second
    page.get_by_role("button", name="next").click()
    shows(page, KEYS[1])
    expect(page.locator(".foot .at")).to_have_text("2 of 7")
    page.keyboard.press("b")
    expect(page.locator("h2:visible")).to_have_count(0)
    page.keyboard.press("x")
    expect(page.locator("h2:visible")).to_have_count(1)
    opens(page, "?", "help")
    expect(page.get_by_role("heading", name="Sources")).to_be_visible()
    page.keyboard.press("Escape")
    shuts(page, "help")
    opens(page, "l", "list")
    page.get_by_role("link", name="What do we decide?").click()
    shows(page, "what-we-decide")


def test_what_is_said_of_a_scene_goes_with_it(led):
    page = led()
    told = page.locator(".told")
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    expect(told).to_have_text("This is the last scene.")
    page.keyboard.press("ArrowLeft")
    expect(told).to_have_text("")
    page.keyboard.press("n")
    page.keyboard.type("It is far")
    page.keyboard.press("Control+Enter")
    expect(told).to_have_text("Written down: Note.")
    page.keyboard.press("ArrowLeft")
    expect(told).to_have_text("Written down: Note.")  # true of any


def test_what_is_written_is_shown_kept_over_a_reload_and_saved(led):
    page = led()
    written = page.locator(".scene.is-shown .written")
    page.keyboard.press("ArrowRight")
    shows(page, KEYS[1])
    opens(page, "n", "write")
    page.keyboard.type("More on Saturdays <b>")
    keep(page)
    expect(written).to_have_text("Note: More on Saturdays <b>")
    opens(page, "a", "write")
    page.keyboard.type("Ask Anna Kowalska")
    keep(page)
    expect(page.get_by_role("alert")).to_contain_text("a person’s name")
    keep(page)  # whoever writes knows better
    shuts(page, "write")
    opens(page, "a", "write")
    page.keyboard.type("Anna Kowalska again")
    keep(page)
    expect(page.get_by_role("alert")).to_be_visible()  # what is written makes nobody known
    page.get_by_role("button", name="Leave").click()
    shuts(page, "write")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    shows(page, KEYS[1])
    page.keyboard.press("ArrowRight")  # a page that nobody touches may not ask
    shows(page, KEYS[2])
    page.keyboard.press("ArrowLeft")
    shows(page, KEYS[1])
    page.reload()
    assert asked == ["beforeunload"] * 2  # nothing is saved yet, before a reload as after it
    expect(written).to_have_text("1 more: open List; Action: Ask Anna Kowalska")
    opens(page, "l", "list")
    expect(page.locator(".note-line")).to_have_count(2)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save").click()
    text = Path(saved.value.path()).read_text("utf-8-sig")
    assert "Who lives here?\n- Note: More on Saturdays <b>\n- Action: Ask Anna" in text


def test_whoever_writes_is_asked_what_the_scene_asks_and_the_help_tells_all_beside_it(led):
    page = led()
    page.keyboard.press("End")
    shows(page, "what-we-decide")
    prompts = page.locator("#what-we-decide .prompts li").all_inner_texts()
    assert prompts
    opens(page, "d", "write")
    expect(page.locator(".hints li")).to_have_text(prompts)
    page.keyboard.press("Escape")
    shuts(page, "write")
    opens(page, "?", "help")
    told = page.locator(".help").inner_text()
    assert "is not counted as missing" in told
    for whole in page.locator(".whole").all_text_contents():
        assert " ".join(whole.split()) in " ".join(told.split())


@pytest.mark.parametrize(("key", "name"), [("", ""), ("l", "list"), ("?", "help"), ("n", "write")])
def test_axe_finds_nothing(led, key, name):
    page = led()
    if key:
        opens(page, key, name)
    found = Axe().run(page).response["violations"]
    assert not found, [(each["id"], each["nodes"][0]["html"]) for each in found]


def test_it_prints_a_side_for_each_scene(led, tmp_path):
    from pypdf import PdfReader

    page = led()
    page.pdf(path=tmp_path / "meeting.pdf", prefer_css_page_size=True)
    pages = [each.extract_text() for each in PdfReader(tmp_path / "meeting.pdf").pages]
    assert len(pages) == 7
    assert "Who lives here?" in pages[1]
