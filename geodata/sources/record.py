"""What a module of a publisher says of each kind of file that it reads.

A module in `geodata.sources` lists its `READERS`. Everything else goes by that list: what a recipe
may name, what it is told when a file is missing, how files are read, and which services and
indicators a pack gets from them. A new source is a new module and a few lines of a recipe.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from geopandas import GeoDataFrame
from pandas import DataFrame, Index, Series

from geodata.log import BuildLog
from geodata.model import Declared, Indicator, Source
from geodata.own.file import OwnFile

COUNTRY = r"[EWSN]92\d{6}|K0[2-4]\d{6}"  # codes of the countries, and of several together


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFile:
    """A file that a recipe names: official, in one or several pieces, or a table of its own."""

    role: str
    paths: tuple[str, ...]  # relative to the raw folder, or to the recipe for a table of its own
    either: tuple[tuple[str, ...], ...] = ()  # in place of paths: the first that are all there
    coarse: tuple[str, ...] = ()  # in place of either, for a pack of very many areas
    source: str = ""  # key of a Source; a table of the recipe's own names one in each row
    where: str = ""  # where it is to be had, if not at the source's address
    options: Mapping[str, str] = field(default_factory=dict)  # what else its reader is told
    indicators: Mapping[str, Declared] = field(default_factory=dict)  # to take, by their key
    own: OwnFile | None = None  # how a table of somebody's own is read, under `[own]`

    @property
    def key(self) -> str:
        """What its rows are kept under when it has been read."""
        return self.role if self.own is None else self.own.raw_key


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Making:
    """What is at hand when the rows of one file become services or indicators.

    Attributes
    ----------
    file
        What the recipe says of the file.
    sources
        Every source of the recipe, by key.
    choices
        Which rows of national lists belong to the pack, by the names that readers give them.
    raw
        What was read of every file, by role.
    areas
        The pack's areas.
    gazetteer
        Every postcode that is known, as `read_postcodes` returns them.
    codes
        Kind of place → official code → the `place_id` that the pack knows it by: a unitary
        authority that is a district too is known by two.
    made_from
        Kind of place → what it is made from: "authorities", "districts", "wards"…
    places
        The pack's places, indexed by `place_id`: `name`, `kind`, polygons.
    """

    file: RawFile
    sources: Mapping[str, Source]
    choices: Mapping[str, tuple[str, ...]]
    raw: Mapping[str, Any]
    areas: GeoDataFrame
    gazetteer: DataFrame
    log: BuildLog
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    made_from: Mapping[str, str] = field(default_factory=dict)
    places: GeoDataFrame = field(default_factory=GeoDataFrame)

    @property
    def rows(self) -> Any:  # noqa: ANN401 - whatever the reader of the file returns
        """What was read of the file."""
        return self.raw[self.file.key]

    @property
    def source(self) -> Source:
        """Who published the file."""
        return self.sources[self.file.source]

    @property
    def area_ids(self) -> Index:
        """The codes of the pack's areas."""
        codes: Index = self.areas.index
        return codes

    def chosen(self, name: str) -> tuple[str, ...]:
        """Return a list of the recipe's choices; empty where it makes none."""
        return self.choices.get(name, ())

    def kind_of(self, made_from: str) -> str | None:
        """Name the pack's first kind of place that is made from something; None if none is.

        Where every district is an authority of its own, and has no kind apart, it is the latter.
        """
        found = next((kind for kind, made in self.made_from.items() if made == made_from), None)
        if found is None and made_from == "districts":
            above = self.kind_of("authorities")
            districts = set(self.areas["district_id"])
            return above if above and districts <= set(self.codes.get(above, {})) else None
        return found

    def is_ours(self, codes: Series) -> Series:
        """Return which official codes are of the pack's areas and places, or of a country.

        National files hold the whole country's rows; those that no pack of this recipe could
        hold are not worth a word in its report.
        """
        ours = {*self.area_ids, *(code for ids in self.codes.values() for code in ids)}
        country: Series = codes.isin(ours) | codes.str.fullmatch(COUNTRY)
        return country

    def place_ids(self, codes: Series, kind: str) -> Series:
        """Return the pack's own ids of official codes; what it does not know stays as it is."""
        known = self.codes.get(kind, {})
        ids: Series = codes.map(lambda code: known.get(code, code))
        return ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A word that a reader takes from the recipe, beside the path."""

    one_of: tuple[str, ...] = ()  # any text, where none are listed
    default: str = ""


MakeAssets = Callable[[Any, Making], DataFrame]
MakeTables = Callable[[Any, Making], dict[str, DataFrame]]
MakeGround = Callable[[Any, Making], GeoDataFrame]
MakeIndicators = Callable[[Any, Making], tuple[dict[str, Indicator], DataFrame]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One kind of file: what it is, how it is read, and what a pack gets from it.

    Attributes
    ----------
    role
        What a recipe calls it: `[files.libraries]`, or a key of `[tables]`.
    about
        What it is, in words.
    read
        Of a path (and its options): a table, with which the functions below are called.
    is_own
        Whether it is a table of the recipe's own, not an official file.
    is_brought
        Whether it is somebody's own table or map, as they keep it, named under `[own]`: it is
        read with what the recipe says of it, and says itself whose it is.
    is_needed
        Whether no pack can be built without it.
    by_area
        Whether its rows are of small areas, so that those of others may be passed over unread.
    is_one_piece
        Whether it cannot be joined from several files.
    declares_indicators
        Whether the recipe names the indicators to take and declares what the file does not say.
    options, choices
        What else a recipe may say: words for `read`, and lists under `[choices]` with what each
        of them is.
    make_assets
        Makes rows of the assets table, with `asset_id`, `easting_m` and `northing_m`. Unless it
        is the recipe's own, its source and period are added.
    make_indicators
        Makes the catalogue of indicators, and rows of their values.
    make_tables
        Makes whole tables that a pack may hold, by the schema's names of them.
    make_ground
        Makes what lies beneath the map, as `geodata.ground.gather_ground` returns it.
    figures_role
        Which other kind of file those values come from; its own unless said.
    """

    role: str
    about: str
    read: Callable[..., Any]
    is_own: bool = False
    is_brought: bool = False
    is_needed: bool = False
    by_area: bool = False
    is_one_piece: bool = False
    declares_indicators: bool = False
    options: Mapping[str, Option] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    make_assets: MakeAssets | None = None
    make_indicators: MakeIndicators | None = None
    make_tables: MakeTables | None = None
    make_ground: MakeGround | None = None
    figures_role: str = ""
