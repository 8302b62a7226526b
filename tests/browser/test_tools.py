"""The tools that work with points on the map, by mouse, by keyboard alone and by touch."""

import re

from playwright.sync_api import expect

from tests.browser.test_map import scale, wait_for_map
from tests.browser.test_pages import wait_until_settled
from tests.browser.waiting import assert_not, eventually, wait_for_rest

ANSWER = ".patch-map .tool-answer"
WAIT = 20_000


def open_tool(page, key):
    page.locator(f".patch-map [data-tool={key}]").click()
    page.wait_for_selector(f".tool-panel[data-tool={key}]", timeout=WAIT)
    wait_for_rest(page)  # the map may make room for the panel


def box_of(page):
    return wait_for_map(page).bounding_box()


def click(page, box, x, y):
    page.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
    page.evaluate("() => new Promise(requestAnimationFrame)")  # what it changes is drawn


def says(page, words):
    """Wait until an answer holds these words, and return it."""
    found = page.wait_for_function(
        """([selector, words]) => {
            const found = [];
            const look = root => {
                found.push(...root.querySelectorAll(selector));
                for (const each of root.querySelectorAll('*')) {
                    if (each.shadowRoot) look(each.shadowRoot);
                }
            };
            look(document);
            const said = found.find(each => new RegExp(words).test(each.textContent));
            return said && { words: said.innerText };
        }""",
        arg=[ANSWER, words],
        timeout=WAIT,
    )
    return found.json_value()["words"]


def test_a_place_is_drawn_with_the_mouse_and_its_profile_is_taken(each_app, open_page):
    page = open_page(each_app)
    box = box_of(page)
    open_tool(page, "draw")
    for x, y in ((0.42, 0.42), (0.6, 0.42), (0.6, 0.62)):
        click(page, box, x, y)
    page.mouse.dblclick(box["x"] + box["width"] * 0.42, box["y"] + box["height"] * 0.62)
    assert "4 corners. Give it a name" in says(page, "4 corners")
    page.get_by_label("Its name").fill("Our patch")
    page.get_by_role("button", name="Make the place").click()
    says(page, "^Made")
    page.wait_for_url("**kind=own**")
    link = page.get_by_role("link", name="Profile (PDF): Our patch")
    link.click()
    page.wait_for_url(lambda url: "/places" in url)
    wait_until_settled(page)
    page.get_by_text("Our patch").first.wait_for(timeout=WAIT)
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name=re.compile("PDF")).first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_a_place_is_made_by_keyboard_alone(each_app, open_page):
    page = open_page(each_app)
    wait_for_map(page)
    page.locator("[data-tool=draw]").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="To the map, by keys").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".patch-map .canvas")).to_be_focused()
    for key in ("ArrowLeft", "ArrowDown", "ArrowRight"):
        page.keyboard.press("Enter")
        page.keyboard.press(key)
        wait_for_rest(page)  # the map stands where the key has moved it
    page.keyboard.press("Enter")
    says(page, "4 corners")
    page.keyboard.press("Backspace")
    says(page, "3 corners")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    says(page, "Give it a name")
    page.get_by_role("button", name="Make the place").focus()
    page.keyboard.press("Enter")
    says(page, "^Made")
    page.wait_for_url("**own=**")


def test_an_outline_that_crosses_itself_is_told_and_kept(each_app, open_page):
    page = open_page(each_app)
    box = box_of(page)
    open_tool(page, "draw")
    for x, y in ((0.4, 0.4), (0.6, 0.6), (0.6, 0.4), (0.4, 0.6)):
        click(page, box, x, y)
    page.get_by_role("button", name="Make the place").click()
    assert "crosses itself" in says(page, "crosses itself")
    assert "own=" not in page.url
    for _ in range(2):
        page.get_by_role("button", name="Undo").click()
    assert "2 corners" in says(page, "2 corners")


def test_a_place_out_at_sea_is_refused_and_the_drawing_kept(each_app, open_page):
    page = open_page(each_app)
    box = box_of(page)
    open_tool(page, "draw")
    for _ in range(2):  # so that there is room around the whole area
        before = scale(page)
        page.get_by_role("button", name="Zoom out").click()
        eventually(page, lambda before=before: assert_not(scale(page), before))
        wait_for_rest(page)
    for x, y in ((0.34, 0.85), (0.4, 0.85), (0.4, 0.9)):
        click(page, box, x, y)
    page.get_by_role("button", name="Make the place").click()
    assert "lies outside" in says(page, "could not be made")
    page.get_by_role("button", name="Finish").click()
    assert "3 corners" in says(page, "3 corners")


def test_what_is_within_reach_is_told_and_becomes_a_place(app, open_page):
    page = open_page(app)
    box = box_of(page)
    open_tool(page, "within")
    click(page, box, 0.5, 0.5)
    said = says(page, "live within 20 minutes|counted within 20 minutes|No .* live")
    assert "20 minutes’ walk" in said
    page.get_by_label("Minutes", exact=True).fill("40")
    says(page, "within 40 minutes")
    page.get_by_role("button", name="Make this a place of your own").click()
    page.wait_for_url(re.compile("kind=own"), timeout=WAIT)
    assert "journey" in page.url


def test_a_distance_is_measured_by_mouse_and_by_keys_and_nothing_is_chosen(app, open_page):
    page = open_page(app)
    box = box_of(page)
    open_tool(page, "measure")
    click(page, box, 0.45, 0.5)
    click(page, box, 0.55, 0.5)
    said = says(page, "about .* on foot")
    assert re.search(r"\d+\.\d\d km \(\d+\.\d\d miles\)", said)
    page.get_by_role("button", name="To the map, by keys").click()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(".tool-panel")).to_be_hidden()
    wait_for_rest(page)
    assert "area=" not in page.url


def test_touch_takes_points(each_app, open_page):
    page = open_page(
        each_app, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    wait_for_map(page)
    page.locator(".patch-map .stage").scroll_into_view_if_needed()
    page.locator("[data-tool=measure]").tap()
    page.wait_for_selector(".tool-panel[data-tool=measure]", timeout=WAIT)
    box = box_of(page)  # the page has scrolled to the map
    for x, said in ((0.5, "where it leads"), (0.6, "miles")):
        page.touchscreen.tap(box["x"] + box["width"] * x, box["y"] + box["height"] * 0.25)
        assert said in says(page, said)
        page.wait_for_timeout(300)  # two taps within 200 ms are one double tap


def test_a_suggestion_is_gone_to_and_numbered(app, open_page):
    page = open_page(f"{app}/scenarios")
    wait_for_map(page)
    page.get_by_role("tab", name="Suggest").click()
    page.get_by_role("button", name="Suggest").click()
    page.locator(".patch-map .mark").first.wait_for(timeout=60_000)
    expect(page.locator(".patch-map .mark")).to_have_text(["1", "2", "3"])
    expect(page.locator(".kyp-answer:focus")).to_have_count(1)
    wait_for_rest(page)
    top = page.locator(".kyp-answer").first.bounding_box()["y"]
    assert top < 200
