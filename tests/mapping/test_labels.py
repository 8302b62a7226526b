"""Every widget of every page, in a pack whose every text is Markdown by someone unkind."""

import ast
import re
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import mapping.pages
from geodata.model import Indicator, PackInfo, PlaceKind, Service, Source
from mapping.pages.frame.rooms import find_pages
from tests.builders import tiny_areas, tiny_assets, tiny_info, tiny_pack
from tests.kept_packs import write_once
from tests.layers.published import indicator, pack_with, rows_of
from tests.mapping.reading import opened
from tests.mapping.test_escape import MADE_LIVE, read

PAGES = Path(mapping.pages.__file__).parent
OURS = PAGES / "frame" / "widgets.py"
WIDGETS = (  # of Streamlit's: what takes words and reads some of them as Markdown
    *("button", "download_button", "link_button", "page_link", "form_submit_button", "checkbox"),
    *("toggle", "radio", "selectbox", "multiselect", "select_slider", "slider", "text_input"),
    *("number_input", "text_area", "date_input", "time_input", "file_uploader", "camera_input"),
    *("data_editor", "dataframe", "table", "metric", "json", "write", "write_stream", "markdown"),
    *("caption", "header", "subheader", "text", "code", "latex", "error", "warning", "info"),
    *("success", "exception", "toast", "spinner", "status", "progress", "tabs", "expander"),
    *("popover", "dialog", "chat_input", "chat_message", "pills", "segmented_control", "feedback"),
    *("color_picker", "audio_input", "image", "badge", "sidebar", "logo", "help", "echo"),
)
UNKIND = (
    "{n} [x](https://evil.example) www.evil.example **b** `c` $m$ <b>h</b> :red[r] "
    ":material/home: ![i](x) -> me@evil.example _e_ ~~s~~ &lt;"
)
MARK = "evil.example"
PLAIN = {  # what Streamlit shows as it is, and no Markdown
    ("Selectbox", "options"),
    ("MultiSelect", "options"),
    ("TextInput", "default"),
    ("TextInput", "value"),
    ("BidiComponent", "json"),
    ("BidiComponent", "mixed"),
    ("Html", "body"),
}
MORE = (
    ("map", {"area": "A1"}),
    ("map", {"asset": "centre-a", "show": "strengths"}),
    ("map", {"area": f"nowhere {MARK}"}),
    ("places", {"place": f"nowhere [x](https://{MARK})"}),
    ("compare", {"indicator": f"*{MARK}*", "comparator": f"_{MARK}_"}),
    ("cover", {"show": "kind", "place": "team-b"}),
    ("scenarios", {"asset": "centre-a"}),
    ("scenarios", {"changes": "name.%5Bx%5D%28https%3A%2F%2Fevil%2Eexample%29~close.centre-a"}),
    ("scenarios", {"changes": "add.%2Aevil%2Eexample%2A.0-4.area.A1"}),
    ("scenarios", {"wish": "3.libraries.travel.all"}),
    ("scenarios", {"area": "A1", "changes": "move.zone-c.area.B2", "against": "close.zone-c"}),
)


def unkind_pack():
    """The tiny pack, every text of it of its own and in Markdown."""
    numbers = count()

    def text(*_):
        return UNKIND.format(n=next(numbers))

    info = tiny_info()
    sources = {key: _retold(source, Source, text) for key, source in info.sources.items()}
    services = {key: _retold(each, Service, text) for key, each in info.services.items()}
    kinds = {key: _retold(each, PlaceKind, text) for key, each in info.place_kinds.items()}
    info = replace(info, sources=sources, services=services, place_kinds=kinds)
    info = replace(_retold(info, PackInfo, text), date="January 2026")
    areas = tiny_areas()
    for column in ("name", "official_name", "ward", "msoa", "district"):
        areas[column] = [text() for _ in areas.index]
    assets = tiny_assets()
    for column in ("name", "provider", "audience", "opening", "address", "note", "expertise"):
        assets[column] = [text() for _ in assets.index]
    bad = _retold(indicator(unit="%"), Indicator, text)
    pack = pack_with(bad, rows=rows_of(bad), pack=tiny_pack(info=info, areas=areas, assets=assets))
    pack.places["name"] = [text() for _ in pack.places.index]
    indicators = {key: _retold(each, Indicator, text) for key, each in pack.indicators.items()}
    return replace(pack, indicators=indicators)


KEPT = {  # of a description: what is no text to read but a key, or a word of a fixed list
    *(
        "key",
        "source",
        "area_source",
        "origin_source",
        "form",
        "worse_when",
        "spread_over",
        "mode",
        "rural",
    ),
    *("geography", "standing", "boundary", "date", "period", "network_source", "timetable_source"),
    *("timetable_day", "counts", "url"),
}


def _retold(value, kind, text):
    names = [name for name in kind.__dataclass_fields__ if name not in KEPT]
    said = {name: text() for name in names if isinstance(getattr(value, name), str)}
    return replace(value, **said)


def strings(message, path=()):
    """Yield every text of a message to the browser, with the kind it is in and its name there."""
    for field, value in message.ListFields():
        for each in value if field.is_repeated else (value,):
            if isinstance(each, str):
                yield message.DESCRIPTOR.name, field.name, each
            elif hasattr(each, "ListFields"):
                yield from strings(each, (*path, field.name))


def all_strings(app):
    waiting = [app._tree]
    while waiting:
        node = waiting.pop()
        waiting += getattr(node, "children", {}).values()
        proto = getattr(node, "proto", None)
        if proto is not None:
            yield from strings(proto)


def is_live(text):
    """Whether a text holds live Markdown, or becomes it once its escapes are gone."""
    loose = re.search(r"(?<!\\)(\\\\)*(\]\(|\*\*|`|\$|~~|:red\[|<|&lt;(?!b&gt;|/b&gt;))", text)
    return bool(loose) or bool(MADE_LIVE.search(read(text)))


def live_of(said):
    """Return what is read as Markdown and holds some that is not ours: a heading in bold."""
    shown = [each for each in said if each[:2] not in PLAIN and each[1] != "id"]
    bold = re.compile(r"\A\*\*(.*)\*\*$", re.MULTILINE)
    return [(kind, name, text) for kind, name, text in shown if is_live(bold.sub(r"\1", text))]


@pytest.fixture(scope="module")
def unkind_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("unkind")
    write_once(unkind_pack(), folder)
    return folder


@pytest.fixture
def said_of(unkind_folder, monkeypatch):
    monkeypatch.setenv("KNOW_YOUR_PATCH_PACK", str(unkind_folder))
    return lambda page, query: list(all_strings(opened(page, **query)))


def addresses():
    usual = [(page.url_path, {}) for page in find_pages()]
    one = [(page, {"place": "team-a"}) for page in ("map", "places", "compare", "cover")]
    return [*usual, *one, *MORE]


@pytest.mark.parametrize(("page", "query"), addresses())
def test_no_label_holds_markdown_that_nobody_escaped(said_of, page, query):
    """Names of places, indicators and services were read as Markdown in select boxes and radios."""
    found = [each for each in said_of(page, query) if MARK in each[2].replace("\u2060", "")]
    assert found  # the page does hold texts of the pack
    assert live_of(found) == []


def test_options_of_a_select_box_have_no_backslashes(said_of):
    said = said_of("places", {"place": "team-a"})
    options = [text for *field, text in said if field == ["Selectbox", "options"]]
    assert any(MARK in text for text in options)
    assert not [text for text in options if "\\[" in text and "](" in text]


def test_the_walk_would_notice(serve, monkeypatch):
    monkeypatch.setattr("mapping.pages.frame.widgets.markdown_text", lambda text: text)
    serve(unkind_pack())
    found = [each for each in all_strings(opened("scenarios", area="A1")) if MARK in each[2]]
    assert live_of(found)


def test_a_refused_file_is_told_as_text(serve):
    serve(unkind_pack())
    script = (
        "from geodata.errors import Problem\n"
        "from mapping.pages.frame.problems import show_problems\n"
        f"bad = '[x](https://{MARK}) **b**'\n"
        "show_problems(bad, [Problem(where=bad, found=bad, expected=bad, fix=bad)])\n"
    )
    said = list(all_strings(AppTest.from_string(script, default_timeout=60).run()))
    assert [text for _, _, text in said if MARK in text.replace("\u2060", "")]
    assert live_of(said) == []


@pytest.mark.parametrize(
    "file", sorted(PAGES.rglob("*.py")), ids=lambda f: str(f.relative_to(PAGES))
)
def test_no_page_calls_a_widget_of_streamlits(file):
    if file == OURS:
        return
    calls = [
        node.attr
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if node.value.id == "st" and node.attr in WIDGETS
    ]
    assert calls == []


def test_every_word_that_our_widgets_hand_on_is_escaped():
    """Each argument of Streamlit's that is read as Markdown is the result of the one helper."""
    checked = 0
    for node in ast.walk(ast.parse(OURS.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if getattr(node.func.value, "id", "") != "st" or node.func.attr not in WIDGETS:
            continue
        words = [*node.args[:1], *(k.value for k in node.keywords if k.arg in ("help", "text"))]
        if node.func.attr == "progress":
            words = words[1:]
        for word in words:
            assert "markdown_text" in ast.unparse(word), ast.unparse(node)
            checked += 1
    assert checked > 10
