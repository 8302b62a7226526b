"""Every stored word stays text where people read it, with nothing but escaping to hold it back."""

import re

import pytest
from playwright.sync_api import expect

from geodata.pack import write_pack
from geodata.store.store import open_store
from mapping.meeting.file import render_meeting_html
from mapping.meeting.showing import show_scene
from tests.browser.conftest import served
from tests.browser.packs import hostile_pack
from tests.browser.test_map import wait_for_map
from tests.browser.test_pages import wait_until_settled
from tests.browser.test_tools import open_tool
from tests.stored import CLOSING, HOSTILE, IMAGE, SCRIPT, fill

SOON = 60_000
SOURCES = "[...document.querySelectorAll('a[href], img[src]')].map((each) => each.href || each.src)"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stored")
    pack = hostile_pack()
    write_pack(pack, folder / "pack")
    store = open_store(f"sqlite:///{folder / 'store.sqlite'}")
    meeting = fill(store, pack)
    store.close()
    with served(folder / "pack", store=folder / "store.sqlite") as address:
        yield address, pack, meeting


def unharmed(page):
    """Nothing that was typed ran, links anywhere or is fetched."""
    assert page.evaluate("window.ran") is None
    led = [each for each in page.evaluate(SOURCES) if "evil" in each or "javascript:" in each]
    assert led == []
    assert page.locator("b", has_text=re.compile("^bold$")).count() == 0


def test_the_page_of_meetings_and_of_one_meeting(kept, open_page):
    address, _, meeting = kept
    page = open_page(f"{address}/meeting")
    wait_until_settled(page)
    expect(page.get_by_text(IMAGE).first).to_be_visible(timeout=SOON)
    unharmed(page)
    page.goto(f"{address}/meeting?meeting={meeting.record.id}")
    wait_until_settled(page)
    expect(page.get_by_text(f"Asked {SCRIPT}").first).to_be_visible(timeout=SOON)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    unharmed(page)


def test_the_live_screen_read_and_led(kept, open_page):
    address, _, meeting = kept
    for end in ("", "?lead"):
        page = open_page(f"{address}/m/{meeting.record.id[:8]}{end}")
        drawn = page.locator("section.scene.is-shown:not(.is-coming) h2")
        expect(drawn).to_be_visible(timeout=SOON)
        if end:
            for at in range(2, 6):
                page.keyboard.press("ArrowRight")
                expect(page.locator(".foot .at")).to_have_text(re.compile(f"^{at} of"))
                expect(drawn).to_be_visible(timeout=SOON)
                unharmed(page)
            page.keyboard.press("l")
            expect(page.locator("dialog.list")).to_be_visible()
            for words in HOSTILE[:6]:
                expect(page.get_by_text(f"Written {words}").first).to_be_attached(timeout=SOON)
        unharmed(page)


def test_the_offline_file(kept, open_page, tmp_path):
    _, pack, meeting = kept
    made = tmp_path / "meeting.html"
    scenes = [
        show_scene(each.title, each.body, pack, key=f"s{n}")
        for n, each in enumerate(meeting.scenes)
        if each.body.page != "last-time"  # it reads the store of a server
    ]
    made.write_text(render_meeting_html(meeting.record.title, scenes, pack), "utf-8")
    page = open_page(made.as_uri())
    for _ in scenes:
        page.keyboard.press("ArrowRight")
    expect(page.locator(".foot .at")).to_have_text(f"{len(scenes)} of {len(scenes)}")
    page.keyboard.press("l")
    expect(page.locator("dialog.list")).to_be_visible()
    expect(page.get_by_text(f"Asked {CLOSING}").first).to_be_attached()
    unharmed(page)


def test_the_map_with_what_people_said_and_what_is_kept(kept, open_page):
    address, _, _ = kept
    page = open_page(f"{address}/?layers=notes")
    wait_for_map(page)
    expect(page.locator(".note-bubble").first).to_be_visible(timeout=SOON)
    expect(page.locator(".said-table").first).to_be_attached(timeout=SOON)
    unharmed(page)
    open_tool(page, "draw")
    expect(page.get_by_role("heading", name="Kept for everybody here")).to_be_visible(timeout=SOON)
    expect(page.get_by_text(IMAGE).first).to_be_visible(timeout=SOON)
    unharmed(page)
    page.goto(f"{address}/scenarios")
    wait_until_settled(page)
    page.get_by_role("tab", name="Keep").click(timeout=SOON)
    expect(page.get_by_text(CLOSING).first).to_be_attached(timeout=SOON)
    unharmed(page)
