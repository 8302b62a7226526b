"""What has changed in the figures of a meeting’s scenes since they were kept.

Only what is a change is called one: the same figure for the same time, told otherwise beyond what
chance explains. A figure of another time, or one that is counted otherwise, stands beside the one
that was kept, and nothing is claimed of the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pandas import DataFrame

from geodata.model import Source
from geodata.store.kinds.scene import Figure, Scene
from layers.meeting.standing import (
    ALL_SAME,
    STANDINGS,
    WITHHELD,
    Beside,
    is_protected,
    shown_words,
    tally,
)
from layers.said.numbers import counted

NO_CLAIM: Final = (
    "Figures of two times, or counted in two ways, stand beside each other; that is not called a "
    "change."
)
CHANCE: Final = "Where the limits of two figures overlap, chance alone may explain what differs."
NO_CAUSE: Final = "What was done is not said to be why a figure changed."
SAME_PACK: Final = "The figures are of the same pack as then."
OTHER_PACK: Final = "The figures are of another pack than then."
SAME_OF_THE_REST: Final = "Every figure that can be compared is as it was."
UNTOLD: Final = (
    "What was kept is not told where figures of few people may not have been protected then as "
    "they are now."
)
PROTECTED: Final = "What is too few to show now is not told as it was then either."
OTHERWISE: Final = "The pack is the same: what differs is worked out otherwise than it was then."


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAgain:
    """A scene that was kept, and its figures as they are now.

    Attributes
    ----------
    figures
        None where it cannot be asked again: its place is gone from the pack.
    why
        Why it cannot.
    is_told
        Whether what was kept may be told: else figures of few people may stand in it that are
        protected now, and nothing of it is set beside anything.
    """

    title: str
    kept: Scene
    figures: tuple[Figure, ...] | None
    why: str = ""
    is_told: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneSince:
    """What has changed in one scene.

    Attributes
    ----------
    asked
        The scene, as it was kept and as it is now.
    figures
        Every figure of it, what matters most first; empty where it cannot be asked again.
    """

    asked: AskedAgain
    figures: tuple[Beside, ...]

    @property
    def is_asked(self) -> bool:
        """Whether it can still be asked."""
        return self.asked.figures is not None

    def sentence(self) -> str:
        """Return how many of its figures stand how."""
        if not self.is_asked:
            return f"It cannot be asked again{f': {self.asked.why}' if self.asked.why else '.'}"
        return tally(self.figures) or ("It told no figure." if self.asked.is_told else UNTOLD)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Since:
    """What has changed in the figures of a meeting since it was kept.

    Attributes
    ----------
    pack_hash
        That of the pack the figures are of now.
    """

    scenes: tuple[SceneSince, ...]
    pack_hash: str
    sources: tuple[Source, ...] = ()
    is_illustrative: bool = False

    @property
    def figures(self) -> tuple[Beside, ...]:
        """Every figure of every scene; one that several scenes tell alike is there once."""
        every = (each for scene in self.scenes for each in scene.figures)
        return tuple(dict.fromkeys(every))

    @property
    def moved(self) -> tuple[Beside, ...]:
        """The figures that are not as they were, what matters most first."""
        order = list(STANDINGS)
        found = [each for each in self.figures if each.standing != "same"]
        return tuple(sorted(found, key=lambda each: order.index(each.standing)))

    @property
    def is_same_pack(self) -> bool:
        """Whether every scene was kept with the pack that is asked now."""
        return all(each.asked.kept.pack_hash == self.pack_hash for each in self.scenes)

    @property
    def table(self) -> DataFrame:
        """Every figure, a row each: what it was, what it is, and how the two stand."""
        rows = [
            {"scene": scene.asked.title, "figure": each.label}
            | _told("then", each.then)
            | _told("now", each.now)
            | {"standing": STANDINGS[each.standing]}
            for scene in self.scenes
            for each in scene.figures
        ]
        columns = (
            "scene", "figure", "then", "then_value", "then_period", "now", "now_value",
            "now_period", "standing",
        )  # fmt: skip
        return DataFrame(rows, columns=list(columns)).rename_axis("row")

    def parameters(self) -> dict[str, Any]:
        """Return which packs are set beside each other."""
        then = dict.fromkeys(each.asked.kept.pack_hash for each in self.scenes)
        return {"pack_then": "; ".join(then), "pack_now": self.pack_hash}

    def missing(self) -> dict[str, float]:
        """Return how many scenes cannot be asked again."""
        return {"scenes": float(sum(not each.is_asked for each in self.scenes))}

    def sentence(self) -> str:
        """Return how many figures stand how."""
        if not self.scenes:
            return "No scene was kept, so nothing can be set beside it."
        gone = sum(not each.is_asked for each in self.scenes)
        verb = "is of a question that cannot" if gone == 1 else "are of questions that cannot"
        lost = f"{counted(gone, 'scenes')} {verb} be asked again." if gone else ""
        untold = self._untold()
        told_of = tally(self.figures)
        if told_of == ALL_SAME and (lost or untold):
            told_of = SAME_OF_THE_REST
        told = filter(None, (told_of, lost, untold))
        return " ".join(told) or "No scene told a figure."

    def _untold(self) -> str:
        """Return how many scenes can be asked again, but not told as they were."""
        number = sum(each.is_asked and not each.asked.is_told for each in self.scenes)
        verb = "is" if number == 1 else "are"
        return f"{counted(number, 'scenes')} {verb} not compared with then." if number else ""

    def notes(self) -> tuple[str, ...]:
        """Return what is claimed, and what is not."""
        standings = {each.standing for each in self.figures}
        pack = SAME_PACK if self.is_same_pack else OTHER_PACK
        return tuple(
            filter(
                None,
                (
                    pack if self.scenes else "",
                    OTHERWISE if self.is_same_pack and standings & _DIFFERING else "",
                    NO_CAUSE if "changed" in standings else "",
                    NO_CLAIM if standings & {"another time", "otherwise"} else "",
                    CHANCE if "within" in standings else "",
                    "" if all(each.asked.is_told for each in self.scenes) else UNTOLD,
                    PROTECTED if "hidden now" in standings else "",
                ),
            )
        )


_DIFFERING: Final = frozenset(set(STANDINGS) - {"same", "new"})


def changes_since(
    asked: Sequence[AskedAgain],
    pack_hash: str,
    sources: tuple[Source, ...] = (),
    *,
    is_illustrative: bool = False,
) -> Since:
    """Set the figures of scenes as they were kept beside those of now.

    Parameters
    ----------
    pack_hash
        That of the pack the figures of now are of.
    sources
        Who published what the figures of now are made of.
    """
    return Since(
        scenes=tuple(SceneSince(asked=each, figures=_beside(each)) for each in asked),
        pack_hash=pack_hash,
        sources=sources,
        is_illustrative=is_illustrative,
    )


def _beside(asked: AskedAgain) -> tuple[Beside, ...]:
    """Pair the figures of a scene by their keys, the first of a key with the first."""
    if asked.figures is None or not asked.is_told:
        return ()
    then, now = _numbered(asked.kept.figures), _numbered(asked.figures)
    found = [_told_beside(then.get(key), now.get(key)) for key in {**then, **now}]
    order = list(STANDINGS)
    return tuple(sorted(found, key=lambda each: order.index(each.standing)))


def _told_beside(then: Figure | None, now: Figure | None) -> Beside:
    """Set two figures beside each other: what is protected now is not told as it was then either.

    With what is published now, it could give away another that is protected.
    """
    if then is not None and now is not None and is_protected(now) and then.value is not None:
        then = replace(then, value=None, lower=None, upper=None, text=WITHHELD)
    return Beside(then=then, now=now)


def _numbered(figures: Sequence[Figure]) -> Mapping[tuple[str, int], Figure]:
    """Return figures by their keys, and how often a key came before."""
    seen = Counter[str]()
    found = {}
    for each in figures:
        found[each.key, seen[each.key]] = each
        seen[each.key] += 1
    return found


def _told(when: str, figure: Figure | None) -> dict[str, Any]:
    return {
        when: "" if figure is None else shown_words(figure),
        f"{when}_value": None if figure is None else figure.value,
        f"{when}_period": "" if figure is None else figure.period,
    }
