"""The pages, and the way between them."""

from __future__ import annotations

import streamlit as st

from mapping.pages.compare.page import show_compare_page
from mapping.pages.cover.page import show_cover_page
from mapping.pages.data.page import show_data_page
from mapping.pages.frame.frame import open_page
from mapping.pages.hotspots.page import show_hotspots_page
from mapping.pages.map.page import show_map_page
from mapping.pages.places.page import show_places_page
from mapping.pages.scenarios.page import show_scenarios_page


def main() -> None:
    """Show the page that is asked for."""
    st.set_page_config(page_title="Know Your Patch", layout="wide")
    pack = open_page()
    if pack is None:
        return
    map_page = st.Page(
        lambda: show_map_page(pack, places), title="Map", url_path="map", default=True
    )
    places = st.Page(lambda: show_places_page(pack), title="Places", url_path="places")
    compare = st.Page(lambda: show_compare_page(pack), title="Compare", url_path="compare")
    cover = st.Page(lambda: show_cover_page(pack), title="Cover", url_path="cover")
    hotspots = st.Page(lambda: show_hotspots_page(pack), title="Hotspots", url_path="hotspots")
    scenarios = st.Page(lambda: show_scenarios_page(pack), title="Scenarios", url_path="scenarios")
    data = st.Page(lambda: show_data_page(pack), title="Data", url_path="data")
    st.navigation(
        [map_page, places, compare, cover, hotspots, scenarios, data], position="top"
    ).run()


main()
