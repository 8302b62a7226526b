"""HTML from templates: files beside what they draw, every value escaped by the one helper."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Undefined
from markupsafe import Markup

from mapping.escape import html_text

FOLDER = Path(__file__).parent


class UnsaidError(TypeError):
    """A template was handed a value that nobody has put into words."""


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
