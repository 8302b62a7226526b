"""Open a page as AppTest does, and read what it says."""

from streamlit.testing.v1 import AppTest

SCRIPT = """
from mapping.served.answers import served_pack
from mapping.pages.{page}.page import show_{page}_page
show_{page}_page(served_pack(){more})
"""


def opened(page, **query):
    """Open one page at an address; it must run into no error."""
    more = ", None" if page == "map" else ""  # the map is told of the page of places
    app = AppTest.from_string(SCRIPT.format(page=page, more=more), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def words(app):
    """Give all the HTML of a page."""
    return " ".join(element.proto.body for element in app.get("html"))
