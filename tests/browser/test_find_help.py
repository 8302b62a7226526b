"""Find help as a worker meets it: by keyboard, on a telephone, read aloud; and nothing is kept."""

import pytest
from playwright.sync_api import expect

from geodata.pack import STARTER, read_pack
from layers.finding_help.as_text import list_text
from layers.finding_help.asked import HelpAsked
from layers.finding_help.find import find_help
from tests.browser.axe import NONE, faults_in_both
from tests.browser.conftest import REAL
from tests.browser.packs import HOSTILE
from tests.browser.test_every_page import NARROW
from tests.browser.test_pages import wait_until_settled
from tests.browser.waiting import at_rest

WHERE = "Postcode, town or village"
INSIDE = "document.querySelector('[data-testid=stMain]').scrollWidth"
EVERYTHING_KEPT = """async () => JSON.stringify([
  {...localStorage}, {...sessionStorage}, document.cookie, history.state, location.href,
  document.title, await indexedDB.databases(), await caches.keys(),
  performance.getEntries().map((each) => each.name),
])"""


def look(page, where, age, **chosen):
    """Ask by keyboard alone, from the first box to the button."""
    page.get_by_label(WHERE).focus()
    page.keyboard.type(where)
    for name in ("age", "about", "day", "mode", "limit"):
        page.keyboard.press("Tab")
        if choice := {"age": age, **chosen}.get(name):
            page.keyboard.type(choice)
            page.get_by_role("option", name=choice, exact=True).wait_for()
            page.keyboard.press("Enter")
            expect(page.locator(":focus")).to_have_value(choice)
    page.get_by_role("button", name="Find help").press("Enter")
    page.locator(".kyp-help-answer, [data-testid=stAlert]").first.wait_for(timeout=30_000)
    wait_until_settled(page)


def test_help_is_found_by_keyboard_and_read_out_and_nothing_is_kept(app, open_page):
    page = open_page(f"{app}/find-help")
    wait_until_settled(page)
    before = page.url
    look(page, "Wisbech", "Age 2", day="Monday")
    found = find_help(read_pack(STARTER), HelpAsked(where="Wisbech", age=2, day="mon"))
    answer = page.locator(".kyp-answer")
    expect(answer).to_have_text(found.sentence())
    expect(answer).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="results")).to_be_visible()
    expect(page.locator(".kyp-offers > li")).to_have_count(len(found.offers))
    expect(page.get_by_role("heading", name="Ask first (")).to_have_count(1)
    expect(page.get_by_role("img", name="A map of")).to_have_count(1)
    assert page.url == before
    assert "Wisbech" not in " ".join(page.asked)
    assert "Wisbech" not in page.evaluate(EVERYTHING_KEPT)
    assert page.get_by_label(WHERE).get_attribute("autocomplete") == "off"
    page.get_by_role("link", name="Data", exact=True).click()
    page.wait_for_url("**/data**")
    assert "Wisbech" not in page.url
    page.get_by_role("link", name="Find help", exact=True).click()
    page.wait_for_url("**/find-help**")
    expect(page.get_by_label(WHERE)).to_be_visible(timeout=30_000)
    wait_until_settled(page)
    expect(page.get_by_label(WHERE)).to_have_value("")


def test_the_list_is_copied_downloaded_and_printed(app, open_page):
    page = open_page(
        f"{app}/find-help", permissions=["clipboard-read", "clipboard-write"], accept_downloads=True
    )
    wait_until_settled(page)
    look(page, "Wisbech", "Age 2")
    found = find_help(read_pack(STARTER), HelpAsked(where="Wisbech", age=2))
    page.get_by_role("button", name="Copy as text").click()
    page.get_by_text("Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines() == list_text(found).splitlines()
    with page.expect_download() as taken:
        page.get_by_role("button", name="list as text").click()
    assert taken.value.suggested_filename == "find-help.txt"
    assert taken.value.path().read_bytes().decode() == list_text(found)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    folded = page.locator(".kyp-help details:not([open])")
    expect(folded).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(folded.first).to_be_attached()
    page.emulate_media(media="print")
    expect(page.get_by_label(WHERE)).to_be_hidden()
    expect(page.locator(".kyp-answer")).to_be_visible()


def test_it_is_clean_and_fits_when_something_is_found(app, open_page):
    page = open_page(f"{app}/find-help")
    wait_until_settled(page)
    look(page, "March", "Age 12")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert faults_in_both(page) == NONE
    for width, height in NARROW:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function("width => innerWidth === width", arg=width)
        assert at_rest(page, lambda: page.evaluate(INSIDE)) <= width


def test_what_cannot_be_used_is_told_and_what_was_typed_stays(app, open_page):
    page = open_page(f"{app}/find-help")
    wait_until_settled(page)
    look(page, "ZZ99 9ZZ", "Pregnancy")
    expect(page.locator("[data-testid=stAlert]")).to_contain_text("ZZ99 9ZZ")
    expect(page.get_by_label(WHERE)).to_have_value("ZZ99 9ZZ")
    expect(page.locator(".kyp-answer")).to_have_count(0)


def test_hostile_names_stay_text(hostile_app, open_page):
    page = open_page(f"{hostile_app}/find-help")
    wait_until_settled(page)
    look(page, "A1", "Age 2")
    expect(page.get_by_role("heading", name=HOSTILE["A1"]).first).to_be_attached()
    assert page.evaluate("window.ran") is None


ABSENCE = "What is not there for a 12-year-old within 30 minutes on foot"
ABSENT = "We are not sure of any service for a 12-year-old within 30 minutes on foot"


def absence(page):
    """What the page says is not there for the child, what is nearest, and who to ask."""
    told = page.locator(".kyp-help")
    expect(told).to_contain_text(ABSENCE, use_inner_text=True)
    expect(page.get_by_role("heading", name="Who to ask")).to_be_visible()
    expect(page.locator(".kyp-help-answer")).to_contain_text("You can also ask the council.")
    return told


def test_the_absence_is_said_for_an_older_child_where_lists_are_of_the_young(app, open_page):
    page = open_page(f"{app}/find-help", viewport={"width": 390, "height": 844})
    wait_until_settled(page)
    look(page, "Wisbech", "Age 12")
    said = find_help(read_pack(STARTER), HelpAsked(where="Wisbech", age=12)).sentence()
    expect(page.locator(".kyp-answer")).to_have_text(said)
    absence(page)


@pytest.mark.real
@pytest.mark.parametrize(
    ("where", "age", "said"),
    [
        ("PE13 3NR", "Age 2", "Wisbech Child and Family Centre (Wisbech Town)"),
        ("PE1 2AA", "Age 12", ABSENT),
    ],
)
def test_two_children_of_the_real_pack(real_app, open_page, where, age, said):
    page = open_page(f"{real_app}/find-help")
    wait_until_settled(page)
    look(page, where, age)
    expect(page.locator(".kyp-answer")).to_contain_text(said)
    if "12" in age:
        support = "Lower-level family support for 12 and 13 year olds"
        expect(absence(page)).to_contain_text(support, use_inner_text=True)
    assert where.replace(" ", "") not in " ".join(page.asked).replace("%20", "").replace("+", "")
    kept = page.evaluate(EVERYTHING_KEPT)
    assert where.replace(" ", "") not in kept.replace(" ", "")
    assert where.split()[-1] not in kept
    assert REAL is not None
