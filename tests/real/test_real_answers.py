"""Answers on the real pack: worked out again another way, and the same wherever they are said."""

import json

import numpy as np
import pytest
from pypdf import PdfReader
from shapely import get_coordinates

from geodata.pack import write_pack
from layers.__main__ import main
from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.said.numbers import about
from mapping.drawn.file import render_map_html
from mapping.map.describe import describe_map
from tests.documents import profile_pdf

pytestmark = pytest.mark.real

QUESTIONS = [
    {},
    {"need": "idaci_rank"},
    {"limit_min": 30, "need": "idaci_rank", "need_deciles": 2, "place_kind": "district"},
    {"mode": "drive", "limit_min": 10, "pace_kmh": 30.0, "need": "imd_rank"},
    {"service": "libraries", "age_from": 5, "age_to": 9},
]


def again(pack, question):
    """Work out gap children from every distance there is, with no tree, group or class."""
    service = pack.info.services[question.service]
    assets = pack.assets
    listed = assets["kind"].isin(service.kinds) & (assets["status"] == "open")
    doors = assets[listed & ~assets.geometry.is_empty]
    spots = get_coordinates(doors.geometry.to_numpy())
    starts = pack.origins[["easting_m", "northing_m"]].to_numpy()
    metres = np.hypot(*(starts[:, None, :] - spots[None, :, :]).transpose(2, 0, 1))
    took = metres * question.detour * 60 / (question.pace_kmh * 1000)
    beyond = np.zeros(len(pack.areas))
    row_of = pack.areas.index.get_indexer(pack.origins["area_id"])
    for age in question.ages:
        takes = ~(doors["age_from"] > age).to_numpy() & ~(doors["age_to"] < age).to_numpy()
        out = ~(took[:, takes] <= question.limit_min).any(axis=1)
        share = np.bincount(row_of, weights=out * pack.origins["weight"].to_numpy())
        beyond += pack.areas[f"people_{age}"].to_numpy() * share
    values = pack.indicator_values[pack.indicator_values["indicator"] == question.need]
    rows = values.set_index("place_id").reindex(pack.areas.index)
    if question.need == "low_income_children":
        return beyond, beyond * (rows["numerator"] / rows["denominator"]).to_numpy()
    return beyond, beyond * (rows["decile"] <= question.need_deciles).to_numpy()


@pytest.mark.parametrize("changes", QUESTIONS)
def test_every_area_agrees_with_every_distance(real_pack, changes):
    changes = dict(changes)
    question = default_question(real_pack, changes.pop("service", None), **changes)
    gaps = measure_gaps(real_pack, question)
    beyond, gap = again(real_pack, question)
    assert gaps.areas["beyond_children"].to_numpy() == pytest.approx(beyond, abs=1e-9)
    assert gaps.areas["gap_children"].to_numpy() == pytest.approx(gap, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("kind", ["early-help-team", "district", "upper-tier", "ward", "msoa"])
def test_rows_add_up_and_are_in_order(real_pack, tmp_path, capsys, kind):
    write_pack(real_pack, tmp_path)
    asked = ["gaps", "--pack", str(tmp_path), "--service", "family-centres", "--age", "0-4"]
    assert main([*asked, "--kind", kind, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert sum(row["children"] for row in rows) == 51_084
    for row in rows:
        assert row["gap_children"] <= row["high_need_children"] <= row["children"]
        assert row["gap_children"] <= row["beyond_children"] <= row["children"]


def test_a_figure_is_the_same_wherever_it_is_said(real_pack, tmp_path):
    question = default_question(real_pack)
    gaps = measure_gaps(real_pack, question)
    place_id = gaps.places.index[0]
    (tmp_path / "p.pdf").write_bytes(profile_pdf(real_pack, gaps.question, place_id))
    pages = PdfReader(tmp_path / "p.pdf").pages
    printed = " ".join(" ".join(page.extract_text() for page in pages).split())
    sentence = gaps.place_sentence(place_id)
    assert len(pages) == 2
    assert about(gaps.places.loc[place_id, "gap_children"]) in sentence
    assert sentence.replace("'", "’") in printed.replace("'", "’")
    page = render_map_html(describe_map(real_pack, gaps), real_pack, gaps)
    assert gaps.sentence().split("'")[0] in page
    assert about(gaps.places.loc[place_id, "gap_children"]).removeprefix("about ") in page
