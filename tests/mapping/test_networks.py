"""Who may come: this machine and the networks that are named; no wider listening without any."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from mapping.served.gate import HOSTS_SETTING, Gate
from mapping.served.networks import (
    NETWORKS_SETTING,
    is_of_this_machine,
    named_networks,
    refuse_to_listen_wider,
)
from tests.apart import run_apart
from tests.mapping.test_gate import inner

ROOT = Path(__file__).parents[2]
HERE = ("127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1")
INSIDE = ("10.20.0.1", "10.20.255.254", "::ffff:10.20.3.4", "192.168.7.9", "2001:db8::5")
EVERYWHERE = "0.0.0.0"  # noqa: S104 - what is refused
OUTSIDE = (
    *("10.21.0.1", "192.168.7.10", "::ffff:10.21.0.1", "2001:db9::1", "203.0.113.9", EVERYWHERE),
    *("", "testclient", "localhost", "10.20.0.1.evil.example", "10.20.0", "::10.20.0.1"),
)
NETWORKS = " 10.20.0.0/16,192.168.7.9\n2001:db8::/32 "


def ask(gate, client, kind="http", extensions=(), headers=()):
    scope = {
        "type": kind,
        "method": "GET",
        "path": "/_stcore/stream" if kind == "websocket" else "/",
        "headers": [(b"host", b"localhost"), *headers],
        "extensions": {name: {} for name in extensions},
        "client": None if client is None else (client, 50_000),
        "scheme": "http",
    }
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    run_apart(gate(scope, receive, send))
    return sent


@pytest.fixture
def networks(monkeypatch):
    monkeypatch.delenv(HOSTS_SETTING, raising=False)
    monkeypatch.setenv(NETWORKS_SETTING, NETWORKS)


@pytest.fixture
def no_networks(monkeypatch):
    monkeypatch.delenv(HOSTS_SETTING, raising=False)
    monkeypatch.delenv(NETWORKS_SETTING, raising=False)


@pytest.mark.usefixtures("no_networks")
@pytest.mark.parametrize("client", HERE)
def test_this_machine_may_always_come(client):
    assert ask(Gate(inner), client)[0]["status"] == 200


@pytest.mark.usefixtures("no_networks")
def test_a_socket_that_is_a_file_is_of_this_machine():
    assert ask(Gate(inner), None)[0]["status"] == 200


@pytest.mark.usefixtures("no_networks")
@pytest.mark.parametrize("client", [*INSIDE, *OUTSIDE])
def test_nobody_else_may_come_where_no_network_is_named(client):
    gate = Gate(inner)
    start, body = ask(gate, client)
    assert start["status"] == 403
    assert NETWORKS_SETTING in body["body"].decode()
    assert ask(gate, client, "websocket") == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.usefixtures("networks")
@pytest.mark.parametrize("client", [*HERE, *INSIDE])
def test_who_is_in_a_named_network_may_come(client):
    gate = Gate(inner)
    assert ask(gate, client)[0]["status"] == 200
    assert ask(gate, client, "websocket")[0]["type"] == "websocket.accept"


@pytest.mark.usefixtures("networks")
@pytest.mark.parametrize("client", OUTSIDE)
def test_who_is_in_none_may_not_by_http_nor_by_websocket(client):
    gate = Gate(inner)
    assert ask(gate, client)[0]["status"] == 403
    assert ask(gate, client, "websocket") == [{"type": "websocket.close", "code": 1008}]
    [start, _] = ask(gate, client, "websocket", ["websocket.http.response"])
    assert (start["type"], start["status"]) == ("websocket.http.response.start", 403)


@pytest.mark.usefixtures("networks")
def test_a_proxy_of_this_machine_that_says_for_whom_it_asks_is_believed():
    """As the server does that Streamlit runs on: it takes the word of this machine, of no other."""
    gate = ProxyHeadersMiddleware(Gate(inner), trusted_hosts="127.0.0.1,::1")
    for client, said, status in (
        ("127.0.0.1", "10.20.0.1", 200),
        ("127.0.0.1", "203.0.113.9", 403),
        ("127.0.0.1", "10.20.0.1, 203.0.113.9", 403),  # what the asker wrote before
        ("203.0.113.9", "127.0.0.1", 403),
    ):
        headers = [(b"x-forwarded-for", said.encode())]
        assert ask(gate, client, headers=headers)[0]["status"] == status, (client, said)


@pytest.mark.parametrize("word", ["everybody", "10.20.0.1/16", "10.20.0.0/33", "*", "10.20.*.*"])
def test_a_word_that_is_no_network_lets_nobody_in_and_is_told(word, monkeypatch, caplog):
    monkeypatch.setenv(NETWORKS_SETTING, word)
    with caplog.at_level(logging.ERROR):
        assert named_networks() == ()
    assert word in caplog.text
    assert NETWORKS_SETTING in caplog.text
    with pytest.raises(SystemExit, match=NETWORKS_SETTING):
        refuse_to_listen_wider(EVERYWHERE)


@pytest.mark.usefixtures("no_networks")
@pytest.mark.parametrize("listens", ["127.0.0.1", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_this_machine_alone_needs_no_setting(listens):
    assert is_of_this_machine(listens)
    refuse_to_listen_wider(listens)


@pytest.mark.usefixtures("no_networks")
@pytest.mark.parametrize("listens", [None, "", EVERYWHERE, "::", "10.20.0.1", "patch.example.org"])
def test_wider_listening_needs_one(listens, monkeypatch):
    with pytest.raises(SystemExit, match=NETWORKS_SETTING):
        refuse_to_listen_wider(listens)
    monkeypatch.setenv(NETWORKS_SETTING, "10.20.0.0/16")
    refuse_to_listen_wider(listens)


def test_the_app_does_not_start_wider_and_says_why_without_a_traceback():
    environment = {k: v for k, v in os.environ.items() if k != NETWORKS_SETTING}
    words = [
        "-m",
        "streamlit",
        "run",
        "app.py",
        f"--server.address={EVERYWHERE}",
        "--server.port=0",
    ]
    ended = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ended.returncode == 1
    assert NETWORKS_SETTING in ended.stderr
    assert "127.0.0.1" in ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr
