"""Fixtures that more than one folder of tests needs."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from streamlit.components.v2 import manifest_scanner
from xdist.scheduler import LoadScopeScheduling

from geodata.building.build import Built, build_pack
from geodata.exports import LOG_SETTING
from geodata.model import Pack
from geodata.recipe import PACKS, read_recipe
from geodata.store.address import STORE_SETTING
from layers.question import options
from mapping.served import packs as served_packs
from tests.kept_packs import read_once
from tests.sweeps import examples, is_working

pytest_plugins = ["tests.second_tries"]

# The same examples in every run that gates a change; new ones whenever a person runs the tests.
# Whether it takes long to draw them is no fault of a test: a machine may do much else.
SLOW = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("gate", derandomize=True, **SLOW)
settings.register_profile("person", **SLOW)
settings.register_profile("working", examples(settings.default.max_examples, **SLOW))
settings.load_profile("gate" if os.environ.get("CI") else "working" if is_working() else "person")

# A page opened in a test looks through every installed package for components; a server does once.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

# Looking for rubbish took a sixth of a run: by Python's own rule it looks after 700 new objects,
# through all that was imported and collected too.
gc.set_threshold(50_000, 20, 20)

RAW_FOLDER = Path(
    os.environ.get("KNOW_YOUR_PATCH_RAW", Path(__file__).parents[1].parent / "shared" / "data")
)


class ByFile(LoadScopeScheduling):
    """Tests of a file run in one process, which works out once what they share.

    Tests in a browser and of official files take long each and share little but what is opened
    for all of them: each goes wherever there is room, last.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return nodeid if Path(file).parent.name in {"browser", "real"} else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Spread tests over processes by their files; pytest 9.2 knows no groups of xdist 3.8."""
    return ByFile(config, log)


def pytest_collection_finish() -> None:
    """Leave out of the search for rubbish what stays to the end: modules, and the tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _exports_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what tests take out of the log of exports of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(LOG_SETTING, str(tmp_path_factory.mktemp("exports") / "exports.jsonl"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _store_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what tests keep out of the store of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(STORE_SETTING, str(tmp_path_factory.mktemp("store") / "store.sqlite"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _packs_read_once() -> Iterator[None]:
    """Read a folder’s pack once, however many commands and pages are asked of the same files."""
    with pytest.MonkeyPatch.context() as patch:
        for reader in (options, served_packs):
            patch.setattr(reader, "read_pack", read_once(reader.read_pack))
        yield


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
