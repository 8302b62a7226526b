"""What was kept under laxer rules is told from what was protected as it is now."""

from dataclasses import replace

import pytest

from geodata.model import Disclosure, Rule
from geodata.strictness import are_as_strict, rules_held
from tests.builders import tiny_info, tiny_pack

AT_FIRST = {"threshold": 5, "round_to": 5, "least_people": 100, "least_areas": 2}


def pack_of(*, sensitive=("seen",), rules=None, **given):
    pack = tiny_pack()
    first = next(iter(pack.indicators.values()))
    held = {
        key: replace(first, key=key, form="count", sensitive=key in sensitive)
        for key in ("seen", "known")
    }
    info = tiny_info(disclosure=Disclosure(**(AT_FIRST | given), rules=rules or {}))
    return replace(pack, info=info, indicators=held)


@pytest.mark.parametrize(
    ("now", "is_as_strict"),
    [
        ({}, True),
        ({"threshold": 3, "least_people": 50, "least_areas": 0}, True),  # laxer than it was
        ({"round_to": 1}, True),
        ({"threshold": 8}, False),
        ({"round_to": 10}, False),
        ({"round_to": 3}, False),  # 5 is no multiple: 5 then and 6 now tell more than either
        ({"least_people": 101}, False),
        ({"least_areas": 3}, False),
        ({"zeros": "suppressed"}, False),
        ({"sensitive": ("seen", "known")}, False),
        ({"sensitive": ()}, True),
        ({"rules": {"seen": Rule(threshold=8, reason="Of health")}}, False),
        ({"rules": {"known": Rule(threshold=8, reason="Of health")}}, True),  # not sensitive
    ],
)
def test_a_rule_that_is_stricter_in_any_way_is_found(now, is_as_strict):
    assert are_as_strict(rules_held(pack_of()), pack_of(**now)) == is_as_strict


def test_what_was_kept_without_its_rules_was_protected_by_none():
    assert not are_as_strict((), pack_of())
    assert not are_as_strict(("anything at all", ""), pack_of())
    assert are_as_strict((), pack_of(sensitive=()))  # where nothing is to be protected


def test_rules_tell_no_name_and_fit_the_store():
    for each in rules_held(pack_of(sensitive=("seen", "known"))):
        assert len(each) < 60
        assert "seen" not in each
