"""What children need: those in low-income families first, then what is published of outcomes."""

from __future__ import annotations

from pandas import Series

from geodata.model import Pack
from layers.compare.verdict import WORDS
from layers.exercise.outcomes import NOT_HELD
from layers.place.values import NeedTenth
from layers.profile.asked import Asked
from layers.profile.parts import Cell, Chart, Figures, Section, Table
from layers.profile.sections.cells import about, column, share, text
from layers.profile.sections.compared import compared, unit_words
from layers.said.numbers import UNKNOWN, known
from layers.said.sentences import opened

BRIEF_OUTCOMES = 6
NO_TREND = "The trend cannot"


def needs(asked: Asked) -> Section:
    """Return who is in need here, the outcomes that partners watch, and how they compare."""
    exercise = asked.exercise
    spine = compared(asked)
    return Section(
        key="needs",
        title="What they need",
        said=tuple(filter(None, (exercise.withheld, exercise.outcomes.sentence()))),
        blocks=(
            Figures(
                key="in-need", title="Children in low-income families", figures=exercise.figures
            ),
            _tenths(asked),
            *([spine] if spine else []),
            _outcomes(asked),
            *_not_held(asked),
        ),
    )


def _tenths(asked: Asked) -> Chart:
    facts = asked.facts
    table = Table(
        key="tenths",
        title=f"{opened(facts.need_who)} by tenth of need",
        columns=(
            column("tenth", "Tenth of need"),
            column("children", opened(facts.need_who), "count", "children"),
            column("share", "Share here", "share"),
            column("whole", f"Share in {facts.title}", "share"),
        ),
        rows=tuple(
            (
                text(_tenth(each)),
                Cell(text=each.text, number=known(each.children)),
                share(each.share),
                share(each.whole_share),
            )
            for each in facts.need
        ),
        about=about(
            [facts.people_source, facts.need_source],
            facts.need_label,
            facts.need_standing,
            facts.need_basis,
        ),
    )
    high = sum(each.share or 0.0 for each in facts.need if each.is_high)
    return Chart(
        drawn="columns",
        table=table,
        category="tenth",
        series=("share", "whole"),
        alt=f"{table.title}: {share(high).text} are in the tenths that count as high need.",
    )


def _tenth(each: NeedTenth) -> str:
    return {None: "not known", 1: "1, neediest", 10: "10, least"}.get(each.tenth, f"{each.tenth}")


def _outcomes(asked: Asked) -> Table:
    """Return the outcomes of which a figure is held, in the order of their framework’s impacts."""
    found = asked.exercise.outcomes
    held = found.outcomes[found.outcomes["held"]]
    return Table(
        key="outcomes",
        title="Outcomes that the partners watch",
        columns=(
            column("outcome", "Outcome"),
            column("impact", "Impact"),
            column("figure", "Figure", "number", "in the unit of its row"),
            column("unit", "Unit"),
            column("of", "Of", names=True),
            column("england", "England"),
            column("verdict", "Beside England"),
            column("target", "Target"),
            column("trend", "Trend"),
            column("when", "Date and source"),
        ),
        rows=tuple(_outcome(asked.pack, row) for _, row in held.iterrows()),
        about=about(found.sources, note=" ".join(found.notes())),
        none="No outcomes to watch are listed."
        if found.outcomes.empty
        else "No figure is held of the outcomes that the partners watch.",
        brief=BRIEF_OUTCOMES,
    )


def _outcome(pack: Pack, row: Series) -> tuple[Cell, ...]:
    verdict, indicator = row["verdict"], pack.indicators[row["indicator"]]
    is_judged = verdict != "unknown"
    when = "; ".join(filter(None, (str(row["period"]), str(row["figure_source"]))))
    return (
        text(row["measure"] or row["label"]),
        text(row["impact"]),
        Cell(text=str(row["figure"]), number=known(row["value"])),
        text(unit_words(indicator)),
        text(row["of"]),
        text(row["england"]),
        Cell(text=WORDS[verdict] if is_judged else "", mark=verdict if is_judged else ""),
        text(row["target"]),
        text(UNKNOWN if row["trend"].startswith(NO_TREND) else row["trend"]),
        text(when),
    )


def _not_held(asked: Asked) -> tuple[Table, ...]:
    """Return the outcomes of which no figure is held, and who has one; nothing where all are."""
    found = asked.exercise.outcomes
    lacking = found.outcomes[~found.outcomes["held"]]
    if lacking.empty:
        return ()
    return (
        Table(
            key="outcomes-not-held",
            title="Outcomes of which no figure is held",
            columns=(
                column("outcome", "Outcome"),
                column("impact", "Impact"),
                column("figure", "Figure"),
                column("when", "Where it is to be had"),
            ),
            rows=tuple(
                (
                    text(row["measure"] or row["label"]),
                    text(row["impact"]),
                    text(row["figure"] or NOT_HELD),
                    text(row["where"]),
                )
                for _, row in lacking.iterrows()
            ),
            about=about(found.sources),
            brief=0,
        ),
    )
