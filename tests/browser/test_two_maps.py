"""Two maps in a browser: they move together and point together, by pointer and by key."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import wait_until_settled
from tests.browser.waiting import at_rest, eventually

ADDRESS = f"/two-maps?b={quote('limit=45')}"


def drawn(page):
    wait_until_settled(page)
    page.wait_for_function(
        "() => [...document.querySelectorAll('*')].flatMap((each) => each.shadowRoot ? "
        "[...each.shadowRoot.querySelectorAll('.patch-map[data-state=drawn]')] : []).length === 2"
        " || document.querySelectorAll('.patch-map[data-state=drawn]').length === 2",
        timeout=30_000,
    )
    at_rest(page, lambda: (scales(page), places_of_names(page)))


def places_of_names(page):
    """Return where each place that is named lies on each map, in pixels from its middle."""
    return [
        page.locator(".patch-map .stage")
        .nth(at)
        .evaluate(
            """stage => {
                const middle = (box) => [box.x + box.width / 2, box.y + box.height / 2];
                const [x, y] = middle(stage.getBoundingClientRect());
                return [...stage.querySelectorAll('.place-holder')].map((holder) => {
                    const box = holder.getBoundingClientRect();
                    const name = holder.querySelector('.place-name').textContent;
                    return [name, box.x - x, box.y - y];
                }).sort();
            }"""
        )
        for at in range(2)
    ]


def scales(page):
    return page.locator(".leaflet-control-scale-line").all_text_contents()


def check_same_view(page):
    assert len(set(scales(page))) == 1
    one, other = places_of_names(page)
    assert [name for name, *_ in one] == [name for name, *_ in other] != []
    for (name, *here), (_, *there) in zip(one, other, strict=True):
        assert here == pytest.approx(there, abs=2), name
    return one


def drag(page, first):
    canvas = page.locator(".patch-map .canvas").nth(first)
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 90, y + 40, steps=8)
    page.mouse.up()
    at_rest(page, lambda: (scales(page), places_of_names(page)))


def test_two_maps_zoom_and_move_together_whichever_is_moved(each_app, open_page):
    page = open_page(each_app + ADDRESS)
    drawn(page)
    whole = scales(page)
    check_same_view(page)
    for first in (0, 1):
        page.locator(".patch-map .buttons").nth(first).get_by_label("Zoom in").click()
        at_rest(page, lambda: (scales(page), places_of_names(page)))
        before = eventually(page, lambda: check_same_view(page))
        assert scales(page) != whole
        drag(page, first)
        assert eventually(page, lambda: check_same_view(page)) != before
        page.locator(".patch-map .buttons").nth(first).get_by_label("Show the whole area").click()
        at_rest(page, lambda: (scales(page), places_of_names(page)))
        assert scales(page) == whole
        check_same_view(page)


def test_what_is_pointed_at_is_told_on_both_by_pointer_and_by_key(app, open_page):
    page = open_page(app + ADDRESS)
    drawn(page)
    canvas = page.locator(".patch-map .canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(box["x"] + box["width"] / 2 + 4, box["y"] + box["height"] / 2 + 4)
    tips = page.locator(".patch-map .tip .name")
    expect(tips).to_have_count(2)
    assert tips.nth(0).text_content() == tips.nth(1).text_content()
    page.mouse.move(2, 2)
    canvas.focus()
    page.keyboard.press("n")

    def told_on_both():
        told = page.locator(".patch-map [aria-live]").all_text_contents()
        assert re.match(r"1 of \d+\. ", told[0])
        name = told[0].split(". ")[1]
        assert told[1].startswith(name)
        assert page.locator(".patch-map .tip .name").all_text_contents() == [name, name]

    eventually(page, told_on_both)


def test_the_address_gives_the_same_again(app, open_page):
    page = open_page(app + ADDRESS)
    drawn(page)
    said = page.locator(".kyp-answer").first.text_content()
    assert "45 minutes" in said
    page.reload()
    drawn(page)
    assert page.locator(".kyp-answer").first.text_content() == said


def test_two_maps_stand_one_above_the_other_on_a_phone(app, open_page):
    page = open_page(app + ADDRESS, viewport={"width": 390, "height": 844})
    drawn(page)
    boxes = [page.locator(".patch-map").nth(at).bounding_box() for at in range(2)]
    assert boxes[1]["y"] > boxes[0]["y"] + boxes[0]["height"] - 1
    assert page.evaluate("document.documentElement.scrollWidth <= 390")
    assert boxes[0]["y"] < 600  # its choices are folded
    head, tools, find = (
        page.locator(f".patch-map {part}").first.bounding_box()
        for part in (".map-heading", ".tools", ".top")
    )
    assert head["y"] >= max(each["y"] + each["height"] for each in (tools, find))
    chosen = page.get_by_label("Colour both by")
    assert chosen.is_hidden()
    fold = page.get_by_role("checkbox", name="Change what is compared")
    fold.focus()
    page.keyboard.press("Space")
    chosen.wait_for(state="visible", timeout=10_000)


@pytest.mark.parametrize("way", ["limit=45", "", "changes=close.cfc-wisbech-south"])
def test_maps_their_one_legend_and_what_differs_are_in_sight_at_once(app, open_page, way):
    page = open_page(f"{app}/two-maps?b={quote(way)}", viewport={"width": 1366, "height": 768})
    drawn(page)
    page.wait_for_function(
        "() => [...document.querySelectorAll('.st-key-two-maps')].some((each) => "
        "each.getBoundingClientRect().top <= 230)",
        timeout=10_000,
    )  # until what a page shows while it works is gone
    answer = page.locator(".kyp-answer").first.bounding_box()
    stages = [page.locator(".patch-map .stage").nth(at).bounding_box() for at in range(2)]
    assert max(stage["y"] for stage in stages) <= 230
    assert all(stage["height"] >= 400 for stage in stages)
    assert all(stage["y"] + stage["height"] <= 768 for stage in stages)
    assert answer["y"] + answer["height"] <= stages[0]["y"]
    legend = page.locator(".legend-card").first.bounding_box()
    assert legend["x"] >= stages[0]["x"]
    assert legend["y"] + legend["height"] <= stages[0]["y"] + stages[0]["height"]
    assert page.locator(".legend-card:visible").count() == 1
    heads = [page.locator(".map-heading").nth(at).bounding_box() for at in range(2)]
    tools = [page.locator(".patch-map .tools").nth(at).bounding_box() for at in range(2)]
    finds = [page.locator(".patch-map .top").nth(at).bounding_box() for at in range(2)]
    for head, stage, tool, find in zip(heads, stages, tools, finds, strict=True):
        assert head["y"] >= stage["y"]
        assert find["x"] + find["width"] <= head["x"]
        assert head["x"] + head["width"] <= tool["x"]


# The box of a name is wider than its words where they are broken.
WORDS_OR_BOX = """element => {
    const words = document.createRange();
    words.selectNodeContents(element);
    const drawn = element.matches('.place-name') ? words : element;
    const { x, y, width, height } = drawn.getBoundingClientRect();
    return { x, y, width, height };
}"""


def test_nothing_on_a_map_lies_on_what_is_chosen_or_on_what_it_is_of(each_app, open_page):
    page = open_page(f"{each_app}/two-maps", viewport={"width": 1366, "height": 768})
    drawn(page)
    look_for_overlaps(page)
    page.emulate_media(color_scheme="dark")
    at_rest(page, lambda: (scales(page), places_of_names(page)))
    look_for_overlaps(page)
    page.set_viewport_size({"width": 1024, "height": 768})
    at_rest(page, lambda: (scales(page), places_of_names(page)))
    look_for_overlaps(page)


def look_for_overlaps(page):
    for at in range(2):
        of_map = page.locator(".patch-map").nth(at)
        chosen = of_map.locator(".chosen").bounding_box()
        head = of_map.locator(".map-heading").bounding_box()
        others = [
            *of_map.locator(".legend-card:visible, .north, .leaflet-control-scale-line").all(),
            *of_map.locator(".place-name:not(.is-hidden)").all(),
        ]
        assert len(others) > 3
        for each in others:
            box, words = each.evaluate(WORDS_OR_BOX), each.text_content()
            assert not overlap(box, chosen), words
            assert not overlap(box, head), words


def overlap(one, other):
    return all(
        one[start] < other[start] + other[size] and other[start] < one[start] + one[size]
        for start, size in (("x", "width"), ("y", "height"))
    )
