"""A page with nothing but the app's map on it, with six layers.

With `BENCHMARK_BY_RUN` set, a layer is switched by a run of the page, as it was before the map had
its own list of layers.
"""

from __future__ import annotations

import os

import streamlit as st

from layers.gaps import measure_gaps
from layers.question.question import default_question
from mapping.component import base_path, show_map
from mapping.map.describe import describe_map
from mapping.map.layered import describe_layers
from mapping.map.layers.asked import read_layers
from mapping.served.cache import kept
from mapping.served.message import map_message
from mapping.served.packs import served_pack

BY_RUN = "BENCHMARK_BY_RUN"
SIX = "ground,fill.gap,line.upper-tier,line.early-help-team,out.far,{}doors.{}"

st.set_page_config(page_title="The app's map", layout="wide")
pack = served_pack()
question = default_question(pack)
is_off = st.radio("Doors", ["on", "off"], horizontal=True) == "off"
written = SIX.format("-" if is_off else "", question.service)
gaps = kept(measure_gaps, pack, question)
if os.environ.get(BY_RUN):
    asked, _ = read_layers(written, pack, "the benchmark")
    spec = kept(describe_layers, pack, gaps, asked, None)
else:
    spec = kept(describe_map, pack, gaps, "none")
show_map(map_message(spec, pack, question, base=base_path(), layers=written), key="map")
