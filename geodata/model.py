"""Plain, frozen values that describe a pack: what is true, and who says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal

from annotated_types import Interval
from geopandas import GeoDataFrame
from pandas import DataFrame

from geodata.pathway import Organisation, Stage

SCHEMA_VERSION = 3
LONGEST_LIMIT_MIN = 180  # of a question, and of a service in a pack
OLDEST_AGE = 25  # people are held by single year of age from 0 to this

Form = Literal["count", "share", "rate", "rank", "score"]
Worse = Literal["higher", "lower", "neither"]
Age = Annotated[int, Interval(ge=0, le=OLDEST_AGE)]
Minutes = Annotated[int, Interval(ge=1, le=LONGEST_LIMIT_MIN)]
AtLeastOne = Annotated[int, Interval(ge=1, le=1000)]
AtLeastTwo = Annotated[int, Interval(ge=2, le=1000)]
FromNone = Annotated[int, Interval(ge=0, le=1_000_000_000)]
Tenths = Annotated[int, Interval(ge=1, le=10)]
Zeros = Literal["shown", "suppressed"]
RULED = ("threshold", "round_to", "least_people", "least_areas", "zeros")
"""What a rule of disclosure sets."""

Standing = Literal["published", "estimated", "apportioned", "illustrative"]
Mode = Literal["walk", "drive"]  # how people travel of their own accord
GroundKind = Literal[
    "water", "wood", "built-up",
    "river", "railway", "motorway", "main-road", "road", "street",
    "city", "town", "suburb", "village", "hamlet",
]  # fmt: skip
Travel = Literal["walk", "drive", "bus"]  # and by bus, where a pack holds a timetable


ALLOWED_PER: Mapping[str, tuple[int, ...]] = {
    "count": (1,),
    "share": (1, 100),
    "rate": (100, 1_000, 10_000, 100_000, 1_000_000),
    "rank": (1,),
    "score": (1,),
}
"""How many people a figure of each form may be a figure of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who published something, under which terms, and of which date."""

    key: str
    title: str
    publisher: str
    licence: str
    attribution: str
    period: str  # what the figures describe: "mid-2020"; not when they were downloaded
    url: str = ""
    note: str = ""
    register: bool = False  # of services: whether it lists all of their kind there are


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One published measure, with what a reader needs to use it honestly."""

    key: str  # "idaci_rank", "good_level_of_development_pct"
    label: str
    form: Form  # what kind of figure it is; everything that reckons with it goes by this
    per: int = 1  # 100 for a percentage, 10,000 for a rate per 10,000; see `ALLOWED_PER`
    unit: str  # what people read beside a value: "%", "per 10,000 under 18"; nothing parses it
    worse_when: Worse
    spread_over: Literal["people", "land", "nothing"]  # how it may be re-aggregated
    geography: str  # "area", or the kind of place that its values describe
    theme: str  # the heading it is listed under
    period: str
    source: str  # key of a Source
    standing: Standing = "published"
    sensitive: bool = False
    age_from: Age | None = None  # of the people it counts, both included; none where it counts
    age_to: Age | None = None  # nobody, or people of every age
    whom: str = ""  # who they are, after "children aged 0–4": "in low-income families"
    target: float | None = None  # what is aimed at, on the scale of its values
    target_by: str = ""  # by when, in words: "2024/25"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a recipe says of an indicator whose file does not say it."""

    key: str  # as the publisher numbers or names it
    form: Form
    unit: str
    worse_when: Worse
    per: int = 1
    label: str = ""  # over the publisher's own
    geography: str = ""  # a kind of place; worked out from the file where it can be
    theme: str = "Public health"
    sensitive: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Something families go to, as a question names it: one or more kinds of asset."""

    key: str
    label: str  # plural, as in a sentence: "child and family centres"
    singular: str  # with its article: "a child and family centre"
    kinds: tuple[str, ...]  # values of `kind` in the assets table
    age_from: Age
    age_to: Age
    limit_min: Minutes  # how far is far, by default
    mode: Mode = "walk"
    rural: str = ""  # another way and limit for rural areas: "drive-15"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceKind:
    """A way of dividing the pack: districts, early-help teams, wards."""

    key: str  # "early-help-team"
    label: str  # "early-help team"
    plural: str  # "early-help teams"
    boundary: Literal["official", "working", "illustrative", "own"]
    partition: bool  # every area belongs to just one place of this kind
    source: str  # key of a Source
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Where the counts of people by age come from."""

    period: str
    source: str
    standing: Standing
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """The question a pack opens on."""

    service: str
    age_from: Age
    age_to: Age
    need: str  # key of an Indicator of geography "area"
    need_deciles: Tenths
    place_kind: str
    area_need: str = ""  # where `need` counts people: the measure of areas that stands beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What leaves of one sensitive indicator, where that is not as the pack has it: None is."""

    threshold: AtLeastTwo | None = None
    round_to: AtLeastOne | None = None
    least_people: FromNone | None = None
    least_areas: FromNone | None = None
    zeros: Zeros | None = None
    reason: str = ""  # why, in words: shown beside the data


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """What a pack lets out of counts marked sensitive; as it stands here, the national defaults."""

    threshold: AtLeastTwo = 5  # counts from 1 to threshold - 1 are suppressed: of 1, none would be
    round_to: AtLeastOne = 5  # of 1, what is not suppressed stays as it is
    least_people: FromNone = 100  # a place with fewer gets no sensitive figure
    least_areas: FromNone = 2  # likewise
    zeros: Zeros = "shown"  # whether none at all is shown as none
    reason: str = ""  # why any of it is not the national default, in words
    rules: Mapping[str, Rule] = field(default_factory=dict)  # by the key of an indicator

    def rule_of(self, key: str) -> Disclosure:
        """Return what holds of one indicator: its own rule where it has one, else the pack's."""
        own = self.rules.get(key)
        if own is None:
            return self
        said = {name: each for name in RULED if (each := getattr(own, name)) is not None}
        return replace(self, **said, reason=own.reason, rules={})


@dataclass(frozen=True, slots=True, kw_only=True)
class PackInfo:
    """All of a pack that is not a table: `pack.toml`, checked."""

    key: str
    title: str
    schema_version: int
    illustrative: bool
    date: str  # the date of the pack, said beside its name: "November 2025"
    area_label: str  # what people call an area: "neighbourhood"
    area_source: str
    origin_source: str
    people: People
    defaults: Defaults
    disclosure: Disclosure
    sources: Mapping[str, Source]
    services: Mapping[str, Service]
    place_kinds: Mapping[str, PlaceKind]
    note: str = ""
    network_source: str = ""  # key of the Source of the streets, where the pack holds some
    timetable_source: str = ""  # key of the Source of the timetable, where the pack holds one
    timetable_day: str = ""  # the day it is of, in words: "Tuesday 3 March 2026"
    stages: Mapping[str, Stage] = field(default_factory=dict)  # in order, where a pathway is told
    organisations: Mapping[str, Organisation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """Streets and paths, as stretches between points.

    Attributes
    ----------
    nodes
        In the order that `edges` counts them by: `easting_m`, `northing_m` (EPSG:27700).
    edges
        One row for each stretch: `from_node`, `to_node` (rows of `nodes`), `metres` along it,
        `walk` (whether it may be walked, in both directions), `drive_min` and `drive_back_min`
        (minutes by car on an empty road, from–to and to–from; NaN where no car may go) and
        `built_up` (whether traffic and junctions slow a car down).
    """

    nodes: DataFrame
    edges: DataFrame


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Timetable:
    """Every ride from one stop to the next on one day.

    Attributes
    ----------
    stops
        Indexed by `stop_id`: `name`, `easting_m`, `northing_m` (EPSG:27700).
    connections
        In order of departure: `from_stop`, `to_stop` (rows of `stops`), `depart_s`, `arrive_s`
        (seconds after midnight at the start of the day; over 86,400 in the small hours after it)
        and `trip` (connections of one vehicle share it).
    day
        The day in words: "Tuesday 3 March 2026".
    title
        What the timetable is called.
    notes
        What was left out on the way.
    """

    stops: DataFrame
    connections: DataFrame
    day: str
    title: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """What lies beneath a map; every table may be empty, and has a shape in EPSG:27700.

    Attributes
    ----------
    areas, lines, names
        Water, woods and built-up land; rivers, railways and roads; settlements. Each has `kind`,
        `rank` (1 is drawn in every view, 4 only near), `name` (may be missing) and `source`.
    """

    areas: GeoDataFrame
    lines: GeoDataFrame
    names: GeoDataFrame


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reported:
    """What reports say; every table may be empty, and is described column by column in the schema.

    Attributes
    ----------
    facts
        Indexed by `fact_id`: figures and findings as printed, each of the places it names.
    outcomes
        Indexed by `outcome_id`: what the partners watch, held or not.
    projects
        Indexed by `project_id`: when projects ran.
    """

    facts: DataFrame
    outcomes: DataFrame
    projects: DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What stands in a pack that nobody published: places that somebody drew or put together.

    Attributes
    ----------
    text
        The places, as an address writes them.
    published_hash
        The content hash of the pack without them.
    guarded
        Which of them get no figure of what is sensitive, by id, and why in words.
    """

    text: str
    published_hash: str
    guarded: Mapping[str, str]


@dataclass(frozen=True, slots=True, weakref_slot=True, kw_only=True, eq=False)
class Pack:
    """A place, its people, its needs and its services, ready to be asked about.

    Tables are described column by column in `docs/packs.md` and checked by `geodata.schema`.

    Attributes
    ----------
    areas
        Small areas indexed by `area_id`; polygons in EPSG:27700; people by single year of age in
        `people_0` … `people_25` and in `people_all`.
    origins
        Where people set out from, indexed by `origin_id`: `area_id`, `easting_m`, `northing_m`
        (EPSG:27700) and `weight`, the share of its area's people; weights sum to 1 in each area.
    places
        Areas that people work in, indexed by `place_id`; polygons in EPSG:27700.
    membership
        Which areas make which place: `place_id`, `area_id`, `share` (0–1 of the area's people).
    assets
        Services and other offers, indexed by `asset_id`; points in EPSG:27700, empty where an offer
        has no door of its own.
    indicators
        The catalogue, by key.
    indicator_values
        Long: `indicator`, `place_id` (or area_id), `period`, `value`, `decile`…
    network
        Streets to walk and drive along; None where the pack holds none.
    timetable
        Bus rides of one day; None where the pack holds none.
    ground
        What lies beneath its map; None where the pack holds nothing.
    reported
        What reports say of its places.
    coverage
        Indexed by `layer`: how much of each was found when the pack was built, and what was left
        out; empty where nobody wrote it down.
    water
        Wide water that straight lines go around, polygons in EPSG:27700; None where the pack
        holds none.
    fine
        Finer outlines of areas, to be drawn alone, by `area_id`, in EPSG:27700; None where the
        pack holds none.
    content_hash
        SHA-256 of the contents, the same for the same inputs.
    added
        What stands among its places that nobody published; None of a pack as it was read.
    """

    info: PackInfo
    areas: GeoDataFrame
    origins: DataFrame
    places: GeoDataFrame
    membership: DataFrame
    assets: GeoDataFrame
    indicators: Mapping[str, Indicator]
    indicator_values: DataFrame
    reported: Reported
    network: Network | None = None
    timetable: Timetable | None = None
    coverage: DataFrame = field(default_factory=DataFrame)
    ground: Ground | None = None
    water: GeoDataFrame | None = None
    fine: GeoDataFrame | None = None
    content_hash: str = field(default="")
    added: Added | None = None

    @property
    def published_hash(self) -> str:
        """The content hash of what was published of it; its own where nothing was added."""
        return self.added.published_hash if self.added else self.content_hash

    @property
    def served_hash(self) -> str:
        """The first 12 characters of the hash of what was published, as addresses have it."""
        return self.published_hash[:12]

    @property
    def short_hash(self) -> str:
        """The first 12 characters of the content hash, as people see it."""
        return self.content_hash[:12]
