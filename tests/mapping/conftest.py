"""Fixtures for the pages."""

import pytest

from geodata.store.address import STORE_SETTING
from mapping.served.store import served_store
from tests.kept_packs import write_once


@pytest.fixture
def serve(tmp_path, monkeypatch):
    """Serve a pack, as the app would find it by its setting."""

    def serve_pack(pack):
        write_once(pack, tmp_path)
        monkeypatch.setenv("KNOW_YOUR_PATCH_PACK", str(tmp_path))
        return pack

    return serve_pack


@pytest.fixture
def kept_store(tmp_path, monkeypatch):
    """A new store, which pages and routes have too."""
    monkeypatch.setenv(STORE_SETTING, str(tmp_path / "kept" / "store.sqlite"))
    served_store.cache_clear()
    opened = served_store()
    yield opened
    opened.close()
    served_store.cache_clear()


@pytest.fixture(autouse=True)
def wait_for_long_work(monkeypatch):
    """Wait for what a page makes, however busy the machine; what it shows meanwhile is apart."""
    monkeypatch.setattr("mapping.pages.frame.waiting.AT_FIRST_S", 60)
