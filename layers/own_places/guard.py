"""Which places of one's own get no sensitive figure: none does, however large it is.

A figure of a place less the figure of another is a figure of what only one of them holds. Places
that stand together in one address could be compared here, but not those that somebody drew before,
or that another person did: whoever asks for one and then for the other could take away for himself.
So what is sensitive is told of published places alone, which nobody can move.
"""

from __future__ import annotations

from collections.abc import Iterable

from geodata.model import Pack

DRAWN = "of two places drawn at will, one could be taken from the other, and leave a few people"


def find_guarded(pack: Pack, drawn: Iterable[str]) -> dict[str, str]:
    """Find the drawn places that get no sensitive figure, and why in words.

    Parameters
    ----------
    pack
        With its published places alone. Where nothing of its areas is sensitive, nothing sensitive
        is ever given for a drawn place, and none is guarded.
    drawn
        Their ids.
    """
    if not any(each.sensitive and each.geography == "area" for each in pack.indicators.values()):
        return {}
    return dict.fromkeys(drawn, DRAWN)
