"""What is left out while working is asked by every full run, and each sweep leaves a share."""

import re
from pathlib import Path

import pytest

from tests.sweeps import with_sweeps

ROOT = Path(__file__).parent.parent


def test_the_cases_not_named_are_swept():
    marked = {
        each.id: [mark.name for mark in each.marks] for each in with_sweeps("abc", working="b")
    }
    assert marked == {"a": ["sweep"], "b": [], "c": ["sweep"]}


@pytest.mark.parametrize("working", ["", "d"], ids=["none", "one that is not there"])
def test_a_case_to_work_with_is_one_of_them(working):
    with pytest.raises(ValueError, match="to ask while working"):
        with_sweeps("abc", working=working)


def test_only_the_quick_run_leaves_sweeps_out():
    rules = re.findall(r"^(\w+):.*\n\t.*-m \"([^\"]+)\"", (ROOT / "Makefile").read_text(), re.M)
    assert dict(rules) == {
        "test": "not real",
        "quick": "not real and not browser and not sweep",
    }
