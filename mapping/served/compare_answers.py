"""What the Compare page works out, kept by the pack's contents and what was asked."""

from __future__ import annotations

from geodata.model import Pack
from layers.compare.comparison import Comparison, measure_comparison
from layers.compare.demand import Demand, measure_demand
from layers.compare.footprints import Overlay, measure_overlay
from layers.compare.side_by_side import SideBySide, measure_side_by_side
from layers.gaps import Gaps
from mapping.served.answers import Keeper

KEPT = 128

_sides: Keeper[SideBySide] = Keeper(KEPT)
_comparisons: Keeper[Comparison] = Keeper(KEPT)
_overlays: Keeper[Overlay] = Keeper(KEPT)
_demands: Keeper[Demand] = Keeper(KEPT)


def side_by_side(pack: Pack, gaps: Gaps) -> SideBySide:
    """Set the places of an answered question side by side, once."""
    key = (pack.content_hash, gaps.question)
    return _sides.get(key, lambda: measure_side_by_side(pack, gaps))


def comparison(pack: Pack, indicator: str, comparator_id: str | None) -> Comparison:
    """Compare a published indicator, once.

    Raises
    ------
    QuestionError
        The indicator or the comparator cannot be used.
    """
    key = (pack.content_hash, indicator, comparator_id)
    return _comparisons.get(key, lambda: measure_comparison(pack, indicator, comparator_id))


def overlay(pack: Pack, place_id: str) -> Overlay:
    """Lay every other kind of place over one place, once."""
    return _overlays.get((pack.content_hash, place_id), lambda: measure_overlay(pack, place_id))


def demand(pack: Pack, kind: str, band: tuple[int, int]) -> Demand:
    """Roll the children of a band forward, once.

    Raises
    ------
    QuestionError
        The pack's people have no year, or the kind of place is unknown.
    """
    key = (pack.content_hash, kind, band)
    return _demands.get(key, lambda: measure_demand(pack, kind, bands=(band,)))
