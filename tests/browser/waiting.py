"""Waiting for what a page comes to, for as long as that takes and no longer."""

from time import monotonic

WITHIN_S = 20.0
AGAIN_MS = 60
REST_MS, RESTED = 100, 3  # between two looks, and how many of them see the same
# A page waits no longer than 350 ms before it tells of what was done to it.
ANSWERED, ANSWERED_S = 5, 60.0

# How a page stands, looked at in one go: whether it runs, and what its maps show. What a frame is
# to draw is drawn before it is looked at.
STANDS = """async () => {
  await new Promise(requestAnimationFrame);
  const app = document.querySelector('[data-testid=stApp]');
  const isBusy = app && (app.dataset.testScriptState !== 'notRunning'
    || document.querySelector('[data-testid=stSkeleton]'));
  const box = (each) => {
    const { x, y, width, height } = each.getBoundingClientRect();
    return [x, y, width, height].map(Math.round).join();
  };
  const maps = [...document.querySelectorAll('[data-kyp-map]')].flatMap(({ shadowRoot }) => {
    const map = shadowRoot?.querySelector('.patch-map');
    if (!map) return [];
    const moving = ['.stage', '.leaflet-map-pane', 'canvas', '.place-name', '.tool-panel'];
    return [{
      state: map.dataset.state,
      drawn: map.dataset.drawn,
      boxes: [...map.querySelectorAll(moving.join())].map(box),
      words: ['.leaflet-control-scale-line', '.tool-panel', '.legend', '.chosen'].map(
        (each) => map.querySelector(each)?.textContent),
    }];
  });
  const isReady = !isBusy && maps.every(({ state }) => state !== 'drawing');
  return { isReady, address: location.href, maps };
}"""


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


def at_rest(page, look, within_s=WITHIN_S, rested=RESTED):
    """Return what is seen once it has stayed the same for a while: what moved has come to rest."""
    until, seen, same = monotonic() + within_s, look(), 0
    while same < rested:
        page.wait_for_timeout(REST_MS)
        before, seen = seen, look()
        same = same + 1 if seen == before else 0
        if monotonic() > until:
            raise WaitedInVain(f"it never came to rest: {seen}")
    return seen


def wait_for_rest(page):
    """Wait until a page has done all that it was asked: nothing runs, comes or moves any longer."""

    def asked():  # a page that a page has opened is not watched
        return getattr(page, "pending", ())

    def look():
        return page.evaluate(STANDS), len(asked())

    def check():
        stands, pending = at_rest(page, look, rested=ANSWERED)
        assert stands["isReady"], stands
        assert not pending, asked()

    eventually(page, check, ANSWERED_S)


def assert_in(part, whole):
    """Hold that something is part of another: a check as an expression."""
    assert part in whole, f"{part!r} is not in {whole!r}"


def assert_is(one, other):
    """Hold that two are the same."""
    assert one == other, f"{one!r} is not {other!r}"


def assert_not(one, other):
    """Hold that two differ."""
    assert one != other, f"both are {one!r}"
