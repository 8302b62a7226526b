"""Doors on the map as a person meets them: groups that open, keys, taps, cards."""

import re

import pytest

from tests.browser.test_map import wait_for_map

LIVE = ".patch-map [aria-live=polite]"
GROUP = re.compile(r"near each other")


def step_until(page, wanted, most=40):
    """Step through doors until one is told of in these words; returns what was said."""
    page.locator(".patch-map .canvas").focus()
    for _ in range(most):
        page.keyboard.press("d")
        page.wait_for_timeout(30)
        said = page.locator(LIVE).text_content()
        if wanted.search(said):
            return said
    pytest.fail(f"no door is told of as {wanted.pattern}")


def scale(page):
    return page.locator(".patch-map .leaflet-control-scale-line").text_content()


def test_doors_are_stepped_through_by_key_and_a_group_opens(app, open_page):
    page = open_page(app)
    wait_for_map(page)
    said = step_until(page, GROUP)
    assert re.match(r"\d+ of \d+ in sight\. ", said)
    tip = page.locator(".patch-map .tip")
    assert tip.is_visible()
    assert "Choose to go nearer" in tip.inner_text()
    before = scale(page)
    page.keyboard.press("Enter")
    page.wait_for_timeout(900)
    assert scale(page) != before
    assert "D steps through" in page.locator(LIVE).text_content()
    single = step_until(page, re.compile(r"Opening hours: "))
    assert "Where it is drawn: " in single
    page.keyboard.press("Enter")
    page.wait_for_url("**asset=**")
    chosen = page.locator(".patch-map .chosen span").text_content()
    assert chosen in single
    card = page.locator(".kyp-card", has_text=chosen)
    card.wait_for()
    rows = dict(
        zip(card.locator("th").all_inner_texts(), card.locator("td").all_inner_texts(), strict=True)
    )
    for label in ("For ages", "Level", "Expertise", "Opening hours", "Telephone", "Address"):
        assert rows[label].strip()
    assert "not stated" in rows.values()


def test_the_pointer_reaches_doors_and_what_lies_under_names(app, open_page):
    page = open_page(app)
    wait_for_map(page)
    tip = page.locator(".patch-map .tip")
    told = 0
    for name in page.locator(".patch-map .place-name:not(.is-hidden)").all():
        box = name.bounding_box()
        middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
        page.mouse.move(*middle)
        page.wait_for_timeout(150)
        under = page.evaluate(
            """([x, y]) => {
                let found = document.elementFromPoint(x, y);
                while (found && found.shadowRoot) found = found.shadowRoot.elementFromPoint(x, y);
                return found.tagName;
            }""",
            middle,
        )
        assert under == "CANVAS"
        told += tip.is_visible()
    assert told  # those that are led to empty ground have nothing under them


def test_every_team_is_named_at_first_sight(app, open_page):
    page = open_page(app, viewport={"width": 1366, "height": 768})
    wait_for_map(page)
    names = page.locator(".patch-map .place-name")
    shown = page.locator(".patch-map .place-name:not(.is-hidden)")
    assert shown.count() == names.count() >= 10
    boxes = [each.bounding_box() for each in shown.all()]
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
    page.touchscreen.tap(box["x"] + box["width"] * 0.55, box["y"] + box["height"] * 0.6)
    held.wait_for()
    page.wait_for_timeout(1500)
    assert held.is_visible()
    words = held.inner_text()
    page.wait_for_url(re.compile("(area|asset)="))
    page.wait_for_timeout(800)
    assert held.is_visible()
    assert held.inner_text() == words
    held.get_by_role("button", name="Close").click()
    assert not held.is_visible()
