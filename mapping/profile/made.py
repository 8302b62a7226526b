"""A profile ready to be written in any format: its sections, its pictures, and whose it is."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Literal

from geodata.model import Pack
from layers.profile.asked import Asked
from layers.profile.parts import MapView, Section
from layers.profile.profile import Profile, measure_profile
from mapping.drawn.picture import draw_map_png, picture_alt_text
from mapping.map.describe import describe_map
from mapping.map.spec import MapSpec
from mapping.profile.branding import PLAIN, Branding

Length = Literal["sheet", "full"]
LENGTHS: dict[Length, str] = {"sheet": "two sides for a meeting", "full": "the full profile"}
MAP_MM: dict[Length, tuple[float, float]] = {"sheet": (84.0, 64.0), "full": (180.0, 125.0)}
INSET_MM = (48.0, 48.0)
DPI = 200
INSET_MARGIN = 0.08  # of the inset’s width, around the people it shows


class Document:
    """What every format is written from; pictures are drawn once, whatever the formats."""

    def __init__(
        self, asked: Asked, *, length: Length = "full", branding: Branding = PLAIN
    ) -> None:
        """Keep what is worked out about a place; its address is whole where the app’s is known."""
        if branding.address and asked.address.startswith("/"):
            asked = replace(asked, address=f"{branding.address}{asked.address}")
        self.asked, self.length, self.branding = asked, length, branding

    @property
    def pack(self) -> Pack:
        """The pack that the place is in."""
        return self.asked.pack

    @cached_property
    def profile(self) -> Profile:
        """All that is said of the place."""
        return measure_profile(self.asked)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections, as long as the document is meant to be."""
        return self.profile.brief if self.length == "sheet" else self.profile.sections

    @property
    def title(self) -> str:
        """The title of the document: "Wisbech: place profile"."""
        return f"{self.profile.name}: place profile"

    @cached_property
    def spec(self) -> MapSpec:
        """The map of the question."""
        return describe_map(self.pack, self.asked.gaps)

    @cached_property
    def map_png(self) -> bytes:
        """The map at the place, `MAP_MM` large, without words around it."""
        return draw_map_png(
            self.spec,
            self.pack,
            place_id=self.profile.place_id,
            width_mm=MAP_MM[self.length][0],
            height_mm=MAP_MM[self.length][1],
            dpi=DPI,
            words=False,
            is_hatched=True,
        )

    @cached_property
    def inset_png(self) -> bytes | None:
        """The map where people live closest together; None where there is no inset."""
        view = self.map_view
        if view is None or view.inset is None:
            return None
        west, south, east, north = view.inset
        margin = INSET_MARGIN * max(east - west, north - south)
        return draw_map_png(
            self.spec,
            self.pack,
            place_id=self.profile.place_id,
            bounds=(west - margin, south - margin, east + margin, north + margin),
            width_mm=INSET_MM[0],
            height_mm=INSET_MM[1],
            dpi=DPI,
            words=False,
            is_detail=True,
            is_hatched=True,
        )

    @property
    def map_view(self) -> MapView | None:
        """The first map of the profile; None without one."""
        blocks = (block for section in self.profile.sections for block in section.blocks)
        return next((block for block in blocks if isinstance(block, MapView)), None)

    @property
    def map_alt(self) -> str:
        """What the map shows, in words."""
        return picture_alt_text(self.spec, place=self.profile.name, sentence=self.profile.headline)
