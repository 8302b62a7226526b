"""The Cover page as HTML: the grid of ages and services, and the tables below it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import groupby

from pandas import Series

from geodata.model import Pack
from layers.assets import kind_words
from layers.compare.lottery import FIFTHS, Lottery
from layers.cover.capacity import Capacity
from layers.cover.grid import Cover
from layers.cover.rows import BANDS
from layers.question.question import BY_MODE, Question
from layers.said.numbers import about, minutes, percent, round_half_up
from mapping.escape import html_text
from mapping.pages.frame.parts import paragraph_html, sources_text, table_html

LONGEST_SAID_MIN = 120
NOT_KNOWN = "not known"
ROWS = {
    "service": "Service",
    "kind": "Kind of service",
    "level": "Level",
    "expertise": "Expertise",
}


def row_label(row: str, by: str, pack: Pack) -> str:
    """Name a row of the grid as people do."""
    if by == "service" and row in pack.info.services:
        label = pack.info.services[row].label
    else:
        label = kind_words(row) if by in ("service", "kind") else row
    return label[:1].upper() + label[1:]


def cover_answer_html(cover: Cover, question: Question, pack: Pack) -> str:
    """Give the answer above the grid: who is offered nothing, of the service and of anything."""
    lines = []
    if cover.by == "service":
        label = pack.info.services[question.service].label
        lines.append(
            f'<p class="kyp-answer">{html_text(cover.gap_sentence(question.service, label))}</p>'
        )
    lines.append(f'<p class="kyp-strength">{html_text(cover.sentence())}</p>')
    return "".join(lines)


def cover_grid_html(cover: Cover, question: Question, pack: Pack) -> str:
    """Give the grid: ages across, rows down, the service asked about first.

    A cell says how many offers there are, or that nothing is found and what is nearest beyond;
    cells side by side that say the same of nothing are one.
    """
    order = sorted(cover.rows, key=lambda row: row != question.service)
    body = "".join(_row_html(row, cover, question, pack) for row in order)
    caption = f"Open offers by age in {cover.place}"
    heads = "".join(_band_html(first, last, question) for first, last in BANDS)
    return (
        f'<div class="kyp-scroll" tabindex="0" role="region" aria-label="{html_text(caption)}">'
        f'<table class="kyp kyp-cover"><caption>{html_text(caption)}</caption><thead><tr>'
        f'<th scope="col">{html_text(ROWS[cover.by])}</th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _band_html(first: int, last: int, question: Question) -> str:
    label = f"{first}–{last}" if first != last else str(first)
    asked = first <= question.age_to and question.age_from <= last
    beside = '<span class="beside">asked about</span>' if asked else ""
    return f'<th scope="col"><span class="band">{html_text(label)}</span>{beside}</th>'


def _row_html(row: str, cover: Cover, question: Question, pack: Pack) -> str:
    asked = cover.by == "service" and row == question.service
    beside = '<span class="beside">asked about</span>' if asked else ""
    cells = [cell for _, cell in cover.cells[cover.cells["row"] == row].iterrows()]
    body = "".join(_cells_html(cells, cover, pack))
    label = html_text(row_label(row, cover.by, pack))
    return f'<tr><th scope="row">{label}{beside}</th>{body}</tr>'


def _cells_html(cells: list[Series], cover: Cover, pack: Pack) -> Iterator[str]:
    for nothing, alike in groupby(cells, key=_nothing_of):
        group = list(alike)
        if nothing is None:
            yield from (_filled_html(cell) for cell in group)
        else:
            yield _empty_html(group, cover, pack)


def _nothing_of(cell: Series) -> tuple[str, str] | None:
    """Say what an empty cell holds, to join it with its neighbours; None for a filled one."""
    if cell["offers"]:
        return None
    return str(cell["nearest"]), f"{cell['nearest_min']:.3f}"


def _filled_html(cell: Series) -> str:
    offers, online = int(cell["offers"]), int(cell["online"])
    beside = []
    if online:
        beside.append("all online" if online == offers else f"{online} online")
    unstated = int(cell["unstated"])
    if unstated:
        beside.append("ages not stated" if unstated == offers else f"{unstated} state no ages")
    years = int(cell["age_to"] - cell["age_from"] + 1)
    if cell["years_covered"] < years:
        beside.append(f"{int(cell['years_covered'])} of {years} years of age")
    words = "".join(f'<span class="beside">{html_text(text)}</span>' for text in beside)
    noun = "offer" if offers == 1 else "offers"
    return (
        f'<td class="has"><span class="count">{offers}</span>'
        f'<span class="kyp-unseen"> {noun}</span>{words}</td>'
    )


def _empty_html(cells: list[Series], cover: Cover, pack: Pack) -> str:
    span = f' colspan="{len(cells)}"' if len(cells) > 1 else ""
    said = html_text(nearest_words(cells[0], cover, pack))
    return (
        f'<td class="none"{span}><span class="nothing">nothing found</span>'
        f'<span class="beside">{said}</span></td>'
    )


def nearest_words(cell: Series, cover: Cover, pack: Pack) -> str:
    """Say what is nearest beyond a place that has nothing: "nearest: Ely, 42 minutes on foot"."""
    if not isinstance(cell["nearest"], str):
        return "nor anywhere in this data"
    name = str(pack.assets["name"][cell["nearest"]])
    took = float(cell["nearest_min"])
    if math.isnan(took):
        return f"nearest: {name}"
    far = "over 2 hours" if took > LONGEST_SAID_MIN else minutes(took)
    return f"nearest: {name}, {far} {BY_MODE[cover.mode]} on average"


def cover_notes_html(cover: Cover, pack: Pack) -> str:
    """Say how the grid was worked out, what is missing from it, and where it is from."""
    notes = [
        "An offer counts if it is open, takes some of the ages, and has its door in the place or "
        f"is online for it. Minutes are a {cover.journeys}, to the nearest beyond, on average over "
        "the people of the place. How: docs/methods.md, “Cover”.",
    ]
    if cover.ages_unstated:
        notes.append(
            f"{cover.ages_unstated:,} of {cover.offers:,} open offers state no ages and are "
            "counted as open to all."
        )
    if cover.unstated:
        notes.append(
            f"{cover.unstated:,} of {cover.offers:,} open offers state no {cover.by} and are in "
            "no row."
        )
    silent = [by for by in ("level", "expertise") if not bool(pack.assets[by].notna().any())]
    if silent:
        notes.append(f"No offer states its {' or its '.join(silent)}.")
    notes.append(f"Sources: {sources_text(cover.sources)}")
    return "".join(paragraph_html(note) for note in notes)


def capacity_html(capacity: Capacity) -> str:
    """Give what each place has for its children in need."""
    heads = (
        "Place",
        "Children in need",
        "Sites",
        "Doors",
        "Children in need for each site",
        "Full-time staff",
        "Sites, beside the mean of all",
    )
    rows = [
        (
            str(row["place"]),
            about(row["need_children"]),
            f"{row['centres']:.0f}",
            f"{row['doors']:.0f}",
            _one_per(row),
            _staff(row),
            _short(row),
        )
        for _, row in capacity.places.iterrows()
    ]
    return (
        f'<p class="kyp-answer">{html_text(capacity.sentence())}</p>'
        + table_html("Sites and staff by place", heads, rows, numeric=(1, 2, 3, 4, 5, 6))
        + paragraph_html(
            "The doors of a split site are one site and two doors. What is not stated is never "
            "counted as none. How: docs/methods.md, “Capacity”."
        )
    )


def _one_per(row: Series) -> str:
    value = row["centres_one_per"]
    return "no site" if math.isnan(value) else f"{round_half_up(value):,}"


def _staff(row: Series) -> str:
    if row["sites"] == 0:
        return "no site"
    if row["staff_stated"] < row["sites"]:
        return f"stated by {row['staff_stated']:.0f} of {row['sites']:.0f}"
    return f"{row['staff_fte']:,.1f}"


def _short(row: Series) -> str:
    short = row["centres_short"]
    if math.isnan(short):
        return NOT_KNOWN
    if round(abs(short), 1) == 0:
        return "about the same"
    return f"{abs(short):.1f} {'fewer' if short > 0 else 'more'}"


def lottery_html(lottery: Lottery) -> str:
    """Give how fairly reach is spread, in all and in each place."""
    heads = (
        "Place",
        "Reached, most deprived fifth",
        "Reached, least deprived fifth",
        "Which way it leans",
        "Concentration index",
        "Slope index",
        "Relative index",
    )
    rows = [_lottery_row(row) for _, row in lottery.places.iterrows()]
    return (
        f'<p class="kyp-answer">{html_text(lottery.sentence())}</p>'
        + table_html("Reach and deprivation by place", heads, rows, numeric=(1, 2, 4, 5, 6))
        + paragraph_html(
            "Below 0, the more deprived are reached more; above 0, the less deprived. In brackets, "
            f"95% intervals. A place of few {lottery.area_label}s is not judged. "
            "How: docs/methods.md, “The postcode lottery”."
        )
    )


def _lottery_row(row: Series) -> tuple[str, ...]:
    return (
        str(row["place"]),
        percent(row[FIFTHS[0]]),
        percent(row[FIFTHS[-1]]),
        _leaning(row),
        _with_interval(row, "concentration", signed=True),
        _with_interval(row, "sii", signed=True),
        _with_interval(row, "rii", signed=False),
    )


def _leaning(row: Series) -> str:
    lower, upper = row["concentration_lower"], row["concentration_upper"]
    if math.isnan(lower):
        return NOT_KNOWN
    if lower <= 0 <= upper:
        return "clearly to neither"
    return "to the more deprived" if upper < 0 else "to the less deprived"


def _with_interval(row: Series, name: str, *, signed: bool) -> str:
    value, lower, upper = row[name], row[f"{name}_lower"], row[f"{name}_upper"]
    if math.isnan(value):
        return NOT_KNOWN
    said = [f"{number:+.2f}" if signed else f"{number:.2f}" for number in (value, lower, upper)]
    first, second, third = (text.replace("-", "−") for text in said)
    return first if math.isnan(lower) else f"{first} ({second} to {third})"
