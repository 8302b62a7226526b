"""The pages as a person meets them: by mouse, by keyboard, enlarged, on a phone."""

import re
from time import time
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from geodata.pack import STARTER, read_pack
from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.scenarios.changes import Close, Scenario
from layers.scenarios.files import scenario_json
from tests.browser.conftest import served
from tests.browser.waiting import assert_is, at_rest, eventually

PEOPLE = "need=low_income_children"
USUAL = f"service=family-centres&{PEOPLE}"
QUIET_MS = 300
# A run may begin a moment after what asked for it, or after the one before: it rests for a while,
# and nothing is on its way to the server or back. Boxes whose scripts are not there yet are drawn
# as grey shapes that the keyboard passes over.
RESTS = """([from, quiet]) => {
  const state = document.querySelector('[data-testid=stApp]')?.dataset.testScriptState;
  const rests = state === 'notRunning' && document.querySelector('.kyp-strip')
    && !document.querySelector('[data-testid=stSkeleton]')
    && !(performance.now() - window.unansweredSince < 20_000); // else it never will be answered
  const now = performance.now();
  if (window.restsFrom?.of !== from || !rests) window.restsFrom = { of: from, at: now };
  return rests && now - window.restsFrom.at > quiet;
}"""


def wait_until_settled(page):
    page.wait_for_function(RESTS, arg=[time(), QUIET_MS], timeout=60_000)


def expect_answer(page, sentence):
    expect(page.locator(".kyp-answer")).to_have_text(sentence, use_inner_text=True)


@pytest.fixture(name="starter", scope="module")
def starter_pack():
    return read_pack(STARTER)


def test_the_page_says_what_the_command_says(app, open_page, starter):
    page = open_page(f"{app}/?service=own-base-centres&{PEOPLE}&limit=30&kind=district")
    wait_until_settled(page)
    question = default_question(starter, "own-base-centres", limit_min=30, place_kind="district")
    gaps = measure_gaps(starter, question)
    expect_answer(page, gaps.sentence())


def test_changing_a_word_changes_the_answer_and_the_address(app, open_page, starter):
    page = open_page(f"{app}/?{USUAL}")
    wait_until_settled(page)
    before = measure_gaps(starter, default_question(starter)).sentence()
    expect_answer(page, before)
    page.get_by_label("How far is far").select_option("45")
    page.wait_for_url(re.compile("limit=45"))
    wait_until_settled(page)
    after = measure_gaps(starter, default_question(starter, limit_min=45)).sentence()
    assert after != before
    expect_answer(page, after)
    asked = {key: value for key, [value] in parse_qs(urlsplit(page.url).query).items()}
    assert asked == {
        "service": "family-centres",
        "need": "low_income_children",
        "limit": "45",
    }


def test_the_most_deprived_neighbourhoods_are_one_word_away(app, open_page, starter):
    page = open_page(f"{app}/")
    wait_until_settled(page)
    usual = measure_gaps(starter, default_question(starter))
    expect_answer(page, usual.sentence())
    page.get_by_text(usual.other_form()).first.wait_for()
    page.get_by_label("Need", exact=True).select_option("need=idaci_rank&deciles=2")
    page.wait_for_url(re.compile("need=idaci_rank&deciles=2"))
    wait_until_settled(page)
    question = default_question(starter, need="idaci_rank", need_deciles=2)
    gaps = measure_gaps(starter, question)
    expect_answer(page, gaps.sentence())
    page.get_by_text(gaps.other_form()).first.wait_for()
    page.get_by_label("Need", exact=True).select_option(label="in low-income families")
    page.wait_for_url(lambda url: "need=low_income_children" in url and "deciles" not in url)
    wait_until_settled(page)
    expect_answer(page, usual.sentence())


def test_the_question_travels_from_page_to_page(app, open_page):
    page = open_page(f"{app}/?{USUAL}&limit=45")
    wait_until_settled(page)
    page.get_by_role("link", name="Places").click()
    page.wait_for_url(re.compile("/places"))
    wait_until_settled(page)
    expect(page.get_by_label("How far is far")).to_have_value("45")
    expect(page).to_have_url(re.compile("limit=45"))


def test_a_cell_of_the_matrix_is_chosen_by_keyboard_and_one_at_a_time(app, open_page):
    page = open_page(f"{app}/needs-and-services?place=eht-wisbech")
    wait_until_settled(page)
    cells = page.locator("table.kyp-matrix.chosen summary")
    cells.nth(1).press("Enter")
    unfolded = page.locator(".kyp-cell:visible")
    expect(unfolded).to_have_count(1)
    expect(unfolded.locator("strong")).to_have_text("Family help and parenting, 0–1")
    expect(unfolded).to_contain_text("Wisbech Child and Family Centre")
    box = at_rest(page, unfolded.bounding_box)
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1366
    cells.nth(9).press("Enter")
    expect(
        page.locator("table.kyp-matrix.chosen details").nth(9).locator(".kyp-cell")
    ).to_be_visible()
    expect(unfolded).to_have_count(1)
    box = at_rest(page, unfolded.bounding_box)
    assert box["x"] + box["width"] <= 1366


def test_a_place_is_chosen_and_opened_by_keyboard(app, open_page, starter):
    page = open_page(f"{app}/?{USUAL}")
    wait_until_settled(page)
    page.locator("button[data-id=eht-wisbech]").press("Enter")
    page.wait_for_url(re.compile("place=eht-wisbech"))
    wait_until_settled(page)
    gaps = measure_gaps(starter, default_question(starter))
    sentence = gaps.place_sentence("eht-wisbech")
    page.locator(".kyp-answer", has_text=sentence).wait_for()
    page.get_by_role("button", name="Open this place").press("Enter")
    page.wait_for_url(re.compile("/places.*place=eht-wisbech"))
    wait_until_settled(page)
    expect_answer(page, sentence)


def numbers_of(figures):
    return [int(text.replace(",", "")) for text in figures.all_inner_texts()]


def test_the_table_of_places_sorts_and_opens(app, open_page):
    page = open_page(f"{app}/places?kind=district")
    wait_until_settled(page)
    figures = page.locator("td:first-of-type .figure")
    expect(figures.first).to_be_visible()
    before = numbers_of(figures)
    falling = sorted(before, reverse=True)
    assert before != falling
    page.get_by_role("button", name=re.compile("^Under-fives")).click()
    eventually(page, lambda: assert_is(numbers_of(figures), falling))
    page.get_by_role("button", name="Fenland").click()
    page.wait_for_url(re.compile("place=E07000010"))
    wait_until_settled(page)
    expect(page.locator(".kyp-answer")).to_contain_text("In Fenland")


def test_a_profile_can_be_downloaded(app, open_page):
    page = open_page(f"{app}/places?place=eht-wisbech")
    wait_until_settled(page)
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name="Download this profile (PDF)").click()
    assert download.value.suggested_filename == "wisbech-profile.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_the_map_can_be_downloaded(app, open_page, starter):
    page = open_page(f"{app}/?{USUAL}")
    wait_until_settled(page)
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name="Download the map (HTML)").click()
    text = download.value.path().read_text("utf-8")
    gaps = measure_gaps(starter, default_question(starter))
    assert gaps.sentence().split(",")[0] in text


def test_each_page_has_a_browser_title_and_a_heading_of_its_own(app, open_page):
    page = open_page(f"{app}/")
    titles = []
    for name in ("Map", "Places", "Hotspots", "Data"):
        page.get_by_role("link", name=name, exact=True).click()
        heading = page.get_by_role("heading", level=1, name=f"{name} — ")
        heading.wait_for(timeout=30_000)
        wait_until_settled(page)
        headings = page.get_by_role("heading", level=1)
        eventually(page, lambda every=headings: assert_is(every.all_inner_texts(), [page.title()]))
        titles.append(page.title())
    assert titles[0] == "Map — Cambridgeshire and Peterborough"
    assert len(set(titles)) == 4


LOOKS = """(element) => {
  const found = getComputedStyle(element);
  return [found.color, found.backgroundColor, found.outlineStyle, parseFloat(found.outlineWidth)];
}"""


def luminance(colour):
    red, green, blue = (int(part) / 255 for part in re.findall(r"\d+", colour)[:3])
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_profile_button_and_the_keyboards_place_can_be_seen(app, open_page, scheme):
    page = open_page(f"{app}/places?place=eht-wisbech", color_scheme=scheme)
    wait_until_settled(page)
    button = page.get_by_role("button", name="Download this profile (PDF)")
    looks = at_rest(page, lambda: [button.locator("p").evaluate(LOOKS), button.evaluate(LOOKS)])
    (colour, *_), (_, ground, *_) = looks
    assert contrast(colour, ground) >= 4.5
    focused = page.locator("header a:focus")
    for _ in range(6):  # the ways past the navigation come first
        page.keyboard.press("Tab")
        if focused.count():
            break
    *_, style, width = at_rest(page, lambda: focused.evaluate(LOOKS))
    assert (style, width) == ("solid", 3)


CORNERS = """found => found.map((each) => {
  const box = each.getBoundingClientRect();
  return [Math.round(box.y), Math.round(box.x)];
})"""


def test_downloads_are_reached_from_left_to_right(app, open_page):
    page = open_page(f"{app}/")
    wait_until_settled(page)
    buttons = page.get_by_test_id("stDownloadButton")
    expect(buttons.nth(2)).to_be_visible(timeout=30_000)
    read = at_rest(page, lambda: buttons.evaluate_all(CORNERS))
    assert len(read) > 2
    assert read == sorted(read)


@pytest.mark.parametrize("address", ["/places", "/places?place=team-a", "/data", "/?area=A2"])
def test_unkind_names_are_shown_as_text(hostile_app, open_page, address):
    page = open_page(hostile_app + address)
    wait_until_settled(page)
    if "=" in address:
        page.wait_for_selector(".patch-map[data-state=drawn]", timeout=30_000)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.ran") is None


@pytest.mark.parametrize("address", ["/scenarios?area=C3", "/scenarios?changes=close.centre-a"])
def test_no_name_is_read_as_markdown(hostile_app, open_page, address):
    """Addresses in names became links, and words in colons icons, though they were escaped."""
    page = open_page(hostile_app + address)
    wait_until_settled(page)
    page.wait_for_selector("[data-testid=stMarkdownContainer]")
    made = "a, strong em, code, img, span[role=img], .katex, span[class*=colored]"
    inside = page.locator(f"[data-testid=stMarkdownContainer] :is({made})")
    assert inside.evaluate_all("found => found.map(each => each.outerHTML)") == []
    if "area" in address:
        button = page.get_by_role("button", name="Add a child and family centre in [link](")
        expect(button).to_contain_text("www\u2060.evil.example")
        expect(button).to_contain_text(":\u2060material/home:")


def test_a_file_is_read_once_and_refused_where_it_is_too_large(app, open_page, tmp_path, starter):
    page = open_page(f"{app}/scenarios?service=family-centres")
    wait_until_settled(page)
    page.get_by_role("tab", name="Keep").click()
    large = tmp_path / "large.json"
    large.write_bytes(b" " * 10_600_000)
    chooser = page.locator("input[type=file]")
    chooser.set_input_files(large)
    page.get_by_text("must be 10.0MB or smaller").wait_for()
    kinds = starter.info.services["family-centres"].kinds
    closed = Close(asset_id=starter.assets.index[starter.assets["kind"].isin(kinds)][0])
    small = tmp_path / "small.json"
    small.write_text(
        scenario_json(Scenario(steps=(closed,), name="Mine"), "starter"), encoding="utf-8"
    )
    chooser.set_input_files(small)
    page.wait_for_url(re.compile("name.Mine"))
    wait_until_settled(page)
    expect(page.get_by_label("Name", exact=True)).to_have_value("Mine")
    expect(page.get_by_text("small.json")).to_have_count(0)  # nothing of it is kept
    small.write_text('{"changes": [{"do": []}]}', encoding="utf-8")
    page.locator("input[type=file]").set_input_files(small)
    page.get_by_text("The file cannot be used.").wait_for()


def test_a_back_step_asks_the_question_before(app, open_page):
    page = open_page(f"{app}/?{USUAL}")
    wait_until_settled(page)
    page.get_by_label("How far is far").select_option("45")
    page.wait_for_url(re.compile("limit=45"))
    wait_until_settled(page)
    page.go_back()
    page.wait_for_url(lambda url: "limit=45" not in url)
    wait_until_settled(page)
    expect(page.get_by_label("How far is far")).to_have_value("20")


def test_the_app_works_under_a_path_of_a_larger_site(open_page):
    with served(STARTER, base="/patch") as address:
        page = open_page(f"{address}/places?place=eht-wisbech")
        wait_until_settled(page)
        page.wait_for_selector(".patch-map[data-state=drawn]", timeout=30_000)
        expect(page.locator(".kyp-answer")).to_contain_text("In Wisbech")
        assert page.refused == []


MARKS = """labels => labels.map((label) => {
  const mark = label.querySelector('span + div > div');
  return [label.dataset.selected === 'true', getComputedStyle(mark).boxShadow !== 'none'];
})"""


def test_what_is_chosen_is_seen_in_forced_colours(app, open_page):
    page = open_page(f"{app}/cover", forced_colors="active")
    page.get_by_test_id("stRadioOption").first.wait_for(timeout=30_000)
    wait_until_settled(page)
    marks = at_rest(page, lambda: page.get_by_test_id("stRadioOption").evaluate_all(MARKS))
    assert [is_chosen for is_chosen, _ in marks].count(True) == 1
    assert all(is_chosen == is_marked for is_chosen, is_marked in marks)
