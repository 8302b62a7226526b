"""axe finds nothing of ours in any state of the map, in light and dark."""

import json
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.axe import MAP, NONE, change_scheme, faults, faults_in_both
from tests.browser.test_map import DRAWN, wait_for_map
from tests.browser.test_pages import USUAL, wait_until_settled
from tests.browser.test_tools import click, open_tool, says

OWN = "own=Mine.areas.KYP-PET-001_2_3&kind=own&place=own-1"
WAIT = 30_000


def close(page):
    page.locator(".tool-panel .close").click()


def search(page):
    page.get_by_role("combobox", name="Find").fill("a")
    page.locator(".found [role=option]").first.wait_for()


def search_in_vain(page):
    page.get_by_role("combobox", name="Find").fill("qqqq")
    expect(page.locator(".finder .none")).to_contain_text("Nothing of that name")


def list_layers(page):
    page.get_by_role("combobox", name="Find").fill("")
    open_tool(page, "layers")
    folds = page.locator(".layer summary")
    folds.first.wait_for()
    for each in folds.all()[:3]:
        each.click()
    page.get_by_label("Add a layer").fill("o")
    page.locator(".layers-found button").first.wait_for()


def draw(page):
    open_tool(page, "draw")
    box = page.locator(".patch-map .canvas").bounding_box()
    for x, y in ((0.4, 0.4), (0.6, 0.6), (0.6, 0.4), (0.4, 0.6)):
        click(page, box, x, y)
    says(page, "4 corners")


def draw_what_crosses_itself(page):
    page.get_by_role("button", name="Make the place").click()
    says(page, "crosses itself")


def way(words):
    def choose(page):
        page.get_by_label(words).check()

    return choose


def measure(page):
    open_tool(page, "measure")
    box = page.locator(".patch-map .canvas").bounding_box()
    click(page, box, 0.45, 0.5)
    click(page, box, 0.55, 0.5)
    says(page, "miles")


def within(page):
    open_tool(page, "within")
    box = page.locator(".patch-map .canvas").bounding_box()
    click(page, box, 0.5, 0.5)
    says(page, "20 minutes")


def download(page):
    open_tool(page, "download")
    page.locator(".tool-panel button").nth(2).wait_for(timeout=WAIT)


def ask_for_help(page):
    open_tool(page, "help")


def press_a_class(page):
    close(page)
    pressed = page.locator(".square button").nth(2)
    pressed.click()
    expect(pressed).to_have_attribute("aria-pressed", "true")


def point_at_an_area(page):
    box = page.locator(".patch-map .canvas").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.6)
    page.locator(".patch-map .tip").wait_for()


def fold_the_answer_and_the_legend(page):
    for name in ("The answer", "Legend"):
        fold = page.get_by_role("button", name=name, exact=True)
        fold.click()
        expect(fold).to_have_attribute("aria-expanded", "false")


STATES = (
    search,
    search_in_vain,
    list_layers,
    draw,
    draw_what_crosses_itself,
    way("Pick areas"),
    way("Around a point"),
    way("Combine places"),
    measure,
    within,
    download,
    ask_for_help,
    press_a_class,
    point_at_an_area,
    fold_the_answer_and_the_legend,
)


def test_axe_finds_nothing_of_ours_in_any_state_of_the_map(each_app, open_page):
    page = open_page(f"{each_app}/?{USUAL}")
    wait_for_map(page)
    found = {}
    for state in STATES:
        state(page)
        seen = faults_in_both(page, MAP)
        found |= {(state.__name__, scheme): each for scheme, each in seen.items()}
    assert {key: each for key, each in found.items() if each} == {}


def hold_a_note(page):
    box = page.locator(".patch-map .canvas").bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] * 0.55, box["y"] + box["height"] * 0.6)
    page.locator(".patch-map .tip.is-held").wait_for()


def open_a_meaning(page):
    page.locator(".kyp-answer .kyp-term, .kyp-term").first.click()
    page.locator(".kyp-meaning:popover-open").wait_for()


def go_on_with_the_tour(page):
    page.locator(".tour-root .card").get_by_role("button", name="Next").click()


def meet_the_tour(page):
    page.locator(".tour-root .card").wait_for(timeout=WAIT)


def stay(_page):
    """Look at the page as it opens."""


@pytest.mark.parametrize(
    ("query", "states", "options"),
    [
        ("?asset=hospital-rosie&area=KYP-FEN-001", [stay, open_a_meaning], {}),
        (f"?{OWN}", [draw], {}),
        ("", [meet_the_tour, go_on_with_the_tour], {"is_first_visit": True}),
        ("", [hold_a_note], {"has_touch": True}),
        ("?layers=line.gone,fill.gap&at=moon&own=Mine.outline.!", [stay], {}),
    ],
    ids=["cards", "a place of one's own", "tour", "a note held", "an address in part wrong"],
)
def test_axe_finds_nothing_of_ours_in_what_is_open(app, open_page, query, states, options):
    page = open_page(f"{app}/{query}", **options)
    wait_for_map(page)
    for state in states:
        state(page)
        assert faults_in_both(page) == NONE, state.__name__


def test_axe_finds_nothing_of_ours_where_the_map_could_not_be_fetched(app, open_page):
    page = open_page("about:blank")
    page.route("**/figures.json*", lambda route: route.abort())
    page.goto(app)
    page.locator(".patch-map [role=alert]").wait_for(timeout=WAIT)
    assert faults_in_both(page) == NONE


@pytest.mark.parametrize("size", [(390, 844), (320, 640)], ids=["phone", "320"])
def test_axe_finds_nothing_of_ours_on_a_phone(app, open_page, size):
    width, height = size
    page = open_page(
        app, viewport={"width": width, "height": height}, has_touch=True, is_mobile=True
    )
    wait_for_map(page)
    assert faults_in_both(page) == NONE
    for key in ("layers", "draw", "within"):
        page.locator(f"[data-tool={key}]").tap()
        page.locator(f".tool-panel[data-tool={key}]").wait_for()
        assert faults(page, MAP) == [], key
        close(page)


def test_axe_finds_nothing_of_ours_on_two_maps_with_a_panel_open(each_app, open_page):
    page = open_page(f"{each_app}/two-maps?b={quote('limit=45')}")
    wait_until_settled(page)
    page.locator(DRAWN).nth(1).wait_for(timeout=WAIT)
    page.locator(".tools").first.locator("button:visible").first.click()
    page.locator(".tool-panel:visible").first.wait_for()
    assert faults_in_both(page) == NONE


def test_axe_sees_what_is_wrong(app, open_page):
    """What the tests above rest on: faults of ours are seen in light, in dark and on the map."""
    page = open_page(f"{app}/?{USUAL}")
    wait_for_map(page)
    wait_until_settled(page)
    page.evaluate(
        """() => {
            const map = document.querySelector('[data-kyp-map]').shadowRoot;
            map.querySelector('.tools button svg').parentElement.setAttribute('aria-label', '');
            map.querySelector('.tools button span').textContent = '';
            document.querySelector('.kyp-answer').style.color = '#1c1f24';
        }"""
    )
    light = {rule for rule, *_ in faults(page)}
    assert {rule for rule, *_ in faults(page, MAP)} >= {"button-name"}
    change_scheme(page, "dark")
    dark = [html for rule, html, _ in faults(page) if rule == "color-contrast"]
    assert "button-name" in light
    assert "color-contrast" not in light
    assert any("kyp-answer" in json.dumps(each) for each in dark)
