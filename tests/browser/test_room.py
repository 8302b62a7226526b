"""The room that the map has, the first stops of the keyboard, and the answer that folds."""

import re
import unicodedata

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.test_map import wait_for_map
from tests.browser.waiting import assert_is, eventually, wait_for_rest

DRAWN = ".patch-map[data-state=drawn]"
PAGES = ("", "needs-and-services", "places", "compare", "cover", "hotspots", "scenarios", "data")

# The box of all that is in a colour of the legend: the drawn shapes, without services and names.
SHAPES = """() => {
  const root = document.querySelector('[data-kyp-map]').shadowRoot;
  const colours = new Set([...root.querySelectorAll('.square .class')].map(
    (each) => getComputedStyle(each).backgroundColor.match(/\\d+/g).join()));
  const stage = root.querySelector('.stage').getBoundingClientRect();
  const box = [1e9, 1e9, -1e9, -1e9];
  for (const canvas of root.querySelectorAll('canvas')) {
    const { width, height } = canvas;
    const at = canvas.getBoundingClientRect();
    const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
    for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) {
      const i = 4 * (y * width + x);
      if (!colours.has([data[i], data[i + 1], data[i + 2]].join()) || data[i + 3] < 255) continue;
      const [px, py] = [at.x + (x * at.width) / width, at.y + (y * at.height) / height];
      if (px < stage.x || py < stage.y || px > stage.right || py > stage.bottom) continue;
      box[0] = Math.min(box[0], px); box[1] = Math.min(box[1], py);
      box[2] = Math.max(box[2], px); box[3] = Math.max(box[3], py);
    }
  }
  return box;
}"""


def opened(open_page, address, width=1366, height=768, **options):
    page = open_page(address, viewport={"width": width, "height": height}, **options)
    wait_for_map(page)
    return page


def drawn_height(page):
    _, top, _, bottom = page.evaluate(SHAPES)
    return bottom - top


def in_sight(page, locator):
    box = locator.bounding_box()
    size = page.viewport_size
    return (
        min(box["x"], box["y"]) >= 0
        and box["y"] + box["height"] <= size["height"]
        and box["x"] + box["width"] <= size["width"]
    )


def stage(page):
    return page.locator(".patch-map .stage").bounding_box()


def check_first_screen(page):
    assert drawn_height(page) >= 560
    corners = page.locator(".patch-map .legend .corners span")
    assert corners.count() == 4
    assert all(len(words.split()) > 2 for words in corners.all_inner_texts())
    for each in (
        page.get_by_test_id("stTopNavLink").first,
        page.locator(".kyp-strip"),
        page.get_by_role("group", name="The question"),
        page.locator(".kyp-answer").first,
        page.get_by_role("combobox", name="Find"),
        page.locator(".patch-map .legend h2"),
        page.locator(".patch-map .legend .square"),
        *corners.all(),
        page.get_by_role("button", name="Layers", exact=True),
    ):
        assert in_sight(page, each), each
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0


def test_the_first_screen_holds_the_county_560_pixels_tall_with_answer_and_legend(
    each_app, open_page
):
    check_first_screen(opened(open_page, each_app))


# Of each legend on the map: how high it is and how much of that the card shows; whether the card
# lies on the buttons of zoom.
LEGENDS = """() => [...document.querySelectorAll('[data-kyp-map]')].map(({shadowRoot}) => {
  const [card, side, zoom] = ['.legend-card', '.side', '.buttons'].map(
    (each) => shadowRoot.querySelector(each));
  const [a, b] = [card, zoom].map((each) => each.getBoundingClientRect());
  const isOver = a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return [side.scrollHeight, side.clientHeight, isOver];
})"""


@pytest.mark.parametrize("path", ["", "scenarios", "hotspots", "two-maps"])
def test_the_whole_legend_is_in_sight(each_app, open_page, path):
    page = opened(open_page, f"{each_app}/{path}")
    for width, height in ((1366, 768), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        wait_for_rest(page)
        for high, shown, is_over in page.evaluate(LEGENDS):
            assert high <= shown
            assert not is_over
        legend = page.locator(".patch-map .legend").first
        assert in_sight(page, legend)


@pytest.mark.parametrize("key", ["layers", "draw", "measure", "within", "download"])
def test_at_twice_the_size_a_tool_opens_with_the_map_in_sight(app, open_page, key):
    page = opened(open_page, app, 683, 384)
    page.locator(f".patch-map [data-tool={key}]").focus()
    page.keyboard.press("Enter")
    panel = page.locator(".patch-map .tool-panel")
    panel.wait_for()
    wait_for_rest(page)
    box, shown = stage(page), panel.bounding_box()
    assert box["y"] >= 40
    assert box["y"] + box["height"] <= 384
    assert in_sight(page, panel)
    assert shown["width"] <= 0.6 * box["width"]
    legend = page.locator(".patch-map .legend-card").bounding_box()
    assert legend["y"] >= box["y"] + box["height"]  # of so low a map it would leave nothing


def test_in_forced_colours_classes_are_told_apart_and_names_leave_the_map_in_sight(app, open_page):
    page = opened(open_page, app, forced_colors="active")
    page.get_by_role("button", name="Layers", exact=True).click()
    chips = page.locator(".patch-map .tool-panel .chip")
    chips.first.wait_for()
    wait_for_rest(page)
    grounds = chips.evaluate_all(
        "chips => chips.map(each => getComputedStyle(each).backgroundColor)"
    )
    assert len(set(grounds)) >= 9
    name = page.locator(".patch-map .place-name:visible").first
    assert name.evaluate("each => getComputedStyle(each).forcedColorAdjust") == "none"


def test_a_large_window_is_used(app, open_page):
    page = opened(open_page, app, 1920, 1080)
    assert drawn_height(page) >= 850
    box = stage(page)
    assert box["width"] >= 1400
    assert box["y"] + box["height"] >= 1080 - 10


def test_the_answer_folds_to_a_line_by_keyboard_and_stays_folded(app, open_page):
    page = opened(open_page, app)
    before = stage(page)["width"]
    fold = page.get_by_role("button", name="The answer")
    fold.focus()
    page.keyboard.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".kyp-answer").first).to_be_hidden()
    wait_for_rest(page)
    assert stage(page)["width"] >= before + 300
    assert fold.bounding_box()["width"] <= 40
    page.get_by_label("How far is far").select_option("45")  # the page runs again
    page.wait_for_url("**limit=45**")
    wait_for_rest(page)
    assert not page.locator(".kyp-answer").first.is_visible()
    page.get_by_role("link", name="Hotspots", exact=True).click()
    page.get_by_role("heading", level=1, name="Hotspots").wait_for()
    wait_for_map(page)
    again = page.get_by_role("button", name="The answer")
    expect(again).to_have_attribute("aria-expanded", "false")
    again.click()
    expect(page.locator(".kyp-answer").first).to_be_visible()


def test_the_legend_folds_to_a_line(app, open_page):
    page = opened(open_page, app)
    fold = page.get_by_role("button", name="Legend", exact=True)
    fold.click()
    expect(page.locator(".patch-map .square")).to_be_hidden()
    assert fold.bounding_box()["height"] <= 40
    fold.press("Enter")
    expect(page.locator(".patch-map .square")).to_be_visible()


@pytest.mark.parametrize("path", PAGES)
def test_the_first_stops_of_a_page_lead_to_its_answer_and_its_map(app, open_page, path):
    page = open_page(f"{app}/{path}")
    page.wait_for_selector(".kyp-strip", timeout=30_000)
    page.wait_for_selector(".kyp-skip", state="attached")
    has_map = path in ("", "hotspots", "scenarios")
    if has_map:
        page.wait_for_selector(DRAWN, timeout=30_000)
    wait_for_rest(page)
    here = page.locator("a:focus")
    page.keyboard.press("Tab")
    expect(here).to_have_text("Skip to the answer")
    eventually(page, lambda: assert_is(in_sight(page, here), True))
    page.keyboard.press("Tab")
    expect(here).not_to_have_text("Skip to the answer")
    assert (here.inner_text() == "Skip to the map") == has_map
    if has_map:
        page.keyboard.press("Enter")
        expect(page.locator(".patch-map .canvas")).to_be_focused()
    page.locator(".kyp-skip-answer").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".kyp-answer:focus, h1:focus")).to_have_count(1)


@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 640), (683, 384)])
def test_on_a_narrow_screen_the_map_is_one_tap_from_the_answer(app, open_page, width, height):
    page = opened(open_page, app, width, height, has_touch=True)
    answer = page.locator(".kyp-answer").first.bounding_box()
    assert answer["y"] < stage(page)["y"]
    link = page.get_by_role("link", name="Show the map")
    assert in_sight(page, link)
    link.tap()
    eventually(page, lambda: assert_is(stage(page)["y"] <= 90, True))
    wait_for_rest(page)
    box = stage(page)
    assert 0 <= box["y"] <= 90
    assert box["height"] <= height
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_the_page_prints_on_one_side_with_its_legend_and_credits(
    each_app, open_page, tmp_path, paper
):
    page = opened(open_page, each_app)
    path = tmp_path / "page.pdf"
    page.pdf(path=path, format=paper, landscape=True)
    [side] = PdfReader(path).pages
    said = letters(side.extract_text())
    last = page.locator("[data-id] .name").last.inner_text()  # no row of the places is cut off
    assert letters(last) in said
    answer = page.locator(".kyp-answer").first.inner_text()
    credits_ = page.locator(".patch-map .credits").inner_text()
    words = f"{answer} {credits_} Need and reach".split()
    assert [word for word in words if letters(word) not in said] == []
    colours = fills(side)
    for colour in ("#1d0821", "#3898cb"):  # of the legend, though backgrounds are not asked for
        assert colour in colours


def letters(text):
    """Return text as a document is searched for it: letters and digits, without ligatures."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))


def fills(side):
    """Return every colour that something on a page is filled with."""
    found = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) rg", side.get_contents().get_data())
    return {"#" + "".join(f"{round(float(part) * 255):02x}" for part in each) for each in found}
