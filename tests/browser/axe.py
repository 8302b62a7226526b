"""What axe finds on a page, in light and in dark, without what is Streamlit's own."""

import re

from axe_playwright_python.sync_playwright import Axe

from tests.browser.waiting import at_rest, eventually, wait_for_rest

SCHEMES = ("light", "dark")
# Faults of Streamlit's own elements, which no page can mend.
STREAMLITS_OWN = {"target-size", "empty-table-header", "aria-allowed-role"}
OURS = re.compile(r"patch-map|kyp-|tour-root|glossary-root|records-root")
ALL = {"resultTypes": ["violations"]}
OF_COLOUR = ALL | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
MAP = "[data-kyp-map]"
NONE = {"light": [], "dark": []}
# What fades from one colour to another, as what is drawn anew does, is of none of them meanwhile.
COLOURS = """() => {
  const seen = [];
  const look = (root) => {
    for (const each of root.querySelectorAll('*')) {
      const { color, backgroundColor, opacity } = getComputedStyle(each);
      seen.push(color, backgroundColor, opacity);
      if (each.shadowRoot) look(each.shadowRoot);
    }
  };
  look(document);
  return seen.join();
}"""
# The ground of the page, and the colours that each of its maps is drawn in.
GROUNDS = """() => [
  getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor,
  ...[...document.querySelectorAll('[data-kyp-map]')].map(
    ({ shadowRoot }) => shadowRoot.querySelector('.patch-map').style.cssText),
]"""


def faults(page, part=None, rules=ALL):
    """Return each fault of ours as its rule, its element and what is wrong.

    Parameters
    ----------
    part
        Selects what is looked at, with all that is inside; nothing else is.
    """
    at_rest(page, lambda: page.evaluate(COLOURS))
    found = Axe().run(page, context=part, options=rules).response["violations"]
    return [
        (rule["id"], node["html"][:160], node["failureSummary"])
        for rule in found
        for node in rule["nodes"]
        if rule["id"] not in STREAMLITS_OWN or OURS.search(f"{node['target']} {node['html']}")
    ]


def change_scheme(page, scheme):
    """Change between light and dark, and wait until the page and its maps have followed."""
    before = page.evaluate(GROUNDS)
    page.emulate_media(color_scheme=scheme)

    def all_have_followed():
        now = page.evaluate(GROUNDS)
        assert len(now) == len(before)
        assert all(was != is_now for was, is_now in zip(before, now, strict=True))

    eventually(page, all_have_followed)
    wait_for_rest(page)


def faults_in_both(page, part=None):
    """Return what is found in light, and what of colours is found in dark; the page is light."""
    light = faults(page, part)
    change_scheme(page, "dark")
    dark = faults(page, part, OF_COLOUR)
    change_scheme(page, "light")
    return {"light": light, "dark": dark}
