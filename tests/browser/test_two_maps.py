"""Two maps in a browser: they move together and point together, by pointer and by key."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.axe import change_scheme
from tests.browser.test_pages import wait_until_settled
from tests.browser.waiting import assert_is, at_rest, eventually

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


def sees(page):
    """Where both maps are, once they have come to rest."""
    return at_rest(page, lambda: (scales(page), places_of_names(page)))


def goes(page, before):
    """Wait until both have gone elsewhere, and to the same."""

    def check():
        assert (scales(page), places_of_names(page)) != before
        check_same_view(page)

    eventually(page, check)
    seen = sees(page)
    check_same_view(page)
    return seen


def drag(page, first):
    canvas = page.locator(".patch-map .canvas").nth(first)
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 90, y + 40, steps=8)
    page.mouse.up()


def test_two_maps_zoom_and_move_together_whichever_is_moved(each_app, open_page):
    page = open_page(each_app + ADDRESS)
    drawn(page)
    whole = sees(page)
    check_same_view(page)
    for first in (0, 1):
        page.locator(".patch-map .buttons").nth(first).get_by_label("Zoom in").click()
        near = goes(page, whole)
        assert near[0] != whole[0]
        drag(page, first)
        there = goes(page, near)
        page.locator(".patch-map .buttons").nth(first).get_by_label("Show the whole area").click()
        back = goes(page, there)
        assert back[0] == whole[0]


def test_what_is_pointed_at_is_told_on_both_by_pointer_and_by_key(app, open_page):
    page = open_page(app + ADDRESS)
    drawn(page)
    canvas = page.locator(".patch-map .canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(box["x"] + box["width"] / 2 + 4, box["y"] + box["height"] / 2 + 4)
    tips = page.locator(".patch-map .tip .name")

    def one_name_on_both():
        one, other = tips.all_text_contents()
        assert one == other != ""

    expect(tips).to_have_count(2)
    eventually(page, one_name_on_both)
    page.mouse.move(2, 2)
    expect(page.locator(".patch-map .tip:visible")).to_have_count(0)
    canvas.press("n")

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
    answer = page.locator(".kyp-answer").first
    expect(answer).to_contain_text("45 minutes")
    said = at_rest(page, answer.text_content)
    page.reload()
    drawn(page)
    eventually(page, lambda: assert_is(answer.text_content(), said))


def test_two_maps_stand_one_above_the_other_on_a_phone(app, open_page):
    page = open_page(app + ADDRESS, viewport={"width": 390, "height": 844})
    drawn(page)
    boxes = at_rest(page, lambda: boxes_of(page, ".patch-map"))
    assert boxes[1]["y"] > boxes[0]["y"] + boxes[0]["height"] - 1
    assert page.evaluate("document.documentElement.scrollWidth <= 390")
    assert boxes[0]["y"] < 600  # its choices are folded
    parts = [f".patch-map {part}" for part in (".map-heading", ".tools", ".top")]
    head, tools, find = at_rest(page, lambda: [boxes_of(page, part)[0] for part in parts])
    assert head["y"] >= max(each["y"] + each["height"] for each in (tools, find))
    chosen = page.get_by_label("Colour both by")
    expect(chosen).to_be_hidden()
    page.get_by_role("checkbox", name="Change what is compared").press("Space")
    chosen.wait_for(state="visible", timeout=10_000)


@pytest.mark.parametrize("way", ["limit=45", "", "changes=close.cfc-wisbech-south"])
def test_maps_their_one_legend_and_what_differs_are_in_sight_at_once(app, open_page, way):
    page = open_page(f"{app}/two-maps?b={quote(way)}", viewport={"width": 1366, "height": 768})
    drawn(page)
    page.wait_for_function(
        "() => [...document.querySelectorAll('.st-key-two-maps')].some((each) => "
        "each.getBoundingClientRect().top <= 230)",
        timeout=30_000,
    )  # until what a page shows while it works is gone
    parts = [".patch-map .stage", ".patch-map .map-heading", ".patch-map .tools", ".patch-map .top"]
    singles = [".kyp-answer", ".legend-card"]
    [stages, heads, tools, finds, [answer, *_], [legend, *_]] = at_rest(
        page, lambda: [boxes_of(page, each) for each in (*parts, *singles)]
    )
    assert max(stage["y"] for stage in stages) <= 230
    assert all(stage["height"] >= 400 for stage in stages)
    assert all(stage["y"] + stage["height"] <= 768 for stage in stages)
    assert answer["y"] + answer["height"] <= stages[0]["y"]
    assert legend["x"] >= stages[0]["x"]
    assert legend["y"] + legend["height"] <= stages[0]["y"] + stages[0]["height"]
    expect(page.locator(".legend-card:visible")).to_have_count(1)
    for head, stage, tool, find in zip(heads, stages, tools, finds, strict=True):
        assert head["y"] >= stage["y"]
        assert find["x"] + find["width"] <= head["x"]
        assert head["x"] + head["width"] <= tool["x"]


BOXES = """found => found.map((each) => {
    const { x, y, width, height } = each.getBoundingClientRect();
    return { x, y, width, height };
})"""
# What lies on a map, by its words, and what it may not lie on: seen in one look. The box of a name
# is wider than its words where they are broken.
LIES = """map => {
    const box = (drawn) => {
        const { x, y, width, height } = drawn.getBoundingClientRect();
        return { x, y, width, height };
    };
    const wordsOf = (name) => {
        const words = document.createRange();
        words.selectNodeContents(name);
        return words;
    };
    const all = (found) => [...map.querySelectorAll(found)];
    const seen = all('.legend-card, .north, .leaflet-control-scale-line')
        .filter((each) => each.checkVisibility({ visibilityProperty: true }));
    const others = [
        ...seen.map((each) => [each.textContent, box(each)]),
        ...all('.place-name:not(.is-hidden)').map((each) => [each.textContent, box(wordsOf(each))]),
    ];
    return [others, ['.chosen', '.map-heading'].map((each) => box(map.querySelector(each)))];
}"""


def test_nothing_on_a_map_lies_on_what_is_chosen_or_on_what_it_is_of(each_app, open_page):
    page = open_page(f"{each_app}/two-maps", viewport={"width": 1366, "height": 768})
    drawn(page)
    look_for_overlaps(page)
    change_scheme(page, "dark")
    look_for_overlaps(page)
    wide = boxes_of(page, ".patch-map .stage")[0]["width"]
    page.set_viewport_size({"width": 1024, "height": 768})
    eventually(page, lambda: assert_less(boxes_of(page, ".patch-map .stage")[0]["width"], wide))
    look_for_overlaps(page)


def look_for_overlaps(page):
    maps = page.locator(".patch-map")
    for at in range(2):
        others, [chosen, head] = at_rest(page, lambda at=at: maps.nth(at).evaluate(LIES))
        assert len(others) > 3
        for words, box in others:
            assert not overlap(box, chosen), words
            assert not overlap(box, head), words


def boxes_of(page, selector):
    """Return the boxes of all that is found, seen in one look."""
    return page.locator(selector).evaluate_all(BOXES)


def assert_less(one, other):
    """Hold that one is less than another."""
    assert one < other


def overlap(one, other):
    return all(
        one[start] < other[start] + other[size] and other[start] < one[start] + one[size]
        for start, size in (("x", "width"), ("y", "height"))
    )
