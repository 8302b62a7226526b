"""One place’s profile as PDF: ours by typst, beside weasyprint drawing the same content as HTML.

    python benchmarks/profile_pdf.py [pack] [place]

weasyprint is needed here only: `pip install -r benchmarks/requirements.txt`. Without it, ours alone
is measured. What both draw from is worked out before the clock starts.
"""

from __future__ import annotations

import sys
import time
from base64 import b64encode
from collections.abc import Callable
from html import escape
from importlib import import_module
from pathlib import Path
from statistics import median

from geodata.pack import STARTER, read_pack
from layers.place.facts import question_for_place
from layers.profile.asked import Shared, ask
from layers.question.question import default_question
from mapping.profile.made import Document, Length
from mapping.profile.pdf import write_pdf

RUNS = 3


def main() -> None:
    """Print how long each takes, cold and warm, for both lengths."""
    pack = read_pack(Path(sys.argv[1]) if len(sys.argv) > 1 else STARTER)
    place_id = sys.argv[2] if len(sys.argv) > 2 else "eht-wisbech"
    question = question_for_place(default_question(pack), pack, place_id)
    asked = ask(Shared(pack, question), place_id)
    lengths: tuple[Length, ...] = ("sheet", "full")
    for length in lengths:
        document = Document(asked, length=length)
        _ = document.profile, document.map_png, document.inset_png
        _measure(f"typst, {length}", lambda document=document: write_pdf(document))
        try:
            html_to_pdf = import_module("weasyprint").HTML
        except ModuleNotFoundError:
            print("weasyprint is not here: pip install -r benchmarks/requirements.txt")
            continue
        said = _html(document)
        _measure(
            f"weasyprint, {length}",
            lambda said=said, make=html_to_pdf: make(string=said).write_pdf(pdf_variant="pdf/ua-1"),
        )


def _measure(name: str, make: Callable[[], bytes]) -> None:
    took = []
    for _ in range(RUNS + 1):
        started = time.perf_counter()
        size = len(make())
        took.append(time.perf_counter() - started)
    print(f"{name}: first {took[0]:.2f} s, then {median(took[1:]):.2f} s; {size / 1000:,.0f} kB")


def _html(document: Document) -> str:
    """Return the same sections as plain HTML: the words, the tables and the pictures."""
    parts = [f"<h1>{escape(document.profile.name)}</h1>", _picture(document.map_png)]
    if document.inset_png is not None:
        parts.append(_picture(document.inset_png))
    for section in document.sections:
        parts.append(f"<h2>{escape(section.title)}</h2>")
        parts += [f"<p>{escape(said)}</p>" for said in section.said]
        for table in section.tables():
            heads = "".join(f"<th>{escape(column.heading)}</th>" for column in table.columns)
            rows = "".join(
                "<tr>" + "".join(f"<td>{escape(cell.text)}</td>" for cell in row) + "</tr>"
                for row in table.rows
            )
            parts.append(f"<h3>{escape(table.title)}</h3>")
            parts.append(f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>")
    return f"<!doctype html><html lang=en-GB><title>Profile</title><body>{''.join(parts)}"


def _picture(png: bytes) -> str:
    return (
        f'<img alt="Map" style="width:100%" src="data:image/png;base64,{b64encode(png).decode()}">'
    )


if __name__ == "__main__":
    main()
