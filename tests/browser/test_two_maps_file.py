"""Two maps as one file, opened in Chromium with no network: linked, told, reached by key."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from mapping.__main__ import main
from tests.browser.conftest import new_page
from tests.browser.waiting import assert_is, at_rest, eventually

SIZES = [(1366, 768), (390, 844)]
SCALES = """[...document.querySelectorAll('iframe')].map(({ contentDocument }) =>
  contentDocument.querySelector('.leaflet-control-scale-line')?.textContent)"""


@pytest.fixture(scope="module")
def two_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("two") / "two.html"
    assert main(["two-maps", "--pack", "starter", "--beside", "limit=45", f"--out={path}"]) == 0
    return path


@pytest.fixture
def opened(browser, two_file):
    """Open the file at a size; afterwards it may have asked nothing, nor run into a fault."""
    contexts, asked, faults = [], [], []

    def open_at(size, **options):
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, offline=True, **options
        )
        contexts.append(context)
        page = new_page(context, is_cut=True)
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(two_file.as_uri())
        for at in range(2):
            page.frame_locator("iframe").nth(at).locator("canvas").first.wait_for(timeout=30_000)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []
    assert faults == []


def test_both_maps_are_drawn_and_move_together_by_key_from_either(opened):
    page = opened(SIZES[0])
    before = None

    def goes_together():
        one, other = page.evaluate(SCALES)
        assert one == other
        assert one not in (None, before)

    eventually(page, goes_together)
    for at in (0, 1):
        before, _ = at_rest(page, lambda: page.evaluate(SCALES))
        page.frame_locator("iframe").nth(at).get_by_role("button", name="Zoom in").press("Enter")
        eventually(page, goes_together)


def test_it_tells_what_differs_with_one_legend_for_both(opened):
    page = opened(SIZES[0])
    told = page.locator("h1").inner_text()
    assert told.startswith("Within 45 minutes, about")
    rows = page.locator("main > .wide tbody tr")
    assert rows.count() > 3
    assert all("better" in row or "the same" in row for row in rows.all_inner_texts())
    frames = [page.frame_locator("iframe").nth(at) for at in range(2)]
    keys = [each.locator(".key [data-fill] tbody").first for each in frames]
    expect(keys[0]).to_contain_text("A: about", use_inner_text=True)
    eventually(page, lambda: assert_is(*[each.inner_text() for each in keys]))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened, scheme):
    page = opened(SIZES[0], color_scheme=scheme, bypass_csp=True)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("size", SIZES)
def test_it_fits_the_screen_and_both_maps_begin_at_one_height(opened, size):
    page = opened(size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    frames = [page.frame_locator("iframe").nth(at).locator(".map-frame") for at in range(2)]
    tops = at_rest(page, lambda: [each.bounding_box()["y"] for each in frames])
    if size[0] > 1000:
        assert tops[0] == pytest.approx(tops[1], abs=1)
        assert tops[0] < 480
