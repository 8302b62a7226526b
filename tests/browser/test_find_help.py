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

WHERE = "Postcode, town or village"
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
    page.get_by_role("button", name="Find help").focus()
    page.keyboard.press("Enter")
    page.locator(".kyp-help-answer, [data-testid=stAlert]").first.wait_for(timeout=30_000)
    wait_until_settled(page)


def test_help_is_found_by_keyboard_and_read_out_and_nothing_is_kept(app, open_page):
    page = open_page(f"{app}/find-help")
    wait_until_settled(page)
    before = page.url
    look(page, "Wisbech", "Age 2", day="Monday")
    found = find_help(read_pack(STARTER), HelpAsked(where="Wisbech", age=2, day="mon"))
    answer = page.locator(".kyp-answer")
    assert answer.inner_text() == found.sentence()
    expect(answer).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="results")).to_be_visible()
    assert page.locator(".kyp-offers > li").count() == len(found.offers)
    assert page.get_by_role("heading", name="Ask first (").count() == 1
    assert page.get_by_role("img", name="A map of").count() == 1
    assert page.url == before
    assert "Wisbech" not in " ".join(page.asked)
    assert "Wisbech" not in page.evaluate(EVERYTHING_KEPT)
    assert page.get_by_label(WHERE).get_attribute("autocomplete") == "off"
    page.get_by_role("link", name="Data", exact=True).click()
    page.wait_for_url("**/data**")
    assert "Wisbech" not in page.url
    page.get_by_role("link", name="Find help", exact=True).click()
    wait_until_settled(page)
    assert page.get_by_label(WHERE).input_value() == ""


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
    assert page.locator(".kyp-help details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".kyp-help details:not([open])").count() > 0
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
        page.wait_for_timeout(300)
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width


def test_what_cannot_be_used_is_told_and_what_was_typed_stays(app, open_page):
    page = open_page(f"{app}/find-help")
    wait_until_settled(page)
    look(page, "ZZ99 9ZZ", "Pregnancy")
    expect(page.locator("[data-testid=stAlert]")).to_contain_text("ZZ99 9ZZ")
    assert page.get_by_label(WHERE).input_value() == "ZZ99 9ZZ"
    assert page.locator(".kyp-answer").count() == 0


def test_hostile_names_stay_text(hostile_app, open_page):
    page = open_page(f"{hostile_app}/find-help")
    wait_until_settled(page)
    look(page, "A1", "Age 2")
    assert page.get_by_role("heading", name=HOSTILE["A1"]).count() >= 1
    assert page.evaluate("window.ran") is None


ABSENT = "We are not sure of any service for a 12-year-old within 30 minutes on foot"


def absence(page):
    """What the page says is not there for the child, what is nearest, and who to ask."""
    text = page.locator(".kyp-help").inner_text()
    assert "What is not there for a 12-year-old within 30 minutes on foot" in text
    expect(page.get_by_role("heading", name="Who to ask")).to_be_visible()
    expect(page.locator(".kyp-help-answer")).to_contain_text("You can also ask the council.")
    return text


def test_the_absence_is_said_for_an_older_child_where_lists_are_of_the_young(app, open_page):
    page = open_page(f"{app}/find-help", viewport={"width": 390, "height": 844})
    wait_until_settled(page)
    look(page, "Wisbech", "Age 12")
    said = find_help(read_pack(STARTER), HelpAsked(where="Wisbech", age=12)).sentence()
    assert page.locator(".kyp-answer").inner_text() == said
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
        assert "Lower-level family support for 12 and 13 year olds" in absence(page)
    assert where.replace(" ", "") not in " ".join(page.asked).replace("%20", "").replace("+", "")
    kept = page.evaluate(EVERYTHING_KEPT)
    assert where.replace(" ", "") not in kept.replace(" ", "")
    assert where.split()[-1] not in kept
    assert REAL is not None
