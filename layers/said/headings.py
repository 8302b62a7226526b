"""What the columns of a result are called in a file that people open: words, with their units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

WORDS: Final[Mapping[str, str]] = {
    "area_id": "Code of the neighbourhood",
    "areas": "Neighbourhoods it touches (number)",
    "age_from": "From age",
    "age_to": "To age",
    "against_target": "Against the target",
    "band": "Ages",
    "best": "Best rank it could have",
    "beyond_children": "Beyond the limit (children)",
    "beyond_share": "Beyond the limit (share, 0 to 1)",
    "chance": "How often by chance alone (0 to 1)",
    "children": "Children of the ages asked about",
    "class_words": "Class",
    "code": "Class (number)",
    "concentration": "Concentration index",
    "doorless": "Offers without a door (number)",
    "doors": "Doors (number)",
    "erreygers": "Erreygers index",
    "gained_children": "Gain (children)",
    "gained_high_need_children": "Gain, in high need (children)",
    "gap": "Who is not reached",
    "gap_children": "In high need and out of reach (children)",
    "gap_share": "In high need and out of reach (share, 0 to 1)",
    "gap_turned_away_children": "In high need and turned away by age (children)",
    "gaps": "Ages that nothing takes (number)",
    "group_name": "Name of the group",
    "high": "High estimate (children)",
    "high_need_children": "In high need (children)",
    "high_need_lower": "In high need, lower limit, 95% (share, 0 to 1)",
    "high_need_share": "In high need (share, 0 to 1)",
    "high_need_upper": "In high need, upper limit, 95% (share, 0 to 1)",
    "is_apportioned": "Apportioned",
    "is_suppressed": "Suppressed",
    "kind": "Kind",
    "lost_children": "Lose (children)",
    "lost_high_need_children": "Lose, in high need (children)",
    "low": "Low estimate (children)",
    "middle": "Middle estimate (children)",
    "nearest_min": "To the nearest beyond (minutes)",
    "now": "Now (children)",
    "online": "Offers online (number)",
    "other": "Other place",
    "other_id": "Code of the other place",
    "place_id": "Code",
    "rank": "Rank",
    "reached_high_need_children": "In high need and reached (children)",
    "rii": "Relative index of inequality",
    "share": "Share (0 to 1)",
    "sii": "Slope index of inequality",
    "turned_away_children": "Near a door that does not take their age (children)",
    "unknown_areas": "Neighbourhoods that could not be judged (number)",
    "unknown_children": "Children for whom it is not known",
    "untaken_children": "Whom no door takes (children)",
    "wagstaff": "Wagstaff index",
    "within_share": "Within the limit (share, 0 to 1)",
    "worst": "Worst rank it could have",
    "years_covered": "Years of age covered (number)",
}
LIMITS: Final = {"_lower": ", lower limit, 95%", "_upper": ", upper limit, 95%"}
UNITS: Final = {"_children": "children", "_share": "share, 0 to 1", "_min": "minutes"}
OF_VALUES: Final = {
    "value": "Value",
    "lower": "Lower limit, 95%",
    "upper": "Upper limit, 95%",
    "england": "England",
}
OF_COUNTS: Final = {"numerator": "Counted", "denominator": "Of how many"}


def heading_words(name: str, own: Mapping[str, str], terms: Mapping[str, Any]) -> str:
    """Return what a column is called.

    Parameters
    ----------
    name
        As a command writes it: "gap_children".
    own
        What the result itself calls some of its columns.
    terms
        The result’s parameters, for the unit and the period of published figures.
    """
    if name in own:
        return own[name]
    if name in OF_VALUES:
        return _with(OF_VALUES[name], terms.get("unit"), terms.get("period"))
    if name in OF_COUNTS:
        return _with(OF_COUNTS[name], "number", terms.get("period"))
    return WORDS.get(name) or _by_ending(name, own, terms)


def _by_ending(name: str, own: Mapping[str, str], terms: Mapping[str, Any]) -> str:
    """Return what a column is called whose name ends in a unit or a limit; else its name."""
    for ending, limit in LIMITS.items():
        if name.endswith(ending):
            return heading_words(name.removesuffix(ending), own, terms) + limit
    for ending, unit in UNITS.items():
        if name.endswith(ending):
            return _with(_opened(name.removesuffix(ending)), unit)
    return _opened(name)


def _with(words: str, *terms: object) -> str:
    """Return words with the terms that there are, in brackets."""
    told = ", ".join(str(term) for term in terms if term)
    return f"{words} ({told})" if told else words


def _opened(name: str) -> str:
    words = name.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}"
