"""How a figure stands to the same figure as it was kept, and what is said of several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from geodata.store.kinds.scene import Figure
from layers.indicators.periods import RUN
from layers.said.numbers import SAME_DECIMALS, UNKNOWN, counted, listed, percent, whole
from layers.said.sentences import opened

Standing = Literal[
    "changed", "unknown now", "known now", "hidden now", "shown now", "another time", "within",
    "otherwise", "gone", "new", "same",
]  # fmt: skip
STANDINGS: Final[dict[Standing, str]] = {
    "changed": "changed",
    "unknown now": "not known any more",
    "known now": "not known then",
    "hidden now": "too few to show now",
    "shown now": "too few to show then",
    "another time": "of another time",
    "within": "no more than chance explains",
    "otherwise": "counted otherwise",
    "gone": "not told any more",
    "new": "told for the first time",
    "same": "as it was",
}
"""How a figure stands to the one that was kept, what matters most first, and in words."""
_SAYS: Final[dict[Standing, tuple[str, str]]] = {
    "changed": ("{} has changed", "{} have changed"),
    "unknown now": ("{} is not known any more", "{} are not known any more"),
    "known now": ("{} was not known then and is now", "{} were not known then and are now"),
    "hidden now": ("{} is too few to show now", "{} are too few to show now"),
    "shown now": (
        "{} was too few to show then and is shown now",
        "{} were too few to show then and are shown now",
    ),
    "another time": ("{} is of another time", "{} are of another time"),
    "within": ("{} differs by what chance may explain", "{} differ by what chance may explain"),
    "otherwise": ("{} is counted otherwise", "{} are counted otherwise"),
    "gone": ("{} is not told any more", "{} are not told any more"),
    "new": ("{} is told for the first time", "{} are told for the first time"),
    "same": ("{} is as it was", "{} are as they were"),
}
ALL_SAME: Final = "Every figure is as it was."
PROTECTED_WORDS: Final = ("suppressed", "too few to show")
"""How the words begin that stand for a figure which is protected."""
WITHHELD: Final = "not told here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One figure, then and now.

    Attributes
    ----------
    then, now
        None where it was not told.
    """

    then: Figure | None
    now: Figure | None

    @property
    def label(self) -> str:
        """What it counts, as it is called now where it is told now."""
        told = self.now or self.then
        return "" if told is None else told.label or told.key

    @property
    def standing(self) -> Standing:
        """How the two stand to each other."""
        if self.then is None or self.now is None:
            return "new" if self.then is None else "gone"
        return _standing(self.then, self.now)

    @property
    def words(self) -> str:
        """How the two stand, in words."""
        return STANDINGS[self.standing]

    def sentence(self) -> str:
        """Return both figures, each with its time."""
        then, now = figure_words(self.then), figure_words(self.now)
        if self.standing == "same" and then == now:
            return f"{self.label}: {now}, as it was."
        if self.standing == "hidden now":
            return f"{self.label}: {now} now; what it was then is not told."
        if self.standing in ("new", "gone"):
            return f"{self.label}: {now or then}, {STANDINGS[self.standing]}."
        return f"{self.label}: {then} then, {now} now."


def figure_words(figure: Figure | None) -> str:
    """Return a figure as it is read, with its time; empty for none."""
    if figure is None:
        return ""
    said = shown_words(figure)
    return f"{said} ({figure.period})" if figure.period and figure.value is not None else said


def is_protected(figure: Figure) -> bool:
    """Return whether a figure is not shown as it is of too few people."""
    return figure.value is None and figure.text.casefold().startswith(PROTECTED_WORDS)


def _standing(then: Figure, now: Figure) -> Standing:
    if (then.label, then.unit) != (now.label, now.unit):
        return "otherwise"
    if then.value is None or now.value is None:
        return _of_unknown(then, now)
    if _written_alike(then.period) != _written_alike(now.period):
        return "another time"
    if _is_alike(then, now):
        return "same"
    return "within" if _overlap(then, now) else "changed"


def _written_alike(period: str) -> str:
    """Return a period in one way of writing: "2023–2024" and "2023/24" are one time."""
    joined = RUN.sub(lambda run: f"{run[1]}/{run[2][-2:]}", " ".join(period.split()))
    return joined.casefold()


def _of_unknown(then: Figure, now: Figure) -> Standing:
    if then.value is now.value:  # neither is known
        return "hidden now" if then.text == WITHHELD else "same"
    if then.value is None:
        return "shown now" if is_protected(then) else "known now"
    return "unknown now"


def _is_alike(then: Figure, now: Figure) -> bool:
    """Return whether two known figures are one, or are rounded to the same words."""
    if then.text and then.text == now.text:
        return True
    return round((then.value or 0.0) - (now.value or 0.0), SAME_DECIMALS) == 0


def _overlap(then: Figure, now: Figure) -> bool:
    """Return whether both have limits that overlap; touching they do."""
    if then.lower is None or then.upper is None or now.lower is None or now.upper is None:
        return False
    return then.lower <= now.upper and now.lower <= then.upper


def shown_words(figure: Figure) -> str:
    """Return a figure as it was shown; where that was not kept, by its unit."""
    if figure.text:
        return figure.text
    if figure.value is None:
        return UNKNOWN
    if figure.unit.startswith("share"):
        return percent(figure.value)
    if figure.value == round(figure.value):
        return whole(figure.value)
    return f"{figure.value:,.1f}"


def tally(figures: Sequence[Beside]) -> str:
    """Return how many figures stand how: "2 have changed, 3 are as they were."; empty of none."""
    counts = Counter(each.standing for each in figures)
    if not counts:
        return ""
    if len(counts) == 1 and "same" in counts:
        return ALL_SAME
    return f"{opened(listed(list(_parts(counts))))}."


def _parts(counts: Counter[Standing]) -> Iterator[str]:
    """Yield how many stand how, each with its noun the first time."""
    for at, standing in enumerate(each for each in STANDINGS if counts[each]):
        number = counts[standing]
        said = counted(number, "figures") if at == 0 else whole(number)
        yield _SAYS[standing][number != 1].format(said)
