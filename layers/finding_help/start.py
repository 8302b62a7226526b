"""Where somebody sets out who looks for help: a postcode, a point, a town, a village."""

from __future__ import annotations

from dataclasses import dataclass, field

from shapely.geometry import Point

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack
from layers.finding.find import find_things
from layers.finding.plain import begins_postcode, compact, is_postcode, plain, postcode_words
from layers.finding.spots import read_spot
from layers.finding.things import Things
from layers.within.here import POINT, find_here

WHERE = "where you set out from"
TYPE_TOWN = "Check it, or type the name of a town or village."
MOST_NAMES = 3
LOOKED_AT = 50  # things of a like name, to name the nearest in spelling
LEAST_PART = 2  # signs from which on something can be a part of a postcode


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where somebody sets out.

    Attributes
    ----------
    called
        As a sentence may call it: a town by its name; never by a postcode or a point, which may be
        where a family lives.
    easting_m, northing_m
        EPSG:27700.
    area_id
        The neighbourhood it is in, or the nearest to it.
    is_inside
        Whether it lies in the pack’s area.
    is_rough
        Whether it stands for a whole town, village or neighbourhood.
    """

    called: str
    easting_m: float = field(repr=False)
    northing_m: float = field(repr=False)
    area_id: str = field(repr=False)
    is_inside: bool
    is_rough: bool

    @property
    def point(self) -> Point:
        """The spot itself, EPSG:27700."""
        return Point(self.easting_m, self.northing_m)


def find_start(pack: Pack, typed: str, things: Things) -> Start:
    """Find where somebody sets out.

    Parameters
    ----------
    typed
        A postcode, latitude and longitude, the name of a town, village or neighbourhood, or the id
        of a neighbourhood or a service.

    Raises
    ------
    QuestionError
        It says nowhere in the pack: what was found and what is expected.
    """
    text = " ".join(typed.split())
    is_known = text in pack.areas.index or text in pack.assets.index
    if POINT.fullmatch(text) or is_postcode(text) or is_known:
        return _exact(pack, text)
    spot = read_spot(text, pack, things, WHERE)
    if not isinstance(spot, Problem):
        return _named(pack, f"the middle of {spot.name}", spot.easting_m, spot.northing_m)
    areas = [each for each in things.entries if each.kind == "area" and each.sought == plain(text)]
    if text and len(areas) == 1:
        here = find_here(pack, str(pack.areas.index[areas[0].row]), WHERE)
        return _named(pack, f"the middle of {here.name}", here.easting_m, here.northing_m)
    raise QuestionError(_unknown(pack, text, things))


def _exact(pack: Pack, text: str) -> Start:
    if is_postcode(text) and not _has_postcode(pack, postcode_words(text)):
        raise QuestionError(_no_such_postcode(pack, text))
    here = find_here(pack, text, WHERE)
    is_private = is_postcode(text) or POINT.fullmatch(text) is not None
    kind = "postcode" if is_postcode(text) else "point"
    area_id, is_inside = _area(pack, here.text, Point(here.easting_m, here.northing_m))
    return Start(
        called=f"the {kind} you gave" if is_private else here.name,
        easting_m=here.easting_m,
        northing_m=here.northing_m,
        area_id=area_id,
        is_inside=is_inside,
        is_rough=text in pack.areas.index,
    )


def _has_postcode(pack: Pack, code: str) -> bool:
    return code in pack.origins.index or bool(pack.assets["postcode"].eq(code).any())


def _named(pack: Pack, called: str, easting_m: float, northing_m: float) -> Start:
    area_id, is_inside = _area(pack, "", Point(easting_m, northing_m))
    return Start(
        called=called,
        easting_m=easting_m,
        northing_m=northing_m,
        area_id=area_id,
        is_inside=is_inside,
        is_rough=True,
    )


def _area(pack: Pack, text: str, point: Point) -> tuple[str, bool]:
    """Return the neighbourhood of a point or the nearest, and whether it is inside the pack."""
    code = postcode_words(text) if is_postcode(text) else ""
    if code in pack.origins.index:  # a postcode lies where its publisher says, whatever is drawn
        return str(pack.origins.loc[[code], "area_id"].iloc[0]), True
    metres = pack.areas.distance(point)
    return str(metres.idxmin()), bool(metres.min() == 0)


def _unknown(pack: Pack, text: str, things: Things) -> Problem:
    expected = f"a postcode, or the name of a town or village, in {pack.info.title}"
    if not text:
        return Problem(where=WHERE, found="nothing", expected=expected, fix="Type one.")
    signs = compact(text)
    if len(signs) >= LEAST_PART and begins_postcode(text):
        fix = "Type all of it, as in PE13 2AA."
        return Problem(
            where=WHERE, found=f"{signs}, a part of a postcode", expected=expected, fix=fix
        )
    names = [each for each in things.spots if plain(each.partition("~")[0]) == plain(text)]
    if len(names) > 1:
        found = f"{len(names)} places called {quoted(text)}"
        return Problem(where=WHERE, found=found, expected="one place", fix="Type a postcode.")
    like = find_things(pack, things, text, most=LOOKED_AT).things
    near = [each.name for each in like if each.kind in ("spot", "area")][:MOST_NAMES]
    fix = f"Did you mean {' or '.join(near)}?" if near else "Check the spelling."
    if any(each.kind == "place" and plain(each.name) == plain(text) for each in like):
        found = f"{quoted(text)}, which is too large to set out from"
        return Problem(where=WHERE, found=found, expected=expected, fix="Type a place inside it.")
    return Problem(where=WHERE, found=quoted(text), expected=expected, fix=fix)


def _no_such_postcode(pack: Pack, text: str) -> Problem:
    code, title = postcode_words(text), pack.info.title
    return Problem(
        where=WHERE,
        found=f"the postcode {code}, which is not on the list for {title}",
        expected=f"a postcode where people live in {title}",
        fix=TYPE_TOWN,
    )
