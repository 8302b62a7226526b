"""Answers are sent as soon as they are written, over sockets as Streamlit opens them."""

import socket
import sys
from pathlib import Path

import pytest
from streamlit.web.server.starlette.starlette_server import _bind_socket

from mapping.served import at_once
from mapping.served.settled import settled
from tests.apart import run_apart

LISTS_FILES = pytest.mark.skipif(
    not Path("/dev/fd").is_dir() or sys.platform == "win32", reason="no list of open files"
)


def sends_at_once(connection):
    return bool(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


def open_files():
    return sorted(path.name for path in at_once.OPEN_FILES.iterdir())


def accepted(listening):
    listening.setblocking(True)
    with socket.create_connection(listening.getsockname()):
        return listening.accept()[0]


@LISTS_FILES
def test_connections_to_streamlits_socket_send_at_once():
    with _bind_socket("127.0.0.1", 0, 5) as listening:
        with accepted(listening) as before:
            assert not sends_at_once(before), "not needed any more: Streamlit does it itself"
        assert at_once.send_at_once() >= 1
        with accepted(listening) as after:
            assert sends_at_once(after)


@LISTS_FILES
def test_a_process_that_serves_is_set_up_so():
    async def serve():
        async with settled():
            with accepted(listening) as connection:
                return sends_at_once(connection)

    with _bind_socket("127.0.0.1", 0, 5) as listening:
        assert run_apart(serve())


@LISTS_FILES
def test_other_open_files_stay_as_they_are(tmp_path):
    with (tmp_path / "a").open("wb") as file, socket.socket() as idle:
        before = open_files()
        at_once.send_at_once()
        assert open_files() == before
        assert not sends_at_once(idle)
        file.write(b"still open")


def test_a_system_that_lists_no_files_is_left_alone(monkeypatch, tmp_path):
    monkeypatch.setattr(at_once, "OPEN_FILES", tmp_path / "none")
    assert at_once.send_at_once() == 0
