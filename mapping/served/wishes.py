"""What sites are looked for, and what each door and neighbourhood is worth by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast, get_args

from pandas import DataFrame

from geodata.model import Pack
from layers.progress import Progress
from layers.question.question import Question
from layers.siting.candidates import area_candidates, candidates_named
from layers.siting.demand import Aim, Who, usual_whom
from layers.siting.found import Siting
from layers.siting.sites import suggest_sites, weigh_candidates, weigh_doors

MOST_SUGGESTED = 10
WISH_EXPECTED = (
    f"how many sites (1 to {MOST_SUGGESTED}), among what, to what end and for whom, as in "
    "3.areas.cover.need"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What sites are looked for: how many, among what, to what end, for whom."""

    count: int = 3
    among: str = "areas"
    aim: Aim = "cover"
    who: Who = "need"


def read_wish(text: str | None, pack: Pack) -> Wish | None:
    """Read a wish out of the address; None where there is none that can be used."""
    found = re.fullmatch(r"([1-9][0-9]?)\.([^.]+)\.([^.]+)\.([^.]+)", text or "")
    if found is None:
        return None
    count, among, aim, who = int(found[1]), found[2], found[3], found[4]
    fits = (
        count <= MOST_SUGGESTED
        and (among == "areas" or among in pack.info.services)
        and aim in get_args(Aim)
        and who in get_args(Who)
    )
    if not fits:
        return None
    return Wish(count=count, among=among, aim=cast(Aim, aim), who=cast(Who, who))


def sites_wished(pack: Pack, question: Question, wish: Wish, progress: Progress) -> Siting:
    """Choose the sites that are wished for; see `layers.siting.sites`."""
    candidates = candidates_named(pack, wish.among)
    return suggest_sites(
        pack, question, candidates, wish.count, aim=wish.aim, who=wish.who, progress=progress
    )


def each_alone(pack: Pack, question: Question, progress: Progress) -> tuple[DataFrame, DataFrame]:
    """Weigh every door for closing and every neighbourhood for one more, each by itself.

    Returns
    -------
    doors, areas
        See `weigh_doors` and `weigh_candidates`.
    """
    progress(0.1, "closing each door by itself")
    who = usual_whom(pack, question)
    doors = weigh_doors(pack, question, who)
    progress(0.5, "adding one more in each neighbourhood")
    return doors, weigh_candidates(pack, question, area_candidates(pack), who)
