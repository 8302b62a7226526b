"""What the Hotspots page is set to is what is looked for."""

import pytest

from layers.progress import unwatched
from mapping.pages.hotspots import page
from mapping.pages.hotspots.settings import HotspotSettings, hotspots_of
from tests.builders import tiny_pack
from tests.mapping.reading import opened

SETTINGS = {
    "about": ("gap", {"about": "gap"}),
    "statistic": ("moran", {"statistic": "moran"}),
    "neighbours": ("nearest", {"nearness": "nearest"}),
}


@pytest.fixture
def looked_for(monkeypatch):
    """The settings that hotspots were looked for with, and what was found."""
    asked = []

    def spy(pack, question, settings, progress):
        found = hotspots_of(pack, question, settings, progress)
        asked.append((settings, found))
        return found

    monkeypatch.setattr(page, "hotspots_of", spy)
    monkeypatch.setattr(page, "wait_for", lambda _key, make, _what: make(unwatched))
    return asked


@pytest.mark.parametrize("name", SETTINGS)
def test_each_setting_of_the_address_is_what_is_looked_for(serve, looked_for, name):
    value, fields = SETTINGS[name]
    serve(tiny_pack())
    opened("hotspots", **{name: value})
    [(settings, found)] = looked_for
    assert settings == HotspotSettings(**fields)
    assert all(getattr(found, field) == wanted for field, wanted in fields.items())


def test_a_setting_that_is_unknown_is_the_usual(serve, looked_for):
    serve(tiny_pack())
    opened("hotspots", about="moon", statistic="<b>", neighbours="")
    assert [settings for settings, _ in looked_for] == [HotspotSettings()]
