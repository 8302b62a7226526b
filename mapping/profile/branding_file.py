"""The file that says whose documents these are: read through the one safe door, all faults told."""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from PIL import Image, UnidentifiedImageError

from geodata.errors import DataError, Problem, quoted
from geodata.files import label, read_bytes
from mapping.map.colour import contrast_ratio
from mapping.profile.branding import Branding

WORDS: Final = {"name": 120, "contact": 200, "footer": 200, "logo_alt": 200, "printed": 60}
"""What may be said, and the most characters of each."""
KNOWN: Final = (*WORDS, "logo", "colour", "address")
ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?")
LONGEST_ADDRESS: Final = 120
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
PAPERS: Final = ("#ffffff", "#fbfaf7")
LEAST_CONTRAST = 4.5  # of headings on paper: WCAG 2.2, 1.4.3
MOST_LOGO, MOST_PIXELS = 500_000, 2_000
MOST_FILE = 20_000
MEDIA: Final = {"PNG": "image/png", "JPEG": "image/jpeg"}


def read_branding(path: Path) -> Branding:
    """Read a branding file.

    Parameters
    ----------
    path
        TOML with any of `name`, `contact`, `footer`, `colour` ("#1d4f91"), `logo` (a PNG or JPEG
        beside it), `logo_alt` (what it shows), `printed` (a date, as it is to be printed) and
        `address` (where the app stands, "https://patch.example.org").

    Raises
    ------
    DataError
        Everything in it that cannot be used.
    """
    given = _toml(path)
    problems = [
        *_unknown(path, given),
        *_word_problems(path, given),
        *_colour_problems(path, given),
        *_address_problems(path, given),
    ]
    logo, media = b"", ""
    if "logo" in given:
        try:
            logo, media = _logo(path, given["logo"])
        except DataError as error:
            problems += error.problems
        if not given.get("logo_alt"):
            found, fix = "a logo without words for it", 'Add logo_alt = "Logo of …".'
            problems.append(_problem(path, "logo_alt", found, "what the logo shows, in words", fix))
    if problems:
        raise DataError(problems)
    words = {key: str(given.get(key, "")).strip() for key in WORDS}
    return Branding(
        logo=logo,
        logo_media=media,
        colour=str(given.get("colour", "")),
        address=str(given.get("address", "")).rstrip("/"),
        **words,
    )


def _toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(read_bytes(path, MOST_FILE).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problem = Problem(
            where=label(path),
            found=f"a file that is no TOML ({str(error)[:80]})",
            expected='lines such as name = "A Council"',
            fix="See docs/profiles.md, Branding.",
        )
        raise DataError(problem) from error


def _problem(path: Path, key: str, found: str, expected: str, fix: str) -> Problem:
    return Problem(where=f"{label(path)}, {key}", found=found, expected=expected, fix=fix)


def _unknown(path: Path, given: Mapping[str, Any]) -> Iterator[Problem]:
    for key in given:
        if key not in KNOWN:
            yield _problem(
                path, quoted(key), "a word of no meaning here", ", ".join(KNOWN), "Take it out."
            )


def _word_problems(path: Path, given: Mapping[str, Any]) -> Iterator[Problem]:
    for key, most in WORDS.items():
        value = given.get(key, "")
        if not isinstance(value, str):
            yield _problem(path, key, quoted(str(value)), "words in quotes", "Put it in quotes.")
        elif len(value) > most:
            found, fix = f"{len(value):,} characters", "Say it in fewer words."
            yield _problem(path, key, found, f"at most {most}", fix)
        elif not value.isprintable():
            found = "what cannot be printed, such as a new line"
            yield _problem(path, key, found, "one line of words", "Write it on one line.")


def _colour_problems(path: Path, given: Mapping[str, Any]) -> Iterator[Problem]:
    if "colour" not in given:
        return
    colour = given["colour"]
    if not isinstance(colour, str) or not COLOUR.fullmatch(colour):
        fix = "Write it as six hexadecimal digits."
        yield _problem(path, "colour", quoted(str(colour)), 'a colour such as "#1d4f91"', fix)
        return
    contrast = min(contrast_ratio(colour.lower(), paper) for paper in PAPERS)
    if contrast < LEAST_CONTRAST:
        found = f"{colour}, of {contrast:.1f} to 1 on paper"
        expected = f"at least {LEAST_CONTRAST} to 1, so that headings can be read"
        yield _problem(path, "colour", found, expected, "Choose a darker one.")


def _address_problems(path: Path, given: Mapping[str, Any]) -> Iterator[Problem]:
    address = given.get("address", "https://of.none")
    if isinstance(address, str) and len(address) <= LONGEST_ADDRESS and ADDRESS.fullmatch(address):
        return
    fix = 'Write it as the browser shows it on the first page: "https://patch.example.org".'
    yield _problem(path, "address", quoted(str(address)), "where the app stands", fix)


def _logo(path: Path, named: object) -> tuple[bytes, str]:
    """Read the logo, a plain file beside the branding file."""
    expected = f"a PNG or JPEG beside it, at most {MOST_LOGO:,} bytes and {MOST_PIXELS:,} pixels"
    fix = "Save the logo as PNG beside this file, and name it."
    name = str(named)
    if Path(name).name != name or name in ("", ".", ".."):
        raise DataError(_problem(path, "logo", quoted(name), expected, fix))
    content = read_bytes(path.with_name(name), MOST_LOGO)
    try:
        with Image.open(io.BytesIO(content), formats=list(MEDIA)) as picture:
            size, kind = picture.size, str(picture.format)
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        found = f"{quoted(name)}, which is no such picture"
        raise DataError(_problem(path, "logo", found, expected, fix)) from error
    if max(size) > MOST_PIXELS:
        found = f"a picture of {size[0]:,} by {size[1]:,} pixels"
        raise DataError(_problem(path, "logo", found, expected, fix))
    return content, MEDIA[kind]
