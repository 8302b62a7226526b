"""Open a page as AppTest does, and read what it says."""

import re

from streamlit.testing.v1 import AppTest

SCRIPT = """
from mapping.pages.frame.frame import answer_page
from mapping.pages.frame.rooms import find_pages
from mapping.served.packs import served_pack
[page] = [each for each in find_pages() if each.url_path == "{page}"]
answer_page(page, served_pack(), lambda url_path: None)
"""


def opened(page, **query):
    """Open one page at an address; it must run into no error."""
    app = AppTest.from_string(SCRIPT.format(page=page), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def words(app):
    """Return all the HTML of a page, the words that open their meaning as words."""
    return without_terms(" ".join(element.proto.body for element in app.get("html")))


def without_terms(drawn):
    """Return HTML without the buttons around words of the glossary, and without their meanings."""
    drawn = re.sub(r'<div popover class="kyp-meaning".*?</div>', "", drawn, flags=re.DOTALL)
    return re.sub(r'<button type="button" class="kyp-term".*?>(.*?)</button>', r"\1", drawn)
