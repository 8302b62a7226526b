"""A page made up for the test, in a room of its own: what the frame gives it unasked."""

import pytest

from layers.gaps import measure_gaps
from layers.question.address import question_from_query
from mapping.meeting.making import scene_seen
from mapping.pages.frame.rooms import find_pages
from tests.builders import tiny_pack
from tests.mapping.reading import opened, words

PAGE = """
from mapping.pages.frame.drawing import show, show_answer
from mapping.pages.frame.page import Download, Page


def show_made_up(visit):
    show_answer("Made up for a test.")
    show("made_up/made_up.html", name="<script>alert(1)</script>")


PAGE = Page(
    title="Made up",
    url_path="made_up",
    answers="Whether a page can be made of three files.",
    show=show_made_up,
    order=99,
    help=("It is counted on fingers.",),
    downloads=lambda visit: [Download(label="Download it (CSV)", name="It", make=lambda: "a,b")],
)
"""
TEMPLATE = '{% from "macros.html" import paragraph %}\n{{ paragraph(name) }}\n'


@pytest.fixture
def made_up(tmp_path_factory, monkeypatch):
    """A page in a temporary room: its page.py and its template, and nothing else."""
    folder = tmp_path_factory.mktemp("mapping")
    room = folder / "pages" / "made_up"
    room.mkdir(parents=True)
    (room / "page.py").write_text(PAGE, "utf-8")
    (room / "made_up.html").write_text(TEMPLATE, "utf-8")
    import mapping.pages
    from mapping.templates import environment

    monkeypatch.setattr(mapping.pages, "__path__", [*mapping.pages.__path__, str(room.parent)])
    monkeypatch.setattr(
        environment.loader, "searchpath", [*environment.loader.searchpath, str(folder)]
    )


@pytest.mark.usefixtures("made_up")
def test_a_page_of_two_files_is_found_and_stands_last():
    assert [page.title for page in find_pages()][-1] == "Made up"


@pytest.mark.usefixtures("made_up")
def test_it_has_title_question_terms_sources_help_and_files_without_asking(serve):
    pack = serve(tiny_pack())
    app = opened("made_up", limit="45", age="4-2")
    said = words(app)
    assert f"<h1>Made up — {pack.info.title}</h1>" in said
    assert "Made up for a test." in said
    assert "&lt;script&gt;" in said
    assert "<script" not in said
    assert "straight-line estimate" in said
    assert "mid-2020, illustrative" in said
    assert "Sources: Made for tests (Know Your Patch), 2026" in said
    assert "Whether a page can be made of three files." in said
    assert "It is counted on fingers." in said
    [warning] = app.warning
    assert "age" in warning.value
    widgets = [each.proto.component_name for each in app.main if each.type == "bidi_component"]
    assert [name.split("know_your_patch_")[-1] for name in widgets][:2] == ["skip", "question_bar"]
    assert [each.label for each in app.get("download_button")] == ["Download it (CSV)"]
    assert "to-meeting-open" in [each.key for each in app.button]
    _, scene = scene_seen("made_up", "limit=45", "", pack)
    question = question_from_query({"limit": "45"}, pack)
    assert scene.said == measure_gaps(pack, question).sentence()


@pytest.mark.parametrize("page", find_pages(), ids=lambda page: page.title)
def test_every_page_says_its_own_title_and_what_it_answers(serve, page):
    pack = serve(tiny_pack())
    said = words(opened(page.url_path))
    assert said.count("<h1>") == 1
    assert f"<h1>{page.title} — {pack.info.title}</h1>" in said
    assert page.answers.replace("'", "&#x27;") in said
    if page.has_question:
        assert "Sources: Made for tests" in said
        assert "straight-line estimate" in said


def test_no_page_names_a_command_a_path_or_a_seed(serve):
    serve(tiny_pack())
    for page in find_pages():
        said = words(opened(page.url_path))
        for unwanted in ("python -m", "docs/", ".md", "seed "):
            assert unwanted not in said, (page.title, unwanted)


def test_titles_and_addresses_are_their_own():
    pages = find_pages()
    for values in ([p.title for p in pages], [p.url_path for p in pages], [p.order for p in pages]):
        assert len(set(values)) == len(values)
