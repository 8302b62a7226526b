"""Files taken from the map itself, and places of one's own from a file and to one."""

import json
import re
import zipfile

import pytest
from geopandas import GeoDataFrame
from playwright.sync_api import expect
from shapely import Polygon

from tests.browser.test_map import wait_for_map
from tests.browser.test_pages import wait_until_settled
from tests.browser.test_tools import click, open_tool, says

WAIT = 30_000
CORNERS = [[0.12, 52.64], [0.2, 52.64], [0.2, 52.69], [0.12, 52.69], [0.12, 52.64]]
OUTLINE = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": "Our corner"},
            "geometry": {"type": "Polygon", "coordinates": [CORNERS]},
        }
    ],
}


def taken(page, press):
    with page.expect_download(timeout=60_000) as download:
        press()
    return download.value.path().read_bytes()


def test_files_are_taken_from_the_map_itself(app, open_page):
    page = open_page(app)
    wait_for_map(page)
    open_tool(page, "download")
    panel = page.locator(".tool-panel[data-tool=download]")
    picture = panel.get_by_role("button", name=re.compile("PNG"))
    picture.wait_for(timeout=WAIT)
    assert taken(page, picture.click).startswith(b"\x89PNG")
    expect(panel).to_contain_text("being made")
    figures = panel.get_by_role("button", name=re.compile(r"figures \(CSV\)"))
    assert b"children" in taken(page, figures.click).lower()
    panel.get_by_role("button", name="Show what is on screen now").click()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def open_file(page, name, content):
    fold = page.locator("details", has_text="open and save files")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    file = {"name": name, "mimeType": "application/geo+json", "buffer": content}
    fold.locator("input[type=file]").set_input_files(file)
    page.wait_for_url("**own=**", timeout=WAIT)
    return fold


def said(page):
    """Return the answer, once it is that of the place."""
    answer = page.locator(".kyp-answer").first
    expect(answer).to_contain_text(re.compile(r"Our corner.*\d", re.DOTALL), timeout=WAIT)
    wait_until_settled(page)
    return answer.inner_text()


def test_a_place_is_opened_from_a_file_saved_and_opened_again(each_app, open_page):
    page = open_page(each_app)
    wait_for_map(page)
    open_tool(page, "draw")
    page.get_by_role("button", name="From a file, or to one: below the map").click()
    open_file(page, "corner.geojson", json.dumps(OUTLINE).encode())
    first = said(page)
    expect(page).to_have_url(re.compile("kind=own"))
    # The list stays open on the map, and has the place.
    page.get_by_role("link", name="Profile (PDF): Our corner").wait_for(timeout=WAIT)
    page.keyboard.press("Escape")
    fold = page.locator("details", has_text="open and save files")
    fold.get_by_text("Our corner: Made of an outline").wait_for(timeout=WAIT)
    save = fold.get_by_role("button", name=re.compile("Download your places"))
    saved = taken(page, save.click)
    assert json.loads(saved)["features"][0]["properties"]["name"] == "Our corner"
    again = open_page(each_app)
    wait_for_map(again)
    open_file(again, "places.geojson", saved)
    assert said(again) == first


def shapefile_without_prj(folder):
    """Return a zipped shapefile that does not say in what its numbers are."""
    outline = GeoDataFrame(geometry=[Polygon(CORNERS)], crs="EPSG:4326")
    outline.to_file(folder / "corner.shp", engine="pyogrio")
    with zipfile.ZipFile(folder / "corner.zip", "w") as made:
        for each in folder.glob("corner.*"):
            if each.suffix in {".shp", ".dbf", ".shx"}:
                made.write(each, each.name)
    return folder / "corner.zip"


def unread(folder):
    path = folder / "x.geojson"
    path.write_bytes(b"{nothing")
    return path


def too_large(folder):
    """Return a file of 200 MB that takes no room."""
    path = folder / "large.geojson"
    with path.open("wb") as made:
        made.truncate(200_000_000)
    return path


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (unread, r"x\.geojson"),
        (shapefile_without_prj, r"corner\.zip.*(CRS|coordinate|\.prj)"),
        (too_large, r"10(\.0)? ?MB"),
    ],
    ids=["no GeoJSON", "no CRS", "200 MB"],
)
def test_a_file_that_cannot_be_used_is_told_and_nothing_is_lost(
    app, open_page, tmp_path, make, said
):
    page = open_page(f"{app}?own=Mine.areas.KYP-PET-001&kind=own&layers=fill.reach,line")
    wait_for_map(page)
    wait_until_settled(page)
    answer = page.locator(".kyp-answer").first.inner_text()
    open_tool(page, "draw")
    click(page, wait_for_map(page).bounding_box(), 0.5, 0.5)
    says(page, "1 corner")
    address = page.url
    fold = page.locator("details", has_text="open and save files")
    fold.locator("summary").click()
    fold.locator("input[type=file]").set_input_files(make(tmp_path))
    told = page.get_by_text(re.compile(said, re.DOTALL)).last
    told.wait_for(timeout=WAIT)
    wait_until_settled(page)
    assert page.url == address
    fold.get_by_text("Mine: Made of 1 neighbourhood picked").wait_for(timeout=WAIT)
    expect(page.locator(".kyp-answer").first).to_have_text(answer, use_inner_text=True)
    says(page, "1 corner")  # what was drawn so far
    assert page.get_by_role("alert").filter(visible=True).count() <= 1
