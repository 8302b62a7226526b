"""One place in full, as the HTML of its page; the same facts as its documents, in their order."""

from __future__ import annotations

from collections.abc import Sequence

from layers.place.values import (
    STANDING_WORDS,
    AgeBand,
    AreaFact,
    Comparison,
    KeyFigure,
    NeedTenth,
    Offer,
    PlaceFacts,
    PublishedFigure,
)
from layers.said.numbers import nearest, percent
from mapping.escape import html_text
from mapping.pages.frame.parts import list_html, paragraph_html, sources_text, table_html
from mapping.pages.map.cards import class_words

SHOWN = 12  # rows of a long list before the rest is folded away


def stands_out_html(facts: PlaceFacts) -> str:
    """Give the head of the page: what stands out, gaps and strengths alike, and the key figures."""
    figures = "".join(_figure_html(figure) for figure in facts.key_figures)
    return (
        f'<p class="kyp-answer">{html_text(facts.headline)}</p>'
        f'<p class="kyp-strength">{html_text(facts.strength)}</p>'
        f'<p class="kyp-small">{html_text(facts.heading)}</p>'
        f'<dl class="kyp-figures">{figures}</dl>'
    )


def _figure_html(figure: KeyFigure) -> str:
    said = ", ".join(filter(None, [figure.period, figure.standing_words]))
    beside = f'<span class="beside">{html_text(figure.beside)}</span>' if figure.beside else ""
    return (
        f"<div><dt>{html_text(figure.label)}</dt>"
        f'<dd class="value">{html_text(figure.text)}</dd>'
        f"<dd>{beside}<details><summary>{html_text(said)}</summary>"
        f"{html_text('; '.join(figure.sources))}</details></dd></div>"
    )


def in_full_html(facts: PlaceFacts) -> str:
    """Give the rest of the page: who lives here, what they need, what is there, who is not reached,
    how it compares, how we know.
    """  # noqa: D205
    return "".join(
        [
            "<h2>Who is not reached</h2>",
            _areas_html(facts),
            "<h2>What is there</h2>",
            _offers_html(facts),
            "<h2>Who lives here</h2>",
            _people_html(facts),
            "<h2>What they need</h2>",
            _need_html(facts),
            "<h2>How it compares</h2>",
            _comparison_html(facts),
            _published_html(facts),
            "<h2>How we know</h2>",
            list_html(facts.how_we_know),
            paragraph_html(f"Sources: {sources_text(facts.sources)}"),
        ]
    )


def _areas_html(facts: PlaceFacts) -> str:
    area = facts.area_label.capitalize()
    heads = (area, "Code", facts.who.capitalize(), "Tenth of need", "Reached", "Gap", "In words")
    gaps = facts.largest_gaps
    said = _table(
        f"{area}s with the largest gaps",
        heads,
        [_area_row(row) for row in gaps],
        numeric=(2, 3, 4, 5),
    )
    if not gaps:
        said = paragraph_html(f"No {facts.area_label} here has a gap.")
    best = facts.best_reached
    if best:
        said += _table(
            f"{area}s that are reached best",
            heads,
            [_area_row(row) for row in best],
            numeric=(2, 3, 4, 5),
        )
    return said


def _area_row(row: AreaFact) -> tuple[str, ...]:
    return (
        row.name,
        row.area_id,
        _count(row.children),
        "not known" if row.decile is None else str(row.decile),
        "not known" if row.within_pct is None else percent(row.within_pct / 100),
        _count(row.gap_children),
        class_words(row.gap_class),
    )


def _count(value: float | None) -> str:
    return "not known" if value is None else f"{nearest(value):,}"


def _offers_html(facts: PlaceFacts) -> str:
    asked = [offer for offer in facts.offers if offer.is_asked]
    others = [offer for offer in facts.offers if not offer.is_asked and offer.where == "in"]
    heads = ("Service", "Kind", "Run by", "Ages", "Where", "Part of")
    said = _table("What the question asks about", heads, [_offer_row(o) for o in asked])
    if not asked:
        said = paragraph_html("Nothing of what the question asks about is listed in or near here.")
    if others:
        said += _table("Other services here", heads, [_offer_row(offer) for offer in others])
    return said


def _offer_row(offer: Offer) -> tuple[str, ...]:
    return (
        offer.name,
        offer.kind_label if offer.status == "open" else f"{offer.kind_label} ({offer.status})",
        offer.provider or "not stated",
        offer.ages if offer.serves else f"{offer.ages} (not the ages asked about)",
        offer.place_words,
        offer.door,
    )


def _people_html(facts: PlaceFacts) -> str:
    standing = STANDING_WORDS[facts.people_standing]
    said = ", ".join(filter(None, [facts.people_period, standing, facts.people_source]))
    heads = ("Ages", "People", "Of those aged 0–25", f"In all of {facts.title}")
    return _table(
        f"People by age ({said})", heads, [_band_row(band) for band in facts.people], (1, 2, 3)
    )


def _band_row(band: AgeBand) -> tuple[str, ...]:
    return (band.label, band.text, _share(band.share), _share(band.whole_share))


def _share(share: float | None) -> str:
    return "not known" if share is None else percent(share)


def _need_html(facts: PlaceFacts) -> str:
    standing = STANDING_WORDS[facts.need_standing]
    said = "; ".join(filter(None, [facts.need_label, facts.need_basis, standing]))
    heads = ("Tenth", facts.who.capitalize(), "Share here", f"In all of {facts.title}")
    return _table(said, heads, [_tenth_row(tenth) for tenth in facts.need], (1, 2, 3))


def _tenth_row(tenth: NeedTenth) -> tuple[str, ...]:
    label = "not known" if tenth.tenth is None else str(tenth.tenth)
    label += " (the neediest)" if tenth.tenth == 1 else ""
    label += ", counted as high need" if tenth.is_high else ""
    return (label, tenth.text, _share(tenth.share), _share(tenth.whole_share))


def _comparison_html(facts: PlaceFacts) -> str:
    heads = ("Measure", facts.name, f"All of {facts.title}", "Period and standing")
    return _table("Side by side", heads, [_compared(row) for row in facts.comparisons], (1, 2))


def _compared(row: Comparison) -> tuple[str, ...]:
    said = ", ".join(filter(None, [row.period, STANDING_WORDS[row.standing]]))
    return (row.label, row.here, row.whole, said)


def _published_html(facts: PlaceFacts) -> str:
    if not facts.published:
        return ""
    heads = ("Measure", "For", "Value", "England", "Period", "Source")
    rows = [_published_row(figure) for figure in facts.published]
    return _table("Published figures of the authority it is in", heads, rows, (2, 3))


def _published_row(figure: PublishedFigure) -> tuple[str, ...]:
    limits = f" ({figure.limits})" if figure.limits else ""
    return (
        figure.label,
        figure.about,
        f"{figure.text}{limits}",
        figure.england or "not held",
        figure.period,
        figure.source,
    )


def _table(
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[int] = (),
) -> str:
    shown = table_html(caption, heads, rows[:SHOWN], numeric=numeric)
    cut = rows[SHOWN:]
    if not cut:
        return shown
    rest = table_html(f"{caption}, the other {len(cut)}", heads, cut, numeric=numeric)
    return f"{shown}<details><summary>And {len(cut)} more</summary>{rest}</details>"
