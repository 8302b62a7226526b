"""What a log holds of a fault that nobody foresaw: where it was, and not a word of the data."""

import logging
import re
from pathlib import Path

import pytest

from geodata.tracing import log_fault

HERE = Path(__file__).parents[2]


@pytest.mark.parametrize("kind", [ValueError, KeyError, RuntimeError, TypeError], ids=str)
def test_no_number_or_word_of_a_fault_is_logged(kind, caplog):
    number, typed = 37, "PE13 2AA"
    try:
        try:
            raise KeyError(number)
        except KeyError as error:
            raise kind(
                f"{number} children" if kind is TypeError else f"{number} {typed}"
            ) from error
    except kind as error:
        log_fault(logging.getLogger("know_your_patch"), "It failed.", error)
    assert "It failed." in caplog.text
    assert f"{kind.__name__}: " in caplog.text
    assert "test_tracing.py, line " in caplog.text
    told = re.sub(r"line \d+", "", caplog.text)
    assert "37" not in told
    assert "PE13" not in told


def test_a_fault_is_logged_by_this_door_alone():
    """`logger.exception` tells the words of a fault, which may hold a figure or what was typed."""
    for folder in ("geodata", "layers", "mapping"):
        for path in (HERE / folder).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            assert not re.search(r"log(?:ger)?\.exception\(|exc_info", source), path
