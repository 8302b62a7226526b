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
