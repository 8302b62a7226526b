"""The same six layers by streamlit-folium, each a layer; doors switched by a run.

The ground is the rivers and roads that the app's map draws of the same pack, as lines.
"""

from __future__ import annotations

from typing import Any

import folium
import streamlit as st
from streamlit_folium import st_folium

from geodata.crs import WGS84
from geodata.model import Pack
from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.said.classes import GAP_MARKED
from mapping.map import palette
from mapping.map.describe import describe_map
from mapping.map.geometry import areas_geojson, bounds_lonlat, places_geojson
from mapping.served.cache import kept
from mapping.served.packs import served_pack


@st.cache_data
def shapes(kind: str) -> dict[str, Any]:
    pack = served_pack()
    return places_geojson(pack, kind) if kind else areas_geojson(pack)


@st.cache_data
def ground_lines() -> dict[str, Any]:
    pack: Pack = served_pack()
    if pack.ground is None or pack.ground.lines.empty:
        return {}
    lines = pack.ground.lines[["kind", "geometry"]].to_crs(WGS84)
    drawn: dict[str, Any] = lines.__geo_interface__
    return drawn


st.set_page_config(page_title="streamlit-folium", layout="wide")
pack = served_pack()
question = default_question(pack)
is_off = st.radio("Doors", ["on", "off"], horizontal=True) == "off"
gaps = kept(measure_gaps, pack, question)
spec = kept(describe_map, pack, gaps, "gap")
colours = [*palette.scale("gap"), *["#ffffff"] * 10]
fill = {key: colours[code] for key, code in zip(pack.areas.index, spec.classes, strict=True)}
marked = {
    key for key, code in zip(pack.areas.index, spec.classes, strict=True) if code == GAP_MARKED
}
west, south, east, north = bounds_lonlat(pack)
drawing = folium.Map(
    tiles=None, location=[(south + north) / 2, (west + east) / 2], zoom_start=9, prefer_canvas=True
)
areas = shapes("")
if ground_lines():
    folium.GeoJson(ground_lines(), style_function=lambda _: {"color": "#99a", "weight": 1}).add_to(
        drawing
    )
folium.GeoJson(
    areas,
    style_function=lambda feature: {
        "fillColor": fill[feature["id"]],
        "color": "#ffffff",
        "weight": 0.6,
        "fillOpacity": 1,
    },
    tooltip=folium.GeoJsonTooltip(["name"]),
).add_to(drawing)
for kind, weight in (("upper-tier", 2), ("early-help-team", 1)):
    folium.GeoJson(
        shapes(kind), style_function=lambda _, weight=weight: {"weight": weight, "fill": False}
    ).add_to(drawing)
outlined = {"type": "FeatureCollection", "features": [
    each for each in areas["features"] if each["id"] in marked
]}  # fmt: skip
folium.GeoJson(outlined, style_function=lambda _: {"weight": 3, "fill": False}).add_to(drawing)
services = folium.FeatureGroup(name="doors")
doors = pack.assets[
    pack.assets["kind"].isin(pack.info.services[question.service].kinds)
    & ~pack.assets.geometry.is_empty
]
for name, at in zip(doors["name"], doors.geometry.to_crs(WGS84), strict=True):
    folium.CircleMarker([at.y, at.x], radius=5, tooltip=name).add_to(services)
if not is_off:
    services.add_to(drawing)
st_folium(drawing, key="map", height=500, use_container_width=True, returned_objects=[])
