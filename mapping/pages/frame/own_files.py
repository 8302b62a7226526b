"""Places of one's own from a file and to one, and what is said of each."""

from __future__ import annotations

import streamlit as st

from geodata.errors import DataError
from geodata.model import Pack
from layers.commands.own import read_handed
from layers.own_places.recipes import OWN
from layers.own_places.saving import own_geojson
from mapping.pages.frame.asked import REFUSED
from mapping.pages.frame.drawing import show_download
from mapping.pages.frame.own_places import keep_own_places, own_places_now
from mapping.pages.frame.page import Download, Visit
from mapping.pages.frame.problems import show_problems
from mapping.pages.frame.uploading import take_file
from mapping.pages.frame.widgets import fold, notice, say

ENDINGS = ("geojson", "json", "gpkg", "kml", "kmz", "zip")
SAID = "what was done to read a file of places"
LEFT_OUT = "what of a file of places could not be used"
LEAD = (
    "Draw or pick them on the map, or open a file of outlines: GeoJSON, GeoPackage, KML, a "
    "shapefile in a zip, or a file saved here."
)


def show_own_files(visit: Visit) -> None:
    """Show where places of one's own are opened from a file and saved to one, with their notes."""
    with fold("Places of your own: open and save files"):
        mine = visit.pack.places[visit.pack.places["kind"] == OWN]
        if mine.empty:
            say(LEAD)
        for _, row in mine.iterrows():
            say(f"{row['name']}: {row['note']}")
        if visit.pack.added is not None:
            show_download(
                Download(
                    label="Download your places (GeoJSON)",
                    name=f"{visit.pack.info.key} places of your own",
                    make=lambda: own_geojson(visit.pack),
                    ending="geojson",
                    help="Opened here, it gives the same places again",
                )
            )
        take_file(
            "Open places from a file",
            ENDINGS,
            lambda content, name: _open(content, name, visit.pack),
        )


def _open(content: bytes, name: str, pack: Pack) -> None:
    """Read places out of a file; those there were stay, whatever is in it."""
    try:
        handed = read_handed(content, name, pack, own_places_now())
    except DataError as error:
        st.session_state[REFUSED] = error.problems
        return
    st.session_state[SAID] = handed.said
    st.session_state[LEFT_OUT] = handed.problems
    keep_own_places(handed.own, handed.added[0] if handed.added else "")


def show_told() -> None:
    """Show what was done to read a file of places just now, and what of it could not be used."""
    said: tuple[str, ...] = st.session_state.pop(SAID, ())
    if said:
        notice("info", "How the file was read", said)
    left_out = st.session_state.pop(LEFT_OUT, ())
    show_problems("Some of the file could not be used; the rest is shown.", left_out)
