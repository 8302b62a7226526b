"""Data: every layer with its publisher, period and licence, and what is missing from it."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from geodata.model import Pack
from layers.catalogue import Layer, catalogue
from mapping.pages.frame.parts import list_html, paragraph_html, table_html

HEADS = ("Layer", "How much", "Missing", "Period", "Standing", "Publisher", "Licence", "To know")


def show_data_page(pack: Pack) -> None:
    """Show what the pack holds, and where each of it comes from."""
    st.html(f'<div class="kyp-page">{_page(pack)}</div>')


def _page(pack: Pack) -> str:
    parts = [
        "<h2>What this is made of</h2>",
        paragraph_html(pack.info.note) if pack.info.note else "",
        paragraph_html(
            f"Contents {pack.content_hash}. The same inputs always give this same mark."
        ),
    ]
    for group, layers in groupby(catalogue(pack), key=lambda layer: layer.group):
        parts.append(table_html(group, HEADS, [_row(layer) for layer in layers], numeric=(1, 2)))
    parts += ["<h2>Sources and their terms</h2>", list_html(_terms(pack))]
    return "".join(parts)


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


def _terms(pack: Pack) -> list[str]:
    return [
        f"{s.title}. {s.publisher}, {s.period}. {s.licence}. {s.attribution} {s.note}".strip()
        for s in pack.info.sources.values()
    ]
