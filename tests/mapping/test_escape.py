"""Text from data: what it becomes on a page, in Markdown and in a file's name."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.escape import (
    FIRST_STRONG_ISOLATE,
    LONGEST_NAME,
    POP_ISOLATE,
    WORD_JOINER,
    file_name,
    html_text,
    markdown_text,
    message_text,
    plain_text,
)

LIVE = (
    *("https://evil.example/x", "HTTP://EVIL.EXAMPLE", "www.evil.example/a", "WWW.evil.example"),
    *("me@evil.example", "mailto:me@evil.example", "xmpp:a@b.example", ":material/home:"),
    *(":material_home:", ":streamlit:", ":smile:", "a -> b", "a <- b", "a <-> b"),
    *("a -- b", ">= <= ~=", "[x](https://evil.example)", "<https://evil.example>"),
)
# What the pages' Markdown makes of words once their escapes are gone, in its own words: addresses
# (mdast-util-gfm-autolink-literal), icons and arrows (Streamlit).
MADE_LIVE = re.compile(
    r"https?://|www\.|[-.\w+]@[-\w]+\.[-\w]|:material[/_]\w|:streamlit:|:[\w+-]+:"
    r"|<-|->|--|>=|<=|~=",
    re.IGNORECASE,
)


def read(markdown):
    """Return the text that Markdown reads, its escapes gone."""
    signs = {"&lt;": "<", "&gt;": ">"}
    return re.sub(r"\\.|&lt;|&gt;", lambda found: signs.get(found[0], found[0][1:]), markdown)


@pytest.mark.parametrize("text", LIVE)
def test_what_becomes_live_without_its_escapes_is_parted(text):
    """A backslash kept no address from becoming a link, and no word from becoming an icon."""
    said = read(markdown_text(text))
    assert MADE_LIVE.search(text)
    assert not MADE_LIVE.search(said)
    assert said.replace(WORD_JOINER, "") == text


@given(st.text())
def test_no_text_leaves_a_sign_unescaped_or_changes_what_is_read(text):
    said = markdown_text(text)
    assert not re.search(r"(?<!\\)(\\\\)*([`*_{}\[\]|~$^]|:\S|&(?!lt;|gt;)#?\w+;)", said)
    assert not re.match(r"[#+=>-]|\d{1,9}[.)]", said)
    assert "<" not in said.replace("&lt;", "")
    assert "\n" not in said
    assert not MADE_LIVE.search(read(said))
    assert read(said).replace(WORD_JOINER, "") == plain_text(text).strip()


def test_what_is_typed_stands_in_a_message_as_it_is_typed():
    said = message_text(
        "found 'x@y.uk'; expected doors.libraries(open:sat)*60, or (open:sat,age:4)."
    )
    assert "expected `doors.libraries(open:sat)*60`, or `(open:sat,age:4)`." in said
    assert WORD_JOINER in said  # what would be a link is parted still


@given(st.text(alphabet="a:`[]()*<$ 1@.\\'{}\u2060\u202e", max_size=40))
def test_outside_what_is_typed_a_message_is_escaped_like_all_text(text):
    said = message_text(text)
    spans = re.findall(r"(?<!\\)`[^`\s]+`", said)
    rest = re.sub(r"(?<!\\)`[^`\s]+`", "\0", said)
    assert all(re.search(r"\w:\w", each) for each in spans)
    assert not re.search(r"(?<!\\)(\\\\)*([`*_{}\[\]|~$^]|:[^\s\0]|&(?!lt;|gt;)#?\w+;)", rest)
    assert "<" not in rest
    plain = read(rest).replace(WORD_JOINER, "")
    for each in spans:
        plain = plain.replace("\0", each[1:-1], 1)
    assert plain == plain_text(text).strip()


@pytest.mark.parametrize("text", ["    code", "\tcode", "\n\n    code", "\u00a0   code"])
def test_no_text_is_a_block_of_code(text):
    assert markdown_text(text) == "code"


def test_names_of_people_and_places_stay_as_they_are():
    names = ("Field Centre", "Bishop’s Stortford, east", "Café Zoë", "St. Ives (north): 10 to 12")
    for name in (*names, "A & B", "3rd", "20–25"):
        assert markdown_text(name) == name


@given(st.text())
def test_nothing_that_is_not_seen_reaches_a_page(text):
    shown = plain_text(text)
    isolates = {FIRST_STRONG_ISOLATE, POP_ISOLATE}
    assert not {unicodedata.category(c) for c in set(shown) - isolates} & {"Cc", "Zl", "Zp", "Cs"}
    assert not set(shown) & set(
        "\u202a\u202b\u202c\u202d\u202e\u200e\u200f\u061c\u2066\u2067\ufeff"
    )
    assert not set("<>\"'`$\\{}") & set(re.sub(r"&#?\w+;", "", html_text(text)))


def test_words_from_right_to_left_are_set_apart():
    assert plain_text("حديقة") == f"{FIRST_STRONG_ISOLATE}حديقة{POP_ISOLATE}"
    assert plain_text("\u2068\u2068حديقة") == f"{FIRST_STRONG_ISOLATE}حديقة{POP_ISOLATE}"


@given(st.text())
def test_a_file_name_is_one_that_every_system_takes(text):
    name = file_name(text)
    assert re.fullmatch(r"[a-z0-9](-?[a-z0-9]+)*", name)
    assert len(name) <= LONGEST_NAME


@pytest.mark.parametrize("text", ["con", "NUL", "Com1", "lpt9.", "aux ", "..", "/", "", "東", "🏴"])
def test_a_name_of_a_device_or_of_nothing_gets_one_of_its_own(text):
    assert re.fullmatch(r"\w+-[0-9a-f]{8}", file_name(text))


def test_names_that_read_alike_are_told_apart():
    """Places named in other letters were all written to the one file "place"."""
    names = ["東", "西", "東 team", "西 team", "a" * 100, "a" * 101, "Café", "Caf"]
    assert len({file_name(name) for name in names}) == len(names)
    assert file_name("Café Zoë, east") == "cafe-zoe-east"


def test_a_sentence_that_begins_with_a_right_to_left_name_keeps_its_own_direction():
    """The whole of it was set apart, and so read from the right; figures moved into the name."""
    apart = f"{FIRST_STRONG_ISOLATE}اردو بازار{POP_ISOLATE}"
    said = "اردو بازار is a place; 10 live in اردو بازار, 5 of them here"
    assert plain_text(said) == said.replace("اردو بازار", apart)
    assert plain_text(plain_text(said)) == plain_text(said)
    other = f"{FIRST_STRONG_ISOLATE}شارع{POP_ISOLATE}"
    assert plain_text("A, اردو بازار, شارع") == f"A, {apart}, {other}"
    assert plain_text("مَدرسة a") == f"{FIRST_STRONG_ISOLATE}مَدرسة{POP_ISOLATE} a"
