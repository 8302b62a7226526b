"""Words that councils use, and what a pack calls the same."""

from __future__ import annotations

import re
from collections.abc import Mapping

from geodata.offers import REPORTED_GAP

CLOSED = ("closed", "ceased", "ended", "no longer", "shut", "permanently closed", "decommissioned")
STATUS_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("active", "current", "live", "running", "yes", "y", "operational"), "open"),
    **dict.fromkeys(("open now", "trading", "available", "registered", "in operation"), "open"),
    **dict.fromkeys(("no", "n", "inactive", "resigned"), "closed"),
    **dict.fromkeys(("proposed", "opening soon", "in development", "proposed to open"), "planned"),
    **dict.fromkeys(("reduced hours", "part time", "partially open", "reduced service"), "reduced"),
    **dict.fromkeys(("gap", "no provision", "none"), REPORTED_GAP),
    **dict.fromkeys(("trial", "test"), "pilot"),
}
DELIVERY: Mapping[str, str] = {
    **dict.fromkeys(
        ("virtual", "virtually", "on line", "web", "internet", "app", "zoom"), "online"
    ),
    **dict.fromkeys(("telephone", "by phone", "tel", "helpline", "text"), "phone"),
    **dict.fromkeys(
        ("home visit", "home visits", "home visiting", "at home", "in the home"), "home"
    ),
    **dict.fromkeys(("face to face", "in person", "centre", "centre based", "on site"), "site"),
    **dict.fromkeys(("building", "venue", "building based", "group", "drop in", "clinic"), "site"),
    **dict.fromkeys(("in school", "schools", "in schools", "school based", "at school"), "school"),
    **dict.fromkeys(("community", "mobile", "in the community", "detached"), "outreach"),
}
LEVELS: Mapping[str, str] = {
    **dict.fromkeys(("selective", "targeted selective", "targeted - selective"),
                    "Targeted – selective"),
    **dict.fromkeys(("indicated", "targeted indicated", "targeted - indicated"),
                    "Targeted – indicated"),
    "universal services": "Universal",
}  # fmt: skip
STATUTORY: Mapping[str, str] = {
    **dict.fromkeys(("y", "true", "statutory"), "yes"),
    **dict.fromkeys(("n", "false", "non statutory", "discretionary"), "no"),
}
OF_COLUMN = {"delivery": DELIVERY, "level_prevention": LEVELS, "statutory": STATUTORY}


def tidy_part(part: str, column: str) -> str:
    """Return the pack's word for one part of a cell; the part itself where none is known."""
    plain = " ".join(re.sub(r"[-–_]+", " ", part.casefold()).split())
    return OF_COLUMN.get(column, {}).get(plain, part)
