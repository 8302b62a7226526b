"""The journeys a question is answered by: by bus, along the pack's streets, or straight lines."""

from __future__ import annotations

from geodata.errors import QuestionError
from geodata.model import Pack
from layers.access.bus import BusJourneys
from layers.access.graph import graph_of
from layers.access.journeys import Journeys
from layers.access.network import NetworkJourneys
from layers.access.reach import straight_line
from layers.access.town_and_country import TownAndCountry, is_rural, rural_scale
from layers.question.faults import NO_TIMETABLE
from layers.question.question import WALK_PACE_KMH, Question, rural_question


def journeys_for(pack: Pack, question: Question) -> Journeys:
    """Choose how journeys are measured: along streets where the pack holds some.

    Rural areas have journeys of their own where the question asks so. The graph of a pack's streets
    is made once and kept; only the searches are done again.
    """
    own = network_journeys(pack, question) or straight_line(pack, question)
    here = bus_journeys(pack, question, own) if question.mode == "bus" else own
    country = rural_question(question)
    if country is None:
        return here
    rural = is_rural(pack).reindex(pack.origins["area_id"]).to_numpy(bool)
    return TownAndCountry(
        town=here, country=journeys_for(pack, country), rural=rural, scale=rural_scale(question)
    )


def bus_journeys(pack: Pack, question: Question, on_foot: Journeys) -> BusJourneys:
    """Measure journeys by the pack's timetable, or on foot where that is quicker.

    Raises
    ------
    QuestionError
        The pack holds no timetable.
    """
    if pack.timetable is None:
        raise QuestionError([NO_TIMETABLE])
    return BusJourneys(
        timetable=pack.timetable,
        on_foot=on_foot,
        line=straight_line(pack, question),
        sources=(pack.info.sources[pack.info.timetable_source], *on_foot.sources),
    )


def network_journeys(pack: Pack, question: Question) -> NetworkJourneys | None:
    """Measure journeys along the pack's streets; None where it holds none."""
    if pack.network is None:
        return None
    return NetworkJourneys(
        graph=graph_of(pack.network, question.own_way),
        estimate=straight_line(pack, question),
        sources=(pack.info.sources[pack.info.network_source],),
        walk_kmh=question.pace_kmh if question.own_way == "walk" else WALK_PACE_KMH,
    )
