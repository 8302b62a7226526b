import json
from pathlib import Path

import pytest

from layers.meeting.doubts import Known, doubts_of

CASES = json.loads(
    (Path(__file__).parents[1] / "component" / "doubts_cases.json").read_text("utf-8")
)
KNOWN = Known.of(CASES["known"])


@pytest.mark.parametrize(("text", "doubts"), CASES["cases"], ids=range(len(CASES["cases"])))
def test_what_may_tell_who_somebody_is_is_warned_of_as_in_the_browser(text, doubts):
    assert doubts_of(text, KNOWN) == doubts


def test_with_nothing_known_two_capitalised_words_are_taken_for_a_name():
    assert doubts_of("Family Centre", Known.of([])) == ["a person’s name"]
    assert doubts_of("nothing here", Known.of([])) == []


def test_ten_digits_are_an_nhs_number_only_where_the_last_checks_the_others():
    for last in range(10):
        found = doubts_of(f"it is 943 476 591{last}", KNOWN)
        assert (found == ["an NHS number"]) == (last == 9)
    # Of these nine the check would be 10, which no digit is.
    assert not any(doubts_of(f"200 000 007{last}", KNOWN) for last in range(10))
