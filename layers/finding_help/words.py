"""What was found, in plain words: short sentences, each true of nothing, one and many."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from pandas import DataFrame

from geodata.offers import PREGNANCY
from layers.access.journeys import AROUND
from layers.finding_help.asked import about_label
from layers.finding_help.told_apart import (
    ASK,
    BEYOND,
    DISTANT,
    NEAR,
    NOT_THEN,
    STOPPED,
    VISITS,
    WORKERS,
)
from layers.opening import DAYS
from layers.question.words import BY_MODE
from layers.said.numbers import counted, listed, minutes, round_half_up
from layers.said.sentences import called

if TYPE_CHECKING:
    from layers.finding_help.found import HelpFound

AN = (8, 11, 18)  # an 8-year-old
GROWN_UP = 18
MOST_TIED = 3
NEXT = "The nearest further away is"
COUNCIL = (
    "You can also ask the council. Every council in England must tell families what help there is."
)


def who_words(age: int) -> str:
    """Return one of an age: "a 2-year-old", "a baby under 1", "someone who is pregnant"."""
    if age == PREGNANCY:
        return "someone who is pregnant"
    if age == 0:
        return "a baby under 1"
    return f"{'an' if age in AN else 'a'} {age}-year-old"


def within_words(found: HelpFound) -> str:
    """Return how far is far: "within 40 minutes on foot"."""
    return f"within {minutes(found.asked.limit_min)} {BY_MODE[found.asked.mode]}"


def _under(found: HelpFound) -> str:
    label = about_label(found.asked.about)
    return f" under “{label}”" if label else ""


def _then(found: HelpFound, *, is_one: bool) -> str:
    day = found.asked.day
    return f" that {'is' if is_one else 'are'} open on {DAYS[day]}" if day else ""


def heading_words(found: HelpFound) -> str:
    """Return what is asked: "What help is there for a 2-year-old within 30 minutes on foot?"."""
    day = f", open on {DAYS[found.asked.day]}" if found.asked.day else ""
    who = who_words(found.asked.age)
    return f"What help is there{_under(found)} for {who} {within_words(found)}{day}?"


def help_sentence(found: HelpFound) -> str:
    """Return what is near for the child; where nothing is, that, and what is nearest beyond."""
    near, ask = found.of(NEAR), found.of(ASK)
    who, within = who_words(found.asked.age), within_words(found)
    if len(near):
        one = found.services == 1
        count = f"{'is' if one else 'are'} {counted(found.services, 'services')}"
        lead = f"There {count} listed{_under(found)} for {who} {within}{_then(found, is_one=one)}."
        return f"{lead} {_nearest(found, near)}"
    if len(ask):
        lead = (
            f"We are not sure of any service{_under(found)} for {who} {within}"
            f"{_then(found, is_one=True)}. But {_some(len(ask), 'may be right')}: ask first."
        )
    else:
        lead = (
            f"There is nothing listed{_under(found)} for {who} {within}{_then(found, is_one=True)}."
        )
    return f"{lead} {_beyond(found)}"


def _nearest(found: HelpFound, near: DataFrame) -> str:
    """Return the nearest; those that are as near, by the minute, beside it."""
    told = near["minutes"].map(round_half_up)
    tied = [str(name) for name in near["name"][told == told.iloc[0]]]
    how = str(near["how_far"].iloc[0])
    if len(tied) == 1:
        lead = "The nearest is" if found.services > 1 else "Its nearest door is"
        return f"{'It is' if len(near) == 1 else lead} {tied[0]}, {how}."
    rest = len(tied) - MOST_TIED
    names = listed([*tied[:MOST_TIED], *([f"{rest} more"] if rest > 0 else [])])
    return f"The nearest are {names}, each {how}."


def _beyond(found: HelpFound) -> str:
    """Return what is nearest further away."""
    further = found.of(BEYOND)
    if further.empty:
        return "We know of none further away that can be reached in 3 hours."
    sure = further[further["is_sure"].astype(bool)]
    row = (sure if len(sure) else further).iloc[0]
    lead = "The nearest further away that we are sure of is" if len(sure) else NEXT
    ask = f" Ask first: {row['ask']}" if row["ask"] else ""
    return f"{lead} {row['name']}, {row['how_far']}.{ask}"


def _some(count: int, are: str) -> str:
    return f"{count:,} {are}"


def beside_sentence(found: HelpFound) -> str:
    """Return what else there is, a short sentence for each group."""
    return " ".join(_beside(found))


def _beside(found: HelpFound) -> Iterator[str]:
    counts = {group: len(found.of(group)) for group in (ASK, DISTANT, VISITS, NOT_THEN)}
    if counts[ASK] and len(found.of(NEAR)):
        them = "it does" if counts[ASK] == 1 else "they do"
        yield f"{counts[ASK]:,} more may be right. Ask first: {them} not say all we need to know."
    if counts[DISTANT]:
        yield f"{counts[DISTANT]:,} can be reached online or by telephone."
    if counts[VISITS]:
        yield f"{counts[VISITS]:,} will come to you, or {_have(counts[VISITS])} no address listed."
    if counts[NOT_THEN]:
        are = "is" if counts[NOT_THEN] == 1 else "are"
        yield f"{counts[NOT_THEN]:,} more {are} not open on {DAYS[found.asked.day]}."


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def group_words(found: HelpFound, group: str) -> tuple[str, str]:
    """Return what a group is called, and what must be known of it."""
    day = DAYS.get(found.asked.day, "that day")
    titles: Final = {
        NEAR: ("What is there", "The nearest is first."),
        ASK: ("Ask first", "These may be right. Each says what to ask before you send someone."),
        DISTANT: ("Online or by telephone", "Nobody has to travel to these."),
        VISITS: (
            "Comes to you, or no address is listed",
            "These say that they serve where you are. Ask where and when.",
        ),
        NOT_THEN: (f"Not open on {day}", f"By the hours they give, these are not open on {day}."),
        BEYOND: (
            "Further away",
            f"These are the nearest we know of that take longer than {_limit(found)}.",
        ),
        STOPPED: ("Not running now", "These have shut, or have not begun. Do not send anyone."),
        WORKERS: (
            "For people who work with families",
            "These are for you and other workers, not for a family.",
        ),
    }
    return titles[group]


def _limit(found: HelpFound) -> str:
    return f"{minutes(found.asked.limit_min)} {BY_MODE[found.asked.mode]}"


def lack_words(found: HelpFound) -> str:
    """Return what the list of `theme_words` is of; empty where nothing is missing."""
    if not list(theme_words(found)):
        return ""
    day = f", open on {DAYS[found.asked.day]}" if found.asked.day else ""
    return f"What is not there for {who_words(found.asked.age)} {within_words(found)}{day}"


def theme_words(found: HelpFound) -> Iterator[tuple[str, str]]:
    """Return each theme of which nothing is sure to be near, and what there is instead."""
    for row in found.themes.to_dict("records"):
        if not row["near"]:
            yield str(row["label"]), " ".join(_instead(row))


def _instead(row: Mapping[Hashable, Any]) -> Iterator[str]:
    yield "Nothing that we are sure of." if row["ask"] else "Nothing is listed."
    if row["ask"]:
        yield f"{row['ask']:,} may be right: ask first."
    if row["distant"]:
        yield f"{row['distant']:,} can come to you or be reached from home."
    if row["nearest"]:
        yield f"The nearest further away is {row['nearest']}, {row['nearest_way']}."


def help_notes(found: HelpFound) -> Iterator[str]:
    """Return how the list was made, and what it cannot tell."""
    title, start = called(found.title), found.start
    yield "This list may not hold all the help there is. Check before you send someone."
    yield _method(found)
    if found.bus_day and found.asked.day:
        yield (
            f"Bus times are those of {found.bus_day}. Buses on {DAYS[found.asked.day]} may differ."
        )
    if not start.is_inside:
        yield f"You set out from outside {title}. Help where you are is listed only in part."
    elif found.is_near_edge:
        yield f"The edge of {title} is near. Help over the edge is listed only in part."
    if start.is_rough:
        yield f"Times are from {start.called}. A postcode gives better times."
    if found.asked.age == 0:
        yield "Ages are listed in whole years. Some help is for only a few months: ask."
    if found.asked.age >= GROWN_UP:
        yield (
            "Much help for children ends at 18. Some goes on to 25 for young people with special "
            "needs: see who each is for."
        )


def _method(found: HelpFound) -> str:
    if found.is_estimate:
        around = " around wide water" if found.method == AROUND else ""
        return (
            f"Times are rough. They come from a straight line{around}, made longer. The true way "
            "may take more time."
        )
    return f"Times are {'by ' if found.asked.mode == 'bus' else ''}{found.method}."
