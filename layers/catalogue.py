"""Every layer a pack offers, with who published it, for which period, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geodata.model import Indicator, Pack, Service, Source, Standing
from layers.assets import open_doors, service_assets
from layers.need import counts_people, measure_need, need_sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One thing a pack can show.

    Attributes
    ----------
    group
        Heading it is listed under: "People", "Need", "Services", "Boundaries".
    rows, unit
        How many of what: 516 "neighbourhoods".
    missing
        How many of them have no value.
    """

    key: str
    label: str
    group: str
    rows: int
    unit: str
    missing: int
    period: str
    standing: Standing
    source: Source | None  # None where nothing is listed at all
    note: str = ""


def catalogue(pack: Pack) -> tuple[Layer, ...]:
    """List every layer of a pack: people, streets, indicators, services, boundaries."""
    return (
        *_people(pack),
        *_streets(pack),
        *_timetable(pack),
        *_indicators(pack),
        *_services(pack),
        *_boundaries(pack),
        *_ground(pack),
    )


def _people(pack: Pack) -> Iterator[Layer]:
    people = pack.info.people
    yield Layer(
        key="people",
        label="People by single year of age, 0 to 25, and in total",
        group="People",
        rows=len(pack.areas),
        unit=f"{pack.info.area_label}s",
        missing=int(pack.areas["people_all"].isna().sum()),
        period=people.period,
        standing=people.standing,
        source=pack.info.sources[people.source],
        note=people.note,
    )
    source = pack.info.sources[pack.info.origin_source]
    yield Layer(
        key="origins",
        label="Where people set out from",
        group="People",
        rows=len(pack.origins),
        unit="starting points",
        missing=len(set(pack.areas.index) - set(pack.origins["area_id"])),
        period=source.period,
        standing=_own(pack),
        source=source,
        note=source.note,
    )


def _streets(pack: Pack) -> Iterator[Layer]:
    if pack.network is None:
        return
    source = pack.info.sources[pack.info.network_source]
    yield Layer(
        key="streets",
        label="Streets and paths to walk and drive along",
        group="Journeys",
        rows=len(pack.network.edges),
        unit="stretches",
        missing=0,
        period=source.period,
        standing=_own(pack),
        source=source,
        note=source.note,
    )


def _timetable(pack: Pack) -> Iterator[Layer]:
    if pack.timetable is None:
        return
    source = pack.info.sources[pack.info.timetable_source]
    yield Layer(
        key="timetable",
        label=f"Bus rides from stop to stop, {pack.timetable.day}",
        group="Journeys",
        rows=len(pack.timetable.connections),
        unit="rides",
        missing=0,
        period=source.period,
        standing=_own(pack),
        source=source,
        note=source.note,
    )


def _ground(pack: Pack) -> Iterator[Layer]:
    if pack.ground is None:
        return
    held = (pack.ground.areas, pack.ground.lines, pack.ground.names)
    for key in sorted({key for rows in held for key in rows["source"]}):
        source = pack.info.sources[key]
        yield Layer(
            key=f"ground-{key}",
            label="What lies beneath the map: water, woods, roads and names",
            group="Boundaries",
            rows=sum(int(rows["source"].eq(key).sum()) for rows in held),
            unit="shapes and names",
            missing=0,
            period=source.period,
            standing=_own(pack),
            source=source,
            note=source.note,
        )


def _own(pack: Pack) -> Standing:
    return "illustrative" if pack.info.illustrative else "published"


def _indicators(pack: Pack) -> Iterator[Layer]:
    for indicator in pack.indicators.values():
        values = pack.indicator_values[pack.indicator_values["indicator"] == indicator.key]
        ours = values["place_id"].isin(pack.areas.index) | values["place_id"].isin(
            pack.places.index
        )
        latest = values[(values["period"] == indicator.period) & ours]
        is_area = indicator.geography == "area"
        kind = pack.info.place_kinds.get(indicator.geography)
        yield Layer(
            key=indicator.key,
            label=f"{indicator.label} ({indicator.unit})",
            group="Need" if is_area else "Published figures",
            rows=len(latest),
            unit=f"{pack.info.area_label}s" if is_area else (kind.plural if kind else "areas"),
            missing=int(latest["value"].isna().sum())
            + (len(set(pack.areas.index) - set(latest["place_id"])) if is_area else 0),
            period=indicator.period,
            standing=indicator.standing,
            source=pack.info.sources[indicator.source],
            note=" ".join(filter(None, [_in_all(pack, indicator), indicator.note])),
        )


def _in_all(pack: Pack, indicator: Indicator) -> str:
    """Return how many people a measure counts in all; empty of one that counts none."""
    if not counts_people(indicator):
        return ""
    tenths = pack.info.defaults.need_deciles
    return need_sentence(pack, measure_need(pack, indicator.key), tenths)


def _services(pack: Pack) -> Iterator[Layer]:
    for service in pack.info.services.values():
        assets = service_assets(pack.assets, service)
        if assets.empty:
            yield _service(pack, service, None, 0, 0)
        for key, listed in assets.groupby("source"):
            yield _service(pack, service, str(key), len(open_doors(listed)), len(listed))


def _service(pack: Pack, service: Service, key: str | None, doors: int, listed: int) -> Layer:
    source = pack.info.sources[key] if key else None
    left_out = f"{listed - doors} listed but not counted: closed, planned or without a door."
    note = "No site of this service is listed in this pack." if not listed else left_out
    return Layer(
        key=service.key,
        label=service.label[:1].upper() + service.label[1:],
        group="Services",
        rows=doors,
        unit="open door" if doors == 1 else "open doors",
        missing=listed - doors,
        period=source.period if source else "",
        standing="published",
        source=source,
        note=note if doors < listed or not listed else "",
    )


def _boundaries(pack: Pack) -> Iterator[Layer]:
    for kind in pack.info.place_kinds.values():
        source = pack.info.sources[kind.source]
        yield Layer(
            key=kind.key,
            label=kind.plural.capitalize(),
            group="Boundaries",
            rows=int((pack.places["kind"] == kind.key).sum()),
            unit="places",
            missing=0,
            period=source.period,
            standing="illustrative" if kind.boundary == "illustrative" else "published",
            source=source,
            note=" ".join(
                filter(None, ["Working boundary." if kind.boundary == "working" else "", kind.note])
            ),
        )
