"""The same areas, classes and colours by streamlit-folium: whole, or the areas as a layer apart.

With `BENCHMARK_LAYER_APART` set, the areas go by `feature_group_to_add`, which keeps the view.
"""

from __future__ import annotations

import os
from typing import Any

import folium
import streamlit as st
from streamlit_folium import st_folium

from layers.gaps import measure_gaps
from layers.question.question import default_question
from mapping.map import palette
from mapping.map.describe import describe_map
from mapping.map.geometry import areas_geojson, bounds_lonlat
from mapping.served.cache import kept
from mapping.served.packs import served_pack

LAYER_APART = "BENCHMARK_LAYER_APART"


@st.cache_data
def shapes() -> dict[str, Any]:
    return areas_geojson(served_pack())


st.set_page_config(page_title="streamlit-folium", layout="wide")
pack = served_pack()
question = default_question(pack)
colour_by = st.radio("Colour by", ["gap", "need", "reach"], horizontal=True)
spec = describe_map(pack, kept(measure_gaps, pack, question), colour_by)
colours = [*palette.scale(colour_by), *["#ffffff"] * 10]
fill = {key: colours[code] for key, code in zip(pack.areas.index, spec.classes, strict=True)}
west, south, east, north = bounds_lonlat(pack)
drawing = folium.Map(tiles=None, location=[(south + north) / 2, (west + east) / 2], zoom_start=9)
layer = folium.GeoJson(
    shapes(),
    style_function=lambda feature: {
        "fillColor": fill[feature["id"]],
        "color": "#ffffff",
        "weight": 0.6,
        "fillOpacity": 1,
    },
    tooltip=folium.GeoJsonTooltip(["name"]),
)
shown = {"key": "map", "height": 500, "use_container_width": True, "returned_objects": []}
if os.environ.get(LAYER_APART):
    group = folium.FeatureGroup(name="areas")
    layer.add_to(group)
    st_folium(drawing, feature_group_to_add=group, **shown)
else:
    layer.add_to(drawing)
    st_folium(drawing, **shown)
