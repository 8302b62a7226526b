"""Ask an ASGI app for an address, with no network between."""

import asyncio
import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import unquote


@dataclass
class Sent:
    status_code: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self):
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.content) if packed else self.content).decode()

    def json(self):
        return json.loads(self.text)


class Client:
    def __init__(self, app):
        self.app = app

    def get(self, address, headers=None):
        return self._answer("GET", address, headers or {})

    def post(self, address, said, headers=None):
        """Post a value as JSON, or bytes as they are."""
        content = said if isinstance(said, bytes) else json.dumps(said).encode()
        of_page = {"content-type": "application/json", "host": "127.0.0.1"}
        return self._answer("POST", address, of_page | (headers or {}), content)

    def _answer(self, method, address, headers, content=b""):
        asked = self._ask(method, address, {"accept-encoding": "gzip, br"} | headers, content)
        # A thread of its own: a browser's driver may hold this thread's event loop.
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(asyncio.run, asked).result()

    async def _ask(self, method, address, headers, content):
        path, _, query = address.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "server": ("127.0.0.1", 80),
            "client": ("127.0.0.1", 1),
        }
        messages, requests = [], [{"type": "http.request", "body": content, "more_body": False}]

        async def send(message):
            messages.append(message)

        async def receive():
            if requests:
                return requests.pop()
            return await asyncio.Event().wait()  # the one who asks stays until all is sent

        await self.app(scope, receive, send)
        start, *bodies = messages
        sent = {name.decode().lower(): value.decode() for name, value in start["headers"]}
        return Sent(start["status"], sent, b"".join(each.get("body", b"") for each in bodies))
