"""Files handed over: how large, how many, and how long they are kept."""

import asyncio
import tracemalloc

import pytest

from mapping.served import uploads
from mapping.served.uploads import AT_ONCE, MOST_BYTES, Uploads
from tests.apart import run_apart

ADDRESS = "/_stcore/upload_file/{}/{}"


class Files:
    """Files by session, as Streamlit's manager holds them."""

    def __init__(self):
        self.file_storage = {}

    def remove_session_files(self, session):
        self.file_storage.pop(session, None)

    def size(self):
        return sum(len(each) for held in self.file_storage.values() for each in held.values())


class Server:
    """A server with sessions, and an app that stores what it is handed over."""

    def __init__(self, *sessions):
        self.active = set(sessions)
        self.uploaded_file_mgr = Files()
        self.leaving = set()  # while their file is on its way
        self.reached = 0
        self.door = Uploads(self.app, held=lambda: self)

    def is_active_session(self, session_id):
        return session_id in self.active

    async def app(self, scope, receive, send):
        if scope["type"] == "websocket":
            return
        body, more = b"", True
        while more:
            message = await receive()
            body += message["body"]
            more = message["more_body"]
        self.reached += 1
        self.active -= self.leaving
        _, session, file = scope["path"].rsplit("/", 2)
        self.uploaded_file_mgr.file_storage.setdefault(session, {})[file] = body
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def put(self, parts, session="a", file="1", length=None, method="PUT"):
        """Hand a file over in parts; the status of the answer."""
        headers = [] if length is None else [(b"content-length", str(length).encode())]
        path = ADDRESS.format(session, file)
        scope = {"type": "http", "method": method, "path": path, "headers": headers}
        waiting, sent = iter(parts), []
        self.taken = 0

        async def receive():
            part = next(waiting, None)
            if part is None:
                return await asyncio.Event().wait()  # it never ends
            self.taken += 1
            body, more = part if isinstance(part, tuple) else (part, True)
            return {"type": "http.request", "body": body, "more_body": more}

        async def send(message):
            sent.append(message)

        await self.door(scope, receive, send)
        return sent[0]["status"]


def whole(size):
    return [(b"x" * size, False)]


def test_a_file_is_handed_on_as_it_came():
    server = Server("a")
    assert run_apart(server.put([b"one", b"", (b"two", False)])) == 204
    assert server.uploaded_file_mgr.file_storage == {"a": {"1": b"onetwo"}}


@pytest.mark.parametrize("length", [MOST_BYTES + 1, 50_000_000, "9" * 5000])
def test_a_file_that_says_it_is_too_large_is_not_read(length):
    """Files of 50 MB were stored, before anything asked how large they may be."""
    server = Server("a")
    assert run_apart(server.put(whole(10), length=length)) == 413
    assert (server.taken, server.reached, server.uploaded_file_mgr.size()) == (0, 0, 0)


@pytest.mark.parametrize("length", [None, 10, "-5", "x", "١٢"])
def test_bytes_are_counted_whatever_is_said_of_them(length):
    server = Server("a")
    parts = [b"x" * 100_000] * 10_000
    tracemalloc.start()
    assert run_apart(server.put(parts, length=length)) == 413
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert server.taken == MOST_BYTES // 100_000 + 1  # the first that is too many ends it
    assert server.reached == 0
    assert most < 3 * MOST_BYTES


def test_the_largest_that_is_taken():
    server = Server("a")
    assert run_apart(server.put(whole(MOST_BYTES))) == 204
    assert run_apart(server.put(whole(MOST_BYTES + 1))) == 413
    assert server.uploaded_file_mgr.size() == MOST_BYTES


def test_a_session_holds_one_file():
    """A session could hold any number of files: 360 MB in one test."""
    server = Server("a", "b")
    for number in range(50):
        run_apart(server.put(whole(900_000), file=str(number)))
    run_apart(server.put(whole(5), session="b"))
    assert server.uploaded_file_mgr.file_storage["a"].keys() == {"49"}
    assert server.uploaded_file_mgr.size() == 900_005


def test_one_at_a_time_and_few_together():
    server = Server(*map(str, range(10)))

    async def crowd():
        slow = [asyncio.create_task(server.put([b"x"], session=str(n))) for n in range(AT_ONCE)]
        await asyncio.sleep(0.01)
        again = await server.put(whole(1), session="0")
        another = await server.put(whole(1), session="9")
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        return again, another, await server.put(whole(1), session="9")

    assert run_apart(crowd()) == (429, 429, 204)


def test_a_file_that_does_not_come_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(uploads, "WITHIN_S", 0.05)
    server = Server("a")
    assert run_apart(server.put([b"x"])) == 408
    assert run_apart(server.put(whole(1))) == 204


def test_files_are_forgotten_with_the_session():
    """A file that came after its session had ended was kept for good."""
    server = Server("a", "b")
    run_apart(server.put(whole(500), session="a"))
    run_apart(server.put(whole(500), session="b"))
    server.active.discard("a")
    run_apart(server.door({"type": "websocket", "path": "/"}, None, None))
    assert server.uploaded_file_mgr.file_storage.keys() == {"b"}
    server.leaving = {"b"}
    run_apart(server.put(whole(500), session="b"))
    assert server.uploaded_file_mgr.size() == 0


def test_nobody_hands_over_a_file_without_a_session():
    server = Server("a")
    assert run_apart(server.put(whole(5), session="nobody")) == 400
    assert server.uploaded_file_mgr.size() == 0


def test_taking_a_file_back_goes_by_untouched():
    server = Server("a")
    assert run_apart(server.put(whole(0), method="DELETE")) == 204
