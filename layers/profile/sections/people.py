"""Who lives here: people by age, now and ahead."""

from __future__ import annotations

from pandas import DataFrame, Series

from layers.ages import AGE_BANDS, Ages, joined_spans, span_words
from layers.compare.demand import Demand, range_words
from layers.people import children_by_age
from layers.place.values import AgeBand, PlaceFacts
from layers.places import member_areas
from layers.profile.asked import Asked
from layers.profile.parts import Cell, Chart, Section, Table
from layers.profile.sections.cells import about, column, count, share, text
from layers.said.numbers import listed, percent, shown, whole
from layers.said.sentences import called

CHILDREN = range(18)
PER_YEAR = "Bars are people for each single year of age, so that wide bands look no fuller."


def people(asked: Asked) -> Section:
    """Return the people of the place by age, and how many children there may be."""
    facts, demand = asked.facts, asked.shared.demand
    ahead = _ahead(demand, asked.place_id) if demand else None
    return Section(
        key="people",
        title="Who lives here",
        said=(_said(asked),),
        blocks=(_by_age(facts), *([ahead] if ahead else [])),
    )


def _said(asked: Asked) -> str:
    """Return how many children and young people live here, and where they are a larger part."""
    facts = asked.facts
    counts = [band.count for band in facts.people]
    if any(each is None for each in counts):
        return f"How many children live in {called(facts.name)} is not known for every age."
    total = sum(each or 0.0 for each in counts)
    inside = member_areas(asked.pack, asked.place_id)
    ages = children_by_age(asked.pack.areas.loc[inside.index], CHILDREN)
    under_18 = float(ages.mul(inside, axis="index").sum().sum())  # a band may go beyond 17
    say = whole if facts.people_standing == "published" else shown
    larger = zip(facts.people, AGE_BANDS, strict=True)
    more = joined_spans(ages for band, ages in larger if _is_larger(band))
    said = f"{say(total)} people aged 0–25 live in {called(facts.name)}, {say(under_18)} of them "
    said += "under 18."
    return (
        f"{said} Those aged {_spans(more)} are a larger part of them than elsewhere."
        if more
        else said
    )


def _spans(ages: list[Ages]) -> str:
    return listed([span_words(*each) for each in ages])


def _is_larger(band: AgeBand) -> bool:
    """Return whether an age is a larger part here, as both parts are shown."""
    if band.share is None or band.whole_share is None:
        return False
    return band.share > band.whole_share and percent(band.share) != percent(band.whole_share)


def _by_age(facts: PlaceFacts) -> Chart:
    ages = tuple(zip(facts.people, AGE_BANDS, strict=True))
    exact = facts.people_standing == "published"
    rows = tuple(
        (
            text(band.label),
            Cell(text=band.text, number=band.count),
            count(None if band.count is None else band.count / (last - first + 1), exact=exact),
            share(band.share),
            share(band.whole_share),
        )
        for band, (first, last) in ages
    )
    table = Table(
        key="ages",
        title="People by age",
        columns=(
            column("age", "Age"),
            column("people", "People", "count", "people"),
            column("a_year", "For each year of age", "count", "people"),
            column("share", "Of those aged 0–25 here", "share"),
            column("whole", f"In {facts.title}", "share"),
        ),
        rows=rows,
        about=about([facts.people_source], facts.people_period, facts.people_standing),
        after=PER_YEAR,
    )
    most = max((row for row in rows if row[2].number), key=_a_year, default=None)
    said = f"The most to one year of age are aged {most[0].text}." if most else "None are counted."
    return Chart(
        drawn="bars",
        table=table,
        category="age",
        series=("a_year",),
        alt=f"People of {called(facts.name)} by age. {said}",
    )


def _a_year(row: tuple[Cell, ...]) -> float:
    return row[2].number or 0.0


def _ahead(demand: Demand, place_id: str) -> Table | None:
    """Return the children of each band now and in years ahead, as a range; None where unknown."""
    rows = demand.places[demand.places["place_id"] == place_id]
    if rows.empty or not rows["now"].notna().any():
        return None
    years = sorted({int(year) for year in rows["year"]})
    bands = list(dict.fromkeys(rows["band"]))
    return Table(
        key="ahead",
        title="Children now and ahead",
        columns=(
            column("age", "Age"),
            column("now", f"{demand.base_year}", "count", "children"),
            *(column(f"in_{year}", f"{year}", "count", "children") for year in years),
        ),
        rows=tuple(_band(rows[rows["band"] == band], str(band), years) for band in bands),
        about=about(demand.sources, demand.counted, "estimated", " ".join(demand.notes())),
    )


def _band(rows: DataFrame, band: str, years: list[int]) -> tuple[Cell, ...]:
    ahead: list[Series] = [rows[rows["year"] == year].iloc[0] for year in years]
    return (
        text(band),
        count(float(rows["now"].iloc[0])),
        *(Cell(text=range_words(row), number=count(float(row["middle"])).number) for row in ahead),
    )
