"""Which years the figures of an answer are from: people, services and need each have their own."""

from __future__ import annotations

from geodata.model import Pack, PackInfo
from layers.assets import service_assets
from layers.gaps import Gaps
from layers.said.numbers import listed


def dates_words(gaps: Gaps, pack: Pack) -> str:
    """Return the periods of what an answer is made of.

    "Data: people mid-2020; services 2018 to 2020; need 2025".
    """
    offered = service_assets(pack.assets, pack.info.services[gaps.question.service])
    periods = [pack.info.sources[key].period for key in sorted(offered["source"].unique())]
    services = listed(list(dict.fromkeys(periods))) or "none listed"
    need = gaps.need.indicator.period
    return f"{people_date_words(pack.info)}; services {services}; need {need}"


def people_date_words(info: PackInfo) -> str:
    """Return the period of the counts of people: "Data: people mid-2020"."""
    return f"Data: people {info.people.period}"
