"""By which rules what is sensitive was protected, so that it can be told later beside other rules.

A figure that was kept goes by the rules of the pack it was kept with. Where those of a pack read
later are stricter, or more of it is sensitive, what was kept is not to be told beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final

from geodata.model import Disclosure, Pack

NAME_LENGTH: Final = 16
HIDDEN: Final = "suppressed"


def rules_held(pack: Pack) -> tuple[str, ...]:
    """Return the rule of all that is sensitive in a pack, a line each; none of a pack without."""
    return tuple(dict.fromkeys(f"{name} {_written(rule)}" for name, rule in _rules_of(pack)))


def are_as_strict(held: Iterable[str], pack: Pack) -> bool:
    """Return whether all that is sensitive in a pack was protected at least as much by rules held.

    What they do not name was not sensitive then, or was not there: nobody can tell which.

    Parameters
    ----------
    held
        As `rules_held` returned them.
    """
    then = {name: rest for name, _, rest in (each.partition(" ") for each in held)}
    return all(_covers(then.get(name, ""), rule) for name, rule in _rules_of(pack))


def _rules_of(pack: Pack) -> Iterator[tuple[str, Disclosure]]:
    """Yield each sensitive indicator and fact, by a name of one length, with its rule."""
    disclosure = pack.info.disclosure
    for key, indicator in pack.indicators.items():
        if indicator.sensitive:
            yield _name("indicator", key), disclosure.rule_of(key)
    facts = pack.reported.facts
    for fact, about in facts.loc[facts["sensitive"].astype(bool), "indicator"].items():
        yield _name("fact", str(fact)), disclosure.rule_of(str(about))


def _name(kind: str, key: str) -> str:
    return hashlib.sha256(f"{kind} {key}".encode()).hexdigest()[:NAME_LENGTH]


def _written(rule: Disclosure) -> str:
    numbers = (rule.threshold, rule.round_to, rule.least_people, rule.least_areas)
    return " ".join([*(f"{each:.0f}" for each in numbers), rule.zeros])


def _covers(held: str, rule: Disclosure) -> bool:
    """Return whether a rule as it is written protects at least as much as another."""
    try:
        *numbers, zeros = held.split(" ")
        threshold, round_to, people, areas = map(int, numbers)
    except ValueError:
        return False
    return (
        threshold >= rule.threshold
        and round_to % rule.round_to == 0
        and people >= rule.least_people
        and areas >= rule.least_areas
        and (zeros == HIDDEN or rule.zeros != HIDDEN)
    )
