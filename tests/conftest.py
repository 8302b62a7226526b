"""Fixtures that more than one folder of tests needs."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner

from geodata.building.build import Built, build_pack
from geodata.model import Pack
from geodata.recipe import PACKS, read_recipe

# The same examples in every run that gates a change; new ones whenever a person runs the tests.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("person", deadline=None)
settings.load_profile("gate" if os.environ.get("CI") else "person")

# A page opened in a test looks through every installed package for components; a server does once.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

RAW_FOLDER = Path(
    os.environ.get("KNOW_YOUR_PATCH_RAW", Path(__file__).parents[1].parent / "shared" / "data")
)


@pytest.fixture(scope="session")
def real_build() -> Built:
    """The real pack and its report, built once from the official files."""
    if not (RAW_FOLDER / "boundaries").is_dir():
        pytest.skip("no folder of official files; name one in KNOW_YOUR_PATCH_RAW")
    return build_pack(read_recipe(PACKS / "cambridgeshire_peterborough"), RAW_FOLDER)


@pytest.fixture(scope="session")
def real_pack(real_build: Built) -> Pack:
    """The real pack, in memory."""
    return real_build.pack
