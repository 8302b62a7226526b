"""A second try for a browser test that waited in vain, and how many of them one run may need.

A machine that does much else may stand still for longer than a test waits. Where a change is
decided upon, a test that waited in vain is tried once more, and listed; what is wrong twice, or for
any other reason, fails. More than a few in one run is no such machine: the suite is going to rot.
"""

from __future__ import annotations

from typing import Final

import pytest

# What a test that waited in vain fails with: for Playwright's own time, for what it expects, or for
# what `tests/browser/waiting.py` looks for again and again.
WAITED: Final = ["TimeoutError", "(Locator|Page) expected", "^WaitedInVain"]
SECOND_TRY: Final = pytest.mark.flaky(reruns=1, only_rerun=WAITED)
MOST: Final = 5


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let a run fail in which too many tests needed a second try."""
    if session.exitstatus == pytest.ExitCode.OK and too_many(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say so, below the list of them."""
    if said := too_many(terminalreporter.config):
        terminalreporter.write_line(said, red=True)


def too_many(config: pytest.Config) -> str:
    """Return what to say of a run with too many second tries; nothing where there are not."""
    # A process of xdist's has no reporter: what its tests came to is counted where it was started.
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    again = {each.nodeid for each in reporter.stats.get("rerun", ())} if reporter else set()
    if len(again) <= MOST:
        return ""
    return f"FAILED: {len(again)} tests needed a second try, and a run may have {MOST} of them."
