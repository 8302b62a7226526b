"""The pages as AppTest sees them: words, warnings and addresses; what is drawn is for a browser."""

import pytest
from markupsafe import escape
from streamlit.testing.v1 import AppTest

from layers.access.choice import measure_choice
from layers.access.floating import measure_floating
from layers.catalogue import catalogue
from layers.gaps import measure_gaps
from layers.question.question import default_question
from tests.awkward import awkward_pack
from tests.builders import NEED_DECILES, tiny_areas, tiny_pack
from tests.kept_packs import write_once
from tests.mapping.reading import opened, words


def test_the_map_page_says_the_answer(serve):
    pack = serve(tiny_pack())
    gaps = measure_gaps(pack, default_question(pack))
    said = words(opened("map"))
    assert gaps.sentence().replace("'", "&#x27;") in said


@pytest.mark.parametrize("page", ["map", "places", "hotspots", "scenarios"])
def test_figures_stand_with_their_method_period_and_source(serve, page):
    serve(tiny_pack())
    said = words(opened(page))
    assert "straight-line estimate" in said
    assert "mid-2020, illustrative" in said
    assert "Sources: Made for tests (Know Your Patch), 2026" in said


def test_an_address_is_the_question(serve):
    pack = serve(tiny_pack())
    gaps = measure_gaps(pack, default_question(pack, "libraries", limit_min=45))
    said = words(opened("map", service="libraries", limit="45"))
    assert gaps.sentence().replace("'", "&#x27;") in said


@pytest.mark.parametrize("page", ["map", "places"])
def test_what_an_address_gets_wrong_is_said_and_the_rest_is_shown(serve, page):
    serve(tiny_pack())
    app = opened(page, service="<script>alert(1)</script>", limit="45", age="4-2")
    [warning] = app.warning
    assert "service" in warning.value
    assert "age" in warning.value
    assert "<script>" not in warning.value
    assert "45 minutes’ walk" in words(app)


@pytest.mark.parametrize("page", ["map", "places"])
def test_a_service_nobody_offers_is_said_on_every_page(serve, page):
    serve(tiny_pack())
    assert "nothing is listed as family nurse" in words(opened(page, service="nurse-partnership"))


def test_a_band_without_people_is_said(serve):
    areas = tiny_areas()
    areas[[f"people_{age}" for age in range(5)]] = 0
    serve(tiny_pack(areas=areas))
    assert "no under-fives are counted" in words(opened("map"))


def test_need_that_is_missing_everywhere_is_said(serve):
    serve(tiny_pack(deciles=dict.fromkeys(NEED_DECILES)))
    assert "not known" in words(opened("map"))
    assert "not known" in words(opened("places", place="team-a"))


def test_one_place_says_its_own_sentence(serve):
    pack = serve(tiny_pack())
    gaps = measure_gaps(pack, default_question(pack))
    said = words(opened("places", place="team-a"))
    assert gaps.place_sentence("team-a").replace("'", "&#x27;") in said


def test_a_place_of_one_area_is_shown(serve):
    areas = tiny_areas().loc[["A1", "B1", "B2"]]
    pack = tiny_pack(areas=areas, origins=_origins_of(areas))
    serve(pack)
    assert "Team Alder" in words(opened("places", place="team-a"))


def _origins_of(areas):
    from tests.builders import tiny_origins

    origins = tiny_origins()
    return origins[origins["area_id"].isin(areas.index)]


def test_choice_and_share_are_said_for_every_place(serve):
    pack = serve(tiny_pack())
    question = default_question(pack)
    said = words(opened("places"))
    for sentence in (
        measure_choice(pack, question).sentence(),
        measure_floating(pack, question).sentence(),
    ):
        assert sentence.replace("'", "&#x27;") in said


def test_what_must_stand_beside_choice_and_gaps_stands_on_the_page(serve):
    pack = serve(awkward_pack())
    question = default_question(pack)
    results = (
        measure_choice(pack, question),
        measure_floating(pack, question),
        measure_gaps(pack, question),
    )
    said = words(opened("places"))
    for note in [note for each in results for note in each.notes()]:
        assert said.count(str(escape(note))) == 1
    assert all(each.notes() for each in results)
    for page in ("map", "cover", "scenarios"):
        for note in results[-1].notes():
            assert str(escape(note)) in words(opened(page))


def test_what_is_not_known_in_all_of_the_area_is_not_read_as_of_one_place(serve):
    """Beside a place, what comes after the answer stands with the answer that it is of."""
    pack = serve(awkward_pack())
    gaps = measure_gaps(pack, default_question(pack))
    told = f"{gaps.sentence()} {gaps.detail()}"
    for page in ("places", "needs-and-services"):
        assert str(escape(told)) in words(opened(page, place="east"))
    assert words(opened("places")).count(str(escape(gaps.detail()))) == 1


def test_layers_of_the_data_stand_under_each_heading_once(serve):
    pack = serve(awkward_pack())
    said = words(opened("data"))
    groups = {layer.group for layer in catalogue(pack)}
    assert len(groups) > 1
    for group in groups:
        assert said.count(f"<caption>{escape(group)}</caption>") == 1


def test_an_unknown_place_is_explained(serve):
    serve(tiny_pack())
    app = opened("places", place="atlantis")
    assert "atlantis" in app.warning[0].value
    assert "<h1>Places" in words(app)


def test_an_unknown_choice_on_the_map_is_explained(serve):
    serve(tiny_pack())
    assert opened("map", area="Z9").warning


def test_a_chosen_neighbourhood_is_read_about_with_its_sources(serve):
    serve(tiny_pack())
    said = words(opened("map", area="A2"))
    assert "Field A2" in said
    assert "Source: Made for tests" in said
    assert "illustrative" in said


def test_a_chosen_service_is_read_about_with_its_source(serve):
    serve(tiny_pack())
    said = words(opened("map", asset="zone-c"))
    assert "Corner Zone" in said
    assert "0–4" in said


def test_the_data_page_names_every_layer_with_its_licence(serve):
    pack = serve(tiny_pack())
    said = words(opened("data"))
    for indicator in pack.indicators.values():
        assert indicator.label in said
    for service in pack.info.services.values():
        assert service.label.capitalize() in said
    for source in pack.info.sources.values():
        assert source.licence in said
    assert pack.content_hash in said


UNKIND = "<script>alert(1)</script> `x` ${alert(1)} a\"b'c שלום"  # every way to run, at once


@pytest.mark.parametrize("page", ["map", "places", "data"])
def test_names_are_text(serve, page):
    name = UNKIND
    pack = tiny_pack()
    pack.areas.loc["A2", "name"] = name
    pack.places.loc["team-a", "name"] = name
    pack.assets.loc["centre-a", "name"] = name
    serve(pack)
    said = words(opened(page, place="team-a", area="A2"))
    for raw in ("<script", "`", "${"):
        assert raw not in said


def test_a_damaged_pack_is_explained_on_the_page(tmp_path, monkeypatch):
    write_once(tiny_pack(), tmp_path)
    (tmp_path / "areas.parquet").write_bytes(b"no")
    (tmp_path / "pack.toml").write_text("title = 3", "utf-8")
    monkeypatch.setenv("KNOW_YOUR_PATCH_PACK", str(tmp_path))
    app = AppTest.from_file("../../mapping/pages/main.py", default_timeout=60).run()
    assert not app.exception
    assert "cannot be opened" in app.error[0].value
