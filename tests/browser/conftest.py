"""The app in a real browser: started once for each pack, watched for every request it makes."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Error, sync_playwright

from geodata.pack import STARTER, write_pack
from tests.browser.packs import hostile_pack

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_S = 60
# A frame of its own, as Streamlit's are, may keep nothing.
TOUR_LEFT = "try { localStorage.setItem('know-your-patch.tour', 'left') } catch {}"


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
        try:
            opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        except Error as error:
            said = f"no Chromium to open the app in: {str(error).splitlines()[0]}"
            # Where a change is decided upon, a test that did not run is no test that passed.
            (pytest.fail if os.environ.get("CI") else pytest.skip)(said)
        yield opened
        opened.close()


@contextmanager
def served(pack_folder, base=""):
    """Serve the app on a free port of this machine, with a pack, under a path if one is given."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}{base}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    if base:
        command.append(f"--server.baseUrlPath={base}")
    settings = {"KNOW_YOUR_PATCH_PACK": str(pack_folder), "KNOW_YOUR_PATCH_BASEMAP": ""}
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            wait_until_ready(f"{address}/health/ready")
            yield address
        finally:
            server.terminate()
            server.wait(timeout=10)


def wait_until_ready(address):
    for _ in range(START_S * 5):
        try:
            with urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"the app was not ready within {START_S} s")


@pytest.fixture(scope="session")
def app():
    with served(STARTER) as address:
        yield address


@pytest.fixture(scope="session")
def hostile_app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    write_pack(hostile_pack(), folder)
    with served(folder) as address:
        yield address


@pytest.fixture
def open_page(browser):
    """Open pages; afterwards, none may have asked another server or run into an error.

    The policy on scripts is set aside unless a test asks for it: Playwright's own waiting needs
    that, and names must be harmless without it. The tour was left before, unless a test asks for a
    first visit.
    """
    contexts, asked, faults = [], [], []

    def open_at(address, *, is_first_visit=False, **options):
        usual = {"viewport": {"width": 1366, "height": 768}, "bypass_csp": True}
        context = browser.new_context(**usual | options)
        contexts.append(context)
        if not is_first_visit:
            context.add_init_script(TOUR_LEFT)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        page.asked = asked
        page.goto(address)
        return page

    yield open_at
    for context in contexts:
        context.close()
    hosts = {urlsplit(url).hostname for url in asked if url.startswith(("http", "ws"))}
    assert hosts <= {"127.0.0.1"}
    assert faults == []
