"""The map as one HTML file, opened in Chromium with no network."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from geodata.pack import STARTER, read_pack
from layers.gaps import measure_gaps
from layers.question.question import default_question
from mapping.drawn.file import render_map_html
from mapping.map.describe import describe_map
from mapping.map.layered import describe_layers
from mapping.map.layers.asked import read_layers
from mapping.map.palette import scale
from tests.browser.packs import hostile_pack

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
        page = context.new_page()
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
    drawn = page.evaluate(COLOURS_OF_CANVAS)
    for colour in scale("gap", dark=dark):
        assert drawn.get(colour, 0) > 20, colour


@pytest.mark.parametrize("size", SIZES)
def test_the_page_fits_every_screen(open_file, starter_file, size):
    page = open_file(starter_file, size)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size[0]
    assert page.locator(".answer").bounding_box()["y"] < size[1] / 3


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
    assert "about" in page.locator(".answer").inner_text()
    assert page.locator("details tbody tr").count() == len(read_pack(STARTER).areas)
    page.locator("summary:visible").first.click()
    assert page.locator("details tbody tr").first.is_visible()
    context.close()


def test_the_map_is_moved_by_keys_and_a_door_says_itself(open_file, starter_file):
    page = open_file(starter_file)
    pane = "document.querySelector('.leaflet-map-pane').style.transform"
    before = page.evaluate(pane)
    page.locator(".folium-map").focus()
    page.keyboard.press("ArrowLeft")
    for _ in range(50):  # the page's policy lets nothing wait inside it
        if page.evaluate(pane) != before:
            break
        page.wait_for_timeout(100)
    assert page.evaluate(pane) != before
    page.locator(".symbol:not(.several)").first.focus()
    assert "For ages" in page.locator(".leaflet-tooltip").inner_text()


def test_doors_near_each_other_are_one_until_they_are_gone_into_by_key(open_file, starter_file):
    page = open_file(starter_file)
    pack = read_pack(STARTER)
    doors = describe_map(pack, measure_gaps(pack, default_question(pack))).points
    apart = page.locator(".symbol:not(.several)").count()
    grouped = page.locator(".symbol.several [role=img]")
    told = [each.get_attribute("aria-label") for each in grouped.all()]
    numbers = [int(re.match(r"\d+", words)[0]) for words in told]
    drawn = [int(each) for each in page.locator(".symbol.several text").all_text_contents()]
    assert drawn == numbers
    assert min(numbers) > 1
    assert apart + sum(numbers) == sum(len(door.asset_ids) for door in doors)
    largest = page.locator(".symbol.several").nth(numbers.index(max(numbers)))
    largest.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(1500)
    now = page.locator(".symbol.several [role=img]").all()
    assert told[numbers.index(max(numbers))] not in [
        each.get_attribute("aria-label") for each in now
    ]
    assert page.evaluate("document.activeElement.classList.contains('symbol')")


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
    assert set(beside.all_text_contents()) == {""}
    page.locator(".file-layers > summary").click()
    page.get_by_role("switch", name=re.compile("Offers without a door")).check()
    names = page.locator(".place-label span").all_text_contents()
    numbers = {name.rpartition(" +")[0]: int(name.rpartition(" +")[2]) for name in names}
    named = pack.places["name"].to_dict()
    assert numbers == {named[key]: count for key, count in offers.counts.items()}
    assert page.locator(".key").get_by_text("A number after a place’s name").is_visible()


def test_the_pointer_tells_an_areas_figures(open_file, starter_file):
    page = open_file(starter_file)
    page.mouse.move(*page.evaluate(POINT_IN_AN_AREA))
    said = page.locator(".area-tip").inner_text()
    assert "Under-fives" in said
    assert "mid-2020, illustrative" in said


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
    assert "<script>window.ran" in page.locator("details table").inner_text()
    assert page.locator("td b, th b, img").count() == 0
