"""Postcodes written one way, and those that are none, told with their rows."""

from __future__ import annotations

import re

from pandas import Series

from geodata.files.faults import many, shown, some
from geodata.files.telling import warn

SHAPE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
GIRO = "GIR0AA"
# Areas of one letter, and what the last two letters of a postcode never are.
ONE_LETTER, NEVER_LAST = "BEGLMNSW", set("CIKMOV")


def normalise_postcodes(written: Series) -> Series:
    """Write postcodes with their space and in capitals: "pe1 1aa" and "PE11AA" → "PE1 1AA".

    What has not the shape of a postcode becomes "".
    """
    plain = written.str.upper().str.replace(r"[^A-Z0-9]", "", regex=True)
    right = plain.map(lambda code: bool(SHAPE.fullmatch(code)) or code == GIRO)
    return (plain.str[:-3] + " " + plain.str[-3:]).where(right, "")


def tell_postcodes(written: Series, name: str) -> None:
    """Tell of cells that are no postcodes: empty, in part, made up, or with a slip."""
    said: dict[str, list[tuple[object, str]]] = {}
    for row, cell in zip(written.index, written, strict=True):
        slip = find_slip(cell)
        if slip:
            said.setdefault(slip, []).append((row, cell))
    for slip, wrong in said.items():
        rows, examples = [row for row, _ in wrong], [shown(cell) for _, cell in wrong if cell]
        more = f": {some(examples)}" if examples else ""
        warn(f"{name}, row {some(rows)}{more}: {slip} ({many(len(rows), 'row')}); of no place.")


def find_slip(cell: str) -> str:
    """Describe why a cell is no postcode; "" where it is one."""
    code = re.sub(r"[^A-Z0-9]", "", cell.upper())
    if not code:
        return "no postcode"
    if code == GIRO:
        return ""
    if not SHAPE.fullmatch(code):
        begun = re.match(r"[A-Z]{1,2}[0-9]", code)
        return "part of a postcode, or a slip in one" if begun else "no postcode, but other text"
    area = re.match(r"[A-Z]+", code)
    letters = area[0] if area else ""
    if letters in ("ZZ", "XX"):
        return "a pseudo-postcode, for people without one"
    if (len(letters) == 1 and letters not in ONE_LETTER) or set(code[-2:]) & NEVER_LAST:
        return "letters that no postcode has, such as O for 0"
    return ""
