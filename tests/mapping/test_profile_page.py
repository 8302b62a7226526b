"""A profile as one HTML page: it fetches nothing, says every figure, and shows hostile text."""

import re
from dataclasses import replace

import pytest

from layers.place.facts import question_for_place
from layers.profile.asked import Shared, ask
from layers.profile.parts import About, Cell, Chart, Column, Section, Table
from layers.question.question import default_question
from mapping.escape import html_text
from mapping.profile.block_data import Settings, section_data
from mapping.profile.branding import Branding
from mapping.profile.chart_laid import bars_of, scale_of
from mapping.profile.drawn_chart import drawn_chart
from mapping.profile.made import Document
from mapping.profile.map_key import map_key
from mapping.profile.page import write_html
from mapping.profile.tabled import said_columns
from tests.builders import tiny_pack
from tests.kept_packs import starter_pack

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def document(pack, branding=None):
    kind = default_question(pack).place_kind
    place_id = str(pack.places.index[pack.places["kind"] == kind][0])
    asked = ask(Shared(pack, question_for_place(default_question(pack), pack, place_id)), place_id)
    return Document(asked, branding=branding or Branding())


@pytest.fixture(scope="module")
def made():
    return document(starter_pack())


@pytest.fixture(scope="module")
def page(made):
    return write_html(made).decode()


def test_every_cell_sentence_and_figure_is_on_the_page(made, page):
    for section in made.sections:
        assert all(html_text(said) in page for said in section.said)
        for table in section.tables():
            said = {cell.text for row in table.rows for cell in row if cell.text}
            assert not {each for each in said if html_text(each) not in page}, table.key


def test_the_page_asks_for_nothing(page):
    asked = re.findall(r'(?:src|href|action)="([^"]+)"', page.split("data-map=")[0])
    assert asked
    assert all(each.startswith(("#", "data:")) for each in asked)
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page


def test_every_source_that_is_cited_is_listed(page):
    cited = set(re.findall(r'href="#(source-\d+)"', page))
    assert cited
    assert cited <= set(re.findall(r'id="(source-\d+)"', page))


def test_names_that_are_markup_stay_text(made):
    pack = made.pack
    place_id = made.profile.place_id
    names = pack.places.assign(name=pack.places["name"].astype(object))
    names.loc[place_id, "name"] = HOSTILE
    brand = Branding(name=HOSTILE, contact=HOSTILE, footer=HOSTILE, logo_alt=HOSTILE)
    found = write_html(document(replace(pack, places=names), brand)).decode()
    own = found.split("data-map=")[0]
    assert "<img src=x" not in own
    assert "<script>alert" not in found
    assert html_text(HOSTILE) in own


def test_branding_stands_on_the_page_and_nothing_of_it_without(made, page):
    brand = Branding(
        name="A Council", contact="help@example.org", colour="#123456", printed="1 May"
    )
    found = write_html(Document(made.asked, branding=brand)).decode()
    for said in ("A Council", "help@example.org", "#123456", "printed 1 May"):
        assert said in found
        assert said not in page


def chart(drawn, numbers, **more):
    columns = (
        Column(key="name", heading="Name"),
        Column(key="here", heading="Here", kind="count"),
        Column(key="beside", heading="Beside", kind="count"),
    )
    rows = tuple(
        (Cell(text=f"r{n}"), Cell(text=f"{here}", number=here), Cell(text="", number=beside))
        for n, (here, beside) in enumerate(numbers)
    )
    table = Table(key="t", title="T", columns=columns, rows=rows, about=About())
    series = ("here", "beside")
    return Chart(
        drawn=drawn, table=table, category="name", series=series, alt="What it shows.", **more
    )


def bars(made, kind="bar"):
    return [float(mark.width) for mark in made.marks if mark.kind == kind]


def test_bars_are_as_long_as_their_numbers():
    found = drawn_chart(chart("bars", [(10.0, 5.0), (20.0, 40.0)]))
    assert found is not None
    assert bars(found)[1] == pytest.approx(2 * bars(found)[0], abs=0.2)
    assert bars(found, "other")[1] == pytest.approx(2 * bars(found)[1], abs=0.2)


@pytest.mark.parametrize(
    ("drawn", "first", "second"),
    [("bars", "bar", "other"), ("columns", "bar", "other"), ("line", "dot", "second")],
)
def test_what_is_not_known_has_no_bar_keeps_its_place_and_says_so(drawn, first, second):
    assert drawn_chart(chart(drawn, [(None, None)])) is None
    found = drawn_chart(chart(drawn, [(10.0, None), (None, None), (20.0, 4.0)]))
    assert found is not None
    assert len(bars(found, first)) == 2
    assert len(bars(found, second)) == 1
    names = [mark.said for mark in found.marks if mark.said in {"r0", "r1", "r2"}]
    assert names == ["r0", "r1", "r2"]
    assert "None" in [mark.said for mark in found.marks]  # the words of its cell


def test_a_number_alone_stands_nowhere_on_a_line_of_its_own():
    found = drawn_chart(chart("spine", [(7.0, None), (9.0, 9.0), (1.0, 2.0)]))
    assert found is not None
    assert len([mark for mark in found.marks if mark.kind == "shape"]) == 1


def test_bars_are_on_the_scale_of_all_rows_and_those_left_out_are_counted():
    numbers = [(10.0, None)] * 12 + [(20.0, None)]
    found = drawn_chart(chart("bars", numbers))
    assert found is not None
    assert found.left == 1
    assert len(set(bars(found))) == 1
    wide = drawn_chart(chart("bars", [(10.0, None)] * 12))
    assert bars(found)[0] == pytest.approx(bars(wide)[0] / 2, abs=0.2)


def test_a_bar_below_nothing_ends_where_those_above_begin():
    laid = chart("bars", [(-10.0, None), (30.0, None)])
    scale = scale_of(laid)
    [[below, _], [above, _]] = [bars_of(laid, row, scale) for row in laid.table.rows]
    assert (below.start, below.end) == (0.0, 0.25)
    assert (above.start, above.end) == (0.25, 1.0)


def test_words_behind_a_bar_have_room_to_be_read():
    said = "35 per 10,000 under 18"
    base = chart("spine", [(1.0, 2.0)])
    row = (Cell(text="r"), Cell(text=said, number=1.0), Cell(text="", number=2.0))
    found = drawn_chart(replace(base, table=replace(base.table, rows=(row,))))
    [told] = [mark for mark in found.marks if mark.said == said]
    assert float(told.x) + 7 * len(said) < found.width


def test_a_page_and_a_print_draw_the_same_lengths():
    for drawn in ("bars", "columns"):
        laid = chart(drawn, [(10.0, 5.0), (None, 40.0), (20.0, None)])
        printed = section_data(Section(key="s", title="", said=(), blocks=(laid,)), Settings(
            numbers={}, is_sheet=False))["blocks"][0]["chart"]["shares"]  # fmt: skip
        found = drawn_chart(laid)
        size = {"bars": "width", "columns": "height"}[drawn]
        marks = [float(getattr(m, size)) for m in found.marks if m.kind in {"bar", "other"}]
        shares = [share for row in printed for share in row if share is not None]
        assert [m / max(marks) for m in marks] == pytest.approx(shares, abs=0.01)


def test_a_column_that_says_nothing_is_left_out_and_the_key_of_the_map_is_told(made, page):
    own = page.split("data-map=")[0]
    for each in map_key(made.spec, made.asked.facts)["classes"]:
        assert f'<th scope="row">{html_text(each["label"])}</th>' in own
        assert f'<td class="number">{each["holds"]}</td>' in own
    rows = ((Cell(text="a"), Cell(text=""), Cell(text="")),)
    empty = replace(chart("bars", [(1.0, 1.0)]).table, rows=rows)
    assert said_columns(empty) == (0,)
    assert said_columns(replace(empty, rows=())) == (0, 1, 2)
    assert said_columns(replace(empty, rows=((rows[0][0], Cell(text="none"), Cell(text="")),))) == (
        0,
        1,
    )


@pytest.mark.parametrize("drawn", ["bars", "columns", "spine"])
def test_a_chart_of_nothing_but_zeros_or_of_one_number_can_be_drawn(drawn):
    for numbers in ([(0.0, 0.0)], [(7.0, 7.0)], [(7.0, None)]):
        found = drawn_chart(chart(drawn, numbers))
        assert found is not None
        assert all("nan" not in mark.x + mark.y + mark.width + mark.height for mark in found.marks)


def test_a_spine_puts_a_larger_figure_to_the_right_of_what_it_is_compared_with():
    found = drawn_chart(chart("spine", [(10.0, 4.0)]))
    assert found is not None
    at = {mark.kind: float(mark.x) for mark in found.marks}
    assert at["shape"] > at["beside"]


def test_the_live_map_is_drawn_once_for_places_that_share_an_answer(monkeypatch):
    pack = tiny_pack()
    question = default_question(pack)
    places = pack.places.index[pack.places["kind"] == question.place_kind][:2]
    shared, drawn = Shared(pack, question), []

    def draw(*asked, **how):
        drawn.append((asked, how))
        return f"<p>{len(drawn)}</p>"

    monkeypatch.setattr("mapping.profile.page.render_map_html", draw)
    told = [write_html(Document(ask(shared, str(each)))).decode() for each in places]
    assert len(drawn) == 1
    assert all("&lt;p&gt;1&lt;/p&gt;" in each for each in told)
    other = replace(question, place_kind=question.place_kind)
    assert (
        "&lt;p&gt;2&lt;/p&gt;"
        in write_html(Document(ask(Shared(pack, other), str(places[0])))).decode()
    )
