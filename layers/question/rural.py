"""The rule for rural areas, and its text at the edges: an address, an option, a pack's service."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from geodata.model import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class RuralRule:
    """How people of rural areas travel, and how far is far for them, in minutes one way."""

    mode: Mode
    limit_min: int


def rural_text(rule: RuralRule | None) -> str:
    """Return a rule as text: "drive-15"; empty where it is the same as in town."""
    return f"{rule.mode}-{rule.limit_min}" if rule else ""


def read_rural(text: str) -> RuralRule | None:
    """Read a rule out of its text; None where there is none.

    Raises
    ------
    ValueError
        It is not a way to travel and minutes.
    """
    if not text:
        return None
    found = re.fullmatch(r"(walk|drive)-([1-9][0-9]{0,3})", text)
    if found is None:
        raise ValueError(text)
    return RuralRule(mode=cast("Mode", found[1]), limit_min=int(found[2]))
