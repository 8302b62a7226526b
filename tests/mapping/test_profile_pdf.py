"""A profile as PDF: two sides or all of it, read back by another reader (pypdf), tag by tag.

veraPDF is not on this project’s package index, so what PDF/UA-1 and PDF/A-2a ask of a document is
walked here: its standards, title, language, tags, headings, header cells, pictures and bookmarks.
"""

import io
import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import pandas as pd
import pytest
from pypdf import PdfReader

from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.said.numbers import about
from mapping.map.colour import contrast_ratio
from mapping.map.palette import accent
from mapping.profile.branding import Branding
from mapping.profile.citing import cited, renumbered
from mapping.profile.column_widths import Setting, fitted
from mapping.profile.letter_widths import lines_of, word_widths
from mapping.profile.made import Document
from mapping.profile.pdf import LEAST_CONTRAST, accent_of, write_pdf
from mapping.profile.printed_table import SCALE
from mapping.profile.row_headers import mark_row_headers
from mapping.profile.sides import STEPS
from mapping.profile.typefaces import LACKING
from mapping.profile.typesetting import made_at
from tests.browser.packs import HOSTILE, hostile_pack
from tests.builders import tiny_areas, tiny_assets, tiny_info, tiny_pack
from tests.documents import document_of, forget, profile_pdf
from tests.kept_packs import starter_pack
from tests.sweeps import is_working, with_sweeps

MM = 72 / 25.4
CELLS = {"/TH", "/TD"}
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="20" height="10"/>'
    b"</svg>"
)


def pdf_of(pack, place_id="team-a", **given):
    return profile_pdf(pack, default_question(pack), place_id, **given)


@lru_cache(maxsize=20)
def read(pdf):
    return PdfReader(io.BytesIO(pdf))


@lru_cache(maxsize=20)
def words_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def squeezed(text):
    return text.replace(" ", "").replace("\u200b", "")


def nodes(reader):
    """Return every structure element, depth first, with the tags above it."""
    found, waiting = [], [(reader.trailer["/Root"]["/StructTreeRoot"], ())]
    while waiting:
        node, above = waiting.pop()
        node = node.get_object()
        if isinstance(node, list):
            waiting.extend((each, above) for each in reversed(node))
        elif isinstance(node, dict):
            tag = node.get("/S")
            found.append((tag, above, node))
            if "/K" in node:
                waiting.append((node["/K"], (*above, tag)))
    return found


@pytest.fixture(scope="module", params=["sheet", "full"])
def starter(request):
    return read(pdf_of(starter_pack(), "eht-wisbech", length=request.param))


def test_it_says_that_it_is_pdf_ua_and_pdf_a(starter):
    told = starter.xmp_metadata.stream.get_data().decode()
    assert "<pdfuaid:part>1<" in told
    assert "<pdfaid:part>2<" in told
    assert "<pdfaid:conformance>A<" in told


def test_it_is_marked_titled_and_in_english(starter):
    root = starter.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert starter.metadata.title.endswith(": place profile")
    assert starter.metadata.author == "Know Your Patch"


def test_headings_come_in_order_and_are_bookmarks(starter):
    levels = [int(tag[2]) for tag, _, _ in nodes(starter) if tag in {"/H1", "/H2", "/H3"}]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(list(flat(starter.outline))) >= levels.count(2)


def flat(outline):
    for each in outline:
        if isinstance(each, list):
            yield from flat(each)
        else:
            yield each


def test_every_table_has_header_cells_with_scope_and_rows_as_long_as_its_head(starter):
    tables = [node for tag, _, node in nodes(starter) if tag == "/Table"]
    heads = [node for tag, _, node in nodes(starter) if tag == "/TH"]
    assert tables
    assert len(heads) >= 2 * len(tables)
    assert {attribute(head, "/Scope") for head in heads} <= {"/Column", "/Both", "/Row"}
    for tag, above, _ in nodes(starter):
        if tag in {"/TH", "/TD"}:
            assert above[-1] == "/TR"
            assert "/Table" in above


def test_the_first_cell_of_each_row_heads_it_and_the_others_name_it(starter):
    """By scope, and by name: some readers follow the one, some the other."""
    names = starter.trailer["/Root"]["/StructTreeRoot"]["/IDTree"]["/Names"]
    assert names[::2] == sorted(names[::2])
    assert all(
        held.get_object()["/ID"] == name for name, held in zip(*[iter(names)] * 2, strict=True)
    )
    by_name = {str(name): held.get_object() for name, held in zip(*[iter(names)] * 2, strict=True)}
    rows = [node for tag, above, node in nodes(starter) if tag == "/TR" and "/TBody" in above]
    assert len(rows) > 20
    for row in rows:
        first, *others = [cell.get_object() for cell in row["/K"]]
        assert first["/S"] == "/TH"
        if not others:  # the name of a group of rows
            assert attribute(first, "/ColSpan") > 1
            continue
        assert attribute(first, "/Scope") == "/Row"
        assert by_name[str(first["/ID"])] == first
        for cell in others:
            named = [by_name[str(name)] for name in attribute(cell, "/Headers")]
            assert cell["/S"] == "/TD"
            assert first in named
            assert "/Column" in {attribute(head, "/Scope") for head in named}


def test_every_object_stands_where_the_file_says():
    """Marking heads of rows makes objects longer: a reader that mends nothing finds them all."""
    pdf = pdf_of(tiny_pack())
    table = re.search(rb"xref\n0 (\d+)\n((?:.{20})+?)trailer", pdf, re.DOTALL)
    entries = [table[2][at : at + 20] for at in range(0, len(table[2]), 20)]
    assert len(entries) == int(table[1])
    for number, entry in enumerate(entries):
        if entry[17:18] == b"n":
            assert pdf[int(entry[:10]) :].startswith(b"%d 0 obj" % number)
    assert pdf[int(re.search(rb"startxref\n(\d+)", pdf)[1]) :].startswith(b"xref")


def test_a_pdf_that_is_written_otherwise_is_not_marked_by_guess():
    plain = b"1 0 obj\n<</Type/StructElem/S/TBody/K[2 0 R]>>\nendobj\n"
    row = b"2 0 obj\n<</Type/StructElem/S/TR/P 1 0 R/K[3 0 R]>>\nendobj\n"
    cell = b"3 0 obj\n<</Type/StructElem/S/TD/P 2 0 R/K[0]>>\nendobj\n"
    assert mark_row_headers(plain) == plain
    with pytest.raises(ValueError, match="otherwise"):
        mark_row_headers(plain + row + cell)


def attribute(node, name):
    given = node.get("/A")
    given = given.get_object() if given is not None else []
    parts = given if isinstance(given, list) else [given]
    return next((p.get_object()[name] for p in parts if name in p.get_object()), None)


def test_every_row_of_a_table_has_as_many_cells(starter):
    for tag, _, node in nodes(starter):
        if tag == "/Table":
            rows = [each for kind, _, each in under(node) if kind == "/TR"]
            cells = {
                sum(attribute(cell, "/ColSpan") or 1 for k, _, cell in under(row) if k in CELLS)
                for row in rows
            }
            assert len(cells) == 1


def under(node):
    found, waiting = [], [node.get("/K")]
    while waiting:
        each = waiting.pop()
        each = each.get_object() if each is not None else None
        if isinstance(each, list):
            waiting.extend(each)
        elif isinstance(each, dict):
            found.append((each.get("/S"), (), each))
            waiting.append(each.get("/K"))
    return found


def test_every_picture_is_described(starter):
    figures = [node for tag, _, node in nodes(starter) if tag == "/Figure"]
    assert figures
    assert all(str(node.get("/Alt", "")).strip() for node in figures)
    assert any("Map of" in str(node["/Alt"]) for node in figures)


def test_nothing_is_drawn_that_is_neither_tagged_nor_an_artefact(starter):
    """Every word and stroke stands between the marks of a tag or of an artefact."""
    for page in starter.pages:
        depth, loose = 0, Counter()
        for operands, operator in page.get_contents().operations:
            if operator in {b"BDC", b"BMC"}:
                depth += 1
            elif operator == b"EMC":
                depth -= 1
            elif operator in {b"Tj", b"TJ", b"Do", b"S", b"f", b"f*", b"B"} and not depth:
                loose[operator, str(operands)[:20]] += 1
        assert not loose


def test_every_page_keeps_tab_order_by_structure_and_its_fonts_inside(starter):
    for page in starter.pages:
        assert page.get("/Tabs", "/S") == "/S"
        for font in page["/Resources"].get("/Font", {}).values():
            for part in font.get_object()["/DescendantFonts"]:
                held = part.get_object()["/FontDescriptor"].get_object()
                assert {"/FontFile2", "/FontFile3"} & set(held)
                name = str(held["/FontName"])
                assert "SourceSansPro" in name or "DejaVu" in name


def test_a_sheet_is_two_sides_of_a4():
    pages = read(pdf_of(tiny_pack())).pages
    assert len(pages) == 2
    for page in pages:
        assert float(page.mediabox.width) == pytest.approx(210 * MM, abs=1)
        assert float(page.mediabox.height) == pytest.approx(297 * MM, abs=1)


def test_the_full_profile_has_contents_that_lead_to_its_sections():
    pack = tiny_pack()
    reader = read(pdf_of(pack, length="full"))
    document = document_of(pack, default_question(pack), "team-a", length="full")
    first = squeezed(reader.pages[0].extract_text())
    for section in document.sections:
        assert squeezed(section.title) in first
    assert sum(tag == "/TOCI" for tag, _, _ in nodes(reader)) == len(document.sections)


def test_no_heading_stands_over_nothing():
    """A heading is followed by what it heads, also where its figures are printed already."""
    for length in ("sheet", "full"):
        told = [tag for tag, _, _ in nodes(read(pdf_of(tiny_pack(), length=length))) if tag]
        for before, after in pairwise(told):
            assert not (before == "/H3" and after in {"/H2", "/H3"})


def test_a_head_is_repeated_where_a_table_goes_on():
    many = pd.concat([tiny_assets()] * 30)
    many.index = pd.Index([f"s{i}" for i in range(len(many))], name="asset_id")
    many["name"] = [f"Door number {i}" for i in range(len(many))]
    pages = read(pdf_of(tiny_pack(assets=many), "D1", length="full")).pages
    with_doors = [page.extract_text() for page in pages if "Door number" in page.extract_text()]
    assert len(with_doors) > 1
    # "Run by" heads a column of every table that names them.
    assert all("Runby" in "".join(page.split()) for page in with_doors)


def test_the_printed_figures_are_those_of_the_answer():
    pack = tiny_pack()
    gaps = measure_gaps(pack, default_question(pack))
    said = squeezed(words_of(pdf_of(pack)))
    assert squeezed(about(gaps.places.loc["team-a", "gap_children"])) in said
    assert squeezed(gaps.place_sentence("team-a")) in said
    assert squeezed(gaps.heading) in said


@pytest.mark.parametrize("length", ["sheet", "full"])
def test_every_sentence_of_what_stands_out_is_printed(length):
    pack = starter_pack()
    document = document_of(pack, default_question(pack), "eht-wisbech", length=length)
    said = squeezed(words_of(pdf_of(pack, "eht-wisbech", length=length)))
    three = document.sections[0].blocks[0]
    for each in three.sentences:
        assert squeezed(each.said) in said


def test_every_cell_of_every_table_is_in_the_full_profile():
    pack = starter_pack()
    document = document_of(pack, default_question(pack), "eht-wisbech", length="full")
    said = squeezed(words_of(pdf_of(pack, "eht-wisbech", length="full"))).replace("-", "")
    numbers = {each.title: at for at, each in enumerate(document.profile.sources, start=1)}
    tables = [table for section in document.sections for table in section.tables()]
    cells = [cell.text for table in tables for row in table.rows for cell in row]
    cells = [text.removesuffix(SCALE) for text in cells]  # “%” says it
    lost = [
        text for text in cells
        if squeezed(text).replace("-", "") not in said
        and squeezed(renumbered(text, numbers)).replace("-", "") not in said
    ]  # fmt: skip
    assert lost == []


def test_the_address_that_shows_it_live_stands_whole_on_every_page():
    """Also a long one, on several lines, and as it has to be typed: without breaks or marks."""
    pack, long = (
        tiny_pack(),
        "/places?place=team-a" + "".join(f"&word{i}=some_value" for i in range(14)),
    )
    for address in ("/places?place=team-a", long):
        asked = document_of(pack, default_question(pack), "team-a").asked
        pdf = write_pdf(Document(replace(asked, address=address), length="sheet"))
        for page in read(pdf).pages:
            said = "".join(page.extract_text().split())
            assert f"Addresswithintheapp:{address}" in said
            assert len(longest_line(page)) < 300


@pytest.mark.parametrize("length", ["sheet", "full"])
def test_an_address_that_nobody_could_type_takes_no_room(length):
    """Places drawn travel in it: their lists are as long as those of any other place."""
    pack = tiny_pack()
    asked = document_of(pack, default_question(pack), "team-a").asked
    address = "/places?own=" + "0123456789" * 300
    pages = read(write_pdf(Document(replace(asked, address=address), length=length))).pages
    said = ["".join(page.extract_text().split()) for page in pages]
    assert all("istoolongtobetyped" in page for page in said)
    assert not any("0123456789" in page for page in said)
    assert len(pages) == len(read(pdf_of(pack, length=length)).pages)


def longest_line(page):
    return max(page.extract_text().splitlines(), key=len)


def test_where_the_app_stands_is_told_where_it_is_known():
    branding = Branding(address="https://patch.example.org/kyp")
    for page in read(pdf_of(tiny_pack(), branding=branding)).pages:
        said = "".join(page.extract_text().split())
        assert "Shownliveathttps://patch.example.org/kyp/places?place=team-a" in said
        assert "withintheapp" not in said


def test_the_same_document_gives_the_same_bytes():
    for length in ("sheet", "full"):
        before = pdf_of(tiny_pack(), length=length)
        forget()
        assert pdf_of(tiny_pack(), length=length) == before


def test_the_date_of_a_document_is_its_packs():
    assert made_at("November 2026").isoformat() == "2026-11-01T00:00:00+00:00"
    assert made_at("last week").year == 2000


@pytest.mark.parametrize("illustrative", [True, False])
def test_it_says_illustrative_just_when_the_pack_is(illustrative):
    pages = read(pdf_of(tiny_pack(info=tiny_info(illustrative=illustrative)))).pages
    for page in pages:
        assert ("Illustrative: not real" in page.extract_text()) is illustrative


def test_names_that_are_markup_are_printed_as_text():
    areas = tiny_areas()
    names = ['#import "x.typ"', "*bold* _it_ $x^2$", "<script>alert(1)</script> #panic()"]
    areas["name"] = [f"{name} {i}" for i, name in enumerate(names * 3)]
    pack = tiny_pack(areas=areas)
    pack.places["name"] = ['= #eval("1+1")', "*B*", "$C$", "@D"]
    said = squeezed(words_of(pdf_of(pack, length="full")))
    assert '=#eval("1+1")' in said
    assert "*bold*_it_$x^2$" in said
    assert "<script>alert(1)</script>#panic()" in said


def test_unkind_and_foreign_names_do_not_stop_a_profile():
    pack = hostile_pack()
    for place_id in pack.places.index[-1 if is_working() else 0 :]:
        assert len(read(pdf_of(pack, place_id)).pages) == 2
    assert len(read(pdf_of(pack, pack.places.index[0], length="full")).pages) >= 2
    assert HOSTILE["B3"] in pack.places["name"].tolist()


def test_letters_of_many_scripts_are_printed_and_what_lacks_is_said():
    named = "Šiauliai Łódź Iași Ђурђево Ελλάς اردو שלום 市"
    assets = tiny_assets()
    assets["name"] = [f"{named} {at}" for at in range(len(assets))]
    said = words_of(pdf_of(tiny_pack(assets=assets), "D1", length="full"))
    for name in named.split()[:5]:
        assert name in said
    assert "?" not in said.replace("/places?place", "").replace("foot?", "")
    assert f"{LACKING} stands for a letter that no font of this document has (Cjk)" in said


UNKIND_NAMES = {
    "long": "Very long name of a place " * 12,
    "one word": "W" * 200,
    "right to left": "حديقة المدينة " * 20,
    "not seen": "\u200b" * 90,
    "marks on one letter": "e" + "\u0301" * 150,
}


@pytest.mark.parametrize("which", with_sweeps(UNKIND_NAMES, working=["long", "right to left"]))
def test_a_sheet_fits_any_name(which):
    pack, name = tiny_pack(), UNKIND_NAMES[which]
    pack.places["name"] = pack.areas["name"] = pack.assets["name"] = name
    pack.assets["provider"] = name
    reader = read(pdf_of(pack))
    assert len(reader.pages) == 2
    for page in reader.pages:
        assert starts_inside(page)


def starts_inside(page):
    """Return whether every run of letters starts inside the page."""
    places = []
    page.extract_text(visitor_text=lambda text, _, at, *__: places.append((text, at)))
    starts = [at[4] for text, at in places if text.strip() and any(at)]
    return all(0 <= start <= float(page.mediabox.width) for start in starts)


def test_thirty_services_and_none_fit_on_two_sides_and_say_how_many_more():
    many = pd.concat([tiny_assets()] * 12)
    many.index = pd.Index([f"s{i}" for i in range(len(many))], name="asset_id")
    many["name"] = [f"{name} with a very long name indeed {i}" for i, name in enumerate(many.name)]
    pdf = pdf_of(tiny_pack(assets=many), "D1")
    assert len(read(pdf).pages) == 2
    assert "more in the full profile" in words_of(pdf)
    none = pdf_of(tiny_pack(assets=tiny_assets().iloc[:0]), "D1")
    assert len(read(none).pages) == 2


MARGIN_PT = 12 * MM


@pytest.mark.parametrize("length", with_sweeps(["sheet", "full"], working=["sheet"]))
def test_nothing_is_drawn_outside_the_margins(length):
    for page in read(pdf_of(starter_pack(), "eht-wisbech", length=length)).pages:
        ends = []

        def note(operator, operands, at, _, to=ends):
            if operator in (b"m", b"l"):
                to.append(at[0] * float(operands[0]) + at[4])

        page.extract_text(visitor_operand_before=note)
        assert min(ends) >= MARGIN_PT - 4
        assert max(ends) <= float(page.mediabox.width) - MARGIN_PT + 4


def test_whose_it_is_stands_on_it_in_a_colour_that_can_be_read():
    branding = Branding(
        name="Testshire Council", contact="01 234", footer="For partners", logo=LOGO,
        logo_media="image/svg+xml", logo_alt="A black bar", colour="#7a0019",
        printed="3 May 2026",
    )  # fmt: skip
    reader = read(pdf_of(tiny_pack(), branding=branding))
    said = " ".join(page.extract_text() for page in reader.pages)
    for words in ("Testshire Council", "01 234", "For partners", "Printed 3 May 2026"):
        assert words in said
    alts = [str(node.get("/Alt", "")) for tag, _, node in nodes(reader) if tag == "/Figure"]
    assert "A black bar" in alts


def test_a_colour_that_cannot_be_read_on_white_gives_way():
    assert contrast_ratio("#ffee00", "#ffffff") < LEAST_CONTRAST
    assert accent_of("#ffee00") == accent()
    assert accent_of("#7a0019") == "#7a0019"


def test_lengths_that_are_tried_never_grow():
    for before, after in pairwise(STEPS):
        assert after.listed <= before.listed
        assert after.whole <= before.whole
        assert after.fine <= before.fine
        assert (after.longest or 10_000) <= (before.longest or 10_000)


def test_sources_are_cited_by_number():
    numbers = {name: at for at, name in enumerate("abcdef", start=1)}
    assert cited(["b", "a"], numbers) == "[1, 2]"
    assert cited("abcf", numbers) == "[1–3, 6]"
    assert cited(["x"], numbers) == ""
    titles = {"Reports, and more": 4, "Counts; of people": 2}
    assert renumbered("2018; Counts; of people; Reports, and more", titles) == "2018 [2, 4]"
    assert renumbered("2018; Counts; of people and Reports, and more", titles) == "2018 [2, 4]"
    assert renumbered("2018 to 2020", titles) == "2018 to 2020"


def test_the_widest_text_gets_the_widest_column():
    rows = [["a", "long words " * 20], ["b", "c"]]
    widths, beside = fitted(["A", "B"], rows, Setting(room=40))
    assert widths[1] > 5 * widths[0]
    assert sum(widths) <= 40
    assert not beside


def test_a_narrow_table_stands_beside_another():
    setting = Setting(room=60, half=30)
    assert fitted(["A", "B"], [["one", "2"]], setting)[1]
    assert not fitted(["A", "B"], [["one " * 40, "2"]], setting)[1]
    assert not fitted(["A", "B"], [["one", "2"]] * 40, setting)[1]


def test_columns_share_the_room_so_that_rows_are_low():
    """Two that are long in the same row are both widened, though one alone would save nothing."""
    rows = [["name", "some words that are long " * 3, "other words that are long " * 3, "3"]] * 4
    widths, _ = fitted(["Of", "One", "Two", "n"], rows, Setting(room=60))
    assert widths[1] == pytest.approx(widths[2], abs=3)
    assert widths[1] > 3 * max(widths[0], widths[3])


def test_words_are_as_wide_as_their_letters():
    assert word_widths("mm")[0] == pytest.approx(2 * word_widths("m")[0])
    assert word_widths("m")[0] > 2 * word_widths("i")[0]
    assert word_widths("市\u200b") == (0.6,)
    assert lines_of((3, 3, 3), 7) == 2
    assert lines_of((9,), 4) == 3
    assert lines_of((), 4) == 1


@pytest.mark.sweep
def test_every_place_of_the_starter_pack_fits_on_two_sides():
    pack = starter_pack()
    for place_id in pack.places.index:
        assert len(read(pdf_of(pack, place_id)).pages) == 2, place_id


def test_a_missing_figure_has_no_bar_and_is_not_nothing():
    pack = tiny_pack()
    areas = pack.areas.copy()
    areas.loc["A1", [name for name in areas.columns if name.startswith("people_")]] = None
    words = words_of(pdf_of(replace(pack, areas=areas)))
    assert "not known" in words
