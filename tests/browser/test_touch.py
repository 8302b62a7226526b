"""The map by finger, on a phone; going where the address says; one action, one step back."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.test_layers_panel import open_layers, told
from tests.browser.test_map import wait_for_map
from tests.browser.test_pages import USUAL, wait_until_settled
from tests.browser.test_tools import says
from tests.browser.waiting import assert_not, eventually, wait_for_rest

PHONE = {
    "viewport": {"width": 320, "height": 640},
    "has_touch": True,
    "is_mobile": True,
}


@pytest.fixture(name="phone")
def on_a_phone(app, open_page):
    page = open_page(f"{app}/?{USUAL}", **PHONE)
    wait_for_map(page)
    page.locator(".patch-map .stage").scroll_into_view_if_needed()
    return page


DOUBLE_MS = 300  # two taps within 200 ms are one double tap


def box(page, what):
    return page.locator(f".patch-map {what}").bounding_box()


@pytest.mark.parametrize("tool", ["A place of your own", "Measure", "What is within reach of here"])
def test_two_thirds_of_the_screen_are_left_to_the_map(phone, tool):
    phone.get_by_role("button", name=tool).tap()
    phone.wait_for_selector(".patch-map.is-aiming .tool-panel")
    wait_for_rest(phone)
    stage, panel = box(phone, ".stage"), box(phone, ".tool-panel")
    top = max(stage["y"], 0)
    assert panel["y"] + panel["height"] <= 641
    assert panel["y"] - top >= 640 * 2 / 3 - 20  # but for the bar of pages
    assert panel["height"] <= 640 / 3
    assert "Click" not in phone.locator(".tool-panel").inner_text()


def touch(session, kind, *points):
    """Dispatch a touch as fingers would, each at x, y."""
    session.send(
        "Input.dispatchTouchEvent",
        {
            "type": kind,
            "touchPoints": [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(points)],
        },
    )
    time.sleep(0.06)  # as fast as a finger


def test_a_place_is_drawn_by_finger_and_the_map_moves_beneath(phone):
    phone.get_by_role("button", name="A place of your own").tap()
    phone.wait_for_selector(".patch-map.is-aiming .tool-panel")
    wait_for_rest(phone)
    for x, y, corners in ((120, 250, "^1 corner"), (200, 260, "^2 corners")):
        phone.touchscreen.tap(x, y)
        says(phone, corners)
        phone.wait_for_timeout(DOUBLE_MS)
    said = phone.locator(".tool-answer").first
    before = phone.url
    fingers = phone.context.new_cdp_session(phone)
    touch(fingers, "touchStart", (160, 300))
    for y in (290, 270, 240, 210):
        touch(fingers, "touchMove", (160, y))
    touch(fingers, "touchEnd")
    eventually(phone, lambda: assert_not(phone.url, before))  # a finger that drags moves the map
    wait_for_rest(phone)
    panned = phone.url
    touch(fingers, "touchStart", (140, 300), (180, 300))
    for by in (10, 30, 50, 60):
        touch(fingers, "touchMove", (140 - by, 300), (180 + by, 300))
    touch(fingers, "touchEnd")
    eventually(phone, lambda: assert_not(phone.url, panned))
    wait_for_rest(phone)
    zoom = [float(re.search("at=[^&]*,([0-9.]+)", url)[1]) for url in (panned, phone.url)]
    assert zoom[1] > zoom[0], "two fingers zoom"
    assert said.inner_text().startswith("2 corners"), "neither is a corner"
    phone.touchscreen.tap(180, 330)
    says(phone, "^3 corners")
    phone.get_by_role("button", name="Finish").tap()
    expect(phone.get_by_role("button", name="Make the place")).to_be_visible()


def test_a_tap_holds_a_note_and_another_elsewhere_lets_it_go(phone):
    stage = box(phone, ".stage")
    for down in range(120, 360, 30):
        phone.touchscreen.tap(160, stage["y"] + down)
        wait_for_rest(phone)
        if phone.locator(".tip.is-held").count():
            break
    expect(phone.locator(".tip.is-held")).to_be_visible()

    def tap_elsewhere():  # again where a tap before was still being answered
        phone.touchscreen.tap(stage["x"] + 6, stage["y"] + stage["height"] - 6)
        expect(phone.locator(".tip.is-held")).to_have_count(0, timeout=3_000)

    eventually(phone, tap_elsewhere, within_s=30)


@pytest.mark.parametrize("what", ["place=eht-wisbech", "spot=Wisbech"])
def test_what_the_address_has_chosen_is_gone_to_at_first(app, open_page, what):
    page = open_page(f"{app}/?{USUAL}&{what}")
    page.wait_for_url(re.compile("at="), timeout=30_000)
    whole = open_page(f"{app}/?{USUAL}")
    wait_for_map(whole)
    assert "at=" not in whole.url


def test_one_action_is_one_step_back(app, open_page):
    page = open_page(f"{app}/?{USUAL}")
    wait_for_map(page)
    steps = page.evaluate("history.length")
    page.locator(".patch-map .canvas").press("ArrowRight")
    page.wait_for_url(re.compile("at="))
    wait_for_rest(page)
    assert page.evaluate("history.length") == steps, "panning is none"
    switch = open_layers(page).locator("input[type=checkbox]").first
    with told(page):
        switch.click()
        page.wait_for_url(re.compile("layers="))
    page.keyboard.press("Escape")
    assert page.evaluate("history.length") == steps, "a layer is none"
    page.get_by_label("How far is far").select_option("45")
    page.wait_for_url(re.compile("limit=45"))
    wait_until_settled(page)
    assert page.evaluate("history.length") == steps + 1
    page.locator(".patch-map .canvas").focus()
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("area="))
    wait_for_rest(page)
    assert page.evaluate("history.length") == steps + 2, "a place that is chosen is one"
    page.get_by_role("button", name="A place of your own").click()
    panel = page.locator(".tool-panel")
    panel.get_by_label("Around a point").check()
    panel.get_by_label("Within", exact=True).fill("6000")
    wait_for_rest(page)
    canvas = page.locator(".patch-map .canvas").bounding_box()
    page.mouse.click(canvas["x"] + canvas["width"] / 2, canvas["y"] + canvas["height"] / 2)
    says(page, "Say how far")
    panel.get_by_role("button", name="Make the place").click()
    page.wait_for_url(re.compile("own=.*place=|place=.*own="), timeout=30_000)
    wait_for_rest(page)
    assert page.evaluate("history.length") == steps + 3, "own=, kind= and place= are one step"
    page.go_back()
    page.wait_for_url(lambda url: "own=" not in url)
    wait_until_settled(page)
    assert re.search("area=.*limit=45|limit=45.*area=", page.url)
    page.go_back()
    page.wait_for_url(lambda url: "area=" not in url)
    assert "limit=45" in page.url
    page.go_back()
    page.wait_for_url(lambda url: "limit=45" not in url)
    wait_until_settled(page)
    expect(page.get_by_label("How far is far")).to_have_value("20")
