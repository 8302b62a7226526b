"""What the Hotspots page is set to is what is looked for."""

import pytest

from layers.indicators.asking import Shown
from layers.progress import unwatched
from mapping.pages.hotspots import page
from mapping.pages.hotspots.settings import HotspotSettings, hotspots_of
from tests.builders import tiny_pack
from tests.layers.published import indicator, pack_with
from tests.mapping.reading import opened, words

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


def test_an_indicator_is_looked_for_among_its_own_places(serve, looked_for):
    serve(pack_with())
    app = opened("hotspots", about="indicator", indicator="ready_pct", area="team-a")
    [(settings, found)] = looked_for
    assert settings.shown == Shown(indicator="ready_pct")
    assert found.plural == "early-help teams"
    assert not app.warning
    assert "too few, or too alike, to tell a group" in words(app)
    box = next(each for each in app.selectbox if each.label == "Indicator")
    box.set_value("idaci_rank").run()
    assert app.query_params["indicator"] == "idaci_rank"
    assert "area" not in app.query_params


def test_too_few_places_to_test_is_said_on_the_page(serve):
    made = indicator()
    one = [{"indicator": made.key, "place_id": "team-a", "period": made.period, "value": 3.0}]
    serve(pack_with(made, rows=one))
    app = opened("hotspots", about="indicator", indicator="ready_pct")
    assert not app.exception
    said = words(app) + " ".join(each.value for each in (*app.error, *app.warning))
    assert "Too few to test" in said.replace("\\", "")


def test_a_setting_that_is_unknown_is_the_usual(serve, looked_for):
    serve(tiny_pack())
    opened("hotspots", about="moon", statistic="<b>", neighbours="")
    assert [settings for settings, _ in looked_for] == [HotspotSettings()]
