"""Who gets in: names the app is served under, pages of its own, and nobody by other doors."""

import logging

import pytest
from starlette.responses import PlainTextResponse

from mapping.served.gate import HOSTS_SETTING, Gate, Host, read_host
from tests.apart import run_apart

LOCAL = (
    "localhost",
    "127.0.0.1",
    "[::1]",
    "LOCALHOST",
    "localhost.",
    "127.0.0.1:8501",
    "[0::1]:80",
)
STRANGE = (
    *("evil.example", "evil.example:8501", "localhost.evil.example", "evil-localhost", "127.0.0.2"),
    *(
        "0.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "[::ffff:127.0.0.1]",
        "[::2]",
        "xn--lclhost-9wa",
    ),
)
MALFORMED = (
    *(
        "",
        " ",
        "localhost evil.example",
        "evil.example@localhost",
        "localhost@evil.example",
        "[::1",
    ),
    *(
        "localhost/..",
        "localhost:",
        "localhost:abc",
        "localhost:999999",
        "localhost#",
        "localhost?",
    ),
    *(
        "http://localhost",
        "локалхост",
        "localhost,evil.example",
        "[::1]evil",
        "a" * 300,
        "[localhost]",
    ),
)


async def inner(scope, receive, send):
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
    else:
        await PlainTextResponse("let in")(scope, receive, send)


def ask(gate, path="/", kind="http", extensions=(), **headers):
    """Return the messages that answer a request; several headers of a name in a list."""
    pairs = [(name, each) for name, text in headers.items() for each in _list(text)]
    scope = {
        "type": kind,
        "method": "GET",
        "path": path,
        "headers": [(name.encode(), text.encode("utf-8")) for name, text in pairs],
        "extensions": {name: {} for name in extensions},
    }
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    run_apart(gate(scope, receive, send))
    return sent


def _list(text):
    return text if isinstance(text, list) else [text]


def status(gate, path="/", **headers):
    return ask(gate, path, **headers)[0]["status"]


@pytest.fixture
def gate(monkeypatch):
    monkeypatch.delenv(HOSTS_SETTING, raising=False)
    return Gate(inner)


@pytest.mark.parametrize("host", LOCAL)
def test_this_machine_is_let_in(gate, host):
    assert status(gate, host=host) == 200


@pytest.mark.parametrize("host", STRANGE)
def test_any_other_name_is_refused_in_words(gate, host):
    """Any name was answered, so that whoever points theirs here could read what is served."""
    start, body = ask(gate, host=host)
    assert start["status"] == 421
    assert HOSTS_SETTING in body["body"].decode()
    assert host not in body["body"].decode()
    assert dict(start["headers"])[b"cache-control"] == b"no-store"


@pytest.mark.parametrize("host", MALFORMED)
def test_what_is_no_name_is_refused(gate, host):
    assert status(gate, host=host) == 400


def test_no_name_and_two_names_are_refused(gate):
    assert status(gate) == 400
    assert status(gate, host=["localhost", "localhost"]) == 400


def test_the_setting_adds_names(monkeypatch):
    setting = " patch.example.org, www.example.org:8443\n[2001:db8::1] Büro.example "
    monkeypatch.setenv(HOSTS_SETTING, setting)
    gate = Gate(inner)
    for host in ("patch.example.org", "PATCH.example.org:444", "www.example.org:8443", "localhost"):
        assert status(gate, host=host) == 200, host
    assert status(gate, host="[2001:DB8:0::1]:8501") == 200
    assert status(gate, host="xn--bro-hoa.example") == 200
    for host in ("www.example.org", "example.org", "a.patch.example.org", "patch.example.orgs"):
        assert status(gate, host=host) == 421, host


@pytest.mark.parametrize("word", ["*", "https://patch.example.org/", "*.example.org", "a/b", "?"])
def test_a_word_of_the_setting_that_is_no_name_opens_nothing_and_is_told(monkeypatch, caplog, word):
    monkeypatch.setenv(HOSTS_SETTING, word)
    with caplog.at_level(logging.ERROR):
        gate = Gate(inner)
    assert HOSTS_SETTING in caplog.text
    assert word in caplog.text
    assert status(gate, host="patch.example.org") == 421
    assert status(gate, host="localhost") == 200


def test_a_name_is_read_without_its_case_and_last_dot():
    assert read_host("Localhost.:80") == Host("localhost", 80)
    assert read_host("[::0001]") == Host("[::1]", None)


def socket(gate, **headers):
    return ask(gate, "/_stcore/stream", kind="websocket", **headers)[0]


@pytest.mark.parametrize("origin", ["http://localhost:8501", "https://LOCALHOST:8501"])
def test_a_page_of_the_app_may_open_its_websocket(gate, origin):
    assert socket(gate, host="localhost:8501", origin=origin)["type"] == "websocket.accept"


def test_a_program_that_is_no_browser_may_open_it(gate):
    assert socket(gate, host="localhost:8501")["type"] == "websocket.accept"


ORIGINS = (
    *("http://evil.example", "http://localhost", "http://localhost:9999", "http://127.0.0.1:8501"),
    *("null", "", "file://", "ftp://localhost:8501", "http://localhost:8501.evil.example"),
    *("http://localhost:8501/", "http://localhost:8501@evil.example", "localhost:8501", "http://["),
)


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_page_of_anybody_else_may_not(gate, origin):
    """Streamlit asked an address elsewhere for this machine's own before it refused one."""
    assert socket(gate, host="localhost:8501", origin=origin) == {
        "type": "websocket.close",
        "code": 1008,
    }


def test_two_origins_are_none(gate):
    own = "http://localhost:8501"
    refused = socket(gate, host="localhost:8501", origin=[own, own])
    assert refused["type"] == "websocket.close"


def test_a_strange_name_opens_no_websocket_even_from_its_own_page(gate):
    said = socket(gate, host="evil.example", origin="http://evil.example")
    assert said["type"] == "websocket.close"


def test_a_server_that_can_say_why_says_why(gate):
    extensions = ("websocket.http.response",)
    start, body = ask(gate, "/_stcore/stream", "websocket", extensions, host="evil.example")
    assert (start["type"], start["status"]) == ("websocket.http.response.start", 421)
    assert b"not served under this name" in body["body"]


INSIDE = (
    *("metrics", "metrics/", "script-health-check", "agent/interact", "agent/openapi.json", ""),
    *("agent/mcp", "bidi-components/a/b.js", "health/../metrics", "anything"),
)
OUTSIDE = ("/component/a/b.js", "/auth/login", "/auth/logout", "/oauth2callback", "/_stcore")


@pytest.mark.parametrize("base", ["", "patch", "/patch/deep/"])
def test_what_no_page_needs_of_streamlit_is_shut(monkeypatch, base):
    """Metrics told whoever asked how many people use the app and how much memory it takes."""
    monkeypatch.delenv(HOSTS_SETTING, raising=False)
    gate = Gate(inner, base=base)
    under = f"/{base.strip('/')}" if base else ""
    for path in (*(f"/_stcore/{name}" for name in INSIDE), *OUTSIDE):
        assert status(gate, under + path, host="localhost") == 404, path
    for name in ("health", "host-config", "upload_file/a/b"):
        assert status(gate, f"{under}/_stcore/{name}", host="localhost") == 200
    for path in ("/", "/map", "/media/a.csv", "/health/live", "/static/js/a.js", "/authors"):
        assert status(gate, under + path, host="localhost") == 200, path
