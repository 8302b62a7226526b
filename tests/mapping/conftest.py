"""Fixtures for the pages."""

import pytest

from geodata.pack import write_pack


@pytest.fixture
def serve(tmp_path, monkeypatch):
    """Serve a pack, as the app would find it by its setting."""

    def serve_pack(pack):
        write_pack(pack, tmp_path)
        monkeypatch.setenv("KNOW_YOUR_PATCH_PACK", str(tmp_path))
        return pack

    return serve_pack


@pytest.fixture(autouse=True)
def wait_for_long_work(monkeypatch):
    """Wait for what a page makes, however busy the machine; what it shows meanwhile is apart."""
    monkeypatch.setattr("mapping.pages.frame.waiting.AT_FIRST_S", 60)
