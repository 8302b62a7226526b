"""The page Meeting in Chromium: begun, changed by two windows at once, by keyboard, and kept."""

import re

import pytest
from playwright.sync_api import expect

from mapping.pages.frame.rooms import find_pages
from tests.browser.axe import NONE, faults_in_both
from tests.browser.packs import HOSTILE
from tests.browser.test_pages import wait_until_settled
from tests.browser.waiting import assert_in, assert_is, at_rest, eventually

SOON = 30_000
SECOND = "Who lives here?"
INSIDE = "document.querySelector('[data-testid=stMain]').scrollWidth"
BOXES = """links => links.map((link) => {
  const { x, y, width } = link.getBoundingClientRect();
  return { x, y, width };
})"""


@pytest.fixture(scope="module")
def page(own_app, open_shared):
    """A meeting that is begun by keyboard, with one press: each test goes on with it."""
    page = open_shared(f"{own_app}/meeting?place=eht-wisbech")
    prepare = page.get_by_role("button", name="Prepare it first")
    expect(prepare).to_be_visible(timeout=SOON)
    wait_until_settled(page)
    prepare.press("Enter")
    expect(page.get_by_role("heading", name="Running order")).to_be_visible(timeout=SOON)
    page.wait_for_url(re.compile("meeting="), timeout=SOON)
    wait_until_settled(page)
    return page


def change(page, title, words):
    """Open a scene’s form by keyboard, and type; nothing is saved yet."""
    page.get_by_role("button", name=f"Change: {title}").press("Enter")
    box = page.get_by_label("Its question")
    expect(box).to_be_focused()
    box.fill(words)
    return box


def save(page, label="Save"):
    page.get_by_role("button", name=label, exact=True).click()


def titles(page):
    return page.locator("ol .title").all_inner_texts()


def test_one_press_opens_it_to_be_led_and_the_way_back_is_its_page(own_app, open_page):
    page = open_page(f"{own_app}/meeting?place=district-fenland&kind=district")
    begin = page.get_by_role("button", name="Begin the meeting on this screen")
    expect(begin).to_be_visible(timeout=SOON)
    wait_until_settled(page)
    begin.click()
    page.wait_for_url(re.compile(r"/m/[0-9a-f]{8}\?lead"), timeout=SOON)
    expect(page.get_by_role("heading", name="Where is it?")).to_be_visible(timeout=SOON)
    page.go_back()
    expect(page.get_by_text("To follow or to write from a telephone")).to_be_visible(timeout=SOON)


def test_what_two_windows_change_at_once_is_shown_to_both_and_nothing_is_lost(page, open_page):
    mine, theirs = page, open_page(page.url)
    expect(theirs.get_by_role("heading", name="Running order")).to_be_visible(timeout=SOON)
    wait_until_settled(theirs)
    box = change(mine, SECOND, "Mine")
    change(theirs, SECOND, "Theirs")
    save(theirs)
    expect(theirs.get_by_text("Saved.")).to_be_visible(timeout=SOON)
    save(mine)
    shown = mine.locator(".theirs dd")
    expect(shown).to_have_text("Theirs", timeout=SOON)
    expect(box).to_have_value("Mine")
    mine.reload()
    expect(shown).to_have_text("Theirs", timeout=SOON)
    wait_until_settled(mine)
    expect(mine.get_by_label("Its question")).to_have_value("Mine")
    save(mine, "Keep mine")
    expect(mine.get_by_text("Saved.")).to_be_visible(timeout=SOON)
    eventually(mine, lambda: assert_in("Mine", titles(mine)))
    mine.get_by_role("button", name="Undo", exact=True).click()
    expect(mine.get_by_text("Taken back.", exact=True)).to_be_visible(timeout=SOON)
    eventually(mine, lambda: assert_in("Theirs", titles(mine)))


def test_the_keyboard_moves_and_removes_and_stays_where_it_was(page):
    wait_until_settled(page)
    first, second, *_ = titles(page)
    down = page.get_by_role("button", name=f"Down: {first}")
    down.press("Enter")
    expect(page.get_by_text("Moved: it is number 2 of 7 now.")).to_be_visible(timeout=SOON)
    expect(down).to_be_focused()
    eventually(page, lambda: assert_is(titles(page)[:2], [second, first]))
    page.get_by_role("button", name=f"Remove: {first}").press("Enter")
    expect(page.get_by_text("Removed. It can be brought back.")).to_be_visible(timeout=SOON)
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Taken back.", exact=True)).to_be_visible(timeout=SOON)
    eventually(page, lambda: assert_is(titles(page)[:2], [second, first]))


def test_what_is_typed_is_text_and_a_name_is_asked_about(page):
    page.get_by_role("button", name="Add a note").click()
    page.get_by_label("What it is").select_option("story")
    words = page.get_by_label("What was said, without")
    words.fill(f"Mrs Archer said {HOSTILE['A2']}")
    page.reload()
    expect(words).to_have_value(f"Mrs Archer said {HOSTILE['A2']}", timeout=SOON)
    wait_until_settled(page)
    save(page)
    expect(page.get_by_text("This looks like a person’s name")).to_be_visible()
    words.fill(HOSTILE["A2"])
    save(page)
    expect(page.get_by_text("Added.")).to_be_visible(timeout=SOON)
    expect(page.locator("li .title", has_text=HOSTILE["A2"])).to_be_visible()
    wait_until_settled(page)
    assert page.evaluate("window.ran") is None
    page.get_by_role("checkbox", name=f"May be shared: {HOSTILE['A2']}").check()
    expect(page.get_by_text("It may be shared.")).to_be_visible(timeout=SOON)


def test_axe_finds_nothing_in_a_meeting_with_a_form_open_and_it_fits_a_telephone(page):
    page.get_by_role("button", name="Add a decision or an action").click()
    page.get_by_label("What it is").select_option("action")
    expect(page.get_by_label("Who does it")).to_be_visible()
    wait_until_settled(page)
    assert faults_in_both(page) == NONE
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function("innerWidth === 320")
    assert at_rest(page, lambda: page.evaluate(INSIDE)) <= 320


def test_every_page_is_in_sight_in_the_navigation_of_a_small_laptop(page):
    page.set_viewport_size({"width": 1366, "height": 768})
    expect(page.get_by_role("link", name="Help", exact=True)).to_be_visible(timeout=SOON)
    boxes = at_rest(page, lambda: page.locator("header a").evaluate_all(BOXES))
    assert len(boxes) == len(find_pages())
    assert len({each["y"] for each in boxes}) == 1
    assert all(each["x"] >= 0 and each["x"] + each["width"] <= 1366 for each in boxes)


def test_pages_that_are_folded_away_are_reached_by_keyboard(page):
    page.set_viewport_size({"width": 900, "height": 768})
    more = page.get_by_role("button", name=re.compile(r"\d+ more"))
    at_rest(page, more.inner_text)
    more.press("Enter")
    expect(page.get_by_role("menuitem", name="Hotspots")).to_be_focused(timeout=SOON)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Scenarios")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menuitem", name="Scenarios")).to_be_hidden()
