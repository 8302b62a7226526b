"""Every page as it opens: what axe finds in light and dark, and how it fits narrow windows."""

import pytest

from tests.browser.axe import NONE, faults_in_both
from tests.browser.test_map import DRAWN
from tests.browser.test_pages import USUAL, wait_until_settled
from tests.browser.waiting import at_rest, eventually

ADDRESSES = {
    "map": f"/?{USUAL}",
    "map, all chosen": "/?show=strengths&place=eht-wisbech&area=KYP-FEN-001&colour=reach",
    "map, nothing offered": "/?service=nurse-partnership",
    "map, address in part wrong": "/?service=nothing&age=9-1",
    "needs and services": "/needs-and-services",
    "needs and services, one place": "/needs-and-services?place=eht-wisbech",
    "places": "/places?kind=district",
    "one place": "/places?place=eht-wisbech",
    "no such place": "/places?place=atlantis",
    "compare": "/compare",
    "cover": "/cover",
    "hotspots": "/hotspots",
    "scenarios": "/scenarios",
    "two maps, of places": "/two-maps",
    "two maps, of questions": "/two-maps?b=limit%3D30",
    "find help": "/find-help",
    "meeting": "/meeting",
    "no such meeting": "/meeting?meeting=00000000-0000-4000-8000-000000000000",
    "data": "/data",
    "help": "/help",
}
# A phone, the smallest there is, and what a screen of 1366 × 768 shows at 200%.
WIDE = """Math.max(document.documentElement.scrollWidth,
  document.querySelector('[data-testid=stMain]').scrollWidth)"""
NARROW = [(390, 844), (320, 640), (683, 384)]


@pytest.fixture(scope="module", params=ADDRESSES.values(), ids=ADDRESSES.keys())
def page(request, app, open_shared):
    """A page that is opened once, for every test here in turn."""
    page = open_shared(app + request.param)
    wait_until_settled(page)
    if "/?" in request.param or "two-maps" in request.param:
        page.locator(DRAWN).nth(1 if "two-maps" in request.param else 0).wait_for(timeout=30_000)
    yield page
    page.close()


def test_nothing_it_asks_for_is_refused(page):
    assert page.refused == []


def test_axe_finds_nothing_of_ours(page):
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert faults_in_both(page) == NONE


def assert_fits(page, most):
    assert at_rest(page, lambda: page.evaluate(WIDE)) <= most


def test_it_fits_narrow_windows(page):
    for width, height in NARROW:
        page.set_viewport_size({"width": width, "height": height})
        eventually(page, lambda most=width: assert_fits(page, most))
