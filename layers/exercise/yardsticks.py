"""What reports print of how much there is for the children in need; never how much is due."""

from __future__ import annotations

from collections.abc import Iterator

from pandas import DataFrame, Series

from geodata.model import Pack
from layers.exercise.facts import Facts, find_facts

KIND = "capacity"
PER_CHILD = "for each"
CAUTION = (
    "What reports print of capacity is of the whole authority that they name, of children as they "
    "counted them. No number of staff follows from it, for this place or any other."
)
COLUMNS = ("measure", "said", "of", "period", "cites", "source", "is_ratio", "bears")


def find_yardsticks(pack: Pack, facts: Facts, printed: Facts | None = None) -> DataFrame:
    """Find what reports print of how much there is, ratios of children first.

    A ratio that is printed of one authority stands beside the same of any other, marked as that
    one’s: neither is a norm.

    Parameters
    ----------
    facts
        What bears on the place.
    printed
        All that is printed, for whoever has it.

    Returns
    -------
    yardsticks
        Indexed by `fact_id`: `COLUMNS`; `is_ratio` says that it is so many children for each of
        something, `bears` that it is printed of the place or of an area that it lies in.
    """
    every = pack.reported.facts
    capacity = every[every["kind"] == KIND]
    bears = Series(capacity.index.isin(facts.facts.index), index=capacity.index)
    is_ratio = capacity["unit"].map(lambda unit: isinstance(unit, str) and PER_CHILD in unit)
    is_ratio = is_ratio.astype(bool)
    measured = set(capacity["measure"][bears & is_ratio])
    beside = is_ratio & capacity["measure"].isin(measured)
    kept = capacity.index[bears | beside]
    worded = (printed or find_facts(pack)).facts.loc[kept]
    table = worded.assign(
        source=[pack.info.sources[key].title for key in every.loc[kept, "source"]],
        is_ratio=is_ratio[kept],
        bears=bears[kept],
    )[list(COLUMNS)]
    order = table.assign(_other=~table["is_ratio"], _away=~table["bears"])
    return order.sort_values(["_other", "_away"], kind="stable").drop(columns=["_other", "_away"])


def ratio_words(yardsticks: DataFrame) -> Iterator[str]:
    """Yield what is printed of children for each of something, with whose it is and where.

    Those that bear on the place, where any does; the others stand beside them as printed.
    """
    ratios = yardsticks[yardsticks["is_ratio"]]
    own = ratios[ratios["bears"]]
    for _, row in (own if len(own) else ratios).iterrows():
        yield (
            f"As printed, and no norm: {row['measure'][:1].lower()}{row['measure'][1:]}: "
            f"{row['said']} ({row['of']}, {row['period']}; {row['cites']})."
        )
