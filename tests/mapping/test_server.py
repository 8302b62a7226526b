import csv
import gzip
import io
import json
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from threading import Event
from time import sleep
from urllib.parse import urljoin, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from streamlit.web.server.starlette.starlette_app import create_streamlit_middleware

from layers.question.question import default_question
from mapping.served import headers, health, packs, routes, sending
from mapping.served.cache import CACHE
from mapping.served.message import COMPONENT_FOLDER, edition, edition_of, map_addresses
from mapping.served.turns import PAGES
from tests.builders import tiny_areas, tiny_info, tiny_pack
from tests.kept_packs import write_once
from tests.mapping.asking import Client

HOSTILE = '"><script>alert(1)</script>${alert(1)}\u202e'


@pytest.fixture
def pack():
    return tiny_pack()


@pytest.fixture
def client(pack, tmp_path, monkeypatch):
    write_once(pack, tmp_path / "pack")
    monkeypatch.setenv(packs.PACK_SETTING, str(tmp_path / "pack"))
    monkeypatch.delenv("KNOW_YOUR_PATCH_BASEMAP", raising=False)
    monkeypatch.setattr(health, "SOON_S", 60)  # a busy machine may take its time to read a pack
    app = Starlette(routes=routes.routes(), middleware=[Middleware(headers.SecurityHeaders)])
    return Client(app)


@pytest.fixture
def addresses(pack):
    return map_addresses(pack, default_question(pack))


def test_areas_come_compressed_in_the_packs_order_and_may_be_kept_for_good(client, pack, addresses):
    sent = client.get(addresses["areas"])
    assert sent.status_code == 200
    assert sent.headers["content-encoding"] == "gzip"
    assert "immutable" in sent.headers["cache-control"]
    assert [feature["id"] for feature in sent.json()["features"]] == list(pack.areas.index)


def test_what_is_already_there_is_not_sent_again(client, addresses):
    tag = client.get(addresses["areas"]).headers["etag"]
    assert not tag.startswith("W/")
    again = client.get(addresses["areas"], headers={"if-none-match": f'"other", {tag}'})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag


def test_a_client_that_takes_no_gzip_gets_the_same_content_under_another_tag(client, addresses):
    packed = client.get(addresses["points"])
    plain = client.get(addresses["points"], headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.json() == packed.json()
    assert plain.headers["etag"] != packed.headers["etag"]
    refused = client.get(addresses["points"], headers={"accept-encoding": "gzip;q=0"})
    assert "content-encoding" not in refused.headers


def test_figures_stand_in_the_order_of_the_areas(client, pack, addresses):
    figures = client.get(addresses["figures"]).json()["figures"]
    by_key = {figure["key"]: figure for figure in figures}
    assert {len(figure["values"]) for figure in figures} == {len(pack.areas)}
    # A2 is in the neediest three tenths, and 1 km from the only centre near it: reached in 19.5
    # and 20.2 minutes from its two origins, which hold 40% and 60% of its 50 under-fives.
    assert by_key["children"]["values"] == [50] * 9
    assert by_key["decile"]["values"][list(pack.areas.index).index("A2")] == 2
    assert by_key["children"]["source"] == "Made for tests"


def test_points_do_not_change_with_what_they_do_not_rest_on(pack):
    usual = default_question(pack)
    walk_longer = replace(usual, limit_min=30, need_deciles=2)
    assert map_addresses(pack, usual)["points"] == map_addresses(pack, walk_longer)["points"]
    assert map_addresses(pack, usual)["figures"] != map_addresses(pack, walk_longer)["figures"]
    by_district = replace(usual, place_kind="district")
    assert map_addresses(pack, usual)["figures"] == map_addresses(pack, by_district)["figures"]
    assert map_addresses(pack, usual)["places"] != map_addresses(pack, by_district)["places"]


def test_an_address_of_an_older_pack_says_so(client):
    sent = client.get("/map/0123456789ab/areas.json")
    assert sent.status_code == 404
    assert "changed" in sent.json()["problems"][0]
    assert sent.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "query", ["service=nothing", "age=4-0", "limit=abc", "mode=fly", "need=" + "x" * 500]
)
def test_a_question_that_cannot_be_asked_is_answered_in_words(client, pack, query):
    for name in ("figures", "points"):
        sent = client.get(f"/map/{pack.short_hash}/{name}.json?{query}")
        assert sent.status_code == 400
        problem = sent.json()["problems"][0]
        assert "Traceback" not in problem
        assert problem.endswith(".")


def test_a_kind_of_place_that_there_is_not(client, pack):
    sent = client.get(f"/map/{pack.short_hash}/places/parish.json")
    assert sent.status_code == 400
    assert "early-help-team" in sent.json()["problems"][0]


def test_names_are_sent_as_plain_text(tmp_path, monkeypatch):
    areas = tiny_areas()
    areas["name"] = HOSTILE
    pack = tiny_pack(areas=areas)
    write_once(pack, tmp_path)
    monkeypatch.setenv(packs.PACK_SETTING, str(tmp_path))
    sent = Client(Starlette(routes=routes.routes())).get(f"/map/{pack.short_hash}/areas.json")
    name = sent.json()["features"][0]["properties"]["name"]
    assert name == HOSTILE.removesuffix("\u202e")
    assert sent.headers["content-type"].startswith("application/json")


def test_a_changed_pack_is_seen_without_a_restart(client, pack, tmp_path):
    assert client.get("/health/ready").json()["hash"] == pack.short_hash
    other = tiny_pack(info=tiny_info(title="Another"))
    write_once(other, tmp_path / "pack")
    assert client.get("/health/ready").json() == {
        "ready": True,
        "pack": "Another",
        "hash": other.short_hash,
    }
    assert client.get(f"/map/{pack.short_hash}/areas.json").status_code == 404
    assert client.get(f"/map/{other.short_hash}/areas.json").status_code == 200


def test_a_damaged_pack_is_not_ready_and_says_why(client, tmp_path):
    (tmp_path / "pack" / "areas.parquet").write_bytes(b"no")
    sent = client.get("/health/ready")
    assert sent.status_code == 503
    assert any("areas.parquet" in problem for problem in sent.json()["problems"])
    assert client.get("/map/0/areas.json").status_code == 503
    assert client.get("/health/live").json() == {"live": True}
    routes.warm()  # does not stop the server from starting


def test_health_waits_neither_for_a_pack_nor_for_a_turn(client, pack, addresses, monkeypatch):
    """A check of health took up to 24 seconds while a hundred people opened their pages."""
    reading, was_read = Event(), []
    monkeypatch.setattr(health, "SOON_S", 0.03)

    def read():
        was_read.append(reading.wait(60))
        return pack

    monkeypatch.setattr(health, "served_pack", read)
    with every_turn_taken():
        assert client.get("/health/live").json() == {"live": True}
        sent = client.get("/health/ready")
        assert sent.status_code == 503
        assert sent.json() == {"ready": False, "problems": ["The pack is being read."]}
        assert was_read == []
    reading.set()
    assert health.reading_pack().result(60) is pack
    assert client.get("/health/ready").json()["ready"] is True
    assert client.get(addresses["areas"]).status_code == 200
    with every_turn_taken():
        assert client.get("/health/ready").json()["hash"] == pack.short_hash
        assert client.get(addresses["areas"]).status_code == 200  # it is there already


def test_what_has_to_be_made_waits_for_its_turn(client, addresses):
    with every_turn_taken() as let_go, ThreadPoolExecutor(1) as browser:
        sent = browser.submit(client.get, addresses["figures"])
        while not PAGES.waiting("127.0.0.1:1"):
            sleep(0.01)
        assert not sent.done()
        let_go()
        assert sent.result(60).status_code == 200


def test_the_points_of_a_map_ask_for_no_answer_of_their_own(client, addresses, monkeypatch):
    """Every new question was worked out twice: once more with another limit, for its points."""
    CACHE.clear()
    monkeypatch.setattr(routes, "measure_gaps", lambda *_: pytest.fail("an answer was worked out"))
    assert client.get(addresses["points"]).status_code == 200


def test_the_points_are_of_the_doors_that_the_question_counts(pack):
    """The map drew doors across the border of a question that leaves them out."""
    with_them = map_addresses(pack, default_question(pack))["points"]
    without = map_addresses(pack, default_question(pack, border=False))["points"]
    assert with_them != without


def test_who_asks_for_too_much_at_once_is_told_so(client, addresses, monkeypatch):
    monkeypatch.setattr(sending, "MOST_ASKED", 0)
    sent = client.get(addresses["figures"])
    assert sent.status_code == 503
    assert "Wait a little" in sent.json()["problems"][0]
    assert sent.headers["cache-control"] == "no-store"


@contextmanager
def every_turn_taken():
    """Keep every turn of the server, until the block ends or they are let go."""
    mine = [PAGES.ask(f"busy {n}", lambda: None) for n in range(PAGES.at_once)]

    def let_go():
        for turn in mine:
            PAGES.end(turn)

    yield let_go
    let_go()


@pytest.mark.usefixtures("client")
def test_a_pack_that_could_not_be_read_is_tried_again_in_a_while(tmp_path, monkeypatch):
    (tmp_path / "pack" / "areas.parquet").write_bytes(b"no")
    first = health.reading_pack()
    assert first.exception(60)
    assert health.reading_pack() is first
    monkeypatch.setattr(health, "AGAIN_S", 0)
    assert health.reading_pack() is not first


def test_only_the_maps_own_files_are_sent(client):
    assert client.get("/leaflet/leaflet-src.esm.js").status_code == 200
    assert client.get("/leaflet/leaflet.css").headers["content-type"].startswith("text/css")
    assert "immutable" in client.get(f"/drawing/{edition()}/map.js").headers["cache-control"]
    assert client.get("/drawing/older/map.js").headers["cache-control"] == "no-cache"
    for path in (
        "/leaflet/../__init__.py",
        "/leaflet/%2e%2e%2f__init__.py",
        "/leaflet/leaflet.js.map",
        f"/drawing/{edition()}/__init__.py",
        f"/drawing/{edition()}/..%2f..%2fserver.py",
    ):
        assert client.get(path).status_code == 404


def test_the_scripts_of_the_map_are_whole_and_asked_for_early(client):
    async def page(scope, receive, send):
        await HTMLResponse("<p>")(scope, receive, send)

    links = Client(headers.EarlyScripts(page, base="patch")).get("/").headers["link"]
    addresses = re.findall("<(/patch/[^>]+)>; rel=modulepreload", links)
    assert [each.rpartition("/")[2] for each in addresses] == ["map.js", "leaflet-src.esm.js"]
    assert len(links.split(", ")) == 2
    for address in addresses:
        sent = client.get(address.removeprefix("/patch"))
        assert sent.status_code == 200, address
        assert not re.search(r"^import\b|^\} from '", sent.text, re.MULTILINE)
    assert "link" not in client.get("/health/live").headers


@pytest.mark.parametrize(("parts", "packed"), [(1, False), (2, False), (1, True)])
def test_the_page_gets_what_keeps_its_history_before_all_else(client, parts, packed):
    text = "<html><head><script src='/own.js'></script></head><body>" + "é" * 9000
    body = gzip.compress(text.encode()) if packed else text.encode()

    async def page(_scope, _receive, send):
        start = [(b"content-type", b"text/html"), (b"content-length", b"%d" % len(body))]
        start += [(b"content-encoding", b"gzip")] if packed else []
        await send({"type": "http.response.start", "status": 200, "headers": start})
        half = len(body) // parts
        for at in range(0, len(body), half):
            more = at + half < len(body)
            await send({"type": "http.response.body", "body": body[at : at + half],
                        "more_body": more})  # fmt: skip

    got = Client(headers.EarlyScripts(page, base="patch")).get("/")
    script = f'<script src="/patch/drawing/{edition()}/steps.js"></script>'
    assert got.text == text.replace("<head>", f"<head>{script}")
    assert int(got.headers["content-length"]) == len(got.content)
    sent = client.get(f"/drawing/{edition()}/steps.js")
    assert sent.status_code == 200
    assert "history.pushState" in sent.text


def test_headers_keep_the_page_to_this_server(client):
    sent = client.get("/health/live").headers
    policy = sent["content-security-policy"]
    assert "default-src 'self'" in policy
    scripts = next(rule for rule in policy.split("; ") if rule.startswith("script-src"))
    assert "'unsafe-inline'" not in scripts
    assert "'unsafe-eval'" not in scripts
    assert "'sha256-" in scripts  # the line in Streamlit's own page, and no other
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert sent["x-content-type-options"] == "nosniff"
    assert sent["x-frame-options"] == "DENY"
    assert sent["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("tiles", "allowed"),
    [
        ("https://tiles.example.org/{z}/{x}/{y}.png", "https://tiles.example.org"),
        ("https://{s}.example.org/{z}/{x}/{y}.png", "https://*.example.org"),
        ("javascript:alert(1)", ""),
        ("https://a.example; script-src *", ""),
        ("//tiles.example.org/{z}", ""),
    ],
)
def test_a_base_map_opens_the_door_to_its_pictures_only(monkeypatch, tiles, allowed):
    monkeypatch.setenv("KNOW_YOUR_PATCH_BASEMAP", tiles)
    rules = headers.content_security_policy().split("; ")
    assert f"img-src 'self' data: blob: {allowed}".rstrip() in rules
    assert sum("example" in rule for rule in rules) == bool(allowed)


def test_routes_stand_under_a_base_path_as_well(pack, tmp_path, monkeypatch):
    write_once(pack, tmp_path)
    monkeypatch.setenv(packs.PACK_SETTING, str(tmp_path))
    client = Client(Starlette(routes=routes.routes("/patch/")))
    address = map_addresses(pack, default_question(pack), "/patch")["areas"]
    assert address.startswith("/patch/map/")
    assert client.get(address).status_code == 200


def test_the_same_content_is_compressed_to_the_same_bytes():
    first, second = (routes.Body.of({"a": 1}) for _ in range(2))
    assert first == second
    assert json.loads(gzip.decompress(first.packed)) == {"a": 1}


@pytest.mark.parametrize("name", ["areas", "places", "figures", "points"])
def test_what_a_pack_holds_is_never_kept_by_a_proxy_that_others_share(client, addresses, name):
    sent = client.get(addresses[name])
    assert sent.headers["cache-control"].startswith("private, ")
    again = client.get(addresses[name], headers={"if-none-match": sent.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["cache-control"].startswith("private, ")
    assert sent.headers["vary"] == "Accept-Encoding"


def test_a_file_that_is_already_there_is_not_sent_again(client):
    address = f"/drawing/{edition()}/map.js"
    sent = client.get(address)
    again = client.get(address, headers={"if-none-match": sent.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert "immutable" in again.headers["cache-control"]


@pytest.mark.parametrize("name", ["map.js", "map.css"])
def test_the_files_of_the_map_are_sent_compressed_once(name):
    app = Starlette(routes=routes.routes(), middleware=create_streamlit_middleware())
    sent = Client(app).get(f"/drawing/{edition()}/{name}")
    assert sent.headers["content-encoding"] == "gzip"
    assert sent.headers["vary"] == "Accept-Encoding"
    assert (COMPONENT_FOLDER / name).read_text(encoding="utf-8")[-200:].strip()[:80] in sent.text


@pytest.mark.parametrize("fault", [OSError("/a/secret/path"), MemoryError(), RuntimeError("x")])
def test_whatever_goes_wrong_with_a_pack_it_is_not_ready_and_never_a_server_error(
    client, monkeypatch, caplog, fault
):
    def fail():
        raise fault

    monkeypatch.setattr(health, "served_pack", fail)
    sent = client.get("/health/ready")
    assert sent.status_code == 503
    assert sent.json()["ready"] is False
    assert "secret" not in sent.text
    assert "could not be read" in caplog.text
    assert sent.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("folder", ["mapping", "layers", "geodata"])
def test_an_edition_changes_with_any_code_that_what_is_sent_rests_on(folder, tmp_path):
    house = tmp_path / "house"
    for name in ("mapping", "layers", "geodata"):
        (house / name / "inside").mkdir(parents=True)
        (house / name / "inside" / "code.py").write_text("first")
    before = edition_of(house)
    (house / folder / "inside" / "notes.txt").write_text("not sent")
    assert edition_of(house) == before
    (house / folder / "inside" / "code.py").write_text("second")
    assert edition_of(house) != before


def test_the_map_and_its_table_are_one_file_by_the_one_writer(client, pack, addresses):
    """The map's script wrote a file of its own, by other rules than every other file's."""
    address = addresses["figures"].replace("/figures.json?", "/areas.csv?")
    sent = client.get(address)
    assert sent.headers["content-type"].startswith("text/csv")
    assert sent.headers["content-disposition"] == 'attachment; filename="neighbourhoods.csv"'
    assert sent.headers["cache-control"].startswith("private, ")
    assert sent.text.startswith("\ufeffNeighbourhood,Official name,Code,District,Need and reach,")
    heads, *rows = csv.reader(io.StringIO(sent.text.removeprefix("\ufeff"), newline=""))
    figures = client.get(addresses["figures"]).json()["figures"]
    assert heads[5] == f"{figures[0]['label']} (number, mid-2020, illustrative)"
    areas, notes = rows[: len(pack.areas)], rows[len(pack.areas) :]
    for place, area_id in enumerate(pack.areas.index):
        [row] = [row for row in areas if row[2] == area_id]
        shown = [figure["values"][place] for figure in figures]
        assert row[5:] == ["" if value is None else str(value) for value in shown]
    gaps = [float(row[-1] or -1) for row in areas]
    assert gaps == sorted(gaps, reverse=True)
    assert all(note[0].startswith("# ") for note in notes)
    assert client.get(address.replace("0-4", "4-0")).status_code in (200, 400)
    assert "content-disposition" not in client.get(f"{address}&age=4-0").headers


@pytest.mark.parametrize("key", ["a/b", "a?b", "a#b", "a%2Fb", "a b", "<b>", "café", "%", "&=+"])
def test_a_key_stands_in_an_address_whatever_it_holds(key, monkeypatch):
    """A kind of place with "<", "/" or "?" in its key left the map without its places."""
    info = tiny_info()
    kind = replace(info.place_kinds["early-help-team"], key=key)
    pack = tiny_pack(info=replace(info, place_kinds={**info.place_kinds, key: kind}))
    pack.places["kind"] = pack.places["kind"].where(pack.places["kind"] == "district", key)
    monkeypatch.setattr(sending, "served_pack", lambda: pack)
    addresses = map_addresses(pack, replace(default_question(pack), place_kind=key))
    app = Client(Starlette(routes=routes.routes()))
    assert len(app.get(addresses["places"]).json()["features"]) == 3
    assert urlsplit(addresses["places"]).path.count("/") == 4


@pytest.mark.parametrize("base", ["", "/patch"])
def test_the_first_page_is_found_by_its_name_too(base):
    """Streamlit keeps it at the root alone, and said that there was no such page."""
    sent = Client(Starlette(routes=routes.routes(base))).get(
        f"{base}/map?age=0-4&service=libraries"
    )
    assert sent.status_code == 307
    found = urljoin(f"http://here{base}/map", sent.headers["location"])
    assert found == f"http://here{base}/?age=0-4&service=libraries"
