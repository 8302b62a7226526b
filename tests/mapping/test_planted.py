"""A share of the attack with planted figures; `python -m tests.attacks.planted` asks for all."""

import numpy as np
import pytest

from tests.attacks import planted
from tests.attacks.planting import Plants, planted_pack


@pytest.mark.sweep  # tests/mapping/test_parts.py asks every command and route while working
def test_no_output_holds_a_planted_figure(tmp_path):
    outputs, found, is_same = planted.attack(tmp_path, "few")
    assert found == {}
    assert is_same
    assert outputs > 40


@pytest.mark.sweep  # 420 outputs of a pack with 110 sensitive indicators, made twice
def test_no_meeting_holds_a_planted_figure(tmp_path):
    outputs, found, _ = planted.attack(tmp_path, "few met")
    assert found == {}
    assert outputs > 40


def test_a_figure_that_is_let_out_is_found(monkeypatch):
    """The search finds what it looks for where nothing is protected."""
    plants = Plants(rng=np.random.default_rng(1))
    monkeypatch.setattr("geodata.pack.protect", lambda values, *_: values)
    rows = planted_pack(plants).indicator_values
    for column in ("value", "numerator", "lower", "upper", "note"):
        told = planted.numbers_in(rows[column].to_csv(index=False).encode())
        assert len(told & plants.numbers) > 100, column
    kept = planted.numbers_in(b"\xff" + rows["numerator"].to_numpy(float).tobytes())
    assert len(kept & plants.numbers) > 100
