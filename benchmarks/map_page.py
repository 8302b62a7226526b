"""A page with nothing but the app's map on it."""

from __future__ import annotations

import streamlit as st

from layers.gaps import measure_gaps
from layers.question.question import default_question
from mapping.component import base_path, show_map
from mapping.map.describe import describe_map
from mapping.served.cache import kept
from mapping.served.message import map_message
from mapping.served.packs import served_pack

st.set_page_config(page_title="The app's map", layout="wide")
pack = served_pack()
question = default_question(pack)
colour_by = st.radio("Colour by", ["gap", "need", "reach"], horizontal=True)
spec = describe_map(pack, kept(measure_gaps, pack, question), colour_by)
show_map(map_message(spec, pack, question, base=base_path()), key="map")
