"""Waiting for what a page comes to, for as long as that takes and no longer."""

from time import monotonic

WITHIN_S = 20.0
AGAIN_MS = 60
REST_MS, RESTED = 100, 3  # between two looks, and how many of them see the same


class WaitedInVain(AssertionError):  # noqa: N818 - what it says is what happened
    """What was waited for never came: on a machine that stood still, it may the next time."""


def eventually(page, check, within_s=WITHIN_S):
    """Return what a check returns once it holds; where it never does, fail as it fails."""
    until = monotonic() + within_s
    while True:
        try:
            return check()
        except AssertionError as error:
            if monotonic() > until:
                raise WaitedInVain(str(error)) from error
        page.wait_for_timeout(AGAIN_MS)


def at_rest(page, look, within_s=WITHIN_S):
    """Return what is seen once it has stayed the same for a while: what moved has come to rest."""
    until, seen, same = monotonic() + within_s, look(), 0
    while same < RESTED:
        page.wait_for_timeout(REST_MS)
        before, seen = seen, look()
        same = same + 1 if seen == before else 0
        if monotonic() > until:
            raise WaitedInVain(f"it never came to rest: {seen}")
    return seen


def assert_in(part, whole):
    """Hold that something is part of another: a check as an expression."""
    assert part in whole, f"{part!r} is not in {whole!r}"


def assert_is(one, other):
    """Hold that two are the same."""
    assert one == other, f"{one!r} is not {other!r}"


def assert_not(one, other):
    """Hold that two differ."""
    assert one != other, f"both are {one!r}"
