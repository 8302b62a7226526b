"""What is wrong, as every address of the app tells it: sentences for people, in JSON."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.responses import JSONResponse

from geodata.errors import Problem
from mapping.escape import plain_text

KEEP_NOTHING = {"Cache-Control": "no-store"}


def sentences(problems: Iterable[Problem | str]) -> list[str]:
    """Return what is wrong as a page shows it, whatever somebody wrote into it."""
    return [plain_text(each if isinstance(each, str) else each.sentence()) for each in problems]


def problems_told(problems: Iterable[Problem | str]) -> dict[str, list[str]]:
    """Return what is wrong as it is sent; `problems.js` reads it."""
    return {"problems": sentences(problems)}


def refusal(status: int, *problems: Problem | str) -> JSONResponse:
    """Return an answer that says why there is none."""
    return JSONResponse(problems_told(problems), status_code=status, headers=KEEP_NOTHING)
