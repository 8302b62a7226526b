"""Layers together on the map and listed on it: switched, ordered, faded, kept, in a file."""

import re
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from geodata.pack import STARTER, read_pack
from mapping.__main__ import main
from tests.browser.axe import COLOURS
from tests.browser.test_map import wait_for_map
from tests.browser.test_pages import wait_until_settled
from tests.browser.waiting import (
    assert_in,
    assert_is,
    at_rest,
    eventually,
    wait_for_rest,
)

SIX = (
    "ground,fill.imd_rank,line,out.hotspot,doors.own-base-centres,"
    "doors.family-centres(kind:child-and-family-zone),doors.{last}"
)
TITLES = ("Deprivation", "Early-help teams", "Hotspots", "Centres with a base", "Child and family")
STARTING = read_pack(STARTER)
MEASURE = STARTING.indicators["imd_rank"].label
MEASURES = {"app": MEASURE, "real_app": "Deprivation overall (IMD)"}


def open_layers(page):
    wait_for_map(page)
    page.get_by_role("button", name="Layers", exact=True).click()
    page.wait_for_selector(".layer")
    page.get_by_label("Add a layer").wait_for()  # what can be added is known
    wait_for_rest(page)
    return page.locator(".layer")


def laid(page):
    return parse_qs(urlsplit(page.url).query).get("layers", [""])[0].split(",")


# Notes when the page has run for layers that it was told of.
HEAR = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  window.hasRunForLayers = false;
  const hear = () => {
    const running = new MutationObserver(() => {
      if (app.dataset.testScriptState !== 'notRunning') return;
      running.disconnect();
      window.hasRunForLayers = true;
    });
    running.observe(app, { attributes: true, attributeFilter: ['data-test-script-state'] });
  };
  addEventListener('know-your-patch-layers', hear, { once: true });
}"""


@contextmanager
def told(page):
    """Do something to the layers; afterwards it is drawn, told to the page and answered by it."""
    wait_for_rest(page)
    page.evaluate(HEAR)
    yield
    page.wait_for_function("() => window.hasRunForLayers")
    wait_for_rest(page)


def draw_again(page, act):
    """Do something, and wait until the map was drawn again."""
    page.evaluate(
        """async (act) => {
            const within = (node) => node.querySelector?.('.patch-map')
                ?? [...(node.querySelectorAll?.('*') ?? [])]
                    .map((each) => each.shadowRoot && within(each.shadowRoot)).find(Boolean);
            const map = within(document);
            const before = map.dataset.drawn;
            const from = performance.now();
            map.querySelector(act).click();
            const isDrawn = () => map.dataset.state === 'drawn' && map.dataset.drawn !== before;
            while (!isDrawn() && performance.now() - from < 30_000)
                await new Promise(requestAnimationFrame);
            if (!isDrawn()) throw new Error('not drawn again');
        }""",
        act,
    )


@pytest.mark.parametrize(
    ("pack_app", "last", "title"),
    [
        ("app", "early-learning(kind:library-early-years)", "Example early-years settings"),
        pytest.param("real_app", "libraries", "Libraries", marks=pytest.mark.real),
    ],
    ids=["starter", "real"],
)
def test_six_layers_lie_together_are_kept_and_are_changed_at_once(
    request, open_page, pack_app, last, title
):
    six, key = SIX.format(last=last), f"doors.{last.split('(')[0]}"
    page = open_page(f"{request.getfixturevalue(pack_app)}/?layers={six}")
    rows = open_layers(page)
    listed = rows.all_text_contents()
    for each in (*TITLES, title):
        assert any(each in said for said in listed), each
    assert len(listed) == 7
    together = pixels(page)
    page.reload()
    rows = open_layers(page)
    assert pixels(page) == together
    assert ",".join(laid(page)) == six
    expect(page.locator("body")).to_contain_text(f"{MEASURES[pack_app]}, ")

    switch_each(page, together, "fill.imd_rank")  # what is drawn without it is fetched once
    asked = len(page.asked)
    for layer in six.split(","):
        switch_each(page, together, layer)
    # A layer that has been here asks nobody.
    assert [each for each in page.asked[asked:] if "/map/" in each] == []
    row = page.locator(f'.layer[data-key="{key}"]')
    row.get_by_role("button", name="Move down").click()

    def it_is_lower():
        keys = [each.split("(")[0] for each in laid(page)]
        assert keys[-2:] == [key, "doors.family-centres"]

    eventually(page, it_is_lower)
    row.locator("summary").click()
    row.get_by_label(f"Opacity of {title}").press("ArrowLeft")
    eventually(page, lambda: assert_in(f"doors.{last}*95", laid(page)))
    with told(page):
        row.get_by_role("button", name="Remove").click()
        page.wait_for_url(lambda url: key not in url)
    # It must leave them as they are.
    assert not any(key in each for each in laid(page))


def switch_each(page, together, layer):
    """Switch one layer off and on."""
    tick = f'.layer[data-key="{layer.split("(")[0]}"] input[type=checkbox]'
    draw_again(page, tick)
    assert pixels(page) != together, layer
    draw_again(page, tick)
    assert pixels(page) == together, layer


def test_the_answer_says_which_colours_are_seen_once_they_are_switched(app, open_page):
    page = open_page(app)
    open_layers(page)
    assert f"{MEASURE}, 2" not in page.locator("body").inner_text()
    page.get_by_label("Add a layer").fill(MEASURE.lower())
    page.locator(".layers-found button", has_text=MEASURE).first.click()
    page.get_by_text(f"{MEASURE}, 2").first.wait_for()
    expect(page.locator(".patch-map .legend h2")).to_have_text(re.compile("^" + re.escape(MEASURE)))


def test_layers_are_kept_from_page_to_page(app, open_page):
    page = open_page(app)
    open_layers(page)
    page.get_by_label("Add a layer").fill("hospitals")
    with told(page):
        page.locator('[data-add="doors.hospitals"]').click()
    page.get_by_role("link", name="Data", exact=True).click()
    page.wait_for_url("**/data*")
    wait_until_settled(page)
    page.get_by_role("link", name="Map", exact=True).click()
    open_layers(page)
    assert page.locator('.layer[data-key="doors.hospitals"]').count() == 1


OWN = "Mine.areas.KYP-PET-001_2_3"


def pixels(page):
    """Return a sum of all that is drawn, once it rests."""
    wait_for_rest(page)
    return at_rest(page, lambda: sum_of_pixels(page))


def sum_of_pixels(page):
    return page.evaluate(
        """async () => {
            await new Promise(requestAnimationFrame); // what is to be drawn is drawn with it
            const root = document.querySelector('[data-kyp-map]').shadowRoot;
            return [...root.querySelectorAll('canvas')].map((canvas) => {
                const { width, height } = canvas;
                const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
                let sum = 0;
                for (const each of new Uint32Array(data.buffer)) sum = (31 * sum + each) | 0;
                return sum;
            });
        }"""
    )


def test_places_of_ones_own_are_found_and_laid_whatever_the_question_is_asked_by(app, open_page):
    page = open_page(f"{app}/?own={OWN}&kind=district")
    open_layers(page)
    plain = pixels(page)
    page.get_by_label("Add a layer").fill("your own")
    page.locator('[data-add="line.own"]').click()
    page.wait_for_selector('.layer[data-key="line.own"]')
    drawn = pixels(page)
    assert drawn != plain
    row = page.locator('.layer[data-key="line.own"]')
    row.locator("summary").click()
    for _ in range(14):
        row.get_by_label(re.compile("Opacity of ")).press("ArrowLeft")
    eventually(page, lambda: assert_in("line.own*30", laid(page)))
    faint = pixels(page)
    assert faint not in (drawn, plain)
    page.reload()
    open_layers(page)
    assert pixels(page) == faint
    draw_again(page, '.layer[data-key="line.own"] input[type=checkbox]')
    assert pixels(page) == plain
    assert "-line.own*30" in laid(page)
    page.keyboard.press("Escape")
    finder = page.locator(".patch-map .finder input")
    finder.fill("mine")
    page.locator(".patch-map .finder [role=option]", has_text="Place of your own").first.click()
    page.get_by_text(re.compile("In Mine")).first.wait_for(timeout=15_000)
    assert "kind=district" in page.url
    page.wait_for_url("**at=5**", timeout=15_000)  # gone to, though the map draws no such place


def test_layers_that_are_gone_are_told_in_few_words_and_the_others_shown(app, open_page):
    wrong = "line.gone,fill.gap,<img src=x onerror=alert(1)>,fill.need*900,fill.gap"
    page = open_page(f"{app}/?layers={wrong}")
    rows = open_layers(page)
    keys = rows.evaluate_all("rows => rows.map(each => each.dataset.key)")
    assert keys == ["fill.need", "fill.gap"]  # as dense as can be
    page.get_by_text("could not be used").first.wait_for(state="attached")


HOSPITALS = (STARTING.assets["kind"] == "hospital").sum()


def doors_of_file(page):
    """Return how many doors a file draws, alone or as one with others."""
    together = page.locator(".symbol").evaluate_all(
        """found => found.map(each => each.matches('.several')
            ? Number(each.querySelector('text').textContent) : 1)"""
    )
    return sum(together)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_layers_of_a_file_are_switched_without_a_network(open_page, tmp_path, scheme):
    path = tmp_path / "map.html"
    off = "ground,fill.gap,-fill.imd_rank,line,-line.district,-out.hotspot,doors,-doors.hospitals"
    assert main(["map", "--layers", off, "--out", str(path)]) == 0
    page = open_page(path.as_uri(), color_scheme=scheme)
    page.get_by_text("Layers", exact=True).click()
    without = at_rest(page, lambda: doors_of_file(page))
    assert without > 0
    for key in ("doors.hospitals", "line.district", "fill.imd_rank"):
        page.locator(f'.layer[data-key="{key}"] input[type=checkbox]').click()
    eventually(page, lambda: assert_is(doors_of_file(page), without + HOSPITALS))
    expect(page.locator('.key [data-layer="fill.imd_rank"]')).to_be_visible()
    expect(page.locator('.key [data-layer="fill.gap"]')).to_be_hidden()
    expect(page.locator('.key [data-layer="line.district"]')).to_be_visible()
    page.mouse.move(500, 450)
    at_rest(page, lambda: page.evaluate(COLOURS))
    found = Axe().run(page).response["violations"]
    assert {rule["id"]: [node["target"] for node in rule["nodes"]] for rule in found} == {}


def test_a_service_is_laid_twice_by_keyboard_alone_and_the_file_gives_the_same(
    app, open_page, tmp_path
):
    page = open_page(f"{app}/?layers=fill.none,line,doors.hospitals")
    open_layers(page)
    once = pixels(page)
    row = page.locator('.layer[data-key="doors.hospitals"]')
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    again = row.get_by_role("button", name="Add Hospitals once more")
    expect(again).to_be_visible()
    again.focus()
    page.keyboard.press("Enter")
    second = page.locator('.layer[data-key="doors.hospitals~2"]')
    second.wait_for()
    said = page.locator(".layers-panel [aria-live]")
    expect(said).to_have_text("Hospitals: added once more, to filter otherwise.")
    across = second.get_by_label("Border: Hospitals (2)")
    across.focus()
    across.select_option("inside")
    asked = ["fill.none", "line", "doors.hospitals", "doors.hospitals~2(border:inside)"]
    eventually(page, lambda: assert_is(asked, laid(page)))
    marked = pixels(page)
    assert marked != once
    rows = [
        re.compile("^A bar beneath:"),
        re.compile("^A ring around:.*Hospitals .2.: inside this area$"),
    ]
    expect(page.locator(".legend .mark-row")).to_have_text(rows)
    page.reload()
    open_layers(page)
    assert pixels(page) == marked
    path = tmp_path / "map.html"
    assert main(["map", "--layers", ",".join(asked), "--out", str(path)]) == 0
    file = open_page(path.as_uri())
    file.wait_for_selector(".symbol .mark, .several", state="attached")
    file.get_by_text("Layers", exact=True).click()
    row = file.locator('.layer[data-key="doors.hospitals~2"] input[type=checkbox]')
    rings = file.locator(".symbol circle.mark")
    expect(rings).not_to_have_count(0)
    row.focus()
    file.keyboard.press("Space")
    expect(rings).to_have_count(0)
    expect(file.locator(".symbol path.mark")).not_to_have_count(0)


def test_what_is_written_meanwhile_appears_on_a_map_that_is_open(app, open_page):
    page = open_page("about:blank")
    rows = []

    def tell(route):
        said = f"What people said: {len(rows)} notes"
        body = {"title": "What people said", "said": said, "credits": [], "sources": []}
        route.fulfill(json=body | {"period": "", "standing": "", "said_by_people": rows})

    def write(words):
        number = len(rows) + 1
        at = [52.5 + number / 20, 0.1]
        rows.append([number, at, "Note", words, "Here", "2026-11-22", False])
        page.evaluate("dispatchEvent(new Event('focus'))")

    page.route("**/notes.json*", tell)
    rows.append([1, [52.5, 0.1], "Note", "The first", "Here", "2026-11-22", False])
    page.goto(f"{app}/?layers=fill.gap,notes")
    wait_for_map(page)
    pins = page.locator(".note-pin .note-bubble")
    expect(pins).to_have_count(1)
    write("The second")
    expect(pins).to_have_count(2)
    expect(page.locator(".legend")).to_contain_text("What people said: 2 notes")
    expect(page.locator(".said-table tbody tr")).to_have_count(2)
    pins.first.press("Enter")
    expect(page.locator(".note-card")).to_contain_text("The first")
    write("The third")
    expect(page.locator(".note-card")).to_be_visible()  # what is read stays
    expect(pins).to_have_count(2)
    page.locator(".leaflet-popup-close-button").press("Enter")
    page.locator(".legend").click()
    expect(page.locator(".note-card")).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(pins).to_have_count(3)
