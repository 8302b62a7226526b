"""HTML from templates: files beside what they draw, every value escaped by the one helper."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Undefined
from markupsafe import Markup

from mapping.escape import html_text

FOLDER = Path(__file__).parent
ALONE: Final = Markup(
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
"""What a file that stands alone may load: nothing that is not in it."""


class UnsaidError(TypeError):
    """A template was handed a value that nobody has put into words."""


def data_address(content: bytes, media: str) -> str:
    """Return a picture as an address that holds it, for a file that stands alone."""
    return f"data:{media};base64,{b64encode(content).decode()}"


def escaped(value: object) -> Markup:
    """Return a value as HTML that is safe in an element, an attribute and a script's template.

    Raises
    ------
    UnsaidError
        It is neither text nor a whole number: a missing figure or a fraction has words of its own,
        which belong in `layers`.
    """
    if isinstance(value, Markup):
        return value
    if isinstance(value, Undefined):
        str(value)  # says which name is missing
    if not isinstance(value, str | int) or isinstance(value, bool):
        message = f"{value!r} ({type(value).__name__}) was drawn without being put into words"
        raise UnsaidError(message)
    return Markup(html_text(str(value)))  # noqa: S704 - this is where it is made safe


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        finalize=escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    # Jinja's own filters escape by another helper, or not at all: only what counts is kept.
    made.filters = {"length": len}
    return made


environment = _environment()


def render(template: str, **values: object) -> str:
    """Return the HTML of a template.

    Parameters
    ----------
    template
        Its path within `mapping`, as "pages/cover/grid.html".
    values
        What the template draws. Text may hold anything: it is escaped here.
    """
    return environment.get_template(template).render(values).strip()


def own_style(*files: Path) -> Markup:
    """Return style sheets of the project's own as one, in their order; none of them holds data."""
    return Markup("".join(file.read_text("utf-8") for file in files))  # noqa: S704
