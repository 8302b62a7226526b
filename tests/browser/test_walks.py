"""The map as people come to it who see, point or read otherwise: by keyboard alone, in the dark,
in colours of their own."""

import re
from collections import Counter

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.axe import change_scheme
from tests.browser.test_layers_panel import pixels
from tests.browser.test_map import wait_for_map
from tests.browser.test_room import SHAPES, fills, letters, opened
from tests.browser.test_tools import says
from tests.browser.waiting import assert_is, assert_not, eventually, wait_for_rest

# Looked at in one go: a list that is drawn anew between two looks leaves the first one's element.
FOCUSED = """selector => {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(found);
  const box = found.getBoundingClientRect();
  const isOutlined = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  return {
    isIt: found.matches(selector),
    isSeen: box.bottom > 0 && box.top < innerHeight && (isOutlined || boxShadow !== 'none'),
    at: found.outerHTML.slice(0, 200),
  };
}"""
MOST_STOPS = 60
WAIT = 20_000


def tab_to(page, selector, key="Tab"):
    """Press Tab until something is reached; every stop on the way shows where the keyboard is."""
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        found = page.evaluate(FOCUSED, selector)
        if found["isIt"]:
            assert found["isSeen"], selector
            return
    pytest.fail(f"{selector} is not reached by {key}")


def assert_focused(page, selector):
    """Hold that the keys come to something, once what was pressed has been answered."""

    def check():
        found = page.evaluate(FOCUSED, selector)
        assert found["isIt"], f"at {found['at']}, not at {selector}"

    eventually(page, check)


def test_the_map_is_worked_by_keyboard_alone(each_app, open_page):
    page = open_page(each_app, reduced_motion="reduce")
    wait_for_map(page)
    page.wait_for_selector(".kyp-skip-map", state="attached")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert_focused(page, ".kyp-skip-map")
    page.keyboard.press("Enter")
    assert_focused(page, ".canvas")
    page.keyboard.press("n")
    live = page.locator(".patch-map [aria-live=polite]")
    expect(live).to_have_text(re.compile("^1 of "))
    said = live.text_content()
    page.keyboard.press("Enter")
    page.wait_for_url("**area=**")
    page.wait_for_function("() => document.querySelectorAll('.kyp-answer').length > 1")
    name = page.locator(".patch-map .chosen span").text_content()
    assert name in said
    expect(page.locator(".kyp-answer").first).to_contain_text(name.split(",")[0])
    wait_for_rest(page)

    page.locator(".patch-map .canvas").focus()  # choosing may have moved the answer, not the focus
    tab_to(page, "[data-tool=layers]")
    page.keyboard.press("Enter")
    page.locator(".layer").first.wait_for()
    assert_focused(page, ".tool-panel *")
    before = pixels(page)
    tab_to(page, ".layer input[type=checkbox]")
    page.keyboard.press("Space")
    page.wait_for_url("**layers=**")
    eventually(page, lambda: assert_not(pixels(page), before))
    page.keyboard.press("Escape")
    expect(page.locator(".tool-panel")).to_be_hidden()
    assert_focused(page, "[data-tool=layers]")  # back where one came from

    tab_to(page, "[data-tool=within]")
    page.keyboard.press("Enter")
    page.locator(".tool-panel[data-tool=within]").wait_for()
    assert_focused(page, ".tool-panel *")
    tab_to(page, ".tool-panel button:not(.close, [type=submit])")
    page.keyboard.press("Enter")
    assert_focused(page, ".canvas")
    page.keyboard.press("Enter")
    assert "20 minutes" in says(page, "20 minutes")
    page.keyboard.press("Escape")
    expect(page.locator(".tool-panel")).to_be_hidden()


def test_the_dark_draws_the_map_and_prints_in_the_colours_of_its_legend(
    each_app, open_page, tmp_path
):
    page = opened(open_page, each_app)
    light, colours = pixels(page), legend(page)
    change_scheme(page, "dark")
    eventually(page, lambda: assert_not(legend(page), colours))
    dark = legend(page)
    assert len(set(dark)) == len(colours) == 9
    assert pixels(page) != light
    left, top, right, bottom = page.evaluate(SHAPES)  # what is drawn in colours of the legend
    assert bottom - top >= 560
    assert right - left >= 400
    change_scheme(page, "light")
    eventually(page, lambda: assert_is(legend(page), colours))
    lit = printed(page, tmp_path / "light.pdf")
    change_scheme(page, "dark")
    eventually(page, lambda: assert_is(legend(page), dark))
    before = pixels(page)
    side = printed(page, tmp_path / "dark.pdf")
    assert set(hexes(colours)) <= fills(side), "paper is light"
    assert fills(side) <= fills(lit)
    light_only, dark_only = set(colours) - set(dark), set(dark) - set(colours)
    drawn = drawn_on(side)  # the map on its canvas
    assert sum(drawn[each] for each in light_only) > 10_000
    assert sum(drawn[each] for each in dark_only) == 0
    assert letters(side.extract_text()) == letters(lit.extract_text())
    eventually(page, lambda: assert_is(legend(page), dark))  # the screen is as it was
    assert pixels(page) == before


def printed(page, path):
    page.pdf(path=path, format="A4", landscape=True)
    [side] = PdfReader(path).pages
    return side


def drawn_on(side):
    """Return how many pixels the pictures of a page have of each colour."""
    drawn = Counter()
    for each in side.images:
        for count, (red, green, blue) in each.image.convert("RGB").getcolors(1 << 24):
            drawn[f"rgb({red}, {green}, {blue})"] += count
    return drawn


def legend(page):
    return page.locator(".patch-map .square .class").evaluate_all(
        "found => found.map(each => getComputedStyle(each).backgroundColor)"
    )


def hexes(colours):
    return [
        "#" + "".join(f"{int(part):02x}" for part in each[4:-1].split(", ")) for each in colours
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_keep_the_map_its_legend_and_where_the_keyboard_is(
    each_app, open_page, scheme
):
    page = opened(open_page, each_app, forced_colors="active", color_scheme=scheme)
    assert len(set(legend(page))) == 9
    _, top, _, bottom = page.evaluate(SHAPES)
    assert bottom - top >= 560
    assert "needier, few or none reached" in page.locator(".patch-map .legend").inner_text().lower()
    tab_to(page, "[data-tool=layers]")
    outline = page.locator("[data-tool=layers]").evaluate(
        "each => [getComputedStyle(each).outlineStyle, getComputedStyle(each).outlineWidth]"
    )
    assert outline[0] == "solid"
    assert float(outline[1].removesuffix("px")) >= 2
    page.locator(".patch-map .square button").nth(2).click()
    pressed = page.locator(".patch-map .square [aria-pressed=true]")
    other = page.locator(".patch-map .square button").nth(4)
    looks = (
        "each => { const s = getComputedStyle(each); return [s.outline, s.border, s.boxShadow] }"
    )
    page.mouse.move(5, 5)
    expect(pressed).to_have_count(1)
    wait_for_rest(page)
    assert pressed.evaluate(looks) != other.evaluate(looks)  # seen without its colour
