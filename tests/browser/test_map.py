"""The map as a person meets it: drawn, recoloured, chosen from, with a pointer and without."""

import csv
import io
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.packs import HOSTILE
from tests.browser.test_pages import wait_until_settled
from tests.browser.waiting import assert_in, assert_not, at_rest, eventually, wait_for_rest

DRAWN = ".patch-map[data-state=drawn]"


def wait_for_map(page):
    """Wait until the map is drawn and the page has come to rest."""
    page.wait_for_selector(DRAWN, timeout=30_000)
    wait_for_rest(page)
    return page.locator(".patch-map .canvas")


def look(page):
    """Count the colours on the map's canvas: one, were it blank."""
    return page.locator(".patch-map .leaflet-overlay-pane canvas").evaluate(
        """async canvas => {
            await new Promise(requestAnimationFrame); // what is to be drawn is drawn with it
            const { width, height } = canvas;
            const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
            const seen = new Map();
            for (let i = 0; i < data.length; i += 4) {
                const key = `${data[i]},${data[i + 1]},${data[i + 2]},${data[i + 3]}`;
                seen.set(key, (seen.get(key) ?? 0) + 1);
            }
            return [...seen.values()].filter(count => count > 60).length;
        }"""
    )


def picture(page):
    return page.locator(".patch-map .leaflet-overlay-pane canvas").evaluate(
        """async canvas => {
            await new Promise(requestAnimationFrame);
            return canvas.toDataURL();
        }"""
    )


def view(page):
    """Where the map is: its scale, and where the first place's name stands on it."""
    return page.locator(".patch-map .stage").evaluate(
        """stage => {
            const [at, name] = [stage, stage.querySelector('.place-holder')].map(
                each => each.getBoundingClientRect());
            const scale = stage.querySelector('.leaflet-control-scale-line').textContent;
            return [scale, Math.round(name.x - at.x), Math.round(name.y - at.y)];
        }"""
    )


def scale(page):
    return page.locator(".patch-map .leaflet-control-scale-line").text_content()


def recolour(page, by):
    drawn = page.locator(".patch-map").get_attribute("data-drawn")
    choose_colour(page, by)
    page.wait_for_selector(f'{DRAWN}:not([data-drawn="{drawn}"])')


def choose_colour(page, by):
    """Lay other colours over those that are seen, by the list of layers."""
    tool = page.locator(".tools [data-tool=layers]")
    if tool.get_attribute("aria-expanded") != "true":
        tool.click()
    page.get_by_label("Add a layer").fill(by)
    page.locator(f'.layers-found [data-add="fill.{by}"]').click()
    tool.click()


def middle(box):
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_map_is_drawn_and_asks_nobody_else(app, open_page):
    page = open_page(app)
    wait_for_map(page)
    assert look(page) > 6
    hosts = {urlsplit(url).netloc for url in page.asked if url.startswith("http")}
    assert hosts == {urlsplit(app).netloc}
    assert page.locator(".patch-map .badge").text_content().startswith("Illustrative")
    assert page.locator(".patch-map .credits").text_content()


def test_a_recolour_keeps_the_view_and_fetches_no_shape_again(app, open_page):
    page = open_page(app)
    x, y = middle(wait_for_map(page).bounding_box())
    page.get_by_role("button", name="Zoom in").click()
    at_rest(page, lambda: view(page))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 30, steps=6)
    page.mouse.up()
    before, asked = at_rest(page, lambda: view(page)), len(page.asked)
    recolour(page, "need")
    page.get_by_role("heading", name="Need: ").wait_for()
    wait_for_rest(page)
    assert view(page) == before
    assert not [url for url in page.asked[asked:] if "areas.json" in url or "places/" in url]


def test_a_click_is_kept_and_told_to_the_page(app, open_page):
    page = open_page(app)
    drawn = wait_for_map(page)
    drawn.scroll_into_view_if_needed()
    x, y = middle(drawn.bounding_box())
    page.mouse.click(x - 20, y + 40)
    page.locator(".patch-map .chosen span").wait_for()
    name = page.locator(".patch-map .chosen span").text_content()
    page.wait_for_url(re.compile("(area|asset|place)="))
    page.get_by_role("button", name=f"Let go of {name}").click()
    page.locator(".patch-map .chosen").wait_for(state="hidden")


def test_a_chosen_neighbourhood_is_in_the_address_and_comes_back(app, open_page):
    page = open_page(app)
    wait_for_map(page)
    page.get_by_role("combobox", name="Find").fill("waterlees")
    page.get_by_role("option", name=re.compile("KYP-FEN")).first.click()
    page.wait_for_url("**area=**")
    name = page.locator(".patch-map .chosen span").text_content()
    again = open_page(page.url)
    wait_for_map(again)
    expect(again.locator(".patch-map .chosen span")).to_have_text(name)


def test_everything_can_be_chosen_by_keyboard(app, open_page):
    page = open_page(app)
    canvas = wait_for_map(page)
    canvas.focus()
    said = page.locator(".patch-map [aria-live=polite]")
    page.keyboard.press("n")
    expect(said).to_have_text(re.compile("^1 of "))
    first = said.text_content()
    page.keyboard.press("n")
    expect(said).to_have_text(re.compile("^2 of "))
    page.keyboard.press("p")
    expect(said).to_have_text(first)
    page.keyboard.press("Enter")
    page.locator(".patch-map .chosen span").wait_for()
    assert page.locator(".patch-map .chosen span").text_content() in first
    page.wait_for_url("**area=**")
    wait_for_rest(page)
    canvas.focus()
    page.keyboard.press("Escape")
    page.locator(".patch-map .chosen").wait_for(state="hidden")
    finder = page.get_by_role("combobox", name="Find")
    for words, kind in (("march, chatteris", "place"), ("child and family centre", "asset")):
        finder.fill(words)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{kind}=**")


def test_the_legend_brings_a_class_forward(app, open_page):
    page = open_page(app)
    wait_for_map(page)
    before = picture(page)
    page.get_by_role("button", name="needier, few or none reached").focus()
    eventually(page, lambda: assert_not(picture(page), before))
    caption = page.locator(".patch-map .caption")
    expect(caption).to_contain_text("Needier, few or none reached")


def test_of_two_classes_pressed_the_second_is_shown(app, open_page):
    page = open_page(app)
    wait_for_map(page)
    cells = page.locator(".patch-map .square button")
    looks = [picture(page)]
    for cell in (cells.nth(0), cells.nth(2)):
        cell.click()
        page.mouse.move(5, 5)
        expect(cell).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".patch-map [aria-pressed=true]")).to_have_count(1)
        eventually(page, lambda: assert_not(at_rest(page, lambda: picture(page)), looks[-1]))
        looks.append(at_rest(page, lambda: picture(page)))
    caption = page.locator(".patch-map .caption")
    expect(caption).to_contain_text("Needier, few or none reached")


@pytest.mark.parametrize("held_back", ["**/drawing/*/map.js*", "**/areas.json*"])
def test_a_word_changed_while_the_map_is_loading_leaves_one_map(app, open_page, held_back):
    page = open_page("about:blank")
    waiting = []
    held = True
    page.route(held_back, lambda route: waiting.append(route) if held else route.continue_())
    page.goto(app)
    for minutes in ("30", "45"):
        page.get_by_label("How far is far").select_option(minutes)
        page.wait_for_url(f"**limit={minutes}**")
        wait_until_settled(page)
    eventually(page, lambda: assert_not(waiting, []))
    assert page.locator(DRAWN).count() == 0
    held = False
    for route in waiting:
        route.continue_()
    wait_for_map(page)
    assert "limit=45" in page.url
    assert page.locator(".patch-map").count() == 1
    assert page.locator(".patch-map .leaflet-map-pane").count() == 1
    assert look(page) > 3
    recolour(page, "reach")
    wait_for_rest(page)
    assert page.locator(".patch-map").count() == 1


def test_names_are_shown_as_they_are_written_and_never_run(hostile_app, open_page):
    page = open_page(hostile_app)
    canvas = wait_for_map(page)
    box = canvas.bounding_box()
    tip, told = page.locator(".patch-map .tip"), set()
    for across in range(1, 8):
        for down in range(1, 6):
            page.mouse.move(
                box["x"] + box["width"] * across / 8, box["y"] + box["height"] * down / 6
            )
            told.add(tip.text_content())
            page.wait_for_timeout(40)  # a move within 32 ms of another is left out by Leaflet
    assert any(name in words for name in HOSTILE.values() for words in told)
    finder = page.get_by_role("combobox", name="Find")
    finder.click()
    shown = page.locator(".patch-map .found")  # what can be found is fetched as the box is opened
    for name in (HOSTILE["A1"], HOSTILE["B2"]):
        eventually(page, lambda name=name: assert_in(name, shown.text_content()))
    finder.press("Escape")
    page.get_by_text("Table of the 9 neighbourhoods").click()
    for name in HOSTILE.values():
        button = page.locator(".table-fold tbody th button", has_text=name)
        button.first.click()
        page.locator(".patch-map .chosen span", has_text=name).wait_for()
    wait_for_rest(page)
    assert page.evaluate("window.ran") is None
    assert page.locator(".patch-map img, .patch-map script, .patch-map b").count() == 0


def test_the_table_says_all_that_the_map_says_and_can_be_taken_away(hostile_app, open_page):
    page = open_page(hostile_app, accept_downloads=True)
    wait_for_map(page)
    page.get_by_text("Table of the 9 neighbourhoods").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download this table").click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    heads, body = rows[0], [row for row in rows[1:] if not row[0].startswith("# ")]
    assert len(body) == 9
    assert "mid-2020" in " ".join(heads)
    cells = [cell for row in body for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert len(body) == len(rows) - 1  # what is to be noted stands in a file beside it
    heading = page.get_by_role("columnheader", name="Under-fives within 20 minutes")
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")


def test_what_cannot_be_fetched_is_said_and_can_be_asked_for_again(app, open_page):
    page = open_page("about:blank")
    page.route("**/figures.json*", lambda route: route.abort())
    page.goto(app)
    alert = page.locator(".patch-map [role=alert]")
    expect(alert).to_contain_text("could not be drawn", timeout=30_000)
    page.unroute("**/figures.json*")
    page.get_by_role("button", name="Try again").click()
    wait_for_map(page)
    assert alert.count() == 0


def test_nothing_moves_for_who_asked_for_stillness(app, open_page):
    page = open_page(app, reduced_motion="reduce")
    wait_for_map(page)
    before = scale(page)
    page.locator(".patch-map .canvas").evaluate(
        """canvas => {
            const keep = () => { canvas.dataset.hasMoved = String(
                canvas.querySelector('.leaflet-zoom-anim') !== null
                || canvas.matches('.leaflet-zoom-anim') || canvas.dataset.hasMoved === 'true') };
            const watched = { subtree: true, attributes: true, attributeFilter: ['class'] };
            new MutationObserver(keep).observe(canvas, watched);
            keep();
        }"""
    )
    page.get_by_role("button", name="Zoom in").click()
    eventually(page, lambda: assert_not(scale(page), before))
    wait_for_rest(page)
    expect(page.locator(".patch-map .canvas")).to_have_attribute("data-has-moved", "false")
    assert page.locator(".patch-map .leaflet-zoom-animated").count() == 0


@pytest.mark.parametrize("path", ["/", "/places", "/data"])
def test_the_policy_on_scripts_stops_nothing_of_ours(app, open_page, path):
    page = open_page("about:blank", bypass_csp=False)
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(app + path)
    page.get_by_role("heading", level=1).first.wait_for()
    if path == "/":
        wait_for_map(page)
    wait_for_rest(page)
    assert [text for text in said if "Content Security Policy" in text] == []


def test_it_fits_a_phone(app, open_page):
    page = open_page(app)
    page.set_viewport_size({"width": 390, "height": 844})
    wait_for_map(page)
    box = page.locator(".patch-map").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.locator(".patch-map .stage").bounding_box()["height"] >= 320
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390


def test_an_older_page_is_told_that_the_figures_have_changed(app, browser):
    context = browser.new_context()
    page = context.new_page()
    sent = page.request.get(f"{app}/map/0123456789ab/areas.json")
    assert sent.status == 404
    context.close()


LAYERS = "ground,fill.need*70,out.far,line.district,line.early-help-team,doors.hospitals"


def test_layers_of_an_address_are_drawn_told_in_the_legend_and_recoloured_in_place(app, open_page):
    page = open_page(f"{app}/?layers={LAYERS},doors.family-centres")
    wait_for_map(page)
    legend = page.locator(".patch-map .legend").text_content()
    for words in ("Districts", "Early-help teams", "Hospital", "Needier, few or none"):
        assert words.casefold() in legend.casefold()
    drawn = look(page)
    without = open_page(f"{app}/?layers=fill.need")
    wait_for_map(without)
    assert look(without) != drawn
    recolour(page, "reach")
    page.wait_for_url("**fill.reach**")
    wait_for_rest(page)
    assert page.locator(".patch-map .legend").text_content().count("Districts") == 1
