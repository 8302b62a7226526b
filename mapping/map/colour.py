"""Colour as it is seen: differences, colour blindness, a washed-out projector, contrast.

Pure functions on arrays of sRGB, shape (n, 3), each channel 0–1 as encoded for a screen.

Sources
-------
IEC 61966-2-1:1999 (sRGB, D65); CIE 15:2018 (CIELAB); Sharma, Wu & Dalal, "The CIEDE2000
Color-Difference Formula: Implementation Notes, Supplementary Test Data, and Mathematical
Observations", Color Research & Application 30(1), 2005; Machado, Oliveira & Fernandes, "A
Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009; W3C,
"Web Content Accessibility Guidelines 2.2", 2023.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Vision = Literal["normal", "protan", "deutan", "tritan"]
Display = Literal["full", "half", "washed"]
Colours = NDArray[np.float64]

VISIONS: Final[tuple[Vision, ...]] = ("normal", "protan", "deutan", "tritan")
DISPLAYS: Final[tuple[Display, ...]] = ("full", "half", "washed")

_MID_GREY, _WHITE = 0.5, 1.0
_TOE_ENCODED, _TOE_LINEAR = 0.04045, 0.0031308  # below these sRGB is a straight line
_XYZ_FROM_RGB: Final = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_D65: Final = _XYZ_FROM_RGB.sum(axis=1)  # so that white is exactly L* 100, a* 0, b* 0

# Machado, Oliveira & Fernandes (2009), severity 1.0; for linear RGB.
_SEEN: Final[dict[Vision, Colours]] = {
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def rgb_from_hex(colours: Sequence[str]) -> Colours:
    """Read "#rrggbb" as sRGB, 0–1, one row for each."""
    return np.array([list(bytes.fromhex(colour[1:])) for colour in colours], float) / 255


def hex_from_rgb(rgb: Colours) -> tuple[str, ...]:
    """Write sRGB as "#rrggbb", to the nearest of 256 steps."""
    steps = np.round(np.clip(rgb, 0, 1) * 255).astype(np.uint8)
    return tuple(f"#{row.tobytes().hex()}" for row in steps)


def linear_from_srgb(rgb: Colours) -> Colours:
    """Undo the encoding of sRGB: return the share of full light, 0–1."""
    low = np.maximum(rgb, 0.0)
    return np.where(low <= _TOE_ENCODED, low / 12.92, ((low + 0.055) / 1.055) ** 2.4)


def srgb_from_linear(light: Colours) -> Colours:
    """Encode light as sRGB; what no screen can show is cut to 0–1."""
    cut = np.clip(light, 0, 1)
    return np.where(cut <= _TOE_LINEAR, 12.92 * cut, 1.055 * cut ** (1 / 2.4) - 0.055)


def lab_from_srgb(rgb: Colours) -> Colours:
    """Return CIELAB under D65: L* 0–100, a*, b*."""
    ratio = linear_from_srgb(rgb) @ _XYZ_FROM_RGB.T / _D65
    cube = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio * (29 / 6) ** 2 / 3 + 4 / 29)
    x, y, z = cube[..., 0], cube[..., 1], cube[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def seen_by(rgb: Colours, vision: Vision) -> Colours:
    """Show colours as someone with a colour-vision deficiency sees them (Machado et al. 2009).

    The deficiencies are complete (severity 1.0). The model is tested least for tritan.
    """
    if vision == "normal":
        return rgb
    return srgb_from_linear(linear_from_srgb(rgb) @ _SEEN[vision].T)


def shown_on(rgb: Colours, display: Display) -> Colours:
    """Show colours as a poor screen does.

    "half" halves each channel's distance from mid grey, as `contrast(50%)` does in CSS: blacks rise
    as far as whites fall. "washed" mixes each colour half and half with white, much as a projector
    does in daylight: white stays, black becomes mid grey, the contrast ratio of 21 falls to 4.
    """
    if display == "full":
        return rgb
    return (rgb + (_MID_GREY if display == "half" else _WHITE)) / 2


def colour_difference(lab: Colours, other: Colours) -> NDArray[np.float64]:
    """Measure CIEDE2000 between colours in CIELAB (Sharma et al. 2005; kL = kC = kH = 1).

    About 1 is just seen side by side under good light.

    Parameters
    ----------
    lab, other
        L*, a*, b* along the last axis; the axes before it broadcast.
    """
    stretch = _stretch((_chroma(lab) + _chroma(other)) / 2)
    chroma, hue = _polar(lab, stretch)
    chroma_2, hue_2 = _polar(other, stretch)
    turn, mean_hue = _hues(chroma, hue, chroma_2, hue_2)
    mean_chroma = (chroma + chroma_2) / 2
    mean_light = (lab[..., 0] + other[..., 0]) / 2
    off_middle = (mean_light - 50) ** 2
    light = (other[..., 0] - lab[..., 0]) / (1 + 0.015 * off_middle / np.sqrt(20 + off_middle))
    colour = (chroma_2 - chroma) / (1 + 0.045 * mean_chroma)
    tint = 2 * np.sqrt(chroma * chroma_2) * np.sin(turn / 2)
    tint = tint / (1 + 0.015 * mean_chroma * _hue_weight(mean_hue))
    squared = light**2 + colour**2 + tint**2 + _rotation(mean_chroma, mean_hue) * colour * tint
    return np.asarray(np.sqrt(np.maximum(squared, 0)))


def _chroma(lab: Colours) -> Colours:
    return np.asarray(np.hypot(lab[..., 1], lab[..., 2]))


def _seventh(chroma: Colours) -> Colours:
    return np.asarray(np.sqrt(chroma**7 / (chroma**7 + 25.0**7)))


def _stretch(mean_chroma: Colours) -> Colours:
    """Return 1 + G, by which a* grows near grey (equations 4 and 5)."""
    return 1 + 0.5 * (1 - _seventh(mean_chroma))


def _polar(lab: Colours, stretch: Colours) -> tuple[Colours, Colours]:
    """Return C' and h' in radians, 0 to 2π (equations 6 and 7)."""
    across = lab[..., 1] * stretch
    hue = np.arctan2(lab[..., 2], across) % (2 * np.pi)
    return np.asarray(np.hypot(across, lab[..., 2])), np.asarray(hue)


def _hues(chroma: Colours, hue: Colours, chroma_2: Colours, hue_2: Colours) -> tuple[Colours, ...]:
    """Return Δh' and the mean h', radians (equations 10 and 14); a grey has no hue of its own."""
    grey = chroma * chroma_2 == 0
    apart = hue_2 - hue
    turn = np.where(grey, 0.0, (apart + np.pi) % (2 * np.pi) - np.pi)
    across = np.abs(apart) > np.pi
    half_turn = np.where(hue + hue_2 < 2 * np.pi, np.pi, -np.pi)
    mean = (hue + hue_2) / 2 + np.where(across, half_turn, 0.0)
    return turn, np.where(grey, hue + hue_2, mean)


def _hue_weight(mean_hue: Colours) -> Colours:
    """Return T (equation 15)."""
    waves = -0.17 * np.cos(mean_hue - np.radians(30)) + 0.24 * np.cos(2 * mean_hue)
    waves += 0.32 * np.cos(3 * mean_hue + np.radians(6))
    waves -= 0.20 * np.cos(4 * mean_hue - np.radians(63))
    return np.asarray(1 + waves)


def _rotation(mean_chroma: Colours, mean_hue: Colours) -> Colours:
    """Return RT, which joins chroma to hue in the blues (equations 16, 17 and 21)."""
    bell = np.radians(30) * np.exp(-(((np.degrees(mean_hue) - 275) / 25) ** 2))
    return np.asarray(-np.sin(2 * bell) * 2 * _seventh(mean_chroma))


def differences(
    colours: Sequence[str], vision: Vision = "normal", display: Display = "full"
) -> NDArray[np.float64]:
    """Measure every colour against every other, as shown on a display and then seen.

    Returns
    -------
    matrix
        CIEDE2000, n × n, symmetrical, 0 along the diagonal.
    """
    lab = lab_from_srgb(seen_by(shown_on(rgb_from_hex(colours), display), vision))
    return colour_difference(lab[:, None, :], lab[None, :, :])


def contrast_ratio(colour: str, other: str) -> float:
    """Measure contrast as WCAG 2.2 does: 1 (none) to 21 (black on white)."""
    light = linear_from_srgb(rgb_from_hex([colour, other])) @ np.array([0.2126, 0.7152, 0.0722])
    return float((light.max() + 0.05) / (light.min() + 0.05))
