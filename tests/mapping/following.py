"""Ask a meeting's addresses, and follow it, with no network between."""

import asyncio
import gzip
import json
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware

from mapping.served.headers import EarlyScripts, SecurityHeaders

HOST = "127.0.0.1:8501"
OWN = {"host": HOST, "content-type": "application/json", "accept-encoding": "gzip"}
SOON_S = 60


class Answer:
    def __init__(self, messages):
        start, *parts = messages
        self.status = start["status"]
        self.headers = {name.decode(): value.decode() for name, value in start["headers"]}
        self.content = b"".join(each.get("body", b"") for each in parts)

    @property
    def text(self):
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.content) if packed else self.content).decode()

    def json(self):
        return json.loads(self.text)


class Follower:
    """One who reads events; `stalls` takes nothing after the start, as a telephone asleep."""

    def __init__(self, stalls=False):
        self.stalls, self.held = stalls, asyncio.Event()
        self.messages, self.left = asyncio.Queue(), asyncio.Event()
        self.task = None

    async def receive(self):
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        self.messages.put_nowait(message)
        if self.stalls and message["type"] == "http.response.body":
            await self.held.wait()

    async def part(self):
        message = await asyncio.wait_for(self.messages.get(), SOON_S)
        return message.get("status") or message["body"].decode()

    async def event(self):
        """The name and the content of the next event; nothing at the end of all."""
        while True:
            text = str(await self.part())
            if text == "":
                return None
            rows = [row.split(": ", 1) for row in text.split("\n") if ": " in row]
            lines = dict(rows)
            if "data" in lines:
                return lines.get("event", ""), json.loads(lines["data"])


class Asker:
    def __init__(self, meetings):
        layers = [Middleware(SecurityHeaders), Middleware(EarlyScripts)]
        self.app = Starlette(routes=meetings.routes(), middleware=layers)

    def _scope(self, method, address, headers):
        path, _, query = address.partition("?")
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "server": ("127.0.0.1", 8501),
            "client": ("127.0.0.1", 1),
        }

    async def _ask(self, method, address, body, headers):
        messages = []
        parts = [body[at : at + 65_536] for at in range(0, len(body), 65_536)] or [b""]

        async def receive():
            if parts:
                return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}
            return await asyncio.Event().wait()

        async def send(message):
            messages.append(message)

        scope = self._scope(method, address, OWN | (headers or {}))
        await asyncio.wait_for(self.app(scope, receive, send), 60)
        return Answer(messages)

    async def get(self, address, headers=None):
        return await self._ask("GET", address, b"", headers)

    async def post(self, address, value, headers=None):
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        return await self._ask("POST", address, body, headers)

    @asynccontextmanager
    async def following(self, address, headers=None, *, stalls=False):
        follower = Follower(stalls)
        scope = self._scope("GET", address, OWN | (headers or {}))
        follower.task = asyncio.create_task(self.app(scope, follower.receive, follower.send))
        try:
            yield follower
        finally:
            follower.left.set()
            await asyncio.wait_for(follower.task, SOON_S)
