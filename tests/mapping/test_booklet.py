"""The booklet of profiles: one PDF of a kind of place, read back by another reader (pypdf)."""

import io
import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from pypdf import PdfReader

from geodata.errors import DataError
from layers.places import places_of_kind
from layers.profile.asked import Shared, ask
from layers.profile.side_by_side import NO_ORDER, side_by_side
from layers.question.question import default_question
from mapping.__main__ import main
from mapping.profile import booklet
from mapping.profile.booklet import Booklet, bind_booklet
from mapping.profile.made import Document
from mapping.profile.pdf import write_pdf
from tests.builders import tiny_pack
from tests.kept_packs import starter_pack
from tests.mapping.test_profile_pdf import attribute, flat, nodes, squeezed
from tests.sweeps import with_sweeps

KIND = "upper-tier"


def bound(pack, kind=KIND, **given):
    ids = tuple(str(key) for key in places_of_kind(pack, kind).index)
    question = replace(default_question(pack), place_kind=kind)
    return bind_booklet(Booklet(pack=pack, question=question, places=ids[::-1], **given))


@pytest.fixture(scope="module")
def pack():
    return starter_pack()


@pytest.fixture(scope="module")
def starter(pack):
    return bound(pack)


@pytest.fixture(scope="module")
def reader(starter):
    return PdfReader(io.BytesIO(starter.pdf))


@cache
def of_teams():
    """The booklet of all teams, bound once."""
    return bound(*teams()).pdf


def teams():
    made = tiny_pack()
    return made, default_question(made).place_kind


def texts(pdf):
    return [squeezed(" ".join(page.extract_text().split())) for page in PdfReader(pdf).pages]


def test_it_is_tagged_titled_and_in_english_to_both_standards(reader):
    told = reader.xmp_metadata.stream.get_data().decode()
    assert "<pdfuaid:part>1<" in told
    assert "<pdfaid:part>2<" in told
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert reader.metadata.title.startswith("Cambridgeshire and Peterborough: place profiles")


def test_headings_step_down_one_at_a_time_and_each_place_has_its_own(reader, starter):
    levels = [int(tag[2]) for tag, _, _ in nodes(reader) if tag in {"/H1", "/H2", "/H3"}]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert levels.count(1) == 2 + len(starter.places)


def test_pictures_are_described_and_header_cells_have_a_scope(reader):
    figures = [node for tag, _, node in nodes(reader) if tag == "/Figure"]
    assert figures
    assert all(str(node.get("/Alt", "")).strip() for node in figures)
    heads = [node for tag, _, node in nodes(reader) if tag == "/TH"]
    assert {attribute(head, "/Scope") for head in heads} <= {"/Column", "/Both", "/Row"}


def test_contents_and_bookmarks_lead_to_every_place_in_the_order_of_the_kind(reader, pack):
    names = [str(name) for name in places_of_kind(pack, KIND)["name"]]
    marks = [(str(each.title), reader.get_destination_page_number(each) + 1)
             for each in flat(reader.outline)]  # fmt: skip
    of_places = [(name, page) for name, page in marks if name in names]
    assert [name for name, _ in of_places] == names
    cover = squeezed(reader.pages[0].extract_text())
    for name, page in of_places:
        assert name in reader.pages[page - 1].extract_text()
        assert re.search(rf"{re.escape(squeezed(name))}\.+{page}(?!\d)", cover)
    links = [each.get_object() for each in reader.pages[0].get("/Annots", [])]
    assert sum(each["/Subtype"] == "/Link" for each in links) >= 1 + len(names)


def test_pages_are_counted_through(reader, starter):
    assert len(reader.pages) == 2 + 2 * len(starter.places)
    for at, page in enumerate(reader.pages, start=1):
        assert f"Page{at}of{len(reader.pages)}" in squeezed(page.extract_text())


def test_a_place_says_in_it_what_its_own_sheet_says():
    made, kind = teams()
    question = replace(default_question(made), place_kind=kind)
    first = str(places_of_kind(made, kind).index[0])
    alone = write_pdf(Document(ask(Shared(made, question), first), length="sheet"))
    in_it = texts(io.BytesIO(of_teams()))[2:4]
    numbered = re.compile(r"Page\d+of\d+")
    assert [numbered.sub("", each) for each in in_it] == [
        numbered.sub("", each) for each in texts(io.BytesIO(alone))
    ]


def test_all_places_stand_by_name_with_the_figures_of_the_answer(pack):
    shared = Shared(pack, default_question(pack))
    ids = [str(key) for key in places_of_kind(pack, shared.question.place_kind).index]
    table = next(side_by_side(shared, ids).tables())
    names = [row[0].text for row in table.rows]
    assert names == sorted(names)
    assert NO_ORDER in table.after
    for place_id, row in zip(ids, table.rows, strict=True):
        found = shared.gaps.places.loc[place_id]
        assert row[1].number == found["children"]
        assert row[2].number == found["high_need_children"]
        share = found["reached_high_need_children"] / found["high_need_children"]
        assert row[3].number == pytest.approx(share)
        assert row[4].number == found["gap_children"]
        assert row[6].text == shared.gaps.place_said(place_id).in_full


def test_no_heading_praises_where_somewhere_nobody_is_reached(pack):
    shared = Shared(pack, default_question(pack))
    ids = [str(key) for key in places_of_kind(pack, shared.question.place_kind).index]
    shared.gaps.places.loc[ids[3], "reached_high_need_children"] = 0.0
    table = next(side_by_side(shared, ids).tables())
    assert table.columns[5].heading == "Who is reached"
    table = next(side_by_side(shared, ids[:3]).tables())
    assert table.columns[5].heading == "What works"


def test_the_same_again_gives_the_same_bytes():
    made, kind = teams()
    assert bound(made, kind).pdf == of_teams()


@pytest.mark.sweep
def test_in_full_no_place_has_contents_of_its_own():
    made, kind = teams()
    words = " ".join(texts(io.BytesIO(bound(made, kind, length="full").pdf)))
    assert words.count("Contents") == 1
    assert "Howweknow" in words


@pytest.mark.parametrize("at", with_sweeps(["made", "set"], working=["set"]))
def test_a_place_that_fails_is_left_out_and_said(monkeypatch, at):
    made, kind = teams()
    first = str(places_of_kind(made, kind).index[0])
    usual = booklet._leaf

    def broken(asked, shared, place_id):
        leaf = usual(asked, shared, place_id)
        if place_id != first:
            return leaf
        if at == "made":
            raise MemoryError
        return replace(leaf, data=leaf.data | {"accent": "no colour"})

    monkeypatch.setattr(booklet, "_leaf", broken)
    found = bound(made, kind)
    assert list(found.left_out) == [first]
    assert first not in found.places
    assert found.places
    last = texts(io.BytesIO(found.pdf))[0].rpartition("Leftout:")[2]
    assert last.startswith(squeezed(str(made.places.loc[first, "name"])))


def test_where_no_place_can_be_in_it_there_is_none(monkeypatch):
    made, kind = teams()
    monkeypatch.setattr(booklet, "unsafe_words", lambda *_: "the release check refused it")
    with pytest.raises(DataError, match="release check"):
        bound(made, kind)


def test_by_command(tmp_path, capsys):
    ids = starter_pack().places
    place = str(ids.index[ids["kind"] == KIND][0])
    brand = tmp_path / "brand.toml"
    brand.write_text('name = "A Council of Ours"\n', encoding="utf-8")
    words = ["--place", place, "--booklet", "--brand", str(brand)]
    assert main(["profile", *words, "--out", str(tmp_path)]) == 0
    path = tmp_path / f"{KIND}-booklet.pdf"
    assert squeezed("A Council of Ours") in texts(path)[0]
    said = capsys.readouterr().out
    assert str(path) in said
    assert "of 1 in it." in said


@pytest.mark.parametrize("beside", [["--zip"], ["--resume"], ["--formats", "docx"]])
def test_what_a_booklet_is_not_is_refused(tmp_path, capsys, beside):
    words = ["profile", "--kind", KIND, "--booklet", "--out", str(tmp_path), *beside]
    assert main(words) == 2
    assert beside[0] in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
