"""Doors on the map as a person meets them: groups that open, keys, taps, cards."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_map import DRAWN, scale, view, wait_for_map
from tests.browser.waiting import assert_not, at_rest, eventually, wait_for_rest

LIVE = ".patch-map [aria-live=polite]"
GROUP = re.compile(r"near each other")


def step_until(page, wanted, most=40):
    """Step through doors until one is told of in these words; returns what was said."""
    page.locator(".patch-map .canvas").focus()
    for _ in range(most):
        page.keyboard.press("d")  # said before the key is let go
        said = page.locator(LIVE).text_content()
        if wanted.search(said):
            return said
    pytest.fail(f"no door is told of as {wanted.pattern}")


def rows_of(card):
    """Return what a card's table says, looked at in one go."""
    return card.evaluate(
        """card => Object.fromEntries([...card.querySelectorAll('tr')].map(
            row => ['th', 'td'].map(each => row.querySelector(each)?.innerText ?? '')))"""
    )


def test_doors_are_stepped_through_by_key_and_a_group_opens(app, open_page):
    page = open_page(app)
    wait_for_map(page)
    said = step_until(page, GROUP)
    assert re.match(r"\d+ of \d+ in sight\. ", said)
    tip = page.locator(".patch-map .tip")
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("Choose to go nearer")
    before = scale(page)
    page.keyboard.press("Enter")
    eventually(page, lambda: assert_not(scale(page), before))
    at_rest(page, lambda: view(page))
    expect(page.locator(LIVE)).to_contain_text("D steps through")
    single = step_until(page, re.compile(r"Opening hours: "))
    assert "Where it is drawn: " in single
    page.keyboard.press("Enter")
    page.wait_for_url("**asset=**")
    chosen = page.locator(".patch-map .chosen span").text_content()
    assert chosen in single
    card = page.locator(".kyp-card", has_text=chosen)
    card.wait_for()
    wait_for_rest(page)
    rows = rows_of(card)
    for label in ("For ages", "Level", "Expertise", "Opening hours", "Telephone", "Address"):
        assert rows[label].strip()
    assert "not stated" in rows.values()


def test_the_pointer_reaches_doors_and_what_lies_under_names(app, open_page):
    page = open_page(app)
    wait_for_map(page)
    tip = page.locator(".patch-map .tip")
    middles = page.locator(".patch-map .place-name:not(.is-hidden)").evaluate_all(
        """names => names.map(each => {
            const { x, y, width, height } = each.getBoundingClientRect();
            return [x + width / 2, y + height / 2];
        })"""
    )
    assert middles
    for middle in middles:
        page.mouse.move(*middle)
        under = page.evaluate(
            """([x, y]) => {
                let found = document.elementFromPoint(x, y);
                while (found && found.shadowRoot) found = found.shadowRoot.elementFromPoint(x, y);
                return found.tagName;
            }""",
            middle,
        )
        assert under == "CANVAS"

    def one_is_told():  # those that are led to empty ground have nothing under them
        for middle in middles:
            page.wait_for_timeout(40)  # a move within 32 ms of another is left out by Leaflet
            page.mouse.move(*middle)
            if tip.is_visible():
                return
        pytest.fail("nothing under a name is told")

    one_is_told()


def test_every_team_is_named_at_first_sight(app, open_page):
    page = open_page(app, viewport={"width": 1366, "height": 768})
    wait_for_map(page)
    names = page.locator(".patch-map .place-name")
    boxes = names.evaluate_all(
        """names => names.filter(each => !each.matches('.is-hidden')).map(each => {
            const { x, y, width, height } = each.getBoundingClientRect();
            return { x, y, width, height };
        })"""
    )
    assert len(boxes) == names.count() >= 10
    for at, a in enumerate(boxes):
        for b in boxes[:at]:
            apart = (
                a["x"] + a["width"] <= b["x"] + 1
                or b["x"] + b["width"] <= a["x"] + 1
                or a["y"] + a["height"] <= b["y"] + 1
                or b["y"] + b["height"] <= a["y"] + 1
            )
            assert apart, (a, b)


def test_a_tap_shows_the_note_and_holds_it_until_it_is_closed(app, open_page):
    page = open_page(app, has_touch=True, viewport={"width": 900, "height": 900})
    canvas = wait_for_map(page)
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    held = page.locator(".patch-map .tip.is-held")
    drawn = page.locator(".patch-map").get_attribute("data-drawn")
    page.touchscreen.tap(box["x"] + box["width"] * 0.55, box["y"] + box["height"] * 0.6)
    held.wait_for()
    words = held.inner_text()
    page.wait_for_url(re.compile("(area|asset)="))
    page.wait_for_selector(f'{DRAWN}:not([data-drawn="{drawn}"])')  # the page has answered
    wait_for_rest(page)
    assert held.is_visible()
    assert held.inner_text() == words
    held.get_by_role("button", name="Close").click()
    expect(held).to_be_hidden()
