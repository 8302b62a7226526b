"""Nothing stored is alive: files, cells, names and commands, in full.

`python -m tests.attacks.alive` prints a line for each campaign and fails where one gives way.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from layers.said.export import rows_csv
from mapping.escape import file_name, html_text, markdown_text
from tests.hostile import commands, scenarios
from tests.layers.test_result import live_cells
from tests.mapping.test_escape import MADE_LIVE, read

SEED = 20_260
FILES, CELLS, NAMES, TRIALS = 10_000, 20_000, 20_000, 4_000
SIGNS = "=+-@＝＋－＠﹦\t\r\n\x0b\x85\u2028;|,\"'’“ \x00\u202e\u2066\u200b\ufeff\u00a0"
SIGNS += "ab1.:/<>[]()*_`$~w"
PIECES = (
    *("https://", "www.", "me@evil.example", ":material/home:", ":streamlit:", "->", "--", ">="),
    *("**", "`", "$x$", "[a](b)", "<b>", "&lt;", ":red[x]", "\\", "1. ", "# ", "    ", "\u202e"),
)


def main() -> int:
    """Run every campaign; returns how many gave way."""
    campaigns: dict[str, Callable[[], Iterator[str]]] = {
        "scenario files": _scenario_files,
        "cells of CSV": _cells,
        "names on a page": _names,
        "options of commands": _commands,
    }
    failed = 0
    for name, campaign in campaigns.items():
        found = Counter(campaign())
        tried = found.total()
        wrong = tried - found.pop("", 0)
        failed += bool(wrong)
        print(f"{name}: {tried:,} tried, {wrong:,} gave way. {dict(found.most_common(3)) or ''}")
    return failed


def _scenario_files() -> Iterator[str]:
    return map(scenarios.ends_well, scenarios.files(SEED, FILES))


def _cells() -> Iterator[str]:
    chance = random.Random(SEED)  # noqa: S311
    for _ in range(CELLS):
        text = "".join(chance.choices(SIGNS, k=chance.randint(1, 8))) + "cmd()"
        yield "; ".join(map(repr, live_cells(rows_csv([{text: text}], [text], [text]))))


def _names() -> Iterator[str]:
    chance = random.Random(SEED)  # noqa: S311
    for _ in range(NAMES):
        text = "".join(chance.choices([*PIECES, *SIGNS], k=chance.randint(1, 8)))
        live = MADE_LIVE.search(read(markdown_text(text))) or "<" in html_text(text)
        unsafe = not file_name(text).replace("-", "").isalnum()
        yield repr(text) if live or unsafe else ""


def _commands() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        bench = commands.Bench(Path(folder))
        for words in commands.some(list(bench.trials()), TRIALS, SEED):
            end = commands.run(words, bench.here)
            yield "" if end.is_well_ended else repr((words[0], words[-1][:80], end.status))


if __name__ == "__main__":
    sys.exit(main())
