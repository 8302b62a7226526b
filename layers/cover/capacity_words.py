"""Capacity said in words: how many children for each site, what is not stated, place by place."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pandas import Series

from layers.said.numbers import UNKNOWN, about, nearest, some_people

if TYPE_CHECKING:
    from layers.cover.capacity import Capacity

ALIKE = 0.05  # sites; less beside the mean is said as the same


def capacity_sentence(capacity: Capacity) -> str:
    """Return how many children there are for each site of the service."""
    label = capacity.service.label
    label = f"{label[:1].upper()}{label[1:]}"
    total = capacity.total
    if total["doors"] == 0:
        return f"{label}: no door is open, so there is no site to count."
    if total["centres"] == 0:
        return f"{label}: {_doors(total)}, and no centre with a base of its own."
    if math.isnan(total["need_children"]):
        return f"{label}: {_sites(total)} for a number not known of {capacity.counted}."
    if total["need_children"] == 0:
        return f"{label}: {_sites(total)}, and no {capacity.counted} are counted."
    one_per = nearest(total["centres_one_per"])
    return f"{label}: about 1 site for every {one_per:,} {capacity.counted}."


def capacity_notes(capacity: Capacity) -> tuple[str, ...]:
    """Return what is counted, what is not stated or known, and how exact the doors are."""
    notes = [f"Counted are {capacity.need_basis}.", *unstated_notes(capacity)]
    if capacity.unknown_areas:
        one = capacity.unknown_areas == 1
        notes.append(
            f"In {capacity.unknown_areas:,} {capacity.area_label}{'' if one else 's'} it is not "
            f"known how many {'that is' if one else 'those are'}; the figures leave "
            f"{'it' if one else 'them'} out."
        )
    if capacity.total["doors"]:
        notes.append(
            "The doors of a split centre are one site, and a linked site is part of its hub."
        )
    return tuple(filter(None, [*notes, capacity.rough.note()]))


def unstated_notes(capacity: Capacity) -> list[str]:
    """Return for how many sites staff and capacity are not stated; nothing without a site."""
    sites, notes = int(capacity.total["sites"]), list[str]()
    if not sites:
        return notes
    for name, column in (("staff", "staff_stated"), ("capacity", "capacity_stated")):
        lacking = sites - int(capacity.total[column])
        if lacking:
            of = f"{lacking:,} of {sites:,} sites" if sites > 1 else "the only site"
            notes.append(f"No {name} is stated for {of}.")
    if capacity.unit is None:
        notes.append("Capacities count different things and are not added up.")
    return notes or ["Every site states its staff and its capacity."]


def place_words(capacity: Capacity, row: Series) -> str:
    """Return one place's sites against its children, as practitioners do."""
    place, who = row["place"], capacity.counted
    if row["doors"] == 0:
        return (
            f"{place} has no open door for {some_people(row['need_children'], who)}.{_unknown(row)}"
        )
    staff = row["staff_fte_one_per"]
    said = "" if math.isnan(staff) else f", and 1 full-time worker for every {nearest(staff):,}"
    if row["centres"] == 0:
        return f"{place} has {_doors(row)} but no centre of its own{said}.{_unknown(row)}"
    if math.isnan(row["need_children"]):
        return f"{place} has {_sites(row)} for a number not known of {who}."
    if row["need_children"] == 0:
        return f"{place} has {_sites(row)}, and no {who} are counted there.{_unknown(row)}"
    one_per = nearest(row["centres_one_per"])
    return f"{place} has about 1 site for every {one_per:,} {who}{said}.{_unknown(row)}"


def parts_words(row: Series) -> str:
    """Return why sites and doors differ in number; nothing where they do not."""
    if row["doors"] == row["centres"]:
        return ""
    return (
        f"It has {_doors(row)}: those of a split centre count once, and a linked site with its hub."
    )


def _unknown(row: Series) -> str:
    count = int(row["unknown_areas"])
    if not count:
        return ""
    areas = "1 area is" if count == 1 else f"{count:,} areas are"
    return f" {areas} not counted: not known."


def _sites(row: Series) -> str:
    count = int(row["centres"])
    return "1 open site" if count == 1 else f"{count:,} open sites"


def _doors(row: Series) -> str:
    count = int(row["doors"])
    return "1 open door" if count == 1 else f"{count:,} open doors"


def heads_words(capacity: Capacity) -> tuple[str, ...]:
    """Return the headings of a table of places, for the cells of `row_words`."""
    who = f"{capacity.counted[:1].upper()}{capacity.counted[1:]}"
    return (
        "Place",
        who,
        "Sites",
        "Doors",
        "Of them for each site",
        "Full-time staff",
        "Sites, beside the mean of all",
    )


def row_words(row: Series) -> tuple[str, ...]:
    """Return a place in words, a cell for each of `heads_words`."""
    return (
        str(row["place"]),
        about(row["need_children"]),
        f"{row['centres']:.0f}",
        f"{row['doors']:.0f}",
        _one_per(row),
        _staff(row),
        _short(row),
    )


def _one_per(row: Series) -> str:
    if row["centres"] == 0:
        return "no site"
    value = row["centres_one_per"]
    return UNKNOWN if math.isnan(value) else f"{nearest(value):,}"


def _staff(row: Series) -> str:
    if row["sites"] == 0:
        return "no site"
    if row["staff_stated"] < row["sites"]:
        return f"stated by {row['staff_stated']:.0f} of {row['sites']:.0f}"
    return f"{row['staff_fte']:,.1f}"


def _short(row: Series) -> str:
    short = row["centres_short"]
    if math.isnan(short):
        return UNKNOWN
    if abs(short) < ALIKE:
        return "about the same"
    return f"{abs(short):.1f} {'fewer' if short > 0 else 'more'}"
