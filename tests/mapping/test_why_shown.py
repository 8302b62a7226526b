"""“Why?” on the pages says the numbers that the page says."""

import pytest
from markupsafe import escape

from geodata.pack import STARTER
from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.why.gap import why_area, why_gap
from tests.kept_packs import starter_pack
from tests.mapping.reading import opened, words


@pytest.fixture(scope="module")
def starter():
    return starter_pack()


@pytest.fixture(autouse=True)
def serve_starter(monkeypatch):
    monkeypatch.setenv("KNOW_YOUR_PATCH_PACK", str(STARTER))


def shown(chain, said):
    return all(
        f"<li><b>{escape(step.said)}</b> {escape(step.words)}".replace("&#39;", "&#x27;") in said
        for step in chain.steps
    )


def test_the_map_explains_the_whole_area_and_what_is_chosen(starter):
    gaps = measure_gaps(starter, default_question(starter))
    said = words(opened("map"))
    assert shown(why_gap(starter, gaps), said)
    assert "Why about 9,000?" in said
    assert shown(why_gap(starter, gaps, "eht-wisbech"), words(opened("map", place="eht-wisbech")))
    area = why_area(starter, gaps, "KYP-FEN-001")
    assert shown(area, words(opened("map", area="KYP-FEN-001")))
    assert not shown(area, said)


@pytest.mark.parametrize(
    ("page", "query", "asked"),
    [
        ("places", {"place": "eht-wisbech"}, "Why about 660?"),
        ("needs-and-services", {"place": "eht-wisbech"}, "Why about 660, and why 60%?"),
        ("needs-and-services", {"place": "eht-wisbech"}, "Why 1,090 for each site?"),
        ("cover", {}, "Why do 31 of 100 combinations have none?"),
        ("cover", {}, "Why 620 for each site?"),
        ("compare", {"indicator": "good_level_of_development_pct"}, "Peterborough: why"),
        ("compare", {}, ": why "),
    ],
)
def test_each_page_explains_its_figures(page, query, asked):
    said = words(opened(page, **query))
    assert f"<summary>{asked}" in said or (page == "compare" and asked in said)
