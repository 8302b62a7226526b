"""The text of a PDF read at once is what pypdf reads, and what is not plain is left to it."""

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from mapping.profile.typesetting import set_pdf
from mapping.released.pdf_text import read_operations, text_of_page

PLAIN = {
    "words": b"BT /F1 12 Tf 1 0 0 1 72 700 Tm (Four) Tj 0 -20 Td [(ch)-20(ild)-600(ren)] TJ ET",
    "escapes": rb"BT /F1 12 Tf 72 700 Td (a\(b\)\\c\101\n4) Tj T* (next) ' ET",
    "hex": b'BT /F1 12 Tf 72 700 Td <48656C6C6F2> Tj 1 2 (spaced) " ET',
    "lines": b"q 1 w 0 0 m 5 .5 l S 0 0 5 5 re f Q /P <</MCID 3>> BDC BT /F1 9 Tf (4 m) Tj ET EMC",
    "told": b"/Span<</ActualText (5 w)>>BDC BT /F1 9 Tf (3) Tj 0 Tr 1 0 0 RG (7 c) Tj ET EMC",
    "brackets in brackets": rb"BT /F1 12 Tf 72 700 Td (four (4 (5\)\101) 6) 1 0 m) Tj ET",
    "pieces": b"/GS gs /c0 cs q 1 0 0 -1 72 700 cm BT/F1 9 Tf 1 2 Td[ (4 c)-20 <68>\n(ild)]TJ ET Q",
    "nothing": b"",
}
ODD = {
    "brackets without end": b"BT /F1 12 Tf 72 700 Td (four (4 (5 (6 (7) 1 0 m)))) Tj ET",
    "a comment": b"BT /F1 12 Tf % (hidden) Tj\n72 700 Td (4 children) Tj ET",
    "a line that goes on": b"BT /F1 12 Tf 72 700 Td (4 chil\\\ndren) Tj ET",
    "a picture": b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI BT /F1 12 Tf (4 children) Tj ET",
    "an array in an array": b"BT /F1 12 Tf [[1] (4)] TJ (5 children) Tj ET",
}


def page_of(content):
    writer = PdfWriter()
    page = writer.add_blank_page(600, 800)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    names = DictionaryObject({NameObject(a): NameObject(b) for a, b in font.items()})
    fonts = DictionaryObject({NameObject("/F1"): names})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    stream.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(stream)
    written = io.BytesIO()
    writer.write(written)
    return lambda: PdfReader(io.BytesIO(written.getvalue())).pages[0]


@pytest.mark.parametrize("content", [*PLAIN.values(), *ODD.values()], ids=[*PLAIN, *ODD])
def test_it_is_what_pypdf_reads(content):
    page = page_of(content)
    assert text_of_page(page()) == page().extract_text()


@pytest.mark.parametrize("content", PLAIN.values(), ids=PLAIN)
def test_what_is_plain_is_read_at_once(content):
    assert read_operations(content) is not None


@pytest.mark.parametrize("content", ODD.values(), ids=ODD)
def test_what_is_not_is_left_to_pypdf(content):
    assert read_operations(content) is None


def test_every_page_that_the_program_sets_is_read_at_once(tmp_path):
    template = tmp_path / "set.typ"
    template.write_text(
        '#set document(title: "Set")\n#set text(lang: "en")\n'
        "= A (heading) with 45 % of 3,105\n#line(length: 5cm)\n"
        "#table(columns: 2, [Place], [Children], [St. Neot’s fi ffl], [1,005])"
    )
    for n, page in enumerate(PdfReader(io.BytesIO(set_pdf(template, {}, "2025-01-01"))).pages):
        assert read_operations(page.get_contents().get_data()) is not None, n
        before = page.extract_text()
        assert "1,005" in before
        assert text_of_page(page) == before
