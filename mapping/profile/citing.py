"""How a printed document refers to its sources: by numbers in a list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

MARK: Final = "\ue000"  # stands for a title while it is replaced
RUN_OF_MARKS: Final = rf"(?:; )?{MARK}(?:(?:; |, | and |, and ){MARK})*"
LEAST_RUN: Final = 3  # numbers that are printed as from and to


def cited(titles: Iterable[str], numbers: dict[str, int]) -> str:
    """Return sources by their numbers in the list: "[1, 4–7]"."""
    found = sorted({numbers[title] for title in titles if title in numbers})
    runs: list[list[int]] = []
    for number in found:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [
        f"{run[0]}–{run[-1]}" if len(run) >= LEAST_RUN else ", ".join(map(str, run)) for run in runs
    ]
    return f"[{', '.join(said)}]" if said else ""


def terms(*parts: str) -> str:
    """Return what stands beside a figure, the sources last: "estimate, mid-2020 [1]"."""
    return ", ".join(part for part in parts[:-1] if part) + (f" {parts[-1]}" if parts[-1] else "")


def renumbered(text: str, numbers: dict[str, int]) -> str:
    """Return a cell’s date and source with the sources as numbers: "2023/24 [3]"."""
    named = [title for title in sorted(numbers, key=len, reverse=True) if title in text]
    if not named:
        return text
    for title in named:
        text = text.replace(title, MARK)
    return (
        re.sub(RUN_OF_MARKS, f" {cited(named, numbers)}", text, count=1).replace(MARK, "").strip()
    )
