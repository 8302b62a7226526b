"""Data: every layer with its publisher, period and licence, and what is missing from it."""

from __future__ import annotations

from collections.abc import Iterable

from geodata.coverage import FAIL, LEFT_OUT, PASS, of_expected, summarise
from geodata.model import Pack
from layers.catalogue import Layer, catalogue
from layers.said.rules import RULE_HEADS, rule_rows, rule_sentences
from mapping.pages.frame.drawing import show
from mapping.pages.frame.page import Page, Visit
from mapping.pages.frame.tables import Table
from mapping.served.cache import kept

HEADS = ("Layer", "How much", "Missing", "Period", "Standing", "Publisher", "Licence", "Notes")
COVERED = ("Layer", "Verdict", "Found", "Left out", "Why")


def show_data(visit: Visit) -> None:
    """Show what the pack holds, and where each of it comes from."""
    pack = visit.pack
    show(
        "data/data.html",
        info=pack.info,
        mark=pack.content_hash,
        groups=_groups(kept(catalogue, pack)),
        coverage=_coverage(pack),
        summary=summarise(pack.coverage) if len(pack.coverage) else "",
        terms=_terms(pack),
        rules=rule_sentences(pack),
        rule_table=_rules(pack),
    )


def _rules(pack: Pack) -> Table | None:
    """Tabulate the rule of each sensitive measure beside the national default."""
    rows = rule_rows(pack)
    caption = "Rules of each sensitive measure"
    return Table(caption=caption, heads=RULE_HEADS, rows=rows) if len(rows) > 1 else None


def _groups(layers: Iterable[Layer]) -> list[Table]:
    """Tabulate each group once, in the order in which the first of each comes."""
    grouped: dict[str, list[Layer]] = {}
    for layer in layers:
        grouped.setdefault(layer.group, []).append(layer)
    return [_table(group, each) for group, each in grouped.items()]


def _table(group: str, layers: list[Layer]) -> Table:
    rows = [_row(layer) for layer in layers]
    return Table(caption=group, heads=HEADS, rows=rows, numeric=(1, 2))


def _row(layer: Layer) -> tuple[str, ...]:
    source = layer.source
    return (
        layer.label,
        f"{layer.rows:,} {layer.unit}",
        f"{layer.missing:,}" if layer.missing else "none",
        layer.period,
        layer.standing if source else "",
        f"{source.title} ({source.publisher})" if source else "",
        source.licence if source else "",
        layer.note,
    )


def _coverage(pack: Pack) -> Table:
    """Tabulate what was found of each layer when the pack was built, what is amiss first."""
    worst_first = [FAIL, LEFT_OUT, PASS]
    listed = sorted(
        pack.coverage.to_dict("records"), key=lambda row: worst_first.index(row["verdict"])
    )
    rows = [
        (
            f"{row['about'][:1].upper()}{row['about'][1:]}",
            row["verdict"],
            f"{row['found']:,.0f}{of_expected(row['expected'])} {row['unit']}",
            f"{row['left_out']:,.0f}" if row["left_out"] > 0 else "",
            row["why"] if isinstance(row["why"], str) else "",
        )
        for row in listed
    ]
    return Table(caption="Coverage of each layer", heads=COVERED, rows=rows, numeric=(3,))


def _terms(pack: Pack) -> list[str]:
    return [
        f"{s.title}. {s.publisher}, {s.period}. {s.licence}. {s.attribution} {s.note}".strip()
        for s in pack.info.sources.values()
    ]


PAGE = Page(
    title="Data",
    url_path="data",
    answers="What every figure here is made of: who published it, of which period, on which terms, "
    "and what is missing from it.",
    show=show_data,
    order=20,
    help=(
        "“Missing” counts the rows whose figure is not known. It is never taken as none.",
        "“Standing” says how far a figure is from what was published: as published, an estimate, "
        "apportioned from other areas, or illustrative.",
        "Coverage says what was found as the pack was built: “fail” where something expected is "
        "missing, “left out” where there was no file of it.",
    ),
    has_question=False,
)
