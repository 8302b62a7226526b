"""Help in a real browser: the tour on a first visit, what dotted words mean, finding a word."""

import re

from playwright.sync_api import expect

from tests.browser.test_pages import wait_until_settled
from tests.browser.waiting import at_rest


def meaning(page):
    return page.locator(".kyp-meaning:popover-open")


def test_the_tour_is_shown_once_blocks_nothing_and_is_shown_again_when_asked_for(app, open_page):
    page = open_page(f"{app}/map", is_first_visit=True)
    card = page.locator(".tour-root .card")
    expect(card).to_be_visible(timeout=30_000)
    page.get_by_role("radio", name="strengths").click()
    expect(page.get_by_role("radio", name="strengths")).to_be_checked()
    expect(card).to_be_visible()
    card.get_by_role("button", name="Next").click()
    expect(card.get_by_role("heading")).to_have_text("The map")
    page.keyboard.press("Escape")
    expect(card).not_to_be_visible()
    page.reload()
    wait_until_settled(page)
    card.wait_for(state="attached")  # it is shown as soon as it is there, or not at all
    expect(card).not_to_be_visible()
    assert page.context.cookies() == [
        each for each in page.context.cookies() if "tour" not in each["name"]
    ]
    page.goto(f"{app}/help")
    page.get_by_role("button", name="Show me around the map").click()
    expect(card).to_be_visible(timeout=30_000)
    expect(page).not_to_have_url(re.compile("tour"))
    card.get_by_role("button", name="Leave the tour").click()
    expect(card).not_to_be_visible()


def test_a_dotted_word_opens_by_key_by_tap_and_by_pointing(app, open_page):
    page = open_page(f"{app}/help", viewport={"width": 320, "height": 640})
    wait_until_settled(page)
    word = page.locator(".kyp-term", has_text="gap").first
    word.press("Enter")
    expect(meaning(page)).to_contain_text("number of children")
    box = at_rest(page, meaning(page).bounding_box)
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    page.keyboard.press("Escape")
    expect(meaning(page)).to_have_count(0)
    expect(word).to_be_focused()
    word.click()
    expect(meaning(page)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(meaning(page)).to_have_count(0)
    page.mouse.move(1, 1)
    word.hover()
    expect(meaning(page)).to_have_count(1)
    page.mouse.move(1, 1)
    expect(meaning(page)).to_have_count(0)


def test_a_word_is_found_in_the_glossary(app, open_page):
    page = open_page(f"{app}/help")
    wait_until_settled(page)
    page.get_by_role("searchbox", name="Find a word").fill("lsoa")
    expect(page.locator(".glossary-root .count")).to_contain_text("with “lsoa”")
    words = page.locator(".glossary-root dt:visible").all_inner_texts()
    assert "LSOA" in words
    assert "SEND" not in words
