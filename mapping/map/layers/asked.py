"""Which layers are asked for: read out of an address or a command, and written back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final

from geodata.errors import Problem, quoted
from geodata.model import Pack
from layers.indicators.figures import drawable_indicators
from mapping.map.layers.layer import OPAQUE

GROUND, FILL, LINE, DOORS, OUTLINE = "ground", "fill", "line", "doors", "out"
ANSWERS: Final = ("gap", "need", "reach", "none")
FAR, HOTSPOT = "far", "hotspot"
MOST = 40  # layers at once
LEFT_OUT = "It is left out."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One layer as it is asked for.

    Attributes
    ----------
    kind
        "ground", "fill", "line", "doors" or "out".
    what
        Of what: the key of a kind of place, a service, an indicator; empty for the ground.
    """

    kind: str
    what: str = ""
    opacity: int = OPAQUE
    is_on: bool = True

    @property
    def key(self) -> str:
        """Its name in an address: "line.district"."""
        return f"{self.kind}.{self.what}" if self.what else self.kind

    @property
    def written(self) -> str:
        """Its name with how it is drawn: "-line.district*60"."""
        opacity = "" if self.opacity == OPAQUE else f"*{self.opacity}"
        return f"{'' if self.is_on else '-'}{self.key}{opacity}"


def layer_choices(pack: Pack) -> Mapping[str, Collection[str]]:
    """Return what each kind of layer may be of, in a pack."""
    return {
        GROUND: () if pack.ground is None else ("",),
        FILL: (*ANSWERS, *drawable_indicators(pack)),
        LINE: tuple(pack.info.place_kinds),
        DOORS: tuple(pack.info.services),
        OUTLINE: (FAR, HOTSPOT),
    }


def read_layers(
    value: str, pack: Pack, where: str, instead: str = LEFT_OUT
) -> tuple[tuple[Asked, ...], tuple[Problem, ...]]:
    """Read a list of layers, the lowest first.

    Parameters
    ----------
    where
        Where the list stands: "the address, layers".
    instead
        What is done about a layer that cannot be used, as a sentence.

    Returns
    -------
    layers, problems
        What can be used, and why each other one cannot.
    """
    choices = layer_choices(pack)
    known = [f"{kind}.{what}" if what else kind for kind, of in choices.items() for what in of]
    found: dict[str, Asked] = {}
    problems: list[Problem] = []
    for written in value.split(",")[:MOST]:
        asked = _read(written)
        if asked is None or asked.key not in known:
            problems.append(_unknown(written, asked, known, where, instead))
        elif asked.key in found:
            problems.append(_problem(where, quoted(written), "each layer once", instead))
        else:
            found[asked.key] = asked
    if value.count(",") >= MOST:
        expected = f"at most {MOST} layers"
        problems.append(_problem(where, f"{value.count(',') + 1} layers", expected, instead))
    return tuple(found.values()), tuple(problems)


def write_layers(layers: Sequence[Asked]) -> str:
    """Write a list of layers as an address holds it."""
    return ",".join(layer.written for layer in layers)


def top_fill(asked: Sequence[Asked]) -> str:
    """Return what the colours that are seen are of: "gap", an indicator; "none" where none are."""
    return next((each.what for each in reversed(asked) if each.kind == FILL and each.is_on), "none")


def with_fill(asked: Sequence[Asked], what: str) -> tuple[Asked, ...]:
    """Return the layers with other colours in place of those that are seen, or above the ground."""
    new = Asked(kind=FILL, what=what)
    seen = next((each for each in reversed(asked) if each.kind == FILL and each.is_on), None)
    others = [each for each in asked if each.key != new.key or each is seen]
    if seen is None:
        at = 1 if others and others[0].kind == GROUND else 0
        return (*others[:at], new, *others[at:])
    return tuple(replace(new, opacity=seen.opacity) if each is seen else each for each in others)


def _read(written: str) -> Asked | None:
    name, star, percent = written.removeprefix("-").partition("*")
    is_percent = percent.isascii() and percent.isdigit() and percent == str(int(percent))
    if star and not (is_percent and int(percent) < OPAQUE):
        return None
    kind, _, what = name.partition(".")
    return Asked(
        kind=kind,
        what=what,
        opacity=int(percent) if star else OPAQUE,
        is_on=not written.startswith("-"),
    )


def _unknown(
    written: str, asked: Asked | None, known: Sequence[str], where: str, instead: str
) -> Problem:
    if asked is None:
        return _problem(where, quoted(written), "an opacity of 0 to 99 after *", instead)
    nearest = get_close_matches(asked.key[:60].casefold(), known, n=1, cutoff=0.5)
    meant = f"; {nearest[0]} is the nearest" if nearest else ""
    return _problem(where, quoted(written), f"one of {', '.join(_kinds())}{meant}", instead)


def _kinds() -> Iterator[str]:
    yield GROUND
    yield f"{FILL}. and {', '.join(ANSWERS)} or an indicator"
    yield f"{LINE}. and a kind of place"
    yield f"{DOORS}. and a service"
    yield f"{OUTLINE}.{FAR}"
    yield f"{OUTLINE}.{HOTSPOT}"


def _problem(where: str, found: str, expected: str, fix: str) -> Problem:
    return Problem(where=where, found=found, expected=expected, fix=fix)
