"""Which districts an authority is made of today, by any code or name that it has, or has had."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from geodata.errors import DataError, Problem

ENGLAND = "E92000001"
CODE = re.compile(r"[A-Z]\d{8}")
ELSEWHERE = {"W": "Wales", "S": "Scotland", "N": "Northern Ireland"}
REGION = "E12"
NEAR = 4  # matches that are shown
MOST_NAMES = 3  # in a title
CLOSE = 0.6  # of 1, from which two names are taken for alike
FIX = "Write its official code, or its name as the lookup has it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The authorities of England.

    Attributes
    ----------
    districts
        Code → name, of today's districts and unitary authorities.
    authority_of
        Code of a district → code of the authority that runs its services for children.
    authorities
        Code → name, of those.
    heirs
        Code that is no more → those that took its place, of districts or authorities.
    former
        Code that is no more → its name.
    """

    districts: Mapping[str, str]
    authority_of: Mapping[str, str]
    authorities: Mapping[str, str]
    heirs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)

    def name(self, code: str) -> str:
        """Return what a code is the code of, today or once."""
        for names in (self.authorities, self.districts, self.former):
            if code in names:
                return names[code]
        return "England" if code == ENGLAND else code

    def districts_of(self, code: str) -> tuple[str, ...]:
        """List the districts that a code of today stands for."""
        if code == ENGLAND:
            return tuple(sorted(self.districts))
        own = sorted(each for each, home in self.authority_of.items() if home == code)
        return tuple(each for each in own if each in self.districts) or (code,)

    def names(self) -> dict[str, str]:
        """Return every name, in small letters and without "county council" → its code."""
        found = {plain(name): code for code, name in self.former.items()}
        found |= {plain(name): code for code, name in self.districts.items()}
        found |= {plain(name): code for code, name in self.authorities.items()}
        return found | {"england": ENGLAND}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What was asked for, as it is today."""

    codes: tuple[str, ...]  # of authorities or districts
    title: str
    districts: tuple[str, ...]
    notes: tuple[str, ...]


def plain(name: str) -> str:
    """Return a name as it is compared: Norfolk County Council is Norfolk."""
    words = re.sub(r"[^a-z0-9 ]", " ", name.casefold().replace("&", " and ").replace("'", ""))
    words = re.sub(
        r"\b(county council|(metropolitan )?(borough|district|city) council|council|corporation"
        r"|(london|royal|metropolitan) borough of|borough of|city of|county of|the)\b",
        " ",
        words,
    )
    bare = " ".join(words.split())
    return f"city of {bare}" if bare == "london" and "city" in name.casefold() else bare


def choose(asked: Sequence[str], directory: Directory, where: str) -> Chosen:
    """Find the districts of what is asked for, by code or by name.

    Raises
    ------
    DataError
        Something is no authority of England; what is near it is named.
    """
    if not asked:
        raise DataError(_unknown("", directory, where))
    notes: list[str] = []
    codes: list[str] = []
    problems: list[Problem] = []
    for each in asked:
        code = _find(each, directory)
        if code is None:
            problems.append(_unknown(each, directory, where))
            continue
        today = directory.heirs.get(code, (code,))
        if today != (code,):
            heirs = " and ".join(f"{directory.name(heir)} ({heir})" for heir in today)
            notes.append(f"{directory.name(code)} ({code}) is no more; it is part of {heirs} now.")
        codes += [heir for heir in today if heir not in codes]
    if problems:
        raise DataError(problems)
    former = directory.former.get(_find(asked[0], directory) or "", "") if len(asked) == 1 else ""
    districts = dict.fromkeys(d for code in codes for d in directory.districts_of(code))
    return Chosen(
        codes=tuple(codes),
        title=_title([directory.name(code) for code in codes], former),
        districts=tuple(sorted(districts)),
        notes=tuple(notes),
    )


def _title(names: Sequence[str], former: str) -> str:
    """Join names: Norfolk and Suffolk; Cumbria, where that is what was asked for."""
    if former and len(names) > 1:
        return former
    if len(names) > MOST_NAMES:
        return f"{', '.join(names[:MOST_NAMES])} and {len(names) - MOST_NAMES} more"
    if len(names) == 1:
        return names[0]
    doubtful = any(" and " in name or "," in name for name in names)
    return ", ".join(names[:-1]) + (", and " if doubtful else " and ") + names[-1]


def _find(asked: str, directory: Directory) -> str | None:
    code = asked.strip().upper()
    known = {ENGLAND, *directory.districts, *directory.authorities, *directory.heirs}
    if code in known:
        return code
    return directory.names().get(plain(asked)) if plain(asked) else None


def _unknown(asked: str, directory: Directory, where: str) -> Problem:
    code = asked.strip().upper()
    expected = "the code or the name of an authority or a district of England"
    fix = FIX
    if CODE.fullmatch(code) and code[0] in ELSEWHERE:
        fix = f"That is a code of {ELSEWHERE[code[0]]}; the national files are of England."
    elif code.startswith(REGION):
        fix = "That is a region: name its authorities, with commas between them."
    near = [f"{directory.name(each)} ({each})" for each in _near(asked, directory)]
    if near:
        expected += "; near it are " + ", ".join(near)
    return Problem(where=where, found=repr(asked.strip()[:60]), expected=expected, fix=fix)


def _near(asked: str, directory: Directory) -> Iterable[str]:
    """Find the codes that are written nearly so, then those of names that are."""
    names = directory.names()
    codes = [*directory.authorities, *directory.districts]
    found = difflib.get_close_matches(asked.strip().upper(), codes, NEAR, CLOSE)
    if not CODE.fullmatch(asked.strip().upper()):
        alike = difflib.get_close_matches(plain(asked), list(names), NEAR, CLOSE)
        part = [name for name in names if plain(asked) and plain(asked) in name][:NEAR]
        found = [names[name] for name in dict.fromkeys([*alike, *part])]
    return list(dict.fromkeys(found))[:NEAR]


def split_asked(written: str, directory: Directory) -> Iterator[str]:
    """Part a list with commas, but not the commas of a name: Bristol, City of."""
    pieces = [piece.strip() for piece in written.split(",") if piece.strip()]
    while pieces:
        for many in range(len(pieces), 0, -1):
            joined = ", ".join(pieces[:many])
            if many == 1 or _find(joined, directory) is not None:
                yield joined
                pieces = pieces[many:]
                break
