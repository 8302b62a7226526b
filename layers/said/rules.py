"""What is done to sensitive counts before they leave a pack, in words: shown on the Data page."""

from __future__ import annotations

from collections.abc import Iterator

from geodata.model import RULED, Disclosure, Pack
from layers.said.numbers import counted

RULE_HEADS = (
    *("Measure", "Counts not shown", "Others rounded to", "A count of none"),
    *("Fewest people of a place", "Fewest areas of a place", "Why"),
)


def rule_sentences(pack: Pack) -> tuple[str, ...]:
    """Return the rules by which sensitive counts leave a pack, and why any is not the usual one."""
    return tuple(_sentences(pack))


def _sentences(pack: Pack) -> Iterator[str]:
    whole = pack.info.disclosure
    labels = {key: each.label for key, each in pack.indicators.items() if each.sensitive}
    if not labels:
        yield "No measure here is marked sensitive, so no count is left out or rounded."
        return
    usual = len(set(labels) - set(whole.rules))
    if usual:
        of = counted(usual, "sensitive measures")
        yield f"{of}: {rule_words(whole)} {_why(whole)}"
    for key in whole.rules:
        if key in labels:
            own = whole.rule_of(key)
            yield f"{labels[key]}: {rule_words(own)} {_why(own)}"


def rule_rows(pack: Pack) -> tuple[tuple[str, ...], ...]:
    """Return the rule of each sensitive measure, after the national default, as `RULE_HEADS`."""
    whole = pack.info.disclosure
    sensitive = [(key, each.label) for key, each in pack.indicators.items() if each.sensitive]
    usual = ("National default", *_settings(Disclosure()), "")
    own = ((label, whole.rule_of(key)) for key, label in sensitive)
    return (usual, *((label, *_settings(rule), _reason(rule)) for label, rule in own))


def _settings(rule: Disclosure) -> tuple[str, ...]:
    first = "0" if rule.zeros == "suppressed" else "1"
    return (
        f"{first} to {rule.threshold - 1:,}",
        f"{rule.round_to:,}" if rule.round_to > 1 else "not rounded",
        "not shown" if rule.zeros == "suppressed" else "shown",
        f"{rule.least_people:,}",
        f"{rule.least_areas:,}",
    )


def _reason(rule: Disclosure) -> str:
    usual = Disclosure()
    is_usual = all(getattr(rule, name) == getattr(usual, name) for name in RULED)
    return "The national default" if is_usual else rule.reason.strip()


def rule_words(rule: Disclosure) -> str:
    """Return what one rule does, in a few sentences."""
    first = "0" if rule.zeros == "suppressed" else "1"
    none = "" if rule.zeros == "suppressed" else "; none at all is shown as none"
    others = (
        f"others are rounded to the nearest {rule.round_to:,}"
        if rule.round_to > 1
        else "others stay as they are"
    )
    return (
        f"counts from {first} to {rule.threshold - 1:,} are not shown, and {others}{none}. A place "
        f"of fewer than {rule.least_people:,} people or {counted(rule.least_areas, 'areas')} gets "
        "no such figure, nor does a place of one’s own."
    )


def _why(rule: Disclosure) -> str:
    usual = Disclosure()
    if all(getattr(rule, name) == getattr(usual, name) for name in RULED):
        return "That is the national default."
    return f"That is not the national default: {rule.reason.strip().rstrip('.')}."
