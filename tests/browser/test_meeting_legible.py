"""What a room reads at four metres: measured on the screen, at its sizes, and washed out."""

import io
import math
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread
from playwright.sync_api import expect

from mapping.__main__ import main
from mapping.drawn.picture_names import AREA_PT, PLACE_PT
from mapping.map.colour import contrast_ratio, differences, hex_from_rgb, shown_on
from mapping.meeting.framing import MAP_MM
from tests.browser.conftest import new_page

SIZES = [(1366, 768), (1920, 1080)]
WIDE_MM, FAR_MM = 2000, 4000
LEAST_ARCMIN = 20  # of a capital: what ISO 9241-303 prefers; 16 is its least
DOCS = Path(__file__).parents[2] / "docs" / "accessibility.md"
DOCUMENTED = {
    "question": "h2",
    "sentence, prompts": ".said",
    "words of a chart": ".picture text",
    "key of a map": ".key li",
    "date and source": ".about",
    "keys at the foot": ".foot button",
}
CAPITALS = """selector => {
  const each = [...document.querySelectorAll('.is-shown ' + selector + ', .foot' +
    (selector.startsWith('.foot') ? ' button' : ' none'))].find((e) => e.getClientRects().length);
  if (!each) return 0;
  const style = getComputedStyle(each);
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = `${style.fontWeight} 100px ${style.fontFamily}`;
  const scale = each.ownerSVGElement ? each.ownerSVGElement.getScreenCTM().a : 1;
  return pen.measureText('H').actualBoundingBoxAscent / 100 * parseFloat(style.fontSize) * scale;
}"""
# It is told of a new size before it is drawn anew: it has heard by the frame after.
HAS_SIZE = """([width, height]) => innerWidth === width && innerHeight === height
  && new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"""
TEXTS = """() => {
  const open = (each) => getComputedStyle(each).backgroundColor;
  const ground = (each) => {
    for (; each; each = each.parentElement)
      if (!/, 0\\)|transparent/.test(open(each))) return open(each);
    return 'rgb(255, 255, 255)';
  };
  return [...document.querySelectorAll('body *')]
    .filter((each) => [...each.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .filter((each) => !each.closest('template, script, style'))
    .map((each) => {
      const style = getComputedStyle(each);
      return [each.ownerSVGElement ? style.fill : style.color, ground(each), each.outerHTML];
    });
}"""


@pytest.fixture(scope="module")
def page(browser, tmp_path_factory):
    path = tmp_path_factory.mktemp("legible") / "meeting.html"
    assert main(["meeting", "--pack=starter", "--place=E07000010", f"--out={path}"]) == 0
    context = browser.new_context(viewport={"width": 1366, "height": 768}, offline=True)
    page = new_page(context, is_cut=True)
    page.goto(path.as_uri())
    yield page
    context.close()


def on(page, size):
    """Show the first scene at a size, once the page has it and is fitted to it."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_function(HAS_SIZE, arg=list(size))
    page.keyboard.press("Home")
    expect(page.locator("section.scene").first).to_have_class(re.compile("is-shown"))


def arcmin(px, width):
    return math.degrees(math.atan(px * WIDE_MM / width / FAR_MM)) * 60


def capitals(page, size):
    """How tall capitals are on the screen, in pixels, by what they are of."""
    on(page, size)
    found = {}
    for at in range(4):
        for name, selector in DOCUMENTED.items():
            found[name] = found.get(name) or page.evaluate(CAPITALS, selector)
        page.keyboard.press("ArrowRight")
        expect(page.locator("section.scene").nth(at + 1)).to_have_class(re.compile("is-shown"))
    on(page, size)
    high = page.locator(".is-shown .map > img").bounding_box()
    px_per_mm = min(high["height"] / MAP_MM[1], high["width"] / MAP_MM[0])
    for name, points in (("name of a place", PLACE_PT), ("name of a town", AREA_PT)):
        found[name] = points * 25.4 / 72 * 0.729 * px_per_mm  # the letters are DejaVu's
    return found


@pytest.mark.parametrize("size", SIZES)
def test_capitals_are_tall_enough_at_four_metres_as_documented(page, size):
    text = DOCS.read_text("utf-8")
    for name, px in capitals(page, size).items():
        seen = arcmin(px, size[0])
        assert seen >= LEAST_ARCMIN, name
        row = re.search(rf"^\| {name} \|(.*)\|$", text, re.MULTILINE)
        assert row is not None, name
        said = [float(each) for each in row[1].split("|")]
        at = 3 * SIZES.index(size)
        told = said[at : at + 3]
        wanted = (px, px * WIDE_MM / size[0], seen)
        # Letters are the system's own: another's capitals differ by a few hundredths.
        assert told == pytest.approx(wanted, rel=0.06), (name, wanted)


def test_every_word_stands_out_and_does_so_at_half_the_contrast(page):
    on(page, SIZES[0])
    faint = []
    for drawn, ground, html in page.evaluate(TEXTS):
        colours = np.array([rgb(drawn), rgb(ground)])
        for display, least in (("full", 7), ("half", 3), ("washed", 3)):
            ink, paper = hex_from_rgb(shown_on(colours, display))
            if contrast_ratio(ink, paper) < least:
                faint.append((display, drawn, ground, html[:60]))
    assert faint == []


def rgb(css):
    return np.array([float(each) for each in re.findall(r"[\d.]+", css)[:3]]) / 255


@pytest.mark.parametrize("washed", ["contrast(50%)", "opacity(50%)"])
def test_photographs_at_half_contrast_keep_every_class_apart(page, washed):
    on(page, SIZES[0])
    page.evaluate("css => { document.querySelector('.is-shown .key').style.filter = css }", washed)
    swatches = page.locator(".is-shown .key .squares .swatch")
    shots = [swatches.nth(at).screenshot() for at in range(swatches.count())]
    page.evaluate("() => { document.querySelector('.is-shown .key').style.filter = '' }")
    colours = [fill(shot) for shot in shots]
    assert len(colours) == 9
    apart = differences(colours)
    assert apart[np.triu_indices(9, 1)].min() >= 10
    # Reach is told by hatching as well: without any colour its three rows are three patterns.
    patterns = page.eval_on_selector_all(
        ".is-shown .squares tr", "rows => rows.map((e) => e.querySelector('.swatch').className)"
    )
    assert len({each.replace("marked", "").strip() for each in patterns}) == 3


def fill(shot):
    """The colour that most of a swatch is of."""
    pixels = imread(io.BytesIO(shot))[4:-4, 4:-4, :3].reshape(-1, 3)
    [(most, _)] = Counter(map(tuple, (pixels * 255).round().astype(int).tolist())).most_common(1)
    return hex_from_rgb(np.array([most]) / 255)[0]


def test_a_key_with_no_room_is_left_out_by_whole_lines_and_told_whole_in_the_help(page):
    on(page, (1366, 768))
    lines = page.locator(".is-shown .key li").all_inner_texts()
    on(page, (1366, 520))
    key = page.locator(".is-shown .key")
    assert page.evaluate("e => e.scrollHeight - e.clientHeight", key.element_handle()) <= 1
    seen = key.locator("li:visible").all_inner_texts()
    assert len(seen) < len(lines)
    assert seen[-1] == "and more (press ?)"
    page.keyboard.press("?")
    expect(page.locator("dialog.help")).to_be_visible()
    assert page.locator(".key-told li:visible").all_inner_texts() == lines
    page.keyboard.press("Escape")
    expect(page.locator("dialog.help")).to_be_hidden()
    on(page, (1366, 768))
    assert page.locator(".is-shown .key li:visible").all_inner_texts() == lines


LONG = (
    "How well do centres reach children aged 0–4 in low-income families, within 20 minutes on foot?"
)
TWO_LINES = (
    "In Fenland, about 1,240 of 2,170 under-fives in low-income families are more than 20 minutes’ "
    "walk away."
)
DOWN = "The line is down. 2 notes wait here and will be sent when the line is back."
SAY = """([line, note]) => {
  document.querySelector('.line').textContent = line;
  const shown = document.querySelector('.is-shown');
  shown.querySelector('.written').innerHTML = note && `<p><b>Note:</b> ${note}</p>`;
  dispatchEvent(new Event('resize'));
}"""


@pytest.mark.parametrize("size", SIZES)
def test_with_the_line_down_the_picture_keeps_its_room_and_no_note_is_covered(page, size):
    on(page, size)
    first = page.locator(".is-shown")
    html = first.locator("header").inner_html()
    try:
        page.evaluate(
            """([asks, said]) => {
              const head = document.querySelector('.is-shown header');
              head.querySelector('.place').className = 'place unseen';
              head.querySelector('h2').className = 'long';
              head.querySelector('h2').textContent = asks;
              head.querySelector('.said').textContent = said;
            }""",
            [LONG, TWO_LINES],
        )
        for line in ("", DOWN):
            for note in ("", "Parents like the Saturday group."):
                page.evaluate(SAY, [line, note])
                boxes = [first.locator(each).bounding_box() for each in ("h2", ".said", ".picture")]
                assert boxes[2]["height"] >= 0.7 * size[1], (line, note)
                assert (
                    min(each["height"] for each in boxes[:2]) > 1.9 * 0.021 * size[0]
                )  # two lines
        note, line, foot = (
            page.locator(each).bounding_box() for each in (".is-shown .written", ".line", ".foot")
        )
        assert boxes[2]["y"] + boxes[2]["height"] <= note["y"] + 1
        assert note["y"] + note["height"] <= line["y"] + 1
        assert line["y"] + line["height"] <= foot["y"] + 1
    finally:
        page.evaluate(SAY, ["", ""])
        page.evaluate("h => { document.querySelector('.is-shown header').innerHTML = h }", html)
