"""A share of the search for unrounded parts; `python -m tests.attacks.parts` asks for all."""

import pytest

from layers.__main__ import main as layers_main
from tests.attacks import parts


def few(need, folder):
    """Ask every command once, and every route."""
    yield from parts.few_commands(need, folder)
    yield from parts.ask_routes(need, folder)


def test_no_part_of_a_sensitive_count_is_told(tmp_path):
    outputs, found = parts.search(tmp_path / "pack", few, parts.parts_pack())
    assert found == {}
    assert outputs > 30


@pytest.mark.parametrize(
    "words", ["gaps", "ranks", "capacity", "scenario --changes close.centre-a", "siting"]
)
def test_parts_are_found_where_nothing_is_sensitive(words, tmp_path):
    """The search finds what it looks for: the same figures of what is not sensitive."""

    def ask(need, folder):
        said = [*words.split(), "--need", need, "--format", "json"]
        yield parts.said(said, folder, layers_main)

    _, found = parts.search(tmp_path / "pack", ask, parts.parts_pack(is_sensitive=False))
    [held] = found.values()
    assert len(held) >= 3
