"""What every page has around it: style, the line that says where we are, and problems said well."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import streamlit as st

from geodata.errors import PackError, Problem
from geodata.model import Pack
from mapping.escape import markdown_text
from mapping.pages.frame.parts import strip_html
from mapping.served.answers import chosen_pack_folder, served_pack

STYLE = Path(__file__).parent / "frame.css"


def open_page() -> Pack | None:
    """Show what stands at the head of every page; gives the pack, or None where there is none."""
    st.html(STYLE)
    try:
        pack = served_pack()
    except PackError as error:
        st.title("Know Your Patch")
        show_problems(f"The data in {chosen_pack_folder().name} cannot be opened.", error.problems)
        return None
    st.html(strip_html(pack))
    return pack


def show_problems(heading: str, problems: Iterable[Problem]) -> None:
    """Say every problem at once, in plain words, where the thing itself would have been."""
    lines = [f"- {markdown_text(problem.sentence())}" for problem in problems]
    if lines:
        st.error("\n".join([f"**{markdown_text(heading)}**", "", *lines]))


def show_left_out(problems: Iterable[Problem]) -> None:
    """Say what of an address could not be used, and that the rest was."""
    lines = [f"- {markdown_text(problem.sentence())}" for problem in problems]
    if lines:
        said = "Part of this page's address could not be used; the rest is shown."
        st.warning("\n".join([f"**{said}**", "", *lines]))
