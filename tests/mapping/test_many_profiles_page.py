"""Profiles of many places, as the Places page offers them: what is asked, made and left out."""

import pytest

from mapping.pages.places import many
from mapping.profile.booklet import Bound
from mapping.profile.formats import FORMATS
from tests.builders import tiny_pack
from tests.mapping.reading import opened

LEFT_OUT = "Team Alder (csv): a fault in the program stopped it."


@pytest.fixture(autouse=True)
def pack(serve):
    return serve(tiny_pack())


@pytest.fixture
def made(monkeypatch, tmp_path):
    asked = []
    (tmp_path / "a.zip").write_bytes(b"zip")

    def zipped(batch, _):
        asked.append((batch.formats, batch.places))
        return many.Zipped(path=tmp_path / "a.zip", sentence="Made.", left_out=(LEFT_OUT,))

    def bound(booklet, **_):
        asked.append(("booklet", booklet.places))
        return Bound(pdf=b"%PDF", places=("team-b",), left_out={"team-a": "it took too long"})

    monkeypatch.setattr(many, "make_zip", zipped)
    monkeypatch.setattr(many, "bind_booklet", bound)
    return asked


def ticked(app, *keys):
    for key in ("pdf", *keys):
        app.checkbox(key=f"format-{key}").set_value(key in keys)
    return app.run()


def pressed(app):
    [button] = [each for each in app.button if each.label.startswith("Make ")]
    return button.label, button.click().run()


def labels(app):
    return [each.proto.label for each in app.get("download_button")]


def test_a_zip_and_a_booklet_are_made_and_what_is_left_out_is_told(made):
    label, app = pressed(ticked(opened("places"), "csv", "booklet"))
    assert label == "Make 4 files", "one of each of three places, and the booklet"
    assert {kind for kind, _ in made} == {("csv",), "booklet"}
    assert [len(places) for _, places in made] == [3, 3]
    told = " ".join(each.value for each in app.warning)
    assert "Team Alder (csv): a fault in the program stopped it" in told
    assert "Team Alder (it took too long)" in told
    assert {"Download the profiles (ZIP)", "Download the booklet (PDF)"} <= set(labels(app))


def test_a_booklet_alone_makes_no_zip(made):
    label, _ = pressed(ticked(opened("places"), "booklet"))
    assert label == "Make 1 file"
    assert [kind for kind, _ in made] == ["booklet"]


def test_a_place_offers_its_pdf_at_once_and_every_format_behind_one_button():
    app = opened("places", place="team-a")
    said = labels(app)
    assert said[0] == "Download this profile (PDF)"
    assert said[1 : 1 + len(FORMATS)] == [form.label for form in FORMATS.values()]
