"""The map as one HTML file, opened in Chromium with no network."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from geodata.pack import STARTER, read_pack
from layers.gaps import measure_gaps
from layers.question.question import default_question
from mapping.drawn.file import render_map_html
from mapping.map.describe import describe_map
from mapping.map.layered import describe_layers
from mapping.map.layers.asked import read_layers
from mapping.map.palette import scale
from tests.browser.conftest import new_page
from tests.browser.packs import hostile_pack
from tests.browser.waiting import assert_is, assert_not, at_rest, eventually

SIZES = [(1366, 768), (1920, 1080), (390, 844)]
COLOURS_OF_CANVAS = """() => {
  const seen = {};
  for (const canvas of document.querySelectorAll("canvas")) {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] < 255) continue;
      const key = "#" + [0, 1, 2].map((j) => data[i + j].toString(16).padStart(2, "0")).join("");
      seen[key] = (seen[key] || 0) + 1;
    }
  }
  return seen;
}"""

POINT_IN_AN_AREA = """() => {
  const canvas = document.querySelector("canvas"), box = canvas.getBoundingClientRect();
  const frame = document.querySelector(".folium-map").getBoundingClientRect();
  for (let across = 0.3; across < 0.7; across += 0.02) {
    const x = frame.left + frame.width * across, y = frame.top + frame.height / 2;
    const ratio = canvas.width / box.width, at = [(x - box.left) * ratio, (y - box.top) * ratio];
    const [, , , alpha] = canvas.getContext("2d").getImageData(...at, 1, 1).data;
    if (alpha === 255 && document.elementFromPoint(x, y) === canvas) return [x, y];
  }
}"""


def write_map(pack, path):
    gaps = measure_gaps(pack, default_question(pack))
    path.write_text(render_map_html(describe_map(pack, gaps), pack, gaps), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def starter_file(tmp_path_factory):
    return write_map(read_pack(STARTER), tmp_path_factory.mktemp("file") / "map.html")


@pytest.fixture
def open_file(browser):
    """Open a file with no network; afterwards it may have asked nothing, nor run into a fault."""
    contexts, asked, faults = [], [], []

    def open_at(address, size=SIZES[0], **options):
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, offline=True, **options
        )
        contexts.append(context)
        page = new_page(context)
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        page.goto(address)
        page.wait_for_selector("canvas")
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in asked if url.startswith("file:")]) == len(contexts)
    assert faults == []


@pytest.mark.parametrize("dark", [False, True])
def test_the_map_is_drawn_in_the_colours_of_its_classes(open_file, starter_file, dark):
    page = open_file(starter_file, color_scheme="dark" if dark else "light")

    def has_every_colour():
        drawn = page.evaluate(COLOURS_OF_CANVAS)
        for colour in scale("gap", dark=dark):
            assert drawn.get(colour, 0) > 20, colour

    eventually(page, has_every_colour)


@pytest.mark.parametrize("size", SIZES)
def test_the_page_fits_every_screen(open_file, starter_file, size):
    page = open_file(starter_file, size)
    width = at_rest(page, lambda: page.evaluate("document.documentElement.scrollWidth"))
    assert width <= size[0]
    assert at_rest(page, page.locator(".answer").bounding_box)["y"] < size[1] / 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_file, starter_file, scheme):
    page = open_file(starter_file, color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_words_and_tables_need_no_script(browser, starter_file):
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(starter_file)
    expect(page.locator(".answer")).to_contain_text("about")
    expect(page.locator("details tbody tr")).to_have_count(len(read_pack(STARTER).areas))
    page.locator("summary:visible").first.click()
    expect(page.locator("details tbody tr").first).to_be_visible()
    context.close()


def test_the_map_is_moved_by_keys_and_a_door_says_itself(open_file, starter_file):
    page = open_file(starter_file)
    pane = "document.querySelector('.leaflet-map-pane').style.transform"
    before = at_rest(page, lambda: page.evaluate(pane))
    page.locator(".folium-map").press("ArrowLeft")
    # The page's policy lets nothing wait inside it.
    eventually(page, lambda: assert_not(page.evaluate(pane), before))
    at_rest(page, lambda: page.evaluate(pane))
    page.locator(".symbol:not(.several)").first.focus()
    expect(page.locator(".leaflet-tooltip")).to_contain_text("For ages")


DOORS = """() => {
  const several = [...document.querySelectorAll('.symbol.several')];
  return [
    document.querySelectorAll('.symbol:not(.several)').length,
    several.map((each) => each.querySelector('[role=img]').getAttribute('aria-label')),
    several.map((each) => each.querySelector('text').textContent),
  ];
}"""


def test_doors_near_each_other_are_one_until_they_are_gone_into_by_key(open_file, starter_file):
    page = open_file(starter_file)
    pack = read_pack(STARTER)
    doors = describe_map(pack, measure_gaps(pack, default_question(pack))).points
    apart, told, drawn = at_rest(page, lambda: page.evaluate(DOORS))
    numbers = [int(re.match(r"\d+", words)[0]) for words in told]
    assert [int(each) for each in drawn] == numbers
    assert min(numbers) > 1
    assert apart + sum(numbers) == sum(len(door.asset_ids) for door in doors)
    largest = numbers.index(max(numbers))
    page.locator(".symbol.several").nth(largest).press("Enter")

    def is_gone_into():
        _, now, _ = page.evaluate(DOORS)
        assert told[largest] not in now
        assert page.evaluate("document.activeElement.classList.contains('symbol')")

    eventually(page, is_gone_into)
    at_rest(page, lambda: page.evaluate(DOORS))
    is_gone_into()


def test_offers_without_a_door_are_counted_at_names_just_when_their_layer_is_on(
    open_file, tmp_path
):
    pack = read_pack(STARTER)
    gaps = measure_gaps(pack, default_question(pack))
    asked, _ = read_layers("fill.gap,line,doors,-offers", pack, "")
    spec = describe_layers(pack, gaps, asked)
    [offers] = [layer for layer in spec.layers if layer.key == "offers"]
    path = tmp_path / "map.html"
    path.write_text(render_map_html(spec, pack, gaps), encoding="utf-8")
    page = open_file(path.as_uri())
    beside = page.locator(".place-label .beside")
    eventually(page, lambda: assert_is(set(beside.all_text_contents()), {""}))
    page.locator(".file-layers > summary").click()
    page.get_by_role("switch", name=re.compile("Offers without a door")).check()
    names = page.locator(".place-label span")
    named = pack.places["name"].to_dict()
    said = sorted(f"{named[key]} +{count}" for key, count in offers.counts.items())
    eventually(page, lambda: assert_is(sorted(names.all_text_contents()), said))
    expect(page.locator(".key").get_by_text("A number after a place’s name")).to_be_visible()


def is_found(point):
    assert point, "no area is drawn here"
    return point


def test_the_pointer_tells_an_areas_figures(open_file, starter_file):
    page = open_file(starter_file)
    found = eventually(page, lambda: is_found(page.evaluate(POINT_IN_AN_AREA)))
    page.mouse.move(*found)
    tip = page.locator(".area-tip")
    expect(tip).to_contain_text("Under-fives")
    expect(tip).to_contain_text("mid-2020, illustrative")


def test_names_are_shown_and_never_run(open_file, tmp_path):
    page = open_file(write_map(hostile_pack(), tmp_path / "map.html"))
    box = page.locator(".folium-map").bounding_box()
    for across in (0.36, 0.5, 0.64):
        for down in (0.2, 0.5, 0.8):
            page.mouse.move(
                box["x"] + box["width"] * across, box["y"] + box["height"] * down, steps=3
            )
    for symbol in page.locator(".symbol").all():
        symbol.focus()
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    assert page.evaluate("window.ran") is None
    expect(page.locator("details table")).to_contain_text("<script>window.ran")
    assert page.locator("td b, th b, img").count() == 0
