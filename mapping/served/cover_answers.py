"""What the Cover page shows, worked out once for each pack's contents and question."""

from __future__ import annotations

from geodata.model import Pack
from layers.compare.lottery import Lottery, measure_lottery
from layers.cover.capacity import Capacity, measure_capacity
from layers.cover.grid import Cover, measure_cover
from layers.cover.rows import By
from layers.question.question import Question
from mapping.served.answers import KEPT_ANSWERS, Keeper, answer

_covers: Keeper[Cover] = Keeper(KEPT_ANSWERS)
_capacities: Keeper[Capacity] = Keeper(KEPT_ANSWERS)
_lotteries: Keeper[Lottery] = Keeper(KEPT_ANSWERS)


def cover_answer(pack: Pack, question: Question, place_id: str | None, by: By) -> Cover:
    """Find what is open to whom; see `layers.cover.grid.measure_cover`."""
    way = (question.own_way, question.pace_kmh, question.detour)
    return _covers.get(
        (pack.content_hash, way, place_id, by),
        lambda: measure_cover(pack, question, place_id=place_id, by=by),
    )


def capacity_answer(pack: Pack, question: Question) -> Capacity:
    """Set supply against children in need; see `layers.cover.capacity.measure_capacity`."""
    key = (pack.content_hash, question)
    return _capacities.get(key, lambda: measure_capacity(pack, question))


def lottery_answer(pack: Pack, question: Question) -> Lottery:
    """Set reach against deprivation; see `layers.compare.lottery.measure_lottery`."""
    key = (pack.content_hash, question)
    return _lotteries.get(
        key, lambda: measure_lottery(pack, question, reach=answer(pack, question).reach)
    )
