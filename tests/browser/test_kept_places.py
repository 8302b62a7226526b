"""A place kept for everybody: found in a new browser, and changed by two people at once."""

import re

from playwright.sync_api import expect

from layers.own_places.address import write_own
from layers.own_places.recipes import OwnPlace, OwnPlaces, Picked
from tests.browser.test_map import wait_for_map
from tests.browser.test_pages import wait_until_settled
from tests.browser.test_tools import box_of, click, open_tool, says

SOON = 30_000
HOSTILE = "<img src=x onerror=alert(1)> patch"
CLOSING = "scenarios?changes=name.Plan~close.cfc-march"


def own(name, *area_ids):
    place = OwnPlace(name=name, recipe=Picked(area_ids=area_ids))
    return f"?kind=own&own={write_own(OwnPlaces(places=(place,)))}&place={place.place_id}"


def with_list(page, address):
    page.goto(address)
    wait_for_map(page)
    open_tool(page, "draw")
    expect(page.get_by_role("heading", name="Kept for everybody here")).to_be_visible(timeout=SOON)


def told(page, words):
    found = page.locator(".kept-list [role=status]")
    expect(found).to_have_text(re.compile(words), timeout=SOON)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_a_drawn_place_is_kept_found_and_changed_by_two_people(own_app, open_page):
    one = open_page(own_app)
    box = box_of(one)
    open_tool(one, "draw")
    for corners, (x, y) in enumerate(((0.42, 0.42), (0.6, 0.42), (0.6, 0.62)), 1):
        click(one, box, x, y)
        says(one, rf"\b{corners} corner")
    one.get_by_role("button", name="Finish").click()
    one.get_by_label("Its name", exact=True).fill(HOSTILE)
    press(one, "Make the place")
    says(one, "^Made")
    press(one, f"Keep for everybody here {HOSTILE}")
    told(one, "is kept for everybody here")

    other = open_page(own_app)  # of another person: a browser of its own
    with_list(other, own_app)
    press(other, f"Open {HOSTILE}")
    told(other, "is open here")
    other.wait_for_url(re.compile("own="), timeout=SOON)
    assert other.locator("img[src=x]").count() == 0

    with_list(one, f"{own_app}/{own(HOSTILE, 'KYP-PET-001', 'KYP-PET-002')}")
    press(one, f"Keep for everybody here {HOSTILE}")
    press(one, "Change the kept one to mine")
    told(one, "is kept for everybody here")

    with_list(other, f"{own_app}/{own(HOSTILE, 'KYP-PET-001', 'KYP-PET-003')}")
    press(other, f"Keep for everybody here {HOSTILE}")
    press(other, "Change the kept one to mine")
    both = other.locator(".kept-both")
    expect(both).to_contain_text("Somebody else has changed it in the meantime", timeout=SOON)
    expect(both).to_contain_text("Only yours holds people of Peterborough city, south-east.")
    expect(both).to_contain_text(re.compile(r"Theirs: about [\d,]+ children under 18"))
    press(other, "Keep both")
    told(other, "is kept for everybody here")
    expect(other.locator("[data-kept]")).to_have_count(2)


def test_a_scenario_is_kept_and_opened_in_another_browser(own_app, open_page):
    one = open_page(f"{own_app}/{CLOSING}&age=5-11")
    wait_until_settled(one)
    one.get_by_role("tab", name="Keep").click(timeout=SOON)
    press(one, "Keep for everybody here")
    told(one, "“Plan” is kept")

    other = open_page(f"{own_app}/scenarios")
    wait_until_settled(other)
    other.get_by_role("tab", name="Keep").click(timeout=SOON)
    press(other, "Open Plan")
    other.wait_for_url(re.compile("(?=.*changes=name.Plan)(?=.*age=5-11)"), timeout=SOON)
