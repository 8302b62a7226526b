"""The type of printed documents: which fonts they are set in, and which letters those hold."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import matplotlib as mpl
from matplotlib.ft2font import FT2Font

from mapping.escape import plain_text

SANS: Final = ("Regular", "It", "Semibold", "Bold", "BoldIt")
WIDER: Final = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSans-BoldOblique")
LACKING: Final = "\u25af"  # stands where no font has a letter


@cache
def font_files() -> tuple[Path, ...]:
    """Return the files of the fonts: Source Sans, and DejaVu Sans for what that lacks.

    Both come as packages, and neither is looked for on the machine.
    """
    found = find_spec("font_source_sans_pro")
    if found is None or found.origin is None:
        msg = "the package font-source-sans-pro is not installed: see requirements.txt"
        raise ModuleNotFoundError(msg)
    sans = Path(found.origin).parent / "files"
    wider = Path(mpl.get_data_path()) / "fonts" / "ttf"
    return (
        *(sans / f"SourceSansPro-{style}.ttf" for style in SANS),
        *(wider / f"{name}.ttf" for name in WIDER),
    )


@cache
def _letters() -> frozenset[int]:
    """Return the letters that can be set: those that the fonts hold upright."""
    upright = [path for path in font_files() if path.stem.endswith(("-Regular", "DejaVuSans"))]
    return frozenset(code for path in upright for code in FT2Font(str(path)).get_charmap())


@cache
def settable(text: str) -> str:
    """Return text from data as it can be set: no control characters, `LACKING` for no letter.

    Right-to-left words are set in their order, and their letters joined, by typst itself.
    """
    kept = (char for char in plain_text(text) if unicodedata.category(char) != "Cf")
    return "".join(char if ord(char) in _letters() else LACKING for char in kept)


def scripts_lacking(text: str) -> tuple[str, ...]:
    """Return the scripts of the letters that no font holds, as Unicode names them: "CJK"."""
    lacking = {char for char in text if ord(char) not in _letters() and char.isalpha()}
    names = (unicodedata.name(char, "").split(" ")[0] for char in sorted(lacking))
    return tuple(dict.fromkeys(name for name in names if name))
