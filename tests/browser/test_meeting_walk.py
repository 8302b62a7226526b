"""A meeting from nothing, led by keyboard alone, followed and written in by others."""

import re
from time import time
from urllib.parse import urlsplit

import docx
import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import new_page
from tests.browser.test_pages import QUIET_MS, RESTS
from tests.browser.test_walks import MOST_STOPS
from tests.browser.waiting import assert_is, eventually

SOON = 30_000
LATER = 90_000  # a meeting's agenda is put together, on a machine that does much else
HOSTILE = '<img src=x onerror="document.title=1"> & more on Saturdays'
TELEPHONE = {"width": 390, "height": 844}


class Others:
    """Browsers of other people, each cut off from everything but the app."""

    def __init__(self, browser):
        self.browser, self.contexts, self.faults = browser, [], []

    def open(self, address, **options):
        context = self.browser.new_context(**{"viewport": {"width": 1366, "height": 768}} | options)
        context.route(lambda url: urlsplit(str(url)).hostname != "127.0.0.1", lambda r: r.abort())
        context.on("request", self._only_ours)
        self.contexts.append(context)
        page = new_page(context, is_cut=True)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto(address)
        return page

    def _only_ours(self, request):
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and address.hostname != "127.0.0.1":
            self.faults.append(request.url)

    def close(self):
        for context in self.contexts:
            context.close()


@pytest.fixture
def others(browser):
    made = Others(browser)
    yield made
    made.close()
    assert made.faults == []


def asks(page, words):
    """Wait until a screen shows a scene, and not only that it comes."""
    shown = page.locator("section.scene.is-shown:not(.is-coming) h2")
    expect(shown).to_have_text(words, timeout=SOON)


def settles(page):
    """Wait until a page rests, where the policy on scripts stands and no script can wait in it."""
    since = [time(), QUIET_MS]
    eventually(page, lambda: assert_is(bool(page.evaluate(RESTS, since)), True), SOON / 1000)


def opens(page, key, name):
    """Open a dialog by its key, and wait for it."""
    page.keyboard.press(key)
    expect(page.locator(f"dialog.{name}")).to_be_visible(timeout=SOON)


def shuts(page, name):
    expect(page.locator(f"dialog.{name}")).to_be_hidden(timeout=SOON)


def reach(page, selector):
    """Press Tab until something has the keyboard."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("(found) => document.activeElement?.matches(found)", selector):
            return
    pytest.fail(f"{selector} is not reached by Tab")


def begin_by_keyboard(page, place):
    """Begin a meeting on this screen, with no pointer."""
    box = page.get_by_role("combobox", name="Which place", exact=True)
    expect(box).to_be_visible(timeout=SOON)
    settles(page)
    reach(page, '[aria-label="Which place"]')
    page.keyboard.press("Control+a")
    page.keyboard.type(place)
    page.keyboard.press("Enter")
    expect(box).to_have_value(place, timeout=SOON)
    settles(page)
    reach(page, "[class*=meeting-begin] button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/m/[0-9a-f-]{8,}\?lead"), timeout=LATER)


def write(page, key, words, **more):
    """Write something down by keys alone; an action has a role and a day."""
    opens(page, key, "write")
    page.keyboard.type(words)
    for name, typed in more.items():
        reach(page, f"dialog.write [name={name}]")
        page.keyboard.type(typed)
    page.keyboard.press("Enter" if more else "Control+Enter")
    shuts(page, "write")


def written(page, words):
    """Wait until a screen shows what was written at its scene."""
    expect(page.locator(".scene.is-shown .written")).to_contain_text(words, timeout=SOON)


def is_written(page, words):
    """Wait until the list of a screen has something once."""
    eventually(page, lambda: assert_is(all_written(page).count(words), 1), SOON / 1000)


def all_written(page):
    """What the list of a screen has of what is written down."""
    opens(page, "l", "list")
    found = page.locator("dialog.list .all").inner_text()
    page.keyboard.press("Escape")
    shuts(page, "list")
    return found


def test_a_meeting_is_led_by_keyboard_alone_followed_and_written_in_by_others(
    each_own_app, others, tmp_path
):
    app = each_own_app
    chair = others.open(f"{app}/meeting")
    begin_by_keyboard(chair, "Wisbech")
    asks(chair, "Where is it?")
    opens(chair, "f", "follow")
    address = chair.locator("dialog.follow .address").inner_text()
    chair.keyboard.press("Escape")
    shuts(chair, "follow")
    assert re.fullmatch(rf"{re.escape(app)}/m/[0-9a-f]{{8}}", address)
    laptop, telephone = others.open(address), others.open(address, viewport=TELEPHONE)
    for page in (laptop, telephone):
        asks(page, "Where is it?")

    chair.keyboard.press("ArrowRight")
    for page in (chair, laptop, telephone):
        asks(page, "Who lives here?")
    write(chair, "n", HOSTILE)
    write(chair, "d", "We open the hall on Saturdays")
    write(chair, "a", "Ask what the hall costs", owner="Hub lead", due="12012026")
    for page in (chair, laptop, telephone):
        written(page, "Action: Ask what the hall costs")
        assert page.title() != "1"
    is_written(laptop, HOSTILE)
    is_written(laptop, "We open the hall on Saturdays")

    chair.keyboard.press("m")
    expect(chair.locator(".mapped img").first).to_be_visible(timeout=SOON)
    chair.keyboard.press("m")
    expect(chair.locator(".mapped")).to_have_count(0, timeout=SOON)
    chair.keyboard.press("b")
    expect(chair.locator("section.is-shown h2")).to_be_hidden(timeout=SOON)
    chair.keyboard.press("b")
    expect(chair.locator("section.is-shown h2")).to_be_visible(timeout=SOON)

    opens(laptop, "n", "write")
    laptop.keyboard.type("Ask Anna Kowalska")
    laptop.keyboard.press("Control+Enter")
    expect(laptop.locator(".write .doubt")).to_contain_text("a person’s name", timeout=SOON)
    laptop.keyboard.press("Control+a")
    laptop.keyboard.type("The bus comes twice a day")
    laptop.keyboard.press("Control+Enter")
    written(chair, "The bus comes twice a day")

    lose_the_line(telephone, chair, laptop)
    change_the_words(chair, laptop)
    two_change_one_note(laptop, telephone)
    hand_out_the_minutes(chair, app, tmp_path)


def note_by_touch(page):
    page.get_by_role("button", name=re.compile("ote")).first.click()
    expect(page.locator("dialog.write")).to_be_visible(timeout=SOON)


def lose_the_line(telephone, chair, laptop):
    """Lose the line of a telephone: what is typed there waits, and the meeting goes on."""
    telephone.context.set_offline(True)
    note_by_touch(telephone)
    telephone.get_by_label("Lived experience").check()
    telephone.locator("#words").fill("We walk an hour with the pram")
    telephone.get_by_role("button", name="Keep", exact=True).click()
    expect(telephone.locator(".line")).to_contain_text("1 note waits here", timeout=SOON)
    note_by_touch(telephone)
    telephone.locator("#words").fill("Half a sentence, not")
    chair.keyboard.press("ArrowRight")
    for page in (chair, laptop):
        asks(page, "What stands out?")
    assert "pram" not in all_written(chair)
    telephone.context.set_offline(False)
    expect(telephone.locator(".line")).to_be_empty(timeout=SOON)
    asks(telephone, "What stands out?")
    expect(telephone.locator("#words")).to_have_value("Half a sentence, not")
    telephone.reload()
    asks(telephone, "What stands out?")
    note_by_touch(telephone)
    expect(telephone.locator("#words")).to_have_value("Half a sentence, not")
    telephone.get_by_role("button", name="Leave").click()
    shuts(telephone, "write")
    is_written(chair, "We walk an hour with the pram")
    assert "Lived experience" in all_written(chair)


def change_the_words(chair, other):
    """Change a word of the question by keys: everybody sees the answer to the new one."""
    before = chair.locator("section.is-shown").inner_text()
    assert "30 minutes" not in before
    opens(chair, "w", "asked")
    chair.get_by_label("How far is far").evaluate("element => (element.id = 'how-far')")
    reach(chair, "#how-far")
    chair.keyboard.type("30")
    if chair.locator("[data-ask]").count():
        reach(chair, "[data-ask]")
        chair.keyboard.press("Enter")
    for page in (chair, other):
        expect(page.locator("section.is-shown")).to_contain_text("30 minutes", timeout=LATER)


def change_note(page, words):
    """Open a note of the list to change it, and type over it; it is not kept yet."""
    page.locator(".foot [data-key=L]").click()
    page.get_by_role("button", name="Change: The bus comes").click()
    expect(page.locator("#words")).to_have_value("The bus comes twice a day")
    page.locator("#words").fill(words)


def keep(page):
    page.locator("dialog.write").get_by_role("button", name="Keep", exact=True).click()


def two_change_one_note(one, other):
    """Change a note in two browsers at once: the second is refused, and shown both."""
    change_note(one, "The bus comes once a day")
    change_note(other, "The bus comes three times a day")
    keep(other)
    shuts(other, "write")
    expect(other.locator(".told")).to_have_text("Kept: Note.", timeout=SOON)  # before the other is
    keep(one)
    both = one.locator("dialog.stale")
    expect(both).to_be_visible(timeout=SOON)
    expect(both.locator(".mine")).to_contain_text("once a day", timeout=SOON)
    expect(both.locator(".theirs")).to_contain_text("three times a day", timeout=SOON)
    both.get_by_role("button", name="Keep both").click()
    for page in (one, other):
        shut(page)
        is_written(page, "once a day")
        is_written(page, "three times a day")


def shut(page):
    for _ in range(2):
        page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


def hand_out_the_minutes(chair, app, folder):
    """Take the meeting along as PDF and Word from its page: all that was written is in both."""
    chair.goto(f"{app}/meeting")
    meeting = chair.get_by_role("button", name=re.compile("^Open: Wisbech")).first
    expect(meeting).to_be_visible(timeout=LATER)
    settles(chair)
    meeting.press("Enter")
    texts = []
    for label, read in (("(PDF)", pdf_text), ("(Word)", word_text)):
        button = chair.get_by_role("button", name=label)
        expect(button).to_be_visible(timeout=LATER)
        settles(chair)
        with chair.expect_download(timeout=LATER) as coming:
            button.press("Enter")
        coming.value.save_as(folder / coming.value.suggested_filename)
        texts.append(read(folder / coming.value.suggested_filename))
    for text in texts:
        for words in ("We open the hall on Saturdays", "Ask what the hall costs", "Hub lead"):
            assert words in text
        for words in ("We walk an hour with the pram", "once a day", "three times a day"):
            assert words in text
        assert HOSTILE[:20] in text


def pdf_text(path):
    return " ".join(" ".join(each.extract_text() for each in PdfReader(path).pages).split())


def word_text(path):
    document = docx.Document(path)
    rows = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(each.text for each in document.paragraphs), *rows])
