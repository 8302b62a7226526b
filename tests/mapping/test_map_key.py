"""The key of a printed map: one for PDF, Word and slides."""

import io
import math
from dataclasses import replace

import docx
import matplotlib.image
import numpy as np
import pptx
import pytest

from mapping.map.values import UNKNOWN, LegendClass
from mapping.profile.map_key import PATTERNS, KeyRow, key_rows, map_key, swatch_png
from mapping.profile.slides import write_pptx
from mapping.profile.word import write_docx
from tests.mapping.test_profile_formats import document


def spec_and_facts(by_class):
    spec = document().spec
    missing = LegendClass(code=UNKNOWN, label="not known", areas=1, children=0.0, who="under-fives")
    known = tuple(each for each in spec.legend.classes if each.code != UNKNOWN)
    legend = replace(spec.legend, classes=(*known, missing))
    return spec.with_fill(legend=legend), replace(document().asked.facts, by_class=by_class)


def test_every_class_of_the_place_is_told_though_it_holds_nobody():
    rows = key_rows(*spec_and_facts({0: 0.0, 4: math.nan, 7: 431.0, UNKNOWN: 0.0}))
    held = {row.code: row.holds for row in rows}
    marked = document().spec.legend.marked
    assert held.pop(marked) == "0"
    assert held == {0: "0", 4: "too few to show", 7: "430", UNKNOWN: "not known"}
    assert [row.code for row in rows][-1] == UNKNOWN


def test_each_class_says_its_pattern():
    spec, facts = spec_and_facts(dict.fromkeys([*range(9), UNKNOWN], 10.0))
    told = {row.code: row.pattern for row in key_rows(spec, facts)}
    patterns = ("no pattern", "dots", "lines")
    for code in range(9):
        heavy = ", heavy outline" if code == spec.legend.marked else ""
        assert told[code] == f"{patterns[code % 3]}{heavy}"
    assert told[UNKNOWN] == "grey, lines"
    squares = {each["label"]: each["hatch"] for each in map_key(spec, facts)["classes"]}
    assert set(squares.values()) <= set(PATTERNS)


@pytest.mark.parametrize("hatch", PATTERNS)
def test_a_swatch_is_hatched_as_it_says(hatch):
    row = KeyRow(code=3, fill="#336699", hatch=hatch, line="#ffffff", is_marked=False)
    drawn = matplotlib.image.imread(io.BytesIO(swatch_png(row)), format="png")[2:-2, 2:-2, :3]
    assert (len(np.unique(drawn.reshape(-1, 3), axis=0)) == 1) == (hatch == "")
    assert swatch_png.__wrapped__(row) == swatch_png(row)


def test_word_and_slides_tell_the_same_key():
    rows = key_rows(document().spec, document().asked.facts)
    told = [[row.pattern, row.label, row.holds] for row in rows]
    word = docx.Document(io.BytesIO(write_docx(document())))
    tables = [[[c.text for c in row.cells][1:] for row in t.rows][1:] for t in word.tables[:3]]
    assert told in tables
    deck = pptx.Presentation(io.BytesIO(write_pptx(document())))
    tables = [s.table for slide in deck.slides for s in slide.shapes if s.has_table]
    shown = [[[c.text for c in row.cells] for row in table.rows][1:] for table in tables]
    assert [["", f"{row.label} ({row.pattern})", row.holds] for row in rows] in shown
