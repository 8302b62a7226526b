"""Finding and going there, in a browser: by name, code and postcode; the view in the address."""

import re

import pytest

from geodata.pack import read_pack
from tests.browser.conftest import REAL
from tests.browser.test_map import view, wait_for_map
from tests.browser.waiting import assert_not, eventually, wait_for_rest


def at(page):
    """Return the view of the address: latitude, longitude, zoom; None where there is none."""
    found = re.search(r"[?&]at=([^&]+)", page.url)
    return tuple(float(part) for part in found[1].split(",")) if found else None


def find(page, typed):
    """Type something and choose the first of what is found, by keyboard alone."""
    box = page.get_by_role("combobox", name="Find")
    box.fill(typed)
    page.locator(".patch-map .found [role=option]").first.wait_for()
    page.keyboard.press("Enter")  # while it is still looked for, the first that is found is meant


def wait_to_be_said_first(page, said):
    """Wait until the first of the answers begins so."""
    page.wait_for_function(
        "said => document.querySelector('.kyp-answer')?.textContent.trim().startsWith(said)",
        arg=said,
    )


def go_to(page, typed, word):
    find(page, typed)
    page.wait_for_url(re.compile(rf"[?&]{word}=.*&at="))
    wait_for_map(page)


@pytest.fixture
def still_page(app, open_page):
    page = open_page(app, reduced_motion="reduce")
    wait_for_map(page)
    return page


@pytest.mark.parametrize(
    ("typed", "word", "said"),
    [
        ("KYP-FEN-003", "area=KYP-FEN-003", "In Wisbech"),
        ("rosie", "asset=hospital-rosie", "Rosie Hospital: hospital"),
        ("Fenland", "place=", "In Fenland, "),
        ("newton in the isle", "spot=Newton", "Newton-in-the-Isle, a hamlet"),
    ],
)
def test_what_is_chosen_is_gone_to_and_said_first(still_page, typed, word, said):
    assert at(still_page) is None
    go_to(still_page, typed, word.partition("=")[0])
    assert word in still_page.url
    assert at(still_page)[2] > 9
    wait_to_be_said_first(still_page, said)


def test_a_flight_ends_where_one_would_be_at_once(app, open_page):
    ends = []
    for motion in ("reduce", "no-preference"):
        page = open_page(app, reduced_motion=motion)
        wait_for_map(page)
        go_to(page, "KYP-FEN-003", "area")
        ends.append(at(page))
    assert ends[1] == pytest.approx(ends[0], abs=0.01)


def test_the_whole_moved_a_little_is_the_same_after_a_reload(still_page):
    """The whole is shown at a zoom between the steps of zooming by hand."""
    still_page.locator(".patch-map .canvas").focus()
    still_page.keyboard.press("ArrowLeft")
    still_page.wait_for_url("**at=**")
    wait_for_map(still_page)
    seen, zoom = view(still_page), at(still_page)[2]
    assert zoom % 0.25 > 0.01
    still_page.reload()
    wait_for_map(still_page)
    assert at(still_page)[2] == zoom
    for now, before in zip(view(still_page)[1:], seen[1:], strict=True):
        assert now == pytest.approx(before, abs=3)


def test_a_reload_and_a_colleague_see_the_same_view(open_page, still_page):
    go_to(still_page, "KYP-FEN-003", "area")
    before = at(still_page)
    still_page.mouse.move(900, 450)
    still_page.mouse.wheel(0, -240)
    eventually(still_page, lambda: assert_not(at(still_page), before))
    wait_for_map(still_page)
    seen, address = at(still_page), still_page.url
    still_page.reload()
    wait_for_map(still_page)
    assert at(still_page) == pytest.approx(seen, abs=0.001)
    colleague = open_page(address)
    wait_for_map(colleague)
    assert at(colleague) == pytest.approx(seen, abs=0.001)


def test_the_view_and_the_choice_stay_when_a_word_changes_and_between_pages(still_page):
    go_to(still_page, "Fenland", "place")
    seen = at(still_page)
    still_page.get_by_label("How far is far").select_option("45")
    still_page.wait_for_url("**limit=45**")
    wait_for_map(still_page)
    assert at(still_page) == seen
    place = re.search("place=([^&]+)", still_page.url)[1]
    still_page.get_by_role("link", name="Places").first.click()
    still_page.wait_for_url(re.compile(f"places.*place={place}"))
    wait_for_rest(still_page)
    assert at(still_page) is None
    still_page.get_by_role("link", name="Map", exact=True).first.click()
    still_page.wait_for_url(re.compile(f"place={place}.*at="))
    wait_for_map(still_page)
    assert at(still_page) == seen


def test_a_view_that_is_none_is_named_and_the_whole_is_shown(app, open_page):
    page = open_page(f"{app}/?at=moon")
    wait_for_map(page)
    page.get_by_text("the address, at").first.wait_for()
    page.wait_for_url(lambda url: "at=" not in url)


@pytest.mark.real
@pytest.mark.parametrize(
    ("typed", "word", "said"),
    [
        ("PE13 2AA", "spot=PE13", "PE13 2AA is in Wisbech Riverside"),
        ("pe132aa", "spot=PE13", "PE13 2AA is in Wisbech Riverside"),
        ("E01018085", "area=E01018085", "In March South, south side"),
        ("Rosie", "asset=hospital-rosie", "Rosie Hospital: hospital"),
        ("Wisbech North", "place=E05015435", "In Wisbech North, "),
    ],
)
def test_codes_postcodes_and_names_of_the_real_pack(real_app, open_page, typed, word, said):
    page = open_page(real_app, reduced_motion="reduce")
    wait_for_map(page)
    go_to(page, typed, word.partition("=")[0])
    assert word in page.url
    wait_to_be_said_first(page, said)


@pytest.mark.real
def test_near_the_map_is_drawn_by_finer_outlines(real_app, open_page):
    if REAL.is_dir() and read_pack(REAL).fine is None:
        pytest.skip("the pack was built without finer outlines")
    page = open_page(real_app, reduced_motion="reduce")
    pieces = []
    page.on("response", lambda answer: pieces.append(answer.url) if "/fine/" in answer.url else 0)
    wait_for_map(page)
    assert pieces == []
    go_to(page, "PE13 2AA", "spot")
    for each in ("areas", "places"):
        assert any(f"/fine/{each}/" in piece for piece in pieces)
