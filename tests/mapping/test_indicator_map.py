"""The map coloured by an indicator: page, message, addresses, file and picture say the same."""

import csv
import io
import re

import pytest
from starlette.applications import Starlette

from layers.gaps import measure_gaps
from layers.indicators.asking import Shown
from layers.indicators.colouring import SUPPRESSED, UNKNOWN, measure_colouring
from layers.question.question import default_question
from mapping.__main__ import main
from mapping.drawn.file import render_map_html
from mapping.drawn.picture import draw_map_png, picture_alt_text
from mapping.map.describe import describe_map
from mapping.map.indicator import describe_indicator
from mapping.map.layers.catalogue import catalogue
from mapping.map.palette import scale
from mapping.served import packs, routes
from mapping.served.message import map_message
from tests.kept_packs import write_once
from tests.layers.published import indicator, pack_with, rows_of
from tests.mapping.asking import Client
from tests.mapping.reading import opened, words

BY = {"colour": "indicator", "indicator": "ready_pct"}


def figures_pack(**changes):
    """Three teams: one with a figure short of its target, one suppressed, one not held."""
    made = indicator(sensitive=True, target=75.0, target_by="2024/25", period="2018/19", **changes)
    counts = {"team-a": ((70, 100),), "team-b": ((2, 100),)}
    return pack_with(made, rows=rows_of(made, counts, ("2018/19",)))


def spec_of(pack, **how):
    gaps = measure_gaps(pack, default_question(pack))
    return describe_indicator(
        pack, gaps, measure_colouring(pack, Shown(indicator="ready_pct", **how))
    )


def box(app, label):
    return next(each for each in app.selectbox if each.label == label)


def test_the_spec_colours_the_indicators_own_shapes():
    spec = spec_of(figures_pack())
    assert spec.shape == "early-help-team"
    assert spec.classes == (2, SUPPRESSED, UNKNOWN)
    [value, counted, of] = spec.figures
    assert value.said == (
        "70%, short of the target of 75% by 2024/25",
        "suppressed: too few to show",
        "not held",
    )
    assert counted.values == (70, None, None)
    assert (counted.unit, of.unit) == ("number", "number")
    assert [each.holds for each in spec.legend.classes] == ["1 early-help team"] * 3
    assert "Source: Made for tests (Know Your Patch), 2018/19." in spec.legend.note
    assert len(scale(spec.colour_by)) == 5


def test_more_of_what_is_no_worse_has_colours_of_its_own():
    spec = spec_of(pack_with(indicator(worse_when="neither")))
    assert spec.colour_by == "amount"
    assert spec_of(pack_with()).colour_by == "indicator"
    assert scale("amount") != scale("indicator")


def test_the_message_asks_for_the_shapes_and_figures_of_the_indicator():
    pack = figures_pack()
    question = default_question(pack)
    told = map_message(spec_of(pack), pack, question)
    assert "/places/early-help-team.json" in told["map"]["areas"]
    assert "/indicator.json?indicator=ready_pct" in told["map"]["figures"]
    assert told["classes"] == "289"
    assert (told["area"], told["areas"]) == ("early-help team", "early-help teams")
    assert "children" not in str(told["legend"]["classes"])
    spread = map_message(spec_of(pack_with(), is_spread=True), pack_with(), question)
    assert "/areas.json" in spread["map"]["areas"]
    assert "spread=neighbourhoods" in spread["map"]["figures"]
    gaps = measure_gaps(pack, question)
    usual = map_message(describe_map(pack, gaps), pack, question)
    assert "/figures.json" in usual["map"]["figures"]


@pytest.fixture
def client(tmp_path, monkeypatch):
    write_once(figures_pack(), tmp_path / "pack")
    monkeypatch.setenv(packs.PACK_SETTING, str(tmp_path / "pack"))
    return Client(Starlette(routes=routes.routes()))


def test_the_addresses_send_the_same_figures_as_json_and_csv(client):
    root = f"/map/{figures_pack().short_hash}"
    sent = client.get(f"{root}/indicator.json?indicator=ready_pct").json()
    assert sent["figures"][0]["values"] == [70, None, None]
    assert sent["figures"][0]["said"][1] == "suppressed: too few to show"
    assert sent["order"] == [0, 1, 2]
    file = client.get(f"{root}/indicator.csv?indicator=ready_pct")
    assert "attachment" in file.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(file.text.lstrip("\ufeff"))))
    [value] = [name for name in rows[0] if name.startswith("Value (%")]
    assert [rows[0][value], rows[0]["Against the target"]] == ["70", "short of it"]
    assert rows[1][value] == rows[2][value] == ""
    assert len(rows) == 3
    notes = client.get(f"{root}/indicator.txt?indicator=ready_pct")
    assert "Sources" in notes.text
    assert "attachment" in notes.headers["content-disposition"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "the key of an indicator|one of"),
        ("?indicator=none", "none"),
        ("?indicator=ready_pct&period=1066", "1066"),
        ("?indicator=ready_pct&spread=wards", "spread"),
        ("?indicator=ready_pct&spread=neighbourhoods", "protected"),
        ("?indicator=ready_pct&age=0-4", "age"),
    ],
    ids=["none", "unknown", "period", "spread over", "sensitive", "no part of it"],
)
def test_an_address_that_cannot_be_used_is_refused_in_words(client, query, said):
    root = f"/map/{figures_pack().short_hash}"
    for form in ("json", "csv"):
        sent = client.get(f"{root}/indicator.{form}{query}")
        assert sent.status_code == 400
        assert re.search(said, sent.text)


def test_the_worst_is_stepped_to_first(tmp_path, monkeypatch):
    made = indicator(worse_when="higher")
    pack = pack_with(made, rows=rows_of(made))
    write_once(pack, tmp_path)
    monkeypatch.setenv(packs.PACK_SETTING, str(tmp_path))
    client = Client(Starlette(routes=routes.routes()))
    sent = client.get(f"/map/{pack.short_hash}/indicator.json?indicator=ready_pct").json()
    assert sent["order"] == [0, 1, 2]  # 70, 70, 40
    pack = pack_with()  # lower is worse
    write_once(pack, tmp_path)
    sent = client.get(f"/map/{pack.short_hash}/indicator.json?indicator=ready_pct").json()
    assert sent["order"] == [2, 0, 1]


def test_the_file_says_all_and_holds_no_figure_that_is_kept_back():
    pack = figures_pack()
    html = render_map_html(spec_of(pack), pack)
    said = words_of(html)
    assert "70%, short of the target of 75% by 2024/25" in said
    assert "suppressed: too few to show" in said
    assert "long-dashed outline" in said
    assert "All 3 early-help teams, with every figure of the map" in said
    assert "Published for early-help teams" in said
    assert '"v":[2' not in html.replace(" ", "")


def words_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_a_hostile_name_is_escaped_wherever_an_indicator_says_it():
    made = indicator(label="<b>Ready</b>", unit="<i>%</i>", period="<u>now</u>", note="<s>n</s>")
    rows = [
        {"indicator": made.key, "place_id": "team-a", "period": made.period, "value": None,
         "note": "<script>alert(1)</script>"}
    ]  # fmt: skip
    pack = pack_with(made, rows=rows)
    html = render_map_html(spec_of(pack), pack)
    assert "<b>Ready" not in html
    assert "<script>alert" not in html


def test_the_picture_draws_every_class_and_says_what_it_is_coloured_by():
    pack = figures_pack()
    spec = spec_of(pack)
    whole = draw_map_png(spec, pack, dpi=40)
    known = spec.with_fill(classes=(2, 2, 2))
    assert draw_map_png(known, pack, dpi=40) != whole
    hatched = spec.with_fill(classes=(2, UNKNOWN, UNKNOWN))
    assert draw_map_png(hatched, pack, dpi=40) != whole  # hatched otherwise where kept back
    assert "coloured by Ready for school (%), 2018/19" in picture_alt_text(spec)


def test_the_command_writes_the_map_of_an_indicator(tmp_path, capsys):
    pack = figures_pack()
    write_once(pack, tmp_path / "pack")
    out = tmp_path / "map.html"
    asked = ["map", "--pack", str(tmp_path / "pack"), "--out", str(out)]
    assert main([*asked, "--indicator", "ready_pct"]) == 0
    assert "Ready for school, 2018/19, by early-help team" in out.read_text("utf-8")
    assert main([*asked, "--indicator", "ready_pct", "--period", "1066"]) == 2
    assert "1066" in capsys.readouterr().err


def test_the_page_says_which_indicator_is_seen_whichever_way_the_address_asks(serve):
    serve(pack_with())
    found = measure_colouring(pack_with(), Shown(indicator="ready_pct"))
    for query in (BY, {"layers": "ground,fill.ready_pct,line"}, {"layers": "fill.ready_pct"}):
        assert found.sentence() in words(opened("map", **query))
    early = {"layers": "fill.ready_pct(period:2014/15)"}
    for query in (BY | {"period": "2014/15"}, early, {**early, "indicator": "ready_pct"}):
        assert "Ready for school, 2014/15" in words(opened("map", **query))
    for query in (BY | {"spread": "neighbourhoods"},
                  {"layers": "fill.ready_pct(spread:neighbourhoods)"}):  # fmt: skip
        assert "apportioned" in words(opened("map", **query))
    for query in ({"colour": "need"}, {"layers": "fill.ready_pct,fill.need"}, {}):
        assert "Ready for school" not in words(opened("map", **query))


def test_an_indicator_keyed_as_a_colour_has_a_name_of_its_own(serve):
    made = indicator(key="need")
    pack = pack_with(made, rows=rows_of(made))
    serve(pack)
    told = measure_colouring(pack, Shown(indicator="need")).sentence()
    assert told in words(opened("map", layers="fill.indicator.need"))
    assert told not in words(opened("map", layers="fill.need"))
    assert told in words(opened("map", colour="indicator", indicator="need"))
    assert "fill.indicator.need" in [each.key for each in catalogue(pack, default_question(pack))]


def test_what_is_chosen_on_the_map_is_told_with_its_target(serve):
    serve(figures_pack())
    app = opened("map", **BY, area="team-a")
    said = words(app)
    assert not app.warning
    assert "early-help team team-a" in said
    assert "short of the target of 75% by 2024/25" in said
    assert "70 of 100" in said
    assert "suppressed: too few to show" in words(opened("map", **BY, area="team-b"))
    [warning] = opened("map", area="team-a").warning  # where neighbourhoods are coloured
    assert "team-a" in warning.value


def test_an_address_of_an_indicator_that_cannot_be_used_is_told(serve):
    serve(figures_pack())
    for query in ({"indicator": "none"}, {"indicator": "ready_pct", "period": "1066"},
                  {"indicator": "ready_pct", "spread": "neighbourhoods"}):  # fmt: skip
        app = opened("map", colour="indicator", **query)
        [warning] = app.warning
        assert not app.exception
        assert list(query.values())[-1] in warning.value.replace("\\", "")
