"""Where it is: the map of the question at the place, and what kind of place it is."""

from __future__ import annotations

import shapely
from geopandas import GeoSeries
from pandas import Index

from geodata.model import Pack
from layers.place.evidence import boundary_words
from layers.places import member_areas
from layers.profile.asked import Asked
from layers.profile.parts import MapView, Section
from layers.profile.sections.cells import about
from layers.said.numbers import counted, listed
from layers.said.sentences import called

MOST_DISTRICTS = 3  # that a sentence names
HALF = 0.5  # of the people: the inset shows the closest half
CLOSE = 0.35  # of the place’s width: an inset of more shows nothing nearer


def where(asked: Asked) -> Section:
    """Return the map of the place, with an inset where its people live closest together."""
    pack, facts = asked.pack, asked.facts
    inside = member_areas(pack, asked.place_id)
    kind = facts.kind
    said = (
        f"{facts.name} is {_a(kind.label)} of {counted(len(inside), f'{pack.info.area_label}s')}"
        f"{_in(pack, inside.index, facts.name)}. {boundary_words(pack, asked.place_id)}"
    )
    titles = [source.title for source in asked.gaps.sources]
    if kind.boundary != "own":
        titles.append(pack.info.sources[kind.source].title)
    return Section(
        key="where",
        title="Where it is",
        said=(said,),
        blocks=(
            MapView(
                key="map",
                title=f"{facts.name}: {facts.heading}",
                place_id=asked.place_id,
                alt=f"Map of {called(facts.name)} and what is around it. {facts.headline}",
                about=about(titles),
                inset=closest(pack, asked.place_id),
            ),
        ),
    )


def _in(pack: Pack, areas: Index, name: str) -> str:
    """Return in which districts areas lie: nothing where that says no more than the name."""
    held = pack.areas["district"].reindex(areas)
    districts = [str(each) for each in held.value_counts().index]
    if held.isna().any() or name in districts or not 0 < len(districts) <= MOST_DISTRICTS:
        return ""
    return f" in {listed([called(each) for each in districts])}"


def _a(noun: str) -> str:
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def closest(pack: Pack, place_id: str) -> tuple[float, float, float, float] | None:
    """Find where half of a place’s people live closest together.

    The neighbourhoods are taken from the most people to the hectare on, until they hold half of
    the place’s people; of these, the largest group that touches is shown.

    Returns
    -------
    bounds
        West, south, east and north in EPSG:27700 metres; None where that is most of the place.
    """
    inside = member_areas(pack, place_id)
    areas = pack.areas.loc[inside.index]
    ages = [name for name in areas.columns if name.startswith("people_")]
    people = (areas[ages].sum(axis="columns") * inside).fillna(0.0)
    shapes = GeoSeries(areas.geometry)
    if len(areas) < 2 or not people.sum() > 0:  # noqa: PLR2004 - one area is its own middle
        return None
    density = (people / shapes.area).sort_values(ascending=False)
    taken = density.index[
        people[density.index].cumsum().shift(fill_value=0.0) < HALF * people.sum()
    ]
    joined = shapely.get_parts(shapes.loc[taken].buffer(1.0).union_all())
    held = [float(people.loc[taken][shapes.loc[taken].intersects(part)].sum()) for part in joined]
    west, south, east, north = joined[held.index(max(held))].bounds
    whole = shapes.total_bounds
    wide = max(whole[2] - whole[0], whole[3] - whole[1])
    return (west, south, east, north) if max(east - west, north - south) <= CLOSE * wide else None
