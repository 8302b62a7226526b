"""A test that waited in vain gets a second try and is listed; a run with many of them fails."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.waiting import WaitedInVain, assert_in, at_rest, eventually
from tests.second_tries import MOST

ROOT = Path(__file__).parent.parent
# Each case fails the first time it is run, and holds the second.
MADE_UP = """
import pytest
from playwright.sync_api import TimeoutError
from tests.browser.waiting import at_rest, eventually
from tests.second_tries import SECOND_TRY
from tests.test_second_tries import Page

pytestmark = SECOND_TRY
been = set()

def look(which):
    assert which in been, which

@pytest.mark.parametrize("which", WHICH)
def test_it(which):
    if which in been:
        return
    try:
        if which == "eventually":
            eventually(Page(), lambda: look(which), within_s=-1)
        if which == "at rest":
            looks = iter(range(100))
            at_rest(Page(), lambda: next(looks), within_s=-1)
        if which == "expect":
            raise AssertionError("Locator expected to be visible")
        if which == "once":
            look(which)
        raise TimeoutError("Timeout 30000ms exceeded.")
    finally:
        been.add(which)
"""


class Page:
    """A page on which time passes at once."""

    def wait_for_timeout(self, _ms):
        pass


def run(folder, which, processes=0):
    """Run a made-up test in each case named; returns how it ended, and the lines it said."""
    path = folder / "test_made_up.py"
    path.write_text(f"WHICH = {list(which)!r}\n{MADE_UP}", encoding="utf-8")
    options = [f"-n{processes}", "-p", "tests.second_tries", "-p", "no:cacheprovider", "-qrfR"]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "--rootdir", folder, "-c", os.devnull, path],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stdout.splitlines()


def about_tries(lines):
    return [line for line in lines if "second try" in line]


def test_what_waited_in_vain_is_tried_once_more_and_listed_and_nothing_else_is(tmp_path):
    waited = ["eventually", "at rest", "expect", "playwright"]
    code, said = run(tmp_path, [*waited, "once"])
    assert "1 failed, 4 passed, 4 rerun" in said[-1]
    again = [line.partition("test_it")[2] for line in said if line.startswith("RERUN")]
    assert again == [f"[{each}]" for each in waited]
    assert (code, about_tries(said)) == (1, [])


@pytest.mark.parametrize(
    ("count", "processes"), [(MOST, 0), (MOST + 1, 0), (MOST + 1, 2)], ids=["few", "many", "of two"]
)
def test_a_run_that_needed_more_second_tries_than_a_few_fails(tmp_path, count, processes):
    code, said = run(tmp_path, range(count), processes)
    assert f"{count} passed, {count} rerun" in said[-1]
    line = f"FAILED: {count} tests needed a second try, and a run may have {MOST} of them."
    assert (code, about_tries(said)) == ((1, [line]) if count > MOST else (0, []))


def test_every_run_of_the_suite_counts_them(pytestconfig):
    assert pytestconfig.pluginmanager.has_plugin("tests.second_tries")


def test_what_never_holds_fails_as_it_fails():
    with pytest.raises(WaitedInVain, match="'drawn' is not in 'on its way'") as raised:
        eventually(Page(), lambda: assert_in("drawn", "on its way"), within_s=-1)
    assert isinstance(raised.value, AssertionError)
    assert str(raised.value) == str(raised.value.__cause__)


def test_what_holds_late_is_waited_for():
    seen = iter([0, 0, 1])

    def check():
        found = next(seen)
        assert found
        return found

    assert eventually(Page(), check) == 1


def test_what_moves_on_never_comes_to_rest():
    seen = iter(range(10))
    with pytest.raises(WaitedInVain, match="never came to rest: 1"):
        at_rest(Page(), lambda: next(seen), within_s=-1)
    seen = iter([1, 2, 3, 3, 3, 3, 4])
    assert at_rest(Page(), lambda: next(seen)) == 3
    assert next(seen) == 4
