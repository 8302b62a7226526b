"""The app in a real browser: started once for each pack, watched for every request it makes."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Error, expect, sync_playwright

from geodata.pack import STARTER, write_pack
from tests.browser.packs import hostile_pack
from tests.browser.waiting import WITHIN_S
from tests.second_tries import SECOND_TRY

ROOT = Path(__file__).parents[2]
REAL = ROOT / "packs" / "cambridgeshire_peterborough"
OFFLINE = Path(__file__).parent / "offline"
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nobody else can be asked, so what needs the network is seen to be missing.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
START_S = 180
# With TEST_SLOWLY set, every page is as slow as on a busy machine: what a test does not wait for
# then comes too late, and shows. How many times slower, and how many ms each answer takes longer.
SLOWER, LATER_MS = 4, 250
expect.set_options(timeout=WITHIN_S * 1000)
# A frame of its own, as Streamlit's are, may keep nothing.
TOUR_LEFT = "try { localStorage.setItem('know-your-patch.tour', 'left') } catch {}"
# Since when something that was asked of Streamlit has had no answer: a run begins with the first.
UNANSWERED = """(() => {
  const { send } = WebSocket.prototype, lines = new WeakSet();
  WebSocket.prototype.send = function (...said) {
    if (this.url.includes('/_stcore/stream')) {
      window.unansweredSince ??= performance.now();
      if (!lines.has(this)) this.addEventListener('message', () => delete window.unansweredSince);
      lines.add(this);
    }
    return send.apply(this, said);
  };
})()"""


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if os.environ.get("CI"):
                item.add_marker(SECOND_TRY)


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
def served(pack_folder, base="", store=None):
    """Serve the app on a free port of this machine, with a pack, under a path if one is given.

    What is kept is in a file of its own, or in `store` where a test has put something in one.

    The server is cut off from every other machine; afterwards, it may have tried to ask none.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}{base}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    if base:
        command.append(f"--server.baseUrlPath={base}")
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "asked"
        settings = {
            "KNOW_YOUR_PATCH_PACK": str(pack_folder),
            "KNOW_YOUR_PATCH_BASEMAP": "",
            "KNOW_YOUR_PATCH_ASKED": str(asked),
            "KNOW_YOUR_PATCH_STORE": str(store or Path(folder) / "store.sqlite"),
            "PYTHONPATH": os.pathsep.join(
                filter(None, [str(OFFLINE), os.environ.get("PYTHONPATH")])
            ),
        }
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
                server.wait(timeout=60)
        assert not asked.exists(), f"the server asked elsewhere: {asked.read_text()}"


def wait_until_ready(address):
    until = time.monotonic() + START_S
    while time.monotonic() < until:
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
def real_folder(request, tmp_path_factory):
    folder = REAL
    if not folder.is_dir():
        folder = tmp_path_factory.mktemp("real")
        write_pack(request.getfixturevalue("real_pack"), folder)
    return folder


@pytest.fixture(scope="session")
def real_app(real_folder):
    with served(real_folder) as address:
        yield address


STARTER_THEN_REAL = {
    "params": ["starter", pytest.param("real", marks=pytest.mark.real)],
    "ids": ["starter", "real"],
}


@pytest.fixture(scope="session", **STARTER_THEN_REAL)
def each_app(request):
    """The app with the starter pack, then with the real one."""
    return request.getfixturevalue({"starter": "app", "real": "real_app"}[request.param])


@pytest.fixture(scope="module")
def own_app():
    """The app for tests that keep something: no other module's tests find it there."""
    with served(STARTER) as address:
        yield address


@pytest.fixture(scope="module", **STARTER_THEN_REAL)
def each_own_app(request):
    """The same with the starter pack, then with the real one."""
    is_real = request.param == "real"
    with served(request.getfixturevalue("real_folder") if is_real else STARTER) as address:
        yield address


@pytest.fixture(scope="session")
def hostile_app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    write_pack(hostile_pack(), folder)
    with served(folder) as address:
        yield address


def watch(page):
    """Keep what a page asks for and has not got, for who waits until it has."""
    page.pending = set()

    def asked(request):
        page.pending.add(request)

    def come(request):
        page.pending.discard(request)

    page.on("request", asked)
    page.on("requestfinished", come)
    page.on("requestfailed", come)


# What is heard on a line that is held open comes later, in its order; where asked, what is fetched.
HEARD_LATER = """(ms, isFetched) => {
  const { fetch } = window;
  const later = () => new Promise((done) => setTimeout(done, ms));
  if (isFetched) window.fetch = (...asked) => fetch(...asked).finally(later);
  const usual = EventTarget.prototype.addEventListener;
  for (const { prototype: line } of [WebSocket, EventSource]) {
    line.addEventListener = function (name, hear, ...rest) {
      const late = (event) => setTimeout(() => hear.call(this, event), ms);
      usual.call(this, name, late, ...rest);
    };
    for (const name of ['open', 'message', 'close', 'error'])
      Object.defineProperty(line, `on${name}`, {
        set(hear) { if (hear) this.addEventListener(name, hear); },
      });
  }
}"""


def new_page(context, *, is_cut=False):
    """Open a page of a context: with TEST_SLOWLY as slow as on a busy machine, in every run.

    Parameters
    ----------
    is_cut
        Whether its line is cut now or later: a browser that slows the network cuts none.
    """
    page = context.new_page()
    watch(page)
    if os.environ.get("TEST_SLOWLY"):
        tools = context.new_cdp_session(page)
        tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        if not is_cut:
            speeds = {"downloadThroughput": -1, "uploadThroughput": -1}
            told = {"offline": False, "latency": LATER_MS, **speeds}
            tools.send("Network.emulateNetworkConditions", told)
        page.add_init_script(f"({HEARD_LATER})({LATER_MS}, {int(is_cut)})")
    return page


@contextmanager
def opening(browser):
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
        context.add_init_script(UNANSWERED)
        context.on("request", lambda request: asked.append(request.url))
        page = new_page(context)
        page.refused = []
        page.on("response", lambda answer: answer.status < 400 or page.refused.append(answer.url))
        page.on("websocket", lambda opened: asked.append(opened.url))
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


@pytest.fixture
def open_page(browser):
    """Open pages for one test."""
    with opening(browser) as open_at:
        yield open_at


@pytest.fixture(scope="module")
def open_shared(browser):
    """Open pages that several tests look at in turn."""
    with opening(browser) as open_at:
        yield open_at
