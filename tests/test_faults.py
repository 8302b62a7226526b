"""The faults made by hand are still faults of the code as it stands."""

import ast
from pathlib import Path

import pytest

from tests.faults import FAULTS, faulty

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.about)
def test_a_fault_can_be_made(fault):
    text = (ROOT / fault.file).read_text("utf-8")
    changed = faulty(text, fault)
    assert changed != text
    ast.parse(changed)  # a fault in the meaning, not in the spelling


def test_there_are_more_than_forty():
    assert len(FAULTS) > 40
    assert len({fault.about for fault in FAULTS}) == len(FAULTS)
