"""Every line of a place’s exercise as one table: what its page holds, a source in each row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pandas import DataFrame, Series

from layers.exercise.facts import STANDS
from layers.exercise.matrix import band_words, theme_label
from layers.exercise.standing_out import periods_of
from layers.said.numbers import percent

if TYPE_CHECKING:
    from layers.exercise.one_place import Exercise

COLUMNS = ("part", "what", "said", "of", "period", "source", "where")
Line = tuple[str, str, str, str, str, str, str]


def lines_of(exercise: Exercise) -> DataFrame:
    """Return every line, in the order of the page: `COLUMNS`, all text.

    `of` is whom or where a line is of, which for a published figure is the area that it is
    published for; `where` says where in its source it stands, or where it is to be had.
    """
    lines = [
        *_needs(exercise),
        *_standing_out(exercise),
        *_outcomes(exercise),
        *_matrix(exercise),
        *_pathway(exercise),
        *_capacity(exercise),
        *_footprints(exercise),
        *_providers(exercise),
        *_facts(exercise),
        *_offers(exercise),
    ]
    table = DataFrame(lines, columns=list(COLUMNS))
    table.index = table.index + 1
    return table.rename_axis("line")


def _needs(exercise: Exercise) -> Iterator[Line]:
    for figure in exercise.figures:
        beside = f" ({figure.beside})" if figure.beside else ""
        standing = f"; {figure.standing_words}" if figure.standing_words else ""
        yield (
            "Needs",
            figure.label,
            f"{figure.text}{beside}{standing}",
            exercise.place,
            figure.period,
            "; ".join(figure.sources),
            "",
        )


def _standing_out(exercise: Exercise) -> Iterator[Line]:
    for each in exercise.stands_out:
        source = "; ".join(each.sources)
        yield "What stands out", each.tone, each.said, each.of, each.period, source, each.where


def _outcomes(exercise: Exercise) -> Iterator[Line]:
    titles = {source.key: source.title for source in exercise.outcomes.sources}
    used = exercise.outcomes.outcomes
    for _, row in used.iterrows():
        beside = [
            f"England {row['england']}" if row["held"] else "",
            f"target: {row['target']}" if row["target"] else "",
            f"reports: {row['reports']}" if row["reports"] else "",
        ]
        said = "; ".join(filter(None, [row["figure"].removesuffix("."), *beside]))
        label = row["measure"] or row["label"]
        source = row["figure_source"] or titles[row["source"]]
        yield "Outcomes", label, said, row["of"], row["period"], source, row["where"]


def _matrix(exercise: Exercise) -> Iterator[Line]:
    shown = set(exercise.offers["source_key"])
    used = [each for each in exercise.sources if each.key in shown] or exercise.sources
    titles, period = "; ".join(source.title for source in used), periods_of(used)
    for _, cell in exercise.matrix.cells.iterrows():
        first, *beside = exercise.matrix.words(cell)
        said = "; ".join([first, *beside])
        yield "What is there", row_label(cell), said, f"ages {band_words(cell)}", period, titles, ""


def row_label(cell: Series) -> str:
    """Return what a row of the matrix is called, its theme before an expertise."""
    if cell["group"] == "theme":
        return theme_label(str(cell["row"]))
    if cell["group"] == "expertise":
        return f"{theme_label(str(cell['theme']))}: {cell['row']}"
    return f"Level: {cell['row']}"


def _pathway(exercise: Exercise) -> Iterator[Line]:
    titles = {source.key: source.title for source in exercise.pathway.sources}
    periods = {source.key: source.period for source in exercise.pathway.sources}
    usual = f"the pathway that {exercise.title} describes"
    for each in exercise.pathway.stages:
        weak = f" Weak point: {each.weak_point}" if each.weak_point else ""
        source, cites = titles.get(each.stage.source, usual), each.stage.cites
        said = f"{each.sentence()}{weak}"
        period = periods.get(each.stage.source, exercise.date)
        yield "From pregnancy on", f"ages {each.ages}", said, exercise.place, period, source, cites


def _capacity(exercise: Exercise) -> Iterator[Line]:
    sources = "; ".join(source.title for source in exercise.capacity.sources)
    said = exercise.capacity_words()
    yield (
        "How much there is",
        exercise.capacity.service.label,
        said,
        exercise.place,
        exercise.capacity.period,
        sources,
        "",
    )
    for _, row in exercise.yardsticks.iterrows():
        yield (
            "How much there is",
            row["measure"],
            row["said"],
            row["of"],
            row["period"],
            row["source"],
            row["cites"],
        )


def _footprints(exercise: Exercise) -> Iterator[Line]:
    sources = "; ".join(source.title for source in exercise.overlay.sources)
    period = periods_of(exercise.overlay.sources)
    for _, row in exercise.overlay.others.iterrows():
        said = f"{percent(row['share'])} of {exercise.who}"
        yield "Whose lines", row["kind_label"], said, row["other"], period, sources, ""


def _providers(exercise: Exercise) -> Iterator[Line]:
    for provider, row in exercise.providers.iterrows():
        said, source = row["names"], row["source"]
        yield "Who runs what", str(provider), said, exercise.place, row["period"], source, ""


def _facts(exercise: Exercise) -> Iterator[Line]:
    titles = {source.key: source.title for source in exercise.facts.sources}
    for _, row in exercise.facts.facts.iterrows():
        said = row["said"] + (f"; but {row['against']}" if row["against"] else "")
        of = f"{row['of']} ({STANDS[row['stands']]})"
        source = titles[row["source"]]
        yield "What reports say", row["measure"], said, of, row["period"], source, row["cites"]


def _offers(exercise: Exercise) -> Iterator[Line]:
    for _, row in exercise.offers.iterrows():
        said = "; ".join(
            filter(
                None,
                [
                    row["status"],
                    row["how"],
                    f"ages {row['ages']}",
                    row["level"],
                    row["expertise"],
                    f"run by {row['provider']}",
                    row["capacity"],
                    row["limits"],
                ],
            )
        )
        part = f"Offers: {row['theme']}"
        yield (
            part,
            row["name"],
            said,
            row["of"],
            row["period"],
            row["source"],
            row["source_part"],
        )
