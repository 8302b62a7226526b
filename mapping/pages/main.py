"""The pages, and the way between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from geodata.model import Pack
from mapping.pages.frame.address import names_of
from mapping.pages.frame.frame import answer_page, open_pack
from mapping.pages.frame.page import Page
from mapping.pages.frame.rooms import find_pages


def main() -> None:
    """Show the page that is asked for."""
    st.set_page_config(page_title="Know Your Patch", layout="wide")
    pack = open_pack()
    if pack is None:
        return
    opened: dict[str, Any] = {}  # Streamlit's own handle of each page, by the end of its address
    for page in find_pages():
        opened[page.url_path] = st.Page(
            _shown(page, pack, opened),
            title=page.title,
            url_path=page.url_path,
            default=not opened,
        )
    st.navigation(list(opened.values()), position="top").run()


def _shown(page: Page, pack: Pack, opened: dict[str, Any]) -> Callable[[], None]:
    def go_to(url_path: str) -> None:
        names = next(names_of(each) for each in find_pages() if each.url_path == url_path)
        kept = {name: value for name, value in st.query_params.items() if name in names}
        st.switch_page(opened[url_path], query_params=kept)

    return lambda: answer_page(page, pack, go_to)


main()
