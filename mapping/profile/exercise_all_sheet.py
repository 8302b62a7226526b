"""What is printed of all places side by side: the data of the template of one side of A3."""

from __future__ import annotations

from typing import Any

from pandas import Series

from layers.exercise.all_places import AGES, AllPlaces
from layers.exercise.matrix import STATED_GAP
from layers.ranks.strengths import reached_shares, reached_words
from layers.said.numbers import about, known, whole
from layers.said.sentences import opened
from mapping.map.palette import accent, ink
from mapping.profile.exercise_sheet import SEE, licence_words, source_words
from mapping.profile.printable import ILLUSTRATIVE, beginning, drawable_data


def all_places_data(found: AllPlaces, places: int, longest: int | None) -> dict[str, Any]:
    """Return everything that the template prints.

    Parameters
    ----------
    places
        How many places are printed, the first by name.
    longest
        Characters of a place’s name that are printed; all of them where None.
    """
    terms = found.gaps.terms
    left = len(found.places) - places
    data = {
        "ink": ink(),
        "accent": accent(),
        "document_title": f"{found.title}: needs and services, {found.kind.plural}",
        "name": f"Needs and services: {found.kind.plural}",
        "kind": found.kind.label,
        "title": found.title,
        "kicker": f"Needs and services · all {found.kind.plural} · {found.title}",
        "illustrative": found.is_illustrative,
        "illustrative_words": ILLUSTRATIVE,
        "headline": found.sentence(),
        "detail": found.gaps.detail(),
        "heading": found.heading,
        "strength": found.gaps.strength(),
        "footer": f"{beginning(found.title)} · {found.date} · pack {found.pack_hash}",
        "heads": [
            opened(found.kind.label),
            opened(terms.who),
            f"Of them {terms.needy}",
            f"Of those {terms.high}, reached",
            "Offers",
            "With a door here",
            "Gaps reported",
            *AGES,
        ],
        "rows": [_row(found, str(key)) for key in found.places.index[:places]],
        "most": int(found.ages.to_numpy().max(initial=0)),
        "after": f"{left} more {found.kind.plural} {SEE}." if left > 0 else "",
        "key": "By age: how many offers state that they take it, darker where more do; GAP: "
        f"{STATED_GAP}.",
        "notes": list(found.notes()),
        "sources": [source_words(source) for source in found.sources],
        "licences": licence_words(found.sources),
    }
    names = {str(name) for name in found.places["place"]}
    long = [name for name in names if longest is not None and len(name) > longest]
    shortened = {
        name: f"{name[:longest].rstrip()}…" for name in sorted(long, key=len, reverse=True)
    }
    shown: dict[str, Any] = drawable_data(data, shortened)
    return shown


def _row(found: AllPlaces, place_id: str) -> dict[str, Any]:
    row: Series = found.places.loc[[place_id]].iloc[0]
    said = found.said.loc[[place_id]].iloc[0]
    needy, children = row["high_need_children"], row["children"]
    reached = reached_shares(found.places.loc[[place_id]]).iloc[0]
    counts, gaps = found.ages.loc[[place_id]].iloc[0], found.gaps_at.loc[[place_id]].iloc[0]
    return {
        "name": str(row["place"]),
        "children": whole(children),
        "needy": about(needy),
        "needy_share": known(float(row["high_need_share"])),
        "reached": reached_words(needy, reached, found.gaps.terms.high),
        "reached_share": known(float(reached)),
        "offers": str(int(row["offers"])),
        "doors": str(int(row["doors"])),
        "gaps": str(int(row["gaps"])),
        "ages": [
            {"count": int(count), "gap": bool(gap)} for count, gap in zip(counts, gaps, strict=True)
        ],
        "strength": said["strength"],
        "gap": said["gap"],
    }
