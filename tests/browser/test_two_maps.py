"""Two maps in a browser: they move together and point together, by pointer and by key."""

import re
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_pages import STREAMLITS_OWN, wait_until_settled

ADDRESS = f"/two-maps?b={quote('limit=45')}"


def drawn(page):
    wait_until_settled(page)
    page.wait_for_function(
        "() => [...document.querySelectorAll('*')].flatMap((each) => each.shadowRoot ? "
        "[...each.shadowRoot.querySelectorAll('.patch-map[data-state=drawn]')] : []).length === 2"
        " || document.querySelectorAll('.patch-map[data-state=drawn]').length === 2",
        timeout=30_000,
    )
    page.wait_for_timeout(600)


def places_of_names(page):
    """Where each name of a place stands on each map, from its corner."""
    found = []
    for at in range(2):
        stage = page.locator(".patch-map .stage").nth(at)
        box = stage.bounding_box()
        names = stage.locator(".place-name")
        found.append(
            {
                names.nth(n).text_content(): (
                    round(names.nth(n).bounding_box()["x"] - box["x"]),
                    round(names.nth(n).bounding_box()["y"] - box["y"]),
                )
                for n in range(names.count())
                if names.nth(n).is_visible()
            }
        )
    return found


def scales(page):
    return page.locator(".leaflet-control-scale-line").all_text_contents()


@pytest.mark.parametrize("first", [0, 1])
def test_two_maps_zoom_and_move_together(app, open_page, first):
    page = open_page(app + ADDRESS)
    drawn(page)
    before = scales(page)
    assert before[0] == before[1]
    page.locator(".patch-map .buttons").nth(first).get_by_label("Zoom in").click()
    page.wait_for_timeout(900)
    after = scales(page)
    assert after[0] == after[1] != before[0]
    canvas = page.locator(".patch-map .canvas").nth(first)
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 90, y + 40, steps=8)
    page.mouse.up()
    page.wait_for_timeout(1200)
    one, other = places_of_names(page)
    shared = one.keys() & other.keys()
    for name in shared:
        assert abs(one[name][0] - other[name][0]) <= 2 or len(shared) > 3
    assert scales(page)[0] == scales(page)[1]


def test_what_is_pointed_at_is_told_on_both_by_pointer_and_by_key(app, open_page):
    page = open_page(app + ADDRESS)
    drawn(page)
    canvas = page.locator(".patch-map .canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(box["x"] + box["width"] / 2 + 4, box["y"] + box["height"] / 2 + 4)
    page.wait_for_timeout(200)
    tips = page.locator(".patch-map .tip .name")
    assert tips.count() == 2
    assert tips.nth(0).text_content() == tips.nth(1).text_content()
    page.mouse.move(2, 2)
    canvas.focus()
    page.keyboard.press("n")
    page.wait_for_timeout(200)
    told = page.locator(".patch-map [aria-live]").all_text_contents()
    assert re.match(r"1 of \d+\. ", told[0])
    name = told[0].split(". ")[1]
    assert told[1].startswith(name)
    tips = page.locator(".patch-map .tip .name").all_text_contents()
    assert tips == [name, name]


def test_the_address_gives_the_same_again(app, open_page):
    page = open_page(app + ADDRESS)
    drawn(page)
    said = page.locator(".kyp-answer").first.text_content()
    assert "45 minutes" in said
    page.reload()
    drawn(page)
    assert page.locator(".kyp-answer").first.text_content() == said


def test_axe_finds_nothing_of_ours_in_the_dark(app, open_page):
    page = open_page(app + ADDRESS, color_scheme="dark")
    drawn(page)
    found = Axe().run(page).response["violations"]
    ours = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found
            if v["id"] not in STREAMLITS_OWN]  # fmt: skip
    assert ours == []


def test_two_maps_stand_one_above_the_other_on_a_phone(app, open_page):
    page = open_page(app + ADDRESS, viewport={"width": 390, "height": 844})
    drawn(page)
    boxes = [page.locator(".patch-map").nth(at).bounding_box() for at in range(2)]
    assert boxes[1]["y"] > boxes[0]["y"] + boxes[0]["height"] - 1
    assert page.evaluate("document.documentElement.scrollWidth <= 390")
