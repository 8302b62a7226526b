"""Pieces of a page as HTML, every string from data escaped by the one helper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geodata.model import Pack, Source
from layers.gaps import Gaps
from layers.said.sentences import method_sentence
from mapping.escape import html_text, plain_text
from mapping.pages.map.cards import Card, Line


def strip_html(pack: Pack) -> str:
    """Give the line that says which place and which data this is, on every page."""
    info = pack.info
    badge = '<span class="kyp-badge">Illustrative: not real neighbourhoods</span>'
    return (
        '<div class="kyp-strip">'
        f"<h1>{html_text(info.title)}</h1>"
        f"{badge if info.illustrative else ''}"
        f'<span class="kyp-quiet">{html_text(info.date)}, data '
        f'<span class="kyp-code">{pack.short_hash}</span></span></div>'
    )


def answer_html(sentence: str, strength: str) -> str:
    """Give the answer in one sentence, with what goes well below it."""
    return (
        f'<p class="kyp-answer">{html_text(sentence)}</p>'
        f'<p class="kyp-strength">{html_text(strength)}</p>'
    )


def terms_html(gaps: Gaps, pack: Pack) -> str:
    """Give what must stand below an answer's figures: how they were come by, of when, from whom."""
    return (
        f'<p class="kyp-small">{html_text(method_sentence(gaps, pack))}</p>'
        f'<p class="kyp-small">Sources: {html_text(sources_text(gaps.sources))}</p>'
    )


def card_html(card: Card) -> str:
    """Give what is said of a neighbourhood or a service, with its sources."""
    rows = "".join(_line_html(line) for line in card.lines)
    return (
        '<section class="kyp-card">'
        f"<h2>{html_text(card.title)}</h2>"
        f'<p class="kyp-small">{html_text(card.small)}</p>'
        f'<table class="kyp"><tbody>{rows}</tbody></table>'
        f'<p class="kyp-small">Source: {html_text(sources_text(card.sources))}</p></section>'
    )


def _line_html(line: Line) -> str:
    beside = ", ".join(filter(None, [line.period, line.standing]))
    said = f'<span class="beside">{html_text(beside)}</span>' if beside else ""
    value = f"{html_text(line.value)}{said}"
    return f'<tr><th scope="row">{html_text(line.label)}</th><td>{value}</td></tr>'


def sources_text(sources: Iterable[Source]) -> str:
    """Name sources in one line: title, publisher and period of each."""
    return "; ".join(plain_text(f"{s.title} ({s.publisher}), {s.period}") for s in sources)


def table_html(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numeric: Sequence[int] = (),
) -> str:
    """Give a table whose first column names its rows.

    Parameters
    ----------
    heads, rows
        Text from anywhere; escaped here.
    numeric
        Columns set to the right.
    """
    styled = ["num" if column in numeric else "" for column in range(len(heads))]
    head = "".join(
        f'<th scope="col" class="{style}">{html_text(text)}</th>'
        for text, style in zip(heads, styled, strict=True)
    )
    body = "".join(_row_html(row, styled) for row in rows)
    return (
        f'<div class="kyp-scroll" tabindex="0" role="region" aria-label="{html_text(caption)}">'
        f'<table class="kyp"><caption>{html_text(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row_html(row: Sequence[str], styled: Sequence[str]) -> str:
    first, *others = row
    cells = "".join(
        f'<td class="{style}">{html_text(text)}</td>'
        for text, style in zip(others, styled[1:], strict=True)
    )
    return f'<tr><th scope="row">{html_text(first)}</th>{cells}</tr>'


def list_html(items: Iterable[str]) -> str:
    """Give sentences as a list."""
    return f'<ul class="kyp-list">{"".join(f"<li>{html_text(item)}</li>" for item in items)}</ul>'


def paragraph_html(text: str) -> str:
    """Give one paragraph."""
    return f"<p>{html_text(text)}</p>"
