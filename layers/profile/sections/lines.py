"""Whose lines cross here: every other kind of area that the place’s children fall under."""

from __future__ import annotations

from collections.abc import Iterator

from geodata.pathway import Organisation
from layers.compare.footprints import COUNTED_SHARE
from layers.exercise.pathway import FOOTPRINTS, party_words
from layers.profile.asked import Asked
from layers.profile.parts import Section, Table
from layers.profile.sections.cells import about, column, count, share, text
from layers.said.numbers import listed
from layers.said.sentences import opened

BRIEF_LINES = 6
BRIEF_LEADS = 4


def lines(asked: Asked) -> Section:
    """Return whose areas the children of the place fall under."""
    overlay = asked.exercise.overlay
    return Section(
        key="lines",
        title="Whose lines cross here",
        said=tuple(filter(None, (overlay.sentence(), _pathway_said(asked)))),
        blocks=(
            Table(
                key="lines",
                title="Areas that the place lies in",
                columns=(
                    column("other", "Area"),
                    column("kind", "Kind"),
                    column("children", "Children here that it holds", "count", "children"),
                    column("share", "Share of the children here", "share"),
                ),
                rows=tuple(
                    (
                        text(row["other"]),
                        text(opened(row["kind_label"])),
                        count(row["children"]),
                        share(row["share"]),
                    )
                    for _, row in overlay.others.iterrows()
                    if row["share"] >= COUNTED_SHARE
                ),
                about=about(
                    overlay.sources,
                    asked.facts.people_period,
                    asked.facts.people_standing,
                    " ".join(overlay.notes()),
                ),
                none="No other kind of area is held.",
                brief=BRIEF_LINES,
            ),
            *_leads(asked),
            *_handovers(asked),
        ),
    )


def _pathway_said(asked: Asked) -> str:
    pathway = asked.exercise.pathway
    return pathway.sentence() if pathway.stages else ""


def _leads(asked: Asked) -> Iterator[Table]:
    """Yield who is known to work in the place or in an area that holds it or lies in it."""
    pack = asked.pack
    near = {asked.place_id, *asked.holders, *asked.exercise.overlay.others["other_id"]}
    rows = [each for each in pack.info.organisations.values() if near & set(each.works_in)]
    if not rows:
        return
    yield Table(
        key="leads",
        title="Who leads here",
        columns=(
            column("organisation", "Organisation"),
            column("works_in", "Works in"),
            column("by", "Its teams follow"),
            column("when", "Date and source"),
        ),
        rows=tuple(
            (
                text(each.label),
                text(listed([str(pack.places["name"].get(key, key)) for key in each.works_in])),
                text(_kind_words(asked, each.by)),
                text(_cited(asked, each)),
            )
            for each in rows
        ),
        about=about([]),
        brief=BRIEF_LEADS,
    )


def _kind_words(asked: Asked, by: str) -> str:
    kinds = asked.pack.info.place_kinds
    return kinds[by].plural if by in kinds else by or "not stated"


def _cited(asked: Asked, each: Organisation) -> str:
    source = asked.pack.info.sources.get(each.source)
    dated = f"{source.period}; {source.title}" if source else "source not stated"
    return "; ".join(filter(None, [dated, each.cites, each.note]))


def _handovers(asked: Asked) -> Iterator[Table]:
    """Yield each stage of the pathway that hands on: from whom, to whom, and their footprints."""
    pathway = asked.exercise.pathway
    rows = [each for each in pathway.stages if each.stage.hands_to]
    if not rows:
        return
    yield Table(
        key="handovers",
        title="Who hands on to whom",
        columns=(
            column("stage", "Stage"),
            column("ages", "Ages"),
            column("by", "From"),
            column("to", "To"),
            column("footprints", "Their footprints"),
        ),
        rows=tuple(
            (
                text(each.stage.label),
                text(each.ages),
                text(party_words(each.by)),
                text(party_words(each.to)),
                text(FOOTPRINTS[each.match]),
            )
            for each in rows
        ),
        about=about(pathway.sources, note=" ".join(pathway.notes())),
        brief=0,
    )
