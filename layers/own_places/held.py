"""What each place of one's own holds: who, how much of it is whole, and what lies outside."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from pandas import DataFrame, Series

from geodata.errors import Problem, QuestionError
from geodata.model import Pack, Source
from layers.own_places.beside import SOURCE
from layers.own_places.recipes import OWN
from layers.own_places.saving import recipes_of
from layers.own_places.words import KIND_NOTE
from layers.people import children_by_age
from layers.places import sum_by_place
from layers.said.citing import sources_by_key
from layers.said.numbers import about, counted
from layers.within.shape import outside_share

CHILDREN = range(18)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OwnHeld:
    """What places of one's own hold.

    Attributes
    ----------
    table
        Indexed by `place_id`: `place`, `areas` (how many it touches), `parts` (how many of these
        only in part), `children` (under 18), `people`, `unknown_areas` (whose children are not
        known, and are in no count), `outside_share` (0–1 of its land), `standing`, `sensitive`
        (why it gets no sensitive figure; "" where it may), `note` and `recipe`.
    """

    table: DataFrame
    sources: tuple[Source, ...]
    is_illustrative: bool

    def parameters(self) -> dict[str, Any]:
        """Return whom it counts."""
        return {"children": f"{CHILDREN.start}-{CHILDREN.stop - 1}", "kind": OWN}

    def missing(self) -> dict[str, float]:
        """Return how many areas have no count of children."""
        unknown = float(self.table["unknown_areas"].sum())
        return {"areas": unknown} if unknown else {}

    def sentence(self) -> str:
        """Return how many there are, and whom each holds."""
        each = [held_words(row, str(row["place"])) for _, row in self.table.iterrows()]
        return f"{counted(len(self.table), 'places')} of your own. {'; '.join(each)}."

    def notes(self) -> tuple[str, ...]:
        """Return what holds of all such places, and what must be said of each."""
        own = (f"{row['place']}: {row['note']}" for _, row in self.table.iterrows())
        return (KIND_NOTE, *own)


def held_words(row: Series, called: str) -> str:
    """Return how many children one place holds, and where that is not known.

    Parameters
    ----------
    row
        Of `OwnHeld.table`.
    called
        What to call the place.
    """
    where = f"in {counted(row['areas'], 'neighbourhoods')}"
    if math.isnan(row["children"]):
        return f"{called}: the number of children under 18 is not known {where}"
    unknown = row["unknown_areas"]
    more = f", beside {unknown:,} of these where the number is not known" if unknown else ""
    some = about(row["children"]).replace("none", "no")
    return f"{called}: {some} children under 18 {where}{more}"


def own_note(pack: Pack, place_id: str) -> str:
    """Return what must be said of a place of one's own; "" of any other place."""
    place = pack.places.loc[place_id]
    return str(place["note"]) if place["kind"] == OWN else ""


def measure_own(pack: Pack) -> OwnHeld:
    """Measure what the places of one's own of a pack hold.

    Raises
    ------
    QuestionError
        It has none.
    """
    if pack.added is None:
        raise QuestionError(
            Problem(
                where="your places",
                found="none",
                expected="at least one",
                fix="Name them: --own and a file of shapes, a saved one, or an address’s own=.",
            )
        )
    children = children_by_age(pack.areas, CHILDREN).sum(axis="columns", skipna=False)
    counts = DataFrame({"children": children, "people": pack.areas["people_all"].astype(float)})
    held = sum_by_place(pack, OWN, counts)
    members = pack.membership[pack.membership["place_id"].isin(held.index)]
    unknown = children.isna().reindex(members["area_id"]).to_numpy(bool)
    places = pack.places.loc[held.index]
    table = DataFrame(
        {
            "place": held["place"],
            "areas": held["areas"],
            "parts": members["share"].lt(1).groupby(members["place_id"]).sum(),
            "children": held["children"],
            "people": held["people"],
            "unknown_areas": members["place_id"][unknown].value_counts(),
            "outside_share": [outside_share(pack, each) for each in places.geometry],
            "standing": "illustrative" if pack.info.illustrative else "apportioned",
            "sensitive": [pack.added.guarded.get(str(key), "") for key in held.index],
            "note": places["note"],
            "recipe": [recipes_of(pack)[str(key)] for key in held.index],
        },
        index=held.index,
    ).rename_axis("place_id")
    table["unknown_areas"] = table["unknown_areas"].fillna(0).astype(int)
    info = pack.info
    keys = [info.people.source, info.area_source, info.origin_source, SOURCE]
    return OwnHeld(
        table=table, sources=sources_by_key(pack, keys), is_illustrative=info.illustrative
    )
