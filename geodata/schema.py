"""What each table of a pack holds, column by column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from geodata.model import OLDEST_AGE, Form, Worse
from geodata.offers import DELIVERIES, HEALTHY_CHILD, PREVENTION, STATUSES, YES_NO

Kind = Literal["text", "list", "number", "count", "share", "flag", "whole", "age"]

# No land of Great Britain lies south or west of the first pair; degrees, kilometres and (0, 0) do.
LEAST_EASTING_M, LEAST_NORTHING_M = 5_000, 5_000
MOST_EASTING_M, MOST_NORTHING_M = 700_000, 1_300_000
MOST_PEOPLE = 100_000_000  # in one area, or served by one door
MOST_STAFF = 1_000_000
MOST_PRECISION_M = 100_000
MOST_M, MOST_MINUTES = 1_000_000, 10_000  # of one stretch of street
NEAREST_RANK = 4  # of what lies beneath a map
MOST_S = 7 * 24 * 60 * 60  # a timetable’s day may run on past midnight
VERDICTS = ("pass", "fail", "left out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: what it is called, what it holds, and whether a row may leave it empty.

    Attributes
    ----------
    least, most
        Between which numbers the kind alone does not say.
    in_wholes
        Whether fractions are refused, though the kind has them.
    may_be_absent
        Whether a pack of which no row has a value goes without the column.
    """

    name: str
    kind: Kind
    about: str
    optional: bool = False  # a row may be empty; the column itself is there
    one_of: tuple[str, ...] = ()  # what the text, or each part of a list, may be
    least: float | None = None
    most: float | None = None
    in_wholes: bool = False
    may_be_absent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: its file, its index, its columns and its geometry."""

    name: str
    about: str
    index: str | None
    columns: tuple[Column, ...]
    geometry: Literal["polygon", "line", "point"] | None = None
    geometry_optional: bool = False
    may_be_empty: bool = False

    @property
    def file(self) -> str:
        """Name of the file inside a pack's folder."""
        return f"{self.name}.parquet"


def _text(
    name: str,
    about: str,
    *,
    optional: bool = False,
    one_of: tuple[str, ...] = (),
    may_be_absent: bool = False,
) -> Column:
    return Column(
        name=name,
        kind="text",
        about=about,
        optional=optional,
        one_of=one_of,
        may_be_absent=may_be_absent,
    )


def _list(name: str, about: str, *, one_of: tuple[str, ...] = ()) -> Column:
    """Describe a column that holds several, separated by "; "; a row may be empty."""
    return Column(name=name, kind="list", about=about, optional=True, one_of=one_of)


def _age(name: str, about: str) -> Column:
    return Column(
        name=name, kind="count", about=about, optional=True, most=OLDEST_AGE, in_wholes=True
    )


def _at(name: str, about: str) -> Column:
    least, most = (LEAST_EASTING_M, MOST_EASTING_M)
    if name == "northing_m":
        least, most = (LEAST_NORTHING_M, MOST_NORTHING_M)
    return Column(name=name, kind="number", about=about, least=least, most=most)


AGES = tuple(f"people_{age}" for age in range(OLDEST_AGE + 1))

AREAS = Table(
    name="areas",
    about="Small areas, the bricks of everything else: an LSOA (2021) each.",
    index="area_id",
    geometry="polygon",
    columns=(
        _text("official_name", "Name given by the publisher, such as Fenland 003A."),
        _text("name", "Name that people use; unique in the pack."),
        _text("ward_id", "Code of the ward the area is best fitted to.", optional=True),
        _text("ward", "Name of that ward.", optional=True),
        _text("msoa_id", "Code of the middle-layer area.", optional=True),
        _text("msoa", "Name of the middle-layer area.", optional=True),
        _text("district_id", "Code of the district or unitary authority."),
        _text("district", "Name of the district or unitary authority."),
        _text("rural_urban", "Rural–urban class.", optional=True, one_of=("Urban", "Rural")),
        Column(
            name="people_all",
            kind="count",
            about="People of every age.",
            optional=True,
            most=MOST_PEOPLE,
        ),
        *(
            Column(
                name=name,
                kind="count",
                about=f"People aged {name[7:]} last birthday.",
                optional=True,
                most=MOST_PEOPLE,
            )
            for name in AGES
        ),
    ),
)

ORIGINS = Table(
    name="origins",
    about="Where people set out from: a postcode each, as a weighted point within its area.",
    index="origin_id",
    columns=(
        _text("area_id", "The area it belongs to."),
        _at("easting_m", "Easting in metres, EPSG:27700."),
        _at("northing_m", "Northing in metres, EPSG:27700."),
        Column(
            name="weight",
            kind="share",
            about="Share of the area’s people who set out from here; sums to 1 in each area.",
        ),
    ),
)

PLACES = Table(
    name="places",
    about="Areas that people know and work in: districts, teams, wards, networks.",
    index="place_id",
    geometry="polygon",
    columns=(
        _text("name", "Name of the place."),
        _text("kind", "Which kind of place; a key of [[place_kinds]] in pack.toml."),
        _text("note", "Anything a reader should know of its boundary.", optional=True),
    ),
)

MEMBERSHIP = Table(
    name="membership",
    about="Which areas make which place.",
    index=None,
    columns=(
        _text("place_id", "The place."),
        _text("area_id", "An area in it."),
        Column(name="share", kind="share", about="Share of the area’s people inside the place."),
    ),
)

ASSETS = Table(
    name="assets",
    about="Services and other offers; one row for each door, and for each offer without one.",
    index="asset_id",
    geometry="point",
    geometry_optional=True,
    may_be_empty=True,
    columns=(
        _text("name", "Name of the site or the offer."),
        _text("kind", "What it is: child-and-family-centre, library, gp-practice."),
        _text("provider", "Who runs it.", optional=True),
        _text("provider_type", "What the provider is: council, NHS, voluntary.", optional=True),
        _text("commissioner", "Who pays for it, where that is another.", optional=True),
        _text("district", "The district it stands in.", optional=True),
        Column(
            name="across_border", kind="flag", about="Whether it stands beyond the pack’s edge."
        ),
        _text("address", "Address or locality.", optional=True),
        _text("postcode", "Postcode, with its space.", optional=True),
        _text("telephone", "Telephone number.", optional=True),
        _text("web", "Address on the web.", optional=True),
        Column(
            name="age_from",
            kind="age",
            about="Youngest age it takes, in years; -1 is pregnancy.",
            optional=True,
        ),
        Column(
            name="age_to",
            kind="age",
            about="Oldest age it takes, in years; -1 where it ends at birth.",
            optional=True,
        ),
        _text("audience", "Who it is for, where not everyone of that age.", optional=True),
        _list("level_prevention", "Levels of prevention.", one_of=PREVENTION),
        _list(
            "level_healthy_child", "Levels of the Healthy Child Programme.", one_of=HEALTHY_CHILD
        ),
        _text("statutory", "Whether the law asks for it.", optional=True, one_of=YES_NO),
        _list("expertise", "Kinds of expertise found there."),
        _list("delivery", "How it reaches people.", one_of=DELIVERIES),
        _list(
            "serves",
            "Places it serves besides a door, or without one, by place_id; 'everywhere' is all.",
        ),
        _text("opening", "When it is open.", optional=True),
        _text(
            "referral", "How one comes to it: by oneself, through a professional.", optional=True
        ),
        _text("cost", "What it costs a family.", optional=True),
        Column(
            name="staff_fte",
            kind="number",
            about="Full-time equivalent staff.",
            optional=True,
            least=0,
            most=MOST_STAFF,
        ),
        Column(
            name="capacity",
            kind="number",
            about="How much of it there is.",
            optional=True,
            least=0,
            most=MOST_PEOPLE,
        ),
        _text("capacity_unit", "What capacity counts: places, slots a week.", optional=True),
        _text("capacity_date", "When that was.", optional=True),
        _text("use", "How much it is used, of what, and when.", optional=True),
        _text("limits", "What is reported to hold it back.", optional=True),
        _text("status", "Whether it runs.", one_of=STATUSES),
        _text("status_date", "Since when, or when it is planned, in words.", optional=True),
        _text("opened", "Date or year it opened.", optional=True),
        _text("closed", "Date or year it closed.", optional=True),
        _text("checked", "Date of the last check, or of the list it comes from.", optional=True),
        _text("checked_by", "The role that checked it, never a name.", optional=True),
        _text("parent_id", "The asset that it is a door or a linked site of.", optional=True),
        Column(
            name="precision_m",
            kind="number",
            about="How far the point may be from the door, in metres.",
            optional=True,
            least=0,
            most=MOST_PRECISION_M,
        ),
        _list("inferred", "Columns whose values are inferred, and not stated by the source."),
        _text("source", "Key of the source in pack.toml."),
        _text("source_part", "Where in the source it stands: report, pages, lines.", optional=True),
        _list("other_sources", "Further sources that list it, by their keys."),
        _text("differs", "Where its sources differ, and which is shown.", optional=True),
        _text("note", "Anything else a reader should know.", optional=True),
    ),
)

INDICATORS = Table(
    name="indicators",
    about="The catalogue: one row for each measure.",
    index="indicator",
    columns=(
        _text("label", "Name of the measure."),
        _text("form", "What kind of figure it is.", one_of=get_args(Form)),
        Column(
            name="per",
            kind="whole",
            about="How many people a share or a rate is of: 100 for a percentage; else 1.",
        ),
        _text("unit", "Unit of its values, as people read it."),
        _text("worse_when", "Which way is worse.", one_of=get_args(Worse)),
        _text(
            "spread_over",
            "How it may be moved between areas.",
            one_of=("people", "land", "nothing"),
        ),
        _text("geography", "'area', or the kind of place its values describe."),
        _text("theme", "Heading it is listed under."),
        _text("period", "What the latest value describes."),
        _text("source", "Key of the source in pack.toml."),
        _text(
            "standing",
            "How far the values are from what was published.",
            one_of=("published", "estimated", "apportioned", "illustrative"),
        ),
        Column(name="sensitive", kind="flag", about="Whether small counts are protected."),
        _age(
            "age_from",
            "Youngest age of the people it counts; empty where it counts none, or all ages.",
        ),
        _age("age_to", "Oldest age of the people it counts, included."),
        _text(
            "whom",
            "Who they are, as said after 'children aged 0–4': in low-income families.",
            optional=True,
        ),
        Column(
            name="target",
            kind="number",
            about="What is aimed at, on the scale of the values.",
            optional=True,
            may_be_absent=True,
        ),
        _text("target_by", "By when.", optional=True, may_be_absent=True),
        _text("note", "Anything a reader should know.", optional=True),
    ),
)

INDICATOR_VALUES = Table(
    name="indicator_values",
    about="Indicator values, one row for each measure, place and period.",
    index=None,
    columns=(
        _text("indicator", "Key of the measure."),
        _text("place_id", "An area_id, a place_id, or the code of a comparator such as E92000001."),
        _text("period", "What the value describes."),
        Column(name="value", kind="number", about="The value; empty where missing.", optional=True),
        Column(
            name="decile",
            kind="count",
            about="Published national decile, 1 the neediest.",
            optional=True,
            least=1,
            most=10,
            in_wholes=True,
        ),
        Column(
            name="numerator", kind="number", about="Count behind a rate.", optional=True, least=0
        ),
        Column(
            name="denominator",
            kind="number",
            about="People it is a rate of.",
            optional=True,
            least=0,
        ),
        Column(name="lower", kind="number", about="Published lower 95% limit.", optional=True),
        Column(name="upper", kind="number", about="Published upper 95% limit.", optional=True),
        _text("note", "Why a value is missing or unusual.", optional=True),
    ),
)

TABLES = (AREAS, ORIGINS, PLACES, MEMBERSHIP, ASSETS, INDICATORS, INDICATOR_VALUES)

NETWORK_NODES = Table(
    name="network_nodes",
    about="Points that streets run between; counted from 0 in the order of the rows.",
    index=None,
    columns=(
        _at("easting_m", "Easting in metres, EPSG:27700."),
        _at("northing_m", "Northing in metres, EPSG:27700."),
    ),
)

NETWORK_EDGES = Table(
    name="network_edges",
    about="Stretches of street or path between two points.",
    index=None,
    columns=(
        Column(
            name="from_node", kind="whole", about="The point it begins at: a row of the points."
        ),
        Column(name="to_node", kind="whole", about="The point it ends at."),
        Column(name="metres", kind="count", about="Length along it, in metres.", most=MOST_M),
        Column(name="walk", kind="flag", about="Whether it may be walked, either way."),
        Column(
            name="drive_min",
            kind="count",
            about="Minutes by car on an empty road, first point to second; empty if no car may.",
            optional=True,
            most=MOST_MINUTES,
        ),
        Column(
            name="drive_back_min",
            kind="count",
            about="The same from the second point to the first.",
            optional=True,
            most=MOST_MINUTES,
        ),
        Column(name="built_up", kind="flag", about="Whether a car is slowed by a built-up area."),
    ),
)

TIMETABLE_STOPS = Table(
    name="timetable_stops",
    about="Bus stops; counted from 0 in the order of the rows.",
    index="stop_id",
    columns=(
        _text("name", "Name of the stop."),
        _at("easting_m", "Easting in metres, EPSG:27700."),
        _at("northing_m", "Northing in metres, EPSG:27700."),
    ),
)

TIMETABLE_CONNECTIONS = Table(
    name="timetable_connections",
    about="Rides from one stop to the next on one day, in order of departure.",
    index=None,
    columns=(
        Column(name="from_stop", kind="whole", about="The stop it leaves: a row of the stops."),
        Column(name="to_stop", kind="whole", about="The stop it comes to."),
        Column(
            name="depart_s",
            kind="whole",
            about="Seconds after the day’s midnight, leaving.",
            most=MOST_S,
        ),
        Column(name="arrive_s", kind="whole", about="The same, arriving.", most=MOST_S),
        Column(name="trip", kind="whole", about="Which vehicle’s journey it is part of."),
    ),
)

FACTS = Table(
    name="facts",
    about="Figures and findings as reports print them, each with where it stands in which report.",
    index="fact_id",
    columns=(
        _text("measure", "What it is about."),
        Column(name="value", kind="number", about="The figure; empty where none.", optional=True),
        _text("printed", "The figure as the report prints it.", optional=True),
        _text("qualifier", "about, less than, at least…", optional=True),
        _text("unit", "What the figure is in.", optional=True),
        _text("counted", "What is counted, of a share or a rate.", optional=True),
        _text("counted_of", "What it is a share or a rate of.", optional=True),
        _text(
            "period",
            "What the figure describes; empty where the report does not say.",
            optional=True,
        ),
        _text("geography", "Who or where it is printed of, in the report’s words.", optional=True),
        _text(
            "place_ids",
            "Codes of the places it is printed of, taken together, separated by '; '; empty where "
            "it is of no place: users of a hospital, a country’s research.",
            optional=True,
        ),
        _text("comparator", "What the report sets it beside.", optional=True),
        _text("comparator_value", "The figure of that, as printed.", optional=True),
        _text("comparison", "How the report says the two differ.", optional=True),
        _text("trend", "How the report says it moves.", optional=True),
        _text("worse_when", "Which way is worse.", one_of=get_args(Worse)),
        _text("target", "What is aimed at, as printed.", optional=True),
        _text("target_by", "By when.", optional=True),
        _text("theme", "Heading it is listed under."),
        _text("kind", "What sort of statement it is: value, comparison only, capacity, target…"),
        _text("scope", "How far it holds.", one_of=("local", "national", "research")),
        _text("indicator", "The measure of the pack that holds it too.", optional=True),
        _text("contradiction", "What another report, or the same, says against it.", optional=True),
        Column(name="sensitive", kind="flag", about="Whether a small count is protected."),
        _text("note", "Anything a reader should know.", optional=True),
        _text("cites", "The report, and where in it."),
        _text("source", "Key of the source in pack.toml."),
    ),
)

OUTCOMES = Table(
    name="outcomes",
    about="The outcomes that the partners watch, whether or not the pack holds figures for them.",
    index="outcome_id",
    columns=(
        _text("impact", "What it serves: the heading above the outcome."),
        _text("outcome", "The outcome."),
        _text("label", "The measure, as the framework words it."),
        _text("age", "Whom it is of.", optional=True),
        _text("unit", "What it is measured in.", optional=True),
        _text("worse_when", "Which way is worse.", one_of=get_args(Worse)),
        _text("official", "The published measure that answers to it.", optional=True),
        _text("publisher", "Who publishes that.", optional=True),
        _text("official_ids", "The publisher’s numbers for it, separated by '; '.", optional=True),
        _text("unsure_ids", "Numbers that nobody has checked yet.", optional=True),
        _text("finest", "The finest geography it is published for.", optional=True),
        _text("finer_local", "Where partners hold it finer.", optional=True),
        _text("indicators", "Measures of the pack that hold it, separated by '; '.", optional=True),
        _text(
            "reports_say", "What the reports say of it, where they give no figure.", optional=True
        ),
        _text("fact_ids", "Facts about it, separated by '; '.", optional=True),
        _text("note", "Anything a reader should know.", optional=True),
        _text("cites", "The report, and where in it."),
        _text("source", "Key of the source in pack.toml."),
    ),
)

PROJECTS = Table(
    name="projects",
    about="When projects ran, to be drawn beside a trend: a row for each stretch of time.",
    index="project_id",
    columns=(
        _text("name", "Name of the project, and which stretch of it."),
        _text("place_ids", "The places it is for, separated by '; '."),
        _text("indicators", "Measures it is meant to move, separated by '; '.", optional=True),
        _text("began", "The period it began in; empty where nobody has said.", optional=True),
        _text(
            "ended",
            "The period it ended in; empty where it runs or is unknown.",
            optional=True,
        ),
        Column(name="runs", kind="flag", about="Whether it ran when it was last reported."),
        _text("note", "What is known of the dates, and what is not.", optional=True),
        _text("cites", "The report, and where in it."),
        _text("source", "Key of the source in pack.toml."),
    ),
)

COVERAGE = Table(
    name="coverage",
    about="How much of each layer was found when the pack was built, and what was left out.",
    index="layer",
    columns=(
        _text("about", "What it is."),
        _text(
            "files", "The files it was made of, by name; empty where there was none.", optional=True
        ),
        _text("unit", "What is counted: areas, doors, places."),
        Column(name="found", kind="count", about="How many were found.", in_wholes=True),
        Column(
            name="expected",
            kind="count",
            about="How many there should be; empty where nobody can know.",
            optional=True,
            in_wholes=True,
        ),
        Column(
            name="left_out",
            kind="count",
            about="How many rows were read and not used, or are of no known value.",
            optional=True,
            in_wholes=True,
        ),
        _text("why", "Why those were left out, and which are missing.", optional=True),
        _text("verdict", "Whether all that is expected is there.", one_of=VERDICTS),
    ),
)

REPORTED_TABLES = (FACTS, OUTCOMES, PROJECTS)  # a pack holds any of them, or none


def _ground(
    name: str, about: str, geometry: Literal["polygon", "line", "point"], *kinds: str
) -> Table:
    return Table(
        name=name,
        about=about,
        index=None,
        geometry=geometry,
        columns=(
            _text("kind", "What it is.", one_of=kinds),
            Column(
                name="rank",
                kind="whole",
                about="From how near it is drawn: 1 in every view, 4 only when near.",
                least=1,
                most=NEAREST_RANK,
            ),
            _text("name", "What it is called.", optional=True),
            _text("source", "Key of the source in pack.toml."),
        ),
    )


GROUND_AREAS = _ground(
    *("ground_areas", "Land and water beneath the map.", "polygon"),
    *("water", "wood", "built-up"),
)
GROUND_LINES = _ground(
    *("ground_lines", "Rivers, railways and roads beneath the map.", "line"),
    *("river", "railway", "motorway", "main-road", "road", "street"),
)
GROUND_NAMES = _ground(
    *("ground_names", "Names of settlements on the map.", "point"),
    *("city", "town", "suburb", "village", "hamlet"),
)
GROUND_TABLES = (GROUND_AREAS, GROUND_LINES, GROUND_NAMES)  # a pack holds any of them, or none

WATER = Table(
    name="water",
    about="Wide water around the areas, which a straight line goes around.",
    index="water_id",
    columns=(_text("source", "Key of the source in pack.toml."),),
    geometry="polygon",
)

AREAS_FINE = Table(
    name="areas_fine",
    about="Finer outlines of the areas, drawn where the map is near; no figure rests on them.",
    index="area_id",
    columns=(_text("source", "Key of the source in pack.toml."),),
    geometry="polygon",
)

# A pack holds both tables of streets or of a timetable, or neither.
PAIRED_TABLES = (NETWORK_NODES, NETWORK_EDGES, TIMETABLE_STOPS, TIMETABLE_CONNECTIONS)
OPTIONAL_TABLES = (*PAIRED_TABLES, *REPORTED_TABLES, *GROUND_TABLES, COVERAGE, WATER, AREAS_FINE)
ALL_TABLES = (*TABLES, *OPTIONAL_TABLES)
