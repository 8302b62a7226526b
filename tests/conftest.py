"""Fixtures that more than one folder of tests needs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from geodata.building.build import Built, build_pack
from geodata.model import Pack
from geodata.recipe import PACKS, read_recipe

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
