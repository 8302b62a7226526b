"""Words of the glossary on the pages: marked once, never in data, and none left unexplained."""

import html
import re
from dataclasses import replace

import pytest

from geodata.pack import STARTER
from layers.said.glossary import is_known
from mapping.pages.frame.glossed import guarded_strings, mark_words
from mapping.pages.frame.rooms import find_pages
from tests.builders import tiny_pack
from tests.mapping.reading import opened, without_terms
from tests.sweeps import with_sweeps

BUTTON = re.compile(r'<button type="button" class="kyp-term".*?>(.*?)</button>')
# A short form: two or more capitals that are no part of a code, such as KYP-FEN-006.
SHORT = re.compile(r"(?<![\w-])[A-Z]{2,}s?(?![\w]|-[A-Z0-9])")


def marked(drawn, guarded=None):
    return BUTTON.findall(mark_words(drawn, set(), guarded or {}))


def test_a_word_is_marked_where_it_is_first_used():
    seen = set()
    first = mark_words("<p>A gap, and another gap.</p>", seen, {})
    assert BUTTON.findall(first) == ["gap"]
    assert BUTTON.findall(mark_words("<p>The gap.</p>", seen, {})) == []


def test_what_is_marked_reads_as_it_did():
    drawn = '<p title="a gap">A gap of 3 &lt;b&gt; &amp; the ward’s “LSOA”; <b>SEND</b></p>'
    assert without_terms(mark_words(drawn, set(), {})) == drawn
    assert marked(drawn) == ["gap", "LSOA", "SEND"]


@pytest.mark.parametrize("tag", ["button", "summary", "h1", "h2", "a", "label", "svg", "style"])
def test_nothing_is_marked_in_a_control_or_a_heading(tag):
    drawn = f"<{tag} class='x'>A gap in <i>a ward</i></{tag}><p>A ward</p>"
    assert marked(drawn) == ["ward"]


def test_what_stands_in_the_data_is_left_as_it_is():
    pack = tiny_pack()
    places = pack.places.copy()
    places.loc["team-a", "name"] = "Gap <b>LSOA</b> Ward"
    guarded = guarded_strings(replace(pack, places=places))
    assert marked("<p>In gap &lt;b&gt;LSOA&lt;/b&gt; ward, a gap of 3.</p>", guarded) == ["gap"]
    assert marked("<p>In Gap &lt;b&gt;LSOA&lt;/b&gt; Ward.</p>", guarded) == []


def test_a_place_that_is_called_like_a_word_is_no_such_word():
    pack = tiny_pack()
    places = pack.places.copy()
    places.loc["team-a", "name"] = "Hotspot"
    guarded = guarded_strings(replace(pack, places=places))
    assert marked("<p>In Hotspot, a hotspot.</p>", guarded) == []
    assert marked("<p>In Hotspot, a hotspot.</p>", guarded_strings(pack)) == ["Hotspot"]


def test_a_hostile_name_never_becomes_markup(serve):
    pack = tiny_pack()
    areas = pack.areas.copy()
    areas["name"] = "<script>gap</script> LSOA"
    serve(replace(pack, areas=areas))
    drawn = " ".join(e.proto.body for e in opened("places", place="team-a").get("html"))
    assert "<script" not in drawn
    assert "&lt;script&gt;gap&lt;/script&gt; LSOA" in drawn


def test_each_marked_word_opens_the_one_meaning_that_is_its_own(monkeypatch):
    monkeypatch.setenv("KNOW_YOUR_PATCH_PACK", str(STARTER))
    drawn = " ".join(e.proto.body for e in opened("map").get("html"))
    opens = re.findall(r'class="kyp-term" popovertarget="(.*?)"', drawn)
    held = re.findall(r'<div popover class="kyp-meaning" id="(.*?)"', drawn)
    assert sorted(opens) == sorted(held)
    assert len(held) == len(set(held)) > 3


@pytest.mark.parametrize("page", find_pages(), ids=lambda page: page.url_path)
def test_a_page_that_is_marked_reads_as_it_did(page, monkeypatch):
    monkeypatch.setenv("KNOW_YOUR_PATCH_PACK", str(STARTER))
    drawn = " ".join(e.proto.body for e in opened(page.url_path).get("html"))
    monkeypatch.setattr("mapping.pages.frame.glossed.find_terms", lambda _: iter(()))
    plain = " ".join(e.proto.body for e in opened(page.url_path).get("html"))
    assert without_terms(drawn).split() == plain.split()


def texts(app):
    """Return every text of a page: HTML, notices and labels."""
    said = [e.proto.body for e in app.get("html")]
    for kind in ("caption", "warning", "info", "error", "button", "selectbox", "download_button"):
        said += [str(getattr(e, "value", "") or "") for e in app.get(kind)]
        said += [str(getattr(e.proto, "label", "")) for e in app.get(kind)]
    return html.unescape(re.sub(r"<[^>]+>", " ", " ".join(said)))


@pytest.mark.parametrize("page", find_pages(), ids=lambda page: page.url_path)
@pytest.mark.parametrize("place", with_sweeps(["", "eht-wisbech"], working=["eht-wisbech"]))
def test_no_short_form_stands_on_a_page_without_being_in_the_glossary(page, place, monkeypatch):
    monkeypatch.setenv("KNOW_YOUR_PATCH_PACK", str(STARTER))
    said = texts(opened(page.url_path, **({"place": place} if place else {})))
    assert [short for short in set(SHORT.findall(said)) if not is_known(short)] == []
