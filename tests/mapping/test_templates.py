"""Templates: everything drawn goes through the one helper, and nothing is drawn any other way."""

import ast
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import UndefinedError

import mapping
from mapping.escape import html_text
from mapping.pages.frame.tables import Table
from mapping.templates import UnsaidError, environment, render

FOLDER = Path(mapping.__file__).parent
TEMPLATES = sorted(FOLDER.rglob("*.html"))
HOSTILE = (
    "<script>alert(1)</script>",
    "\"' onmouseover='alert(1)' x=\"",
    "`${alert(1)}` {{ 7 * 7 }} \\u003cb\\u003e",
    "turned \u202eround\u202c &amp; \x00 hidden \u200b",
    "</style></table></details><b>",
)
RAW = (
    "<script",
    "onmouseover='",
    '" x',
    "`",
    "${",
    "{{",
    "\\",
    "\u202e",
    "\x00",
    "</style>",
    "<b>",
)


def macros():
    module = environment.get_template("macros.html").module
    return {name: getattr(module, name) for name in dir(module) if not name.startswith("_")}


def of(name, text):
    """Return what a macro is handed, every string of it unkind."""
    table = Table(caption=text, heads=(text, text), rows=[(text, text)] * 3, numeric=(1,), shown=1)
    figure = SimpleNamespace(label=text, text=text, beside=text, said=text, sources=text)
    line = SimpleNamespace(label=text, value=text, beside=text)
    other = SimpleNamespace(title=text, small=text, lines=[line])
    return {
        "table": (table,),
        "folded": (table,),
        "answer": (text, text),
        "items": ([text, text],),
        "paragraph": (text, text),
        "paragraphs": ([text],),
        "figures": ([figure],),
        "card": (SimpleNamespace(title=text, small=text, lines=[line], others=[other]), text),
    }.get(name)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", macros())
def test_every_macro_draws_unkind_words_as_words(name, text):
    if name == "fold":
        source = '{% from "macros.html" import fold %}{% call fold(text) %}{{ text }}{% endcall %}'
        drawn = environment.from_string(source).render(text=text)
    else:
        drawn = str(macros()[name](*of(name, text)))
    assert drawn.count(html_text(text)) >= 1
    for raw in RAW:
        assert raw not in drawn.replace(html_text(text), ""), raw
    assert raw_tags(drawn) <= KNOWN_TAGS


KNOWN_TAGS = {
    *("p", "ul", "li", "div", "table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("details", "summary", "dl", "dt", "dd", "span", "section", "h2", "h3"),
}


def raw_tags(drawn):
    return set(re.findall(r"</?([a-z0-9]+)", drawn))


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_no_template_goes_round_the_helper(file):
    """Joining and filters of Jinja's own escape by another helper, or not at all."""
    text = re.sub(r"{#.*?#}", "", file.read_text("utf-8"), flags=re.DOTALL)
    code = re.findall(r"{{.*?}}|{%.*?%}", text, re.DOTALL)
    assert not [each for each in code if "~" in each or "Markup" in each]
    filters = {name for each in code for name in re.findall(r"\|\s*(\w+)", each)}
    assert filters <= {"length"}
    assert "`" not in text
    assert "${" not in text
    # The files that stand alone carry the project's own scripts, each whole.
    own = {
        "file.html": ("leaflet_script", "page_script"),
        "two_file.html": ("script",),
        "page.html": ("script",),
        "screen.html": ("script",),
    }
    for script in own.get(file.name, ()):
        text = text.replace(f"<script>{{{{ {script} }}}}</script>", "")
    if file.name == "screen.html":  # a live one asks this server for its script instead
        text = text.replace('<script src="{{ live.script }}" defer></script>', "")
    assert "<script" not in text


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_every_template_can_be_read(file):
    environment.get_template(str(file.relative_to(FOLDER)))


def test_a_name_nobody_gave_is_a_fault():
    with pytest.raises(UndefinedError, match="sentence"):
        render("pages/frame/answer.html", beside="")


@pytest.mark.parametrize("value", [None, float("nan"), 0.25, True, ["a"]])
def test_what_nobody_has_put_into_words_is_a_fault(value):
    with pytest.raises(UnsaidError):
        render("pages/frame/answer.html", sentence=value, beside="", detail="")


def test_numbers_that_are_counts_are_drawn():
    assert ">3<" in render(
        "pages/frame/answer.html", sentence=3, beside="", detail="", other_form=""
    )


def test_a_long_table_is_folded_and_none_of_it_is_lost():
    rows = [(f"Place {n}", str(n)) for n in range(40)]
    drawn = str(macros()["folded"](Table(caption="Places", heads=("Place", "Number"), rows=rows)))
    assert "<summary>And 15 more</summary>" in drawn
    assert "Places, the other 15" in drawn
    assert all(drawn.count(f">Place {n}<") == 1 for n in range(40))


def strings(file):
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize(
    "file",
    sorted((FOLDER / "pages").rglob("*.py")),
    ids=lambda file: str(file.relative_to(FOLDER)),
)
def test_no_page_writes_html_in_python(file):
    found = [text for text in strings(file) if re.search(r"</?[a-zA-Z][^<]*>|<[a-z]+ ", text)]
    assert found == []
