"""Colour science against published values."""

from __future__ import annotations

import numpy as np
import pytest

from mapping.map.colour import (
    VISIONS,
    colour_difference,
    contrast_ratio,
    differences,
    hex_from_rgb,
    lab_from_srgb,
    linear_from_srgb,
    rgb_from_hex,
    seen_by,
    shown_on,
    srgb_from_linear,
)

# Sharma, Wu & Dalal (2005), table 1: L* a* b*, L* a* b*, CIEDE2000. All 34 pairs.
SHARMA = """
50.0000 2.6772 -79.7751 50.0000 0.0000 -82.7485 2.0425
50.0000 3.1571 -77.2803 50.0000 0.0000 -82.7485 2.8615
50.0000 2.8361 -74.0200 50.0000 0.0000 -82.7485 3.4412
50.0000 -1.3802 -84.2814 50.0000 0.0000 -82.7485 1.0000
50.0000 -1.1848 -84.8006 50.0000 0.0000 -82.7485 1.0000
50.0000 -0.9009 -85.5211 50.0000 0.0000 -82.7485 1.0000
50.0000 0.0000 0.0000 50.0000 -1.0000 2.0000 2.3669
50.0000 -1.0000 2.0000 50.0000 0.0000 0.0000 2.3669
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0009 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0010 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0011 7.2195
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0012 7.2195
50.0000 -0.0010 2.4900 50.0000 0.0009 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0010 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0011 -2.4900 4.7461
50.0000 2.5000 0.0000 50.0000 0.0000 -2.5000 4.3065
50.0000 2.5000 0.0000 73.0000 25.0000 -18.0000 27.1492
50.0000 2.5000 0.0000 61.0000 -5.0000 29.0000 22.8977
50.0000 2.5000 0.0000 56.0000 -27.0000 -3.0000 31.9030
50.0000 2.5000 0.0000 58.0000 24.0000 15.0000 19.4535
50.0000 2.5000 0.0000 50.0000 3.1736 0.5854 1.0000
50.0000 2.5000 0.0000 50.0000 3.2972 0.0000 1.0000
50.0000 2.5000 0.0000 50.0000 1.8634 0.5757 1.0000
50.0000 2.5000 0.0000 50.0000 3.2592 0.3350 1.0000
60.2574 -34.0099 36.2677 60.4626 -34.1751 39.4387 1.2644
63.0109 -31.0961 -5.8663 62.8187 -29.7946 -4.0864 1.2630
61.2901 3.7196 -5.3901 61.4292 2.2480 -4.9620 1.8731
35.0831 -44.1164 3.7933 35.0232 -40.0716 1.5901 1.8645
22.7233 20.0904 -46.6940 23.0331 14.9730 -42.5619 2.0373
36.4612 47.8580 18.3852 36.2715 50.5065 21.2231 1.4146
90.8027 -2.0831 1.4410 91.1528 -1.6435 0.0447 1.4441
90.9257 -0.5406 -0.9208 88.6381 -0.8985 -0.7239 1.5381
6.7747 -0.2908 -2.4247 5.8714 -0.0985 -2.2286 0.6377
2.0776 0.0795 -1.1350 0.9033 -0.0636 -0.5514 0.9082
"""
PAIRS = np.array([line.split() for line in SHARMA.strip().splitlines()], float)


def test_colour_difference_matches_the_published_pairs():
    found = colour_difference(PAIRS[:, :3], PAIRS[:, 3:6])
    assert np.round(found, 4).tolist() == PAIRS[:, 6].tolist()


def test_colour_difference_is_the_same_both_ways():
    there = colour_difference(PAIRS[:, :3], PAIRS[:, 3:6])
    back = colour_difference(PAIRS[:, 3:6], PAIRS[:, :3])
    assert there == pytest.approx(back, abs=1e-9)


def test_lab_of_white_black_and_the_primaries():
    # Lindbloom's values for sRGB under D65.
    lab = lab_from_srgb(rgb_from_hex(["#ffffff", "#000000", "#ff0000", "#00ff00", "#0000ff"]))
    assert lab[0] == pytest.approx([100, 0, 0], abs=1e-9)
    assert lab[1] == pytest.approx([0, 0, 0], abs=1e-9)
    assert lab[2] == pytest.approx([53.24, 80.09, 67.20], abs=0.01)
    assert lab[3] == pytest.approx([87.73, -86.18, 83.18], abs=0.01)
    assert lab[4] == pytest.approx([32.30, 79.19, -107.86], abs=0.01)


def test_every_channel_value_survives_being_decoded():
    steps = np.arange(256)[:, None].repeat(3, axis=1) / 255
    assert srgb_from_linear(linear_from_srgb(steps)) == pytest.approx(steps, abs=1e-6)
    assert hex_from_rgb(rgb_from_hex(["#0a1b2c", "#ffee00"])) == ("#0a1b2c", "#ffee00")


@pytest.mark.parametrize("vision", VISIONS)
def test_greys_look_the_same_to_everyone(vision):
    greys = rgb_from_hex(["#000000", "#777777", "#ffffff"])
    assert seen_by(greys, vision) == pytest.approx(greys, abs=1e-4)


def test_red_and_green_of_equal_light_are_confused_only_without_red_or_green_cones():
    pair = ["#b06000", "#808000"]
    seen = {vision: differences(pair, vision)[0, 1] for vision in VISIONS}
    assert seen["deutan"] < seen["normal"] / 2
    assert seen["deutan"] < seen["tritan"]


def test_half_contrast_draws_in_from_both_ends_and_washing_out_only_from_black():
    ends = rgb_from_hex(["#000000", "#ffffff"])
    assert shown_on(ends, "full").tolist() == ends.tolist()
    assert shown_on(ends, "half")[:, 0].tolist() == [0.25, 0.75]
    assert shown_on(ends, "washed")[:, 0].tolist() == [0.5, 1.0]
    assert contrast_ratio(*hex_from_rgb(shown_on(ends, "washed"))) == pytest.approx(4, abs=0.1)


def test_contrast_ratio_of_known_pairs():
    assert contrast_ratio("#ffffff", "#000000") == pytest.approx(21)
    assert contrast_ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast_ratio("#777777", "#777777") == 1
