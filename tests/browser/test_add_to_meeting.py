"""“Add to meeting” in Chromium: by keyboard, from one page and the next, and removed again."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import NONE, faults_in_both
from tests.browser.test_pages import wait_until_settled
from tests.browser.waiting import at_rest

SOON = 30_000
ADD = "Add to meeting"


@pytest.fixture
def page(own_app, open_page):
    """Open a page of an app where nobody has begun a meeting yet."""
    page = open_page(f"{own_app}/places?place=E07000010&kind=district")
    expect(page.get_by_role("button", name=ADD)).to_be_visible(timeout=60_000)
    wait_until_settled(page)
    return page


def open_dialog(page):
    page.get_by_role("button", name=ADD).press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Add", exact=True)).to_be_visible(timeout=SOON)
    return dialog


def test_a_page_is_added_by_keyboard_to_a_new_meeting_and_the_next_to_the_same(page):
    # The bar of pages lies over what is scrolled: it hid the upper edge of the button once.
    parts = page.get_by_test_id("stHeader"), page.get_by_role("button", name=ADD)
    bar, button = at_rest(page, lambda: [each.bounding_box() for each in parts])
    assert button["y"] >= bar["y"] + bar["height"]
    dialog = open_dialog(page)
    expect(dialog.get_by_label("What it is called")).to_have_value("Fenland")
    wait_until_settled(page)
    assert faults_in_both(page) == NONE
    dialog.get_by_role("button", name="Add", exact=True).press("Enter")
    expect(dialog.get_by_text("Kept in “Fenland”")).to_be_visible(timeout=SOON)
    wait_until_settled(page)
    assert faults_in_both(page) == NONE
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    the_next_page_offers_that_meeting_first_and_what_is_added_is_removed_again(page)


def the_next_page_offers_that_meeting_first_and_what_is_added_is_removed_again(page):
    page.get_by_role("link", name=re.compile("^Cover")).first.click()
    page.wait_for_url(re.compile("/cover"), timeout=SOON)
    expect(page.get_by_role("heading", name=re.compile("^Cover —"))).to_be_visible(timeout=SOON)
    expect(page.get_by_role("button", name=ADD)).to_be_visible(timeout=SOON)
    wait_until_settled(page)
    dialog = open_dialog(page)
    box = dialog.get_by_role("combobox", name="Which meeting")
    expect(box).to_have_value("Fenland", timeout=SOON)
    part = dialog.get_by_role("combobox", name="What of this page")
    expect(part).to_have_value("Which ages are offered what")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.get_by_text("It is the last scene there")).to_be_visible(timeout=SOON)
    dialog.get_by_role("button", name="Undo").click()
    expect(dialog.get_by_text("Removed from “Fenland”.")).to_be_visible(timeout=SOON)


def test_of_a_child_nothing_is_added_but_what_a_place_has(page, own_app):
    page.goto(f"{own_app}/find-help")
    where = page.get_by_label("Postcode, town or village")
    expect(where).to_be_visible(timeout=SOON)
    where.fill("Whittlesey")
    expect(page.get_by_role("button", name=ADD)).to_be_visible(timeout=SOON)
    wait_until_settled(page)
    dialog = open_dialog(page)
    expect(dialog.get_by_text("nothing you typed is added")).to_be_visible(timeout=SOON)
    box = dialog.get_by_role("combobox", name="Of which place")
    box.fill("All of")  # at first the place of the meeting, where one is known
    box.press("Enter")
    expect(box).to_have_value(re.compile("^All of "), timeout=SOON)
    wait_until_settled(page)
    assert faults_in_both(page) == NONE
    dialog.get_by_role("button", name="Add", exact=True).click()
    kept = dialog.get_by_text(re.compile("^Kept in .*What serves each"))
    expect(kept).to_be_visible(timeout=SOON)
