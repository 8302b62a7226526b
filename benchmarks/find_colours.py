"""Find the map's colours: those nearest a hand-drawn set that anyone can tell apart.

`python -m benchmarks.find_colours gap` (or `need`, `reach`, `amount`, `hotspot`; `--dark`) prints a
set to be pasted into `mapping/map/palette.py` by hand. Nothing of it runs with the app.

Sequential quadratic programming moves the drawn colours (`DRAWN`, which give a scale its structure
and its calm) as little as it can in CIELAB, while every pair, the colour of "not known" included,
stays apart by CIEDE2000 to every eye on every display, and lightness falls (on a dark ground
rises) by a step along each axis, so that the order can be read in greys.
"""

from __future__ import annotations

import argparse
from itertools import product

import numpy as np
from scipy.optimize import minimize

from mapping.map.colour import (
    DISPLAYS,
    VISIONS,
    colour_difference,
    hex_from_rgb,
    lab_from_srgb,
    rgb_from_hex,
    seen_by,
    shown_on,
)
from mapping.map.palette import unknown_colour

LEAST = 10.4  # the rule is 10; rounding to 256 steps costs up to 0.4
UNKNOWN_WASHED = 6.4  # washed out, "not known" leans on its hatching
GRID_STEP, LIST_STEP = 8.0, 12.0  # of L*
STARTS = 3

# scale, dark: the colours in the order of their codes
DRAWN = {
    ("gap", False): "f4f1e8 a5d0dc 3d8fb5 f3c88f 8f8794 40587d c9762f 83382f 1f0f2b",
    ("need", False): "3a1a12 8a3418 c9762f f3c88f f6f2ea",
    ("reach", False): "300618 0a2a5e 2a6fa8 3fb0d0 b1e4fb fcfced",
    ("gap", True): "1d1f1f 0f4a66 1590c0 5e3a11 8c8590 a3c4ee b26e18 e8a878 fff04a",
    ("need", True): "fff04a f0a860 b7682a 5f3a12 211e1d",
    ("reach", True): "fff04a a8e4f4 46b4dc 1f7fb0 08486a 1c1f21",
    ("amount", True): "7dfff0 86c8f0 2b86c0 0a4a70 1c2022",
    ("hotspot", False): "8a2a12 123f6b f6f4ee f0b878 8cc4e4",
    ("hotspot", True): "f6c79a a8dcf4 1f2123 8a5218 14587c",
}


def lightness_steps(scale):
    """Return pairs of codes, the less striking first, and the least step between them."""
    if scale == "gap":
        right = [(3 * need + reach, 3 * need + reach + 3) for need in (0, 1) for reach in range(3)]
        up = [(3 * need + reach, 3 * need + reach + 1) for need in range(3) for reach in (0, 1)]
        return np.array(right + up), GRID_STEP
    if scale == "hotspot":
        return np.array([(2, 3), (3, 0), (2, 4), (4, 1)]), GRID_STEP
    if scale == "reach":
        return np.array([(code + 1, code) for code in range(5)]), GRID_STEP
    return np.array([(code + 1, code) for code in range(4)]), LIST_STEP


def spare(rgb):
    """Return every CIEDE2000, less what it must be: pairs × eyes × displays."""
    first, second = np.triu_indices(len(rgb), 1)
    unknown = second == len(rgb) - 1
    found = []
    for display, vision in product(DISPLAYS, VISIONS):
        lab = lab_from_srgb(seen_by(shown_on(rgb, display), vision))
        least = np.where(unknown & (display == "washed"), UNKNOWN_WASHED, LEAST)
        found.append(colour_difference(lab[first], lab[second]) - least)
    return np.concatenate(found)


def climb(drawn, order, unknown, rng):
    """Move from near the drawn colours (sRGB, 0–1), clear of the one that stays put."""
    wanted = lab_from_srgb(drawn)
    pairs, step = order

    def cost(flat):
        return float(((lab_from_srgb(flat.reshape(-1, 3)) - wanted) ** 2).sum()) / 100

    def slack(flat):
        light = lab_from_srgb(flat.reshape(-1, 3))[:, 0]
        found = spare(np.vstack([flat.reshape(-1, 3), unknown]))
        return np.concatenate([found, np.abs(np.diff(light[pairs], axis=1)).ravel() - step]) / 10

    start = np.clip(drawn + rng.normal(0, 0.02, drawn.shape), 0.03, 0.99)
    found = minimize(
        cost,
        start.ravel(),
        method="SLSQP",
        bounds=[(0.03, 0.99)] * drawn.size,
        constraints={"type": "ineq", "fun": slack},
        options={"maxiter": 200, "ftol": 1e-4},
    )
    return float(slack(found.x).min()), cost(found.x), found.x.reshape(-1, 3)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scale", choices=["gap", "need", "reach", "amount", "hotspot"])
    parser.add_argument("--dark", action="store_true")
    asked = parser.parse_args()
    drawn = rgb_from_hex([f"#{code}" for code in DRAWN[asked.scale, asked.dark].split()])
    unknown = rgb_from_hex([unknown_colour(dark=asked.dark)])
    rng = np.random.default_rng(20250401)
    order = lightness_steps(asked.scale)
    tried = [climb(drawn, order, unknown, rng) for _ in range(STARTS)]
    _, cost, rgb = min(tried, key=lambda one: (one[0] < -1e-3, one[1]))
    colours = hex_from_rgb(rgb)
    kept = spare(np.vstack([rgb_from_hex(colours), unknown])).min()
    print(f"moved {cost:.2f}, spare once rounded {kept:.2f}:", *colours)


if __name__ == "__main__":
    main()
