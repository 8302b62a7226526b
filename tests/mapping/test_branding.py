"""Branding from one file: what can be used is, and every fault is told at once."""

import io
import zipfile

import pytest
from PIL import Image

from geodata.errors import DataError
from mapping.__main__ import main
from mapping.profile.branding import PLAIN
from mapping.profile.branding_file import read_branding

PLACE = "eht-wisbech"
WHOLE = """
name = "A Council"
contact = "help@example.org"
footer = "For the meeting of May"
colour = "#1d4f91"
logo = "logo.png"
logo_alt = "Logo of A Council"
printed = "1 May 2026"
address = "https://patch.example.org/kyp/"
"""


def picture(kind="PNG", size=(40, 20)):
    stream = io.BytesIO()
    Image.new("RGB", size).save(stream, kind)
    return stream.getvalue()


def read(tmp_path, text, logo=None):
    path = tmp_path / "brand.toml"
    path.write_text(text, encoding="utf-8")
    (tmp_path / "logo.png").write_bytes(picture() if logo is None else logo)
    return read_branding(path)


def faults(tmp_path, text, logo=None):
    with pytest.raises(DataError) as refused:
        read(tmp_path, text, logo)
    return [problem.sentence() for problem in refused.value.problems]


def test_a_whole_file_is_read(tmp_path):
    found = read(tmp_path, WHOLE)
    assert (found.name, found.colour, found.printed) == ("A Council", "#1d4f91", "1 May 2026")
    assert found.address == "https://patch.example.org/kyp"
    assert found.logo == picture()
    assert found.logo_media == "image/png"


def test_an_empty_file_is_nobodys(tmp_path):
    assert read(tmp_path, "") == PLAIN


def test_all_faults_are_told_together(tmp_path):
    said = faults(
        tmp_path,
        'name = 3\ncolour = "#ffee00"\nlogo = "../logo.png"\nslogan = "x"\nfooter = "a\\nb"',
    )
    assert len(said) == 6
    for word in ("slogan", "name", "footer", "colour", "logo", "logo_alt"):
        assert any(word in each for each in said), word


@pytest.mark.parametrize(
    "colour", ["red", "#12345", "#gggggg", "#fff", "javascript:x", "#1d4f91;}"]
)
def test_what_is_no_colour_is_refused(tmp_path, colour):
    [said] = faults(tmp_path, f'colour = "{colour}"')
    assert "colour" in said


def test_a_colour_that_cannot_be_read_on_paper_is_refused_with_its_contrast(tmp_path):
    [said] = faults(tmp_path, 'colour = "#999999"')
    assert "2.8 to 1" in said or "2.7 to 1" in said


@pytest.mark.parametrize(
    "logo",
    [b"<svg onload=alert(1)>", b"", picture("GIF"), picture(size=(2001, 10)), picture()[:40]],
    ids=["svg", "empty", "gif", "large", "cut"],
)
def test_what_is_no_fit_picture_is_refused(tmp_path, logo):
    [said] = faults(tmp_path, 'logo = "logo.png"\nlogo_alt = "L"', logo)
    assert "PNG or JPEG" in said


@pytest.mark.parametrize("name", ["../logo.png", "/etc/passwd", "a/b.png", "..", "none.png"])
def test_a_logo_is_a_file_beside_and_no_other(tmp_path, name):
    assert faults(tmp_path, f'logo = "{name}"\nlogo_alt = "L"')


def test_what_is_no_toml_is_told(tmp_path):
    [said] = faults(tmp_path, "name: A Council")
    assert "TOML" in said


def test_the_command_brands_a_profile_and_its_data_are_made_again_with_it(tmp_path, capsys):
    brand = tmp_path / "brand.toml"
    brand.write_text('name = "A Council"\nfooter = "For May"', encoding="utf-8")
    words = ["profile", "--place", PLACE, "--formats", "html,data", "--brand", str(brand)]
    assert main([*words, "--out", str(tmp_path / "first")]) == 0
    [page] = (tmp_path / "first").glob("*.html")
    assert "A Council" in page.read_text("utf-8")
    [data] = (tmp_path / "first").glob("*.zip")
    manifest = tmp_path / "manifest.json"
    with zipfile.ZipFile(data) as archive:
        manifest.write_bytes(archive.read("manifest.json"))
    again = ["profile", "--from", str(manifest), "--out", str(tmp_path / "second")]
    assert main(again) == 2  # not without the branding that it was made with
    assert "A Council" in capsys.readouterr().err
    assert main([*again, "--brand", str(brand)]) == 0
    [made] = (tmp_path / "second").glob("*.zip")
    assert made.read_bytes() == data.read_bytes()


def test_the_command_tells_what_is_wrong_with_a_branding_file(tmp_path, capsys):
    brand = tmp_path / "brand.toml"
    brand.write_text('colour = "#ffff00"', encoding="utf-8")
    words = ["profile", "--place", PLACE, "--brand", str(brand), "--out", str(tmp_path / "out")]
    assert main(words) == 2
    assert "brand.toml, colour" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
