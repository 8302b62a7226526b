"""A service that is offered, and has no door anywhere: no page makes a verdict of it."""

import contextlib
import html
import io
import re

import pytest
from pypdf import PdfReader

from mapping.__main__ import main as mapping_main
from tests.awkward import offers_pack
from tests.kept_packs import write_once
from tests.mapping.reading import opened, words

NURSES = {"service": "nurse-partnership", "age": "0-1"}
NO_DOOR = "no door is listed of family nurse partnerships open to children aged 0–1"
VERDICTS = (
    r"\bnan\b",
    "What works",
    "every site states",
    "nothing is listed as",
    "keep their rank",
    r"none of the [\d,]+ children",
    r"takes? in \d+%",
)
WHERE = (
    ("map", {}),
    ("places", {}),
    ("places", {"place": "east"}),
    ("compare", {}),
    ("cover", {"place": "west"}),
    ("needs-and-services", {"place": "east"}),
    ("scenarios", {}),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("offers") / "pack"
    write_once(offers_pack(), path)
    return path


@pytest.fixture(autouse=True)
def served(folder, monkeypatch):
    monkeypatch.setenv("KNOW_YOUR_PATCH_PACK", str(folder))


def plain(text):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def verdicts(text):
    return [each for each in VERDICTS if re.search(each, text)]


@pytest.mark.parametrize(("page", "where"), WHERE, ids=str)
def test_no_page_makes_a_verdict_of_it(page, where):
    said = plain(words(opened(page, **NURSES, **where)))
    assert verdicts(said) == []
    if page not in ("cover", "scenarios"):
        assert NO_DOOR in said


def test_no_profile_makes_a_verdict_of_it(folder, tmp_path):
    with contextlib.redirect_stdout(io.StringIO()):
        options = ["--service=nurse-partnership", "--age=0-1", f"--out={tmp_path}"]
        assert mapping_main(["profile", "--pack", str(folder), "--place=east", *options]) == 0
    [path] = tmp_path.glob("*.pdf")
    said = plain(" ".join(each.extract_text() for each in PdfReader(path).pages))
    assert NO_DOOR in said
    assert verdicts(said) == []
    assert "Nurse visits" in said


def test_the_place_it_serves_lists_it_and_the_others_do_not():
    visits = "Nurse visits"
    assert visits in plain(words(opened("places", place="east", **NURSES)))
    west = plain(words(opened("places", place="west", **NURSES)))
    assert visits not in west
    assert "A zone to come" in west
    assert "An offer of nowhere" not in west
