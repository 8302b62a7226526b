"""Every layer a pack offers, with who published it, of when, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geodata.model import Pack, Source, Standing
from layers.assets import open_doors, service_assets


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
    source: Source
    note: str = ""


def catalogue(pack: Pack) -> tuple[Layer, ...]:
    """List every layer of a pack: people, boundaries, services, indicators."""
    return (*_people(pack), *_indicators(pack), *_services(pack), *_boundaries(pack))


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


def _own(pack: Pack) -> Standing:
    return "illustrative" if pack.info.illustrative else "published"


def _indicators(pack: Pack) -> Iterator[Layer]:
    for indicator in pack.indicators.values():
        values = pack.indicator_values[pack.indicator_values["indicator"] == indicator.key]
        latest = values[values["period"] == indicator.period]
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
            note=indicator.note,
        )


def _services(pack: Pack) -> Iterator[Layer]:
    for service in pack.info.services.values():
        assets = service_assets(pack.assets, service)
        for key in sorted(assets["source"].unique()) or [pack.info.origin_source]:
            listed = assets[assets["source"] == key]
            doors = open_doors(listed)
            source = pack.info.sources[key]
            yield Layer(
                key=service.key,
                label=service.label.capitalize(),
                group="Services",
                rows=len(doors),
                unit="open doors",
                missing=len(listed) - len(doors),
                period=source.period,
                standing="published",
                source=source,
                note=_service_note(len(listed), len(listed) - len(doors)),
            )


def _service_note(listed: int, not_counted: int) -> str:
    if not listed:
        return "No site of this service is listed in this pack."
    if not_counted:
        return f"{not_counted} listed but not counted: closed, planned or online."
    return ""


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
