"""Who is not reached: children in high need beyond the limit, by area and by place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pandas import DataFrame, Series

from geodata.model import Pack, Source
from layers.access.journeys import Journeys
from layers.access.journeys_for import journeys_for
from layers.access.reach import Reach, measure_reach
from layers.need import Need, measure_need
from layers.places import sum_by_place
from layers.question.check import check_question
from layers.question.question import Question
from layers.question.sentence import question_sentence
from layers.said.citing import used_sources
from layers.said.classes import GAP_CLASSES

REACHED_SHARE = 2 / 3  # most of the children are within the limit
FEW_SHARE = 1 / 3  # few are
UNKNOWN_CLASS = 9


COUNTS = (
    "children",
    "high_need_children",
    "beyond_children",
    "gap_children",
    "reached_high_need_children",
    "unknown_children",
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gaps:
    """The answer to a question: who is in need, who is reached, who is neither.

    Attributes
    ----------
    areas
        Indexed by `area_id`: `name`, `district`, `children`, `decile`, `is_high_need`,
        `within_share`, `minutes`, `nearest`, the counts of `COUNTS`, and `gap_class` (3 × need
        class + reach class, each 0–2 with 2 the worse; 9 where either is not known).
    places
        Indexed by `place_id`, the largest gap first: `place`, `kind`, `areas` and the counts of
        `COUNTS`. A count is NaN only where nothing of it is known; `unknown_children` says how
        many children could not be judged.
    total
        The same counts over all areas.
    """

    question: Question
    heading: str
    areas: DataFrame
    places: DataFrame
    total: Series
    need: Need
    reach: Reach
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def missing_areas(self) -> int:
        """How many areas could not be judged: need, children or journeys not known."""
        return int((self.areas["gap_class"] == UNKNOWN_CLASS).sum())

    def parameters(self) -> dict[str, Any]:
        """Give the question's settings, and how journeys and need were come by."""
        return self.question.parameters() | {
            "journeys": self.reach.method,
            "estimated_share": round(self.reach.estimated_share, 4),
            "need_basis": self.need.basis,
            "need_missing_areas": self.need.missing,
            "doors": self.reach.doors,
            "illustrative": self.is_illustrative,
        }


def measure_gaps(pack: Pack, question: Question, journeys: Journeys | None = None) -> Gaps:
    """Answer a question for every area and every place.

    For each area, gap children = children × [need decile ≤ k] × share beyond the limit.

    Parameters
    ----------
    journeys
        Minutes from origins to assets; where none are given, along the pack's streets, or straight
        lines with a detour where it holds none.

    Raises
    ------
    QuestionError
        The question names something the pack does not hold, or a setting is out of range.
    """
    check_question(question, pack)
    reach = measure_reach(pack, question, journeys or journeys_for(pack, question))
    need = measure_need(pack, question.need)
    areas = _judge_areas(pack, question, reach, need)
    return Gaps(
        question=question,
        heading=question_sentence(question, pack),
        areas=areas,
        places=_judge_places(pack, question.place_kind, areas),
        total=areas[list(COUNTS)].sum(min_count=1),
        need=need,
        reach=reach,
        sources=used_sources(pack, question, [question.need], reach.sources),
        is_illustrative=pack.info.illustrative,
    )


def _judge_areas(pack: Pack, question: Question, reach: Reach, need: Need) -> DataFrame:
    areas = DataFrame(pack.areas[["name", "official_name", "district"]]).join(reach.areas)
    areas["decile"] = need.deciles
    areas["is_high_need"] = need.deciles <= question.need_deciles
    high = areas["is_high_need"].astype(float).mask(areas["decile"].isna())
    beyond = 1 - areas["within_share"]
    areas["high_need_children"] = areas["children"] * high
    areas["beyond_children"] = areas["children"] * beyond
    areas["gap_children"] = areas["children"] * high * beyond
    areas["reached_high_need_children"] = areas["children"] * high * areas["within_share"]
    judged = areas["gap_children"].notna()
    areas["unknown_children"] = areas["children"].where(~judged, 0.0)
    areas["gap_class"] = _gap_classes(areas, question.need_deciles)
    return areas


def _gap_classes(areas: DataFrame, need_deciles: int) -> Series:
    """Class need by tenths and reach by thirds of an area's children.

    Fixed bounds, not the terciles of the areas shown: most areas of a county have no door within
    a walk, so terciles of reach would fall among equal values, and a class would change its
    meaning with the map. See docs/methods.md.
    """
    middle = need_deciles + (10 - need_deciles) / 2
    need = (areas["decile"] <= middle).astype(int) + (areas["decile"] <= need_deciles)
    reach = (areas["within_share"] < REACHED_SHARE).astype(int) + (
        areas["within_share"] < FEW_SHARE
    )
    classes = 3 * need + reach
    return classes.mask(areas["gap_children"].isna(), UNKNOWN_CLASS).astype(int)


def _judge_places(pack: Pack, kind: str, areas: DataFrame) -> DataFrame:
    places = sum_by_place(pack, kind, areas[list(COUNTS)])
    ordered = places.sort_values(
        ["gap_children", "place"], ascending=[False, True], na_position="last"
    )
    result: DataFrame = ordered
    return result


def class_words(code: int) -> str:
    """Return a class of need and reach in words: "needier, few are reached"."""
    if code == UNKNOWN_CLASS:
        return "not known"
    return GAP_CLASSES[code]
