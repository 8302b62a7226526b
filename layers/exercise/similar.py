"""Places like one another: by how deprived, how rural and how large they are, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from pandas import DataFrame, Series

from geodata.model import Pack, Source
from layers.access.town_and_country import is_rural
from layers.disclosed import may_be_told, protect_counts, withheld_words
from layers.need import (
    area_need,
    counted_words,
    counts_people,
    measure_need,
    people_need,
    whom_words,
)
from layers.people import children_by_age
from layers.places import find_place, places_of_kind, sum_by_place
from layers.question.question import NEEDIEST
from layers.said.citing import each_once, sources_by_key
from layers.said.numbers import listed, percent

MOST = 3  # places named as similar
MOST_NAMED = 6  # of those that cannot be judged; of more, how many they are
YOUNG = range(18)  # children: students would make a university town look young
MEASURES = ("needy_share", "rural_share", "young_people")
LEAST_PLACES = 3  # with fewer of a kind there is nothing to choose between
SAME_SPREAD = 1e-12
WORDS = {
    "rural_share": "the share of them in rural areas",
    "young_people": "how many under-18s it has",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Similar:
    """The places of a kind in order of likeness to one of them.

    Attributes
    ----------
    places
        Indexed by `place_id`, the place itself first, then the likest: `place`, `distance` (in
        standard deviations, over all the measures `used`; 0 of the place itself, NaN where one of
        them is not known), `needy_share`, `rural_share` (0–1 of its under-18s) and `young_people`.
    used
        The measures that tell these places apart; one that is alike everywhere does not.
    taken_from
        Among whom need was counted, where it is taken for under-18s: "children aged 0–15"; empty
        where it need not be.
    withheld
        Which measure is not told of these places, and why; empty where each is.
    """

    places: DataFrame
    place: str
    place_id: str
    plural: str
    need: str
    used: tuple[str, ...]
    taken_from: str
    withheld: str
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def table(self) -> DataFrame:
        """The places, the likest first."""
        return self.places

    @property
    def likest(self) -> list[str]:
        """The ids of the most similar places, at most three."""
        others = self.places.iloc[1:]
        near = others.index[others["distance"].notna()]
        return [str(key) for key in near[:MOST]] if len(self.places) >= LEAST_PLACES else []

    def parameters(self) -> dict[str, Any]:
        """Return the place, and what likeness is judged by."""
        return {"place": self.place_id, "judged_by": ", ".join(self.used), "need": self.need}

    def missing(self) -> dict[str, float]:
        """Return how many places cannot be judged: a measure is not known of them."""
        unknown = int(self.places["distance"].isna().sum())
        return {"places": float(unknown)} if unknown else {}

    def sentence(self) -> str:
        """Return which places are most like this one, and how."""
        if not self.likest:
            if self.places.iloc[0][list(self.used)].isna().any():
                return (
                    f"What {self.place} is most like cannot be told: not all is known of it that "
                    f"likeness is judged by ({self._by()})."
                )
            return f"There are too few {self.plural} to say which {self.place} is most like."
        names = [str(self.places.loc[key, "place"]) for key in self.likest]
        return f"Of the {self.plural}, those most like {self.place} are {listed(names)}."

    def _by(self) -> str:
        words = {"needy_share": f"the share of its under-18s {self.need}"} | WORDS
        return listed([words[name] for name in self.used])

    def notes(self) -> tuple[str, ...]:
        """Return how likeness was judged."""
        if not self.likest:
            return (self.withheld,) if self.withheld else ()
        by = self._by()
        said = [
            f"Likeness is judged by {by}, each counting the same: the root mean square of the "
            "differences between standard scores. It says nothing of services or outcomes."
        ]
        if self.taken_from and "needy_share" in self.used:
            said.append(
                f"The share {self.need} is an estimate: it was counted among {self.taken_from}, "
                "and is taken for under-18s."
            )
        left = [str(name) for name in self.places.loc[self.places["distance"].isna(), "place"]]
        if left:
            named = listed(left) if len(left) <= MOST_NAMED else f"{len(left):,} {self.plural}"
            is_left = "is" if len(left) == 1 else "are"
            said.append(f"{named} {is_left} not judged: not all of this is known of them.")
        return (*said, self.withheld) if self.withheld else tuple(said)

    def place_words(self, place_id: str) -> str:
        """Return a place’s own measures: "31% in low-income families, 12% rural, …"."""
        row: Series = self.places.loc[[place_id]].iloc[0]
        return (
            f"{percent(row['needy_share'])} {self.need}, {percent(row['rural_share'])} rural, "
            f"{row['young_people']:,.0f} under 18"
        )


def find_similar(pack: Pack, place_id: str, measured: DataFrame | None = None) -> Similar:
    """Find the places of the same kind that are most like one.

    Deprivation is the share of under-18s in low-income families where the pack counts them,
    else the share who live in the most deprived 30% of areas by the measure that the pack opens on.

    Parameters
    ----------
    measured
        What likeness is judged by, of all places of the kind, as `measures_of` finds it, for
        whoever asks about many.

    Raises
    ------
    QuestionError
        The pack has no such place.
    """
    place = find_place(pack, place_id)
    kind = pack.info.place_kinds[str(place["kind"])]
    key = _need_of(pack, kind.key)
    measured = measures_of(pack, kind.key) if measured is None else measured
    spread = measured.std(ddof=0)
    used = [name for name in MEASURES if spread[name] > SAME_SPREAD]
    scores = (measured[used] - measured[used].mean()) / spread[used]
    apart = (scores - scores.loc[place_id]).pow(2)
    distance = np.sqrt(apart.mean(axis="columns", skipna=False))  # of fewer measures is another
    names = places_of_kind(pack, kind.key)["name"]
    table = DataFrame({"place": names, "distance": distance}).join(measured[list(MEASURES)])
    first = table.index == place_id
    table["distance"] = table["distance"].mask(first, 0.0)
    order = table.assign(_first=~first).sort_values(["_first", "distance", "place"])
    info, need = pack.info, pack.indicators[key]
    return Similar(
        places=order.drop(columns="_first").rename_axis("place_id"),
        place=str(place["name"]),
        place_id=place_id,
        plural=kind.plural,
        need=whom_words(need)
        if counts_people(need)
        else f"in the most deprived {NEEDIEST[info.defaults.need_deciles]}",
        used=tuple(used),
        taken_from=counted_words(need)
        if counts_people(need) and (need.age_from, need.age_to) != (0, YOUNG.stop - 1)
        else "",
        withheld=withheld_words(pack, people_need(pack) or info.defaults.need, kind.key),
        sources=each_once(
            sources_by_key(pack, [info.people.source, need.source, info.area_source, kind.source])
        ),
        is_illustrative=info.illustrative,
    )


def _need_of(pack: Pack, kind: str) -> str:
    """Return the need that places of a kind are judged by: of people, where it may be told."""
    key = people_need(pack, kind) or pack.info.defaults.need
    if may_be_told(pack, key, kind):
        return key
    return area_need(pack, kind) or key  # of which nothing is measured


def measures_of(pack: Pack, kind: str) -> DataFrame:
    """Measure each place of a kind: NaN where nothing of a measure is known."""
    key = _need_of(pack, kind)
    young = children_by_age(pack.areas, YOUNG).sum(axis="columns", min_count=1)
    needy = measure_need(pack, key).needy_share(YOUNG, pack.info.defaults.need_deciles)
    if not may_be_told(pack, key, kind):
        needy = needy.mask(needy.notna())
    known = pack.areas["rural_urban"].notna()
    counts = DataFrame(
        {
            "young": young,
            "needy": young * needy,
            "needy_of": young.where(needy.notna()),
            "rural": young.where(is_rural(pack), 0.0),
            "rural_of": young.where(known),
        }
    )
    sums, need = sum_by_place(pack, kind, counts), pack.indicators[key]
    if counts_people(need):
        sums = protect_counts(sums, ["needy"], need, pack.info.disclosure)
    return DataFrame(
        {
            "needy_share": _share(sums["needy"], sums["needy_of"]),
            "rural_share": _share(sums["rural"], sums["rural_of"]),
            "young_people": sums["young"],
        }
    )


def _share(part: Series, whole: Series) -> Series:
    return part / whole.where(whole > 0)
