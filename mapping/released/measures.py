"""What a pack protects, as rules that figures are judged by: its sensitive indicators and facts.

A fact of a report is judged under the name of its measure, whether or not an indicator holds that
too. What is called nearly the same and is another measure is told apart by its longer name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np
from pandas import DataFrame, Series

from geodata.model import Disclosure, Indicator, Pack, Source
from mapping.released.judging import Names, Rule, any_of, fold, number_of
from mapping.released.numbers import A_YEAR, OF_PEOPLE, TOKEN, fold_signs, words_in

NUMBERS = ("value", "numerator", "denominator", "lower", "upper")
ARTICLE = re.compile(r"^(?:an?|the) ")


def rules_of(pack: Pack) -> list[Rule]:
    """Return how the figures of each sensitive measure of a pack are judged."""
    names = _names(pack)
    of_indicators = [_rule_of(pack, each, names) for each in _sensitive(pack)]
    return [*of_indicators, *_rules_of_facts(pack, names)]


def sources_of(pack: Pack) -> tuple[Source, ...]:
    """Return whose figures are protected, each publisher's once."""
    keys = [each.source for each in _sensitive(pack)]
    keys += [str(each) for each in sensitive_facts(pack)["source"]]
    return tuple(pack.info.sources[key] for key in dict.fromkeys(keys))


def sensitive_facts(pack: Pack) -> DataFrame:
    """Return the facts of reports that are marked sensitive, as the pack publishes them."""
    facts = pack.reported.facts
    rows: DataFrame = facts[facts["sensitive"].astype(bool)]
    return rows


def _sensitive(pack: Pack) -> Iterator[Indicator]:
    return (each for each in pack.indicators.values() if each.sensitive)


def _rule_of(pack: Pack, indicator: Indicator, names: Names) -> Rule:
    rows = pack.indicator_values
    rows = rows[rows["indicator"] == indicator.key]
    published = _numbers_of(rows[list(NUMBERS)])
    published |= {indicator.target} if indicator.target is not None else set()
    facts = pack.reported.facts
    is_it = facts["indicator"].eq(indicator.key) | _called(facts, indicator.label)
    periods = [*rows["period"].astype(str).unique(), indicator.period]
    periods += [indicator.unit] if any(letter.isdigit() for letter in indicator.unit) else []
    return _judged_by(
        [pack.info.disclosure.rule_of(indicator.key)],
        pack,
        names,
        label=indicator.label,
        called=[indicator.label, indicator.key],
        plain=periods,
        published=published | _published_facts(facts[is_it]),
        is_count=indicator.form == "count",
    )


def _rules_of_facts(pack: Pack, names: Names) -> Iterator[Rule]:
    """Yield a rule for each measure of the sensitive facts: all of them are taken for counts.

    Facts of one measure that go by several rules are judged by the strictest of each.
    """
    facts = pack.reported.facts
    for measure, some in sensitive_facts(pack).groupby("measure", sort=False):
        alike = facts[_called(facts, str(measure))]
        named = [str(key) for key in some["indicator"].fillna("").unique()]
        yield _judged_by(
            [pack.info.disclosure.rule_of(key) for key in named],
            pack,
            names,
            label=str(measure),
            called=[str(measure), *map(str, some.index)],
            plain=[*_texts_in(alike["period"]), *_texts_in(alike["cites"])],
            published=_published_facts(alike),
            is_count=True,
        )


def _called(facts: DataFrame, name: str) -> Series:
    """Return which facts are of a measure of that name, however it is set."""
    of_it = any_of([name])
    found: Series = facts["measure"].map(lambda each: bool(of_it.fullmatch(fold_signs(each))))
    return found.astype(bool)


def _published_facts(facts: DataFrame) -> set[float]:
    """Return what the pack tells of some facts, as numbers and in what is printed of them."""
    said = {
        number_of(token[0])
        for printed in _texts_in(facts["printed"])
        for token in TOKEN.finditer(fold_signs(printed))
    }
    return _numbers_of(facts[["value"]]) | said


def _numbers_of(rows: DataFrame) -> set[float]:
    numbers = rows.to_numpy(float).ravel()
    return {float(each) for each in numbers[np.isfinite(numbers)]}


def _texts_in(cells: Series) -> list[str]:
    return [str(each) for each in cells.dropna().unique()]


def _judged_by(
    rules: Sequence[Disclosure],
    pack: Pack,
    names: Names,
    *,
    label: str,
    called: Sequence[str],
    plain: Sequence[str],
    published: Collection[float],
    is_count: bool,
) -> Rule:
    rule = max(rules, key=lambda each: (each.threshold, each.round_to))
    smallest = rule.threshold - 1
    return Rule(
        label=label,
        is_count=is_count,
        folded=tuple(tuple(map(fold, words_in(each))) for each in called if each),
        marker=any_of(called),
        longer=_longer_names(pack, called),
        plain=any_of([*called, *plain]),
        all_small=re.compile(
            rf"\b(?:from |between )?[01] ?(?:to|and|[–-]) ?(?:{smallest}|{smallest:,})\b",
            re.IGNORECASE,
        ),
        names=names,
        published=frozenset(published),
        threshold=rule.threshold,
        round_to=rule.round_to,
        least=0 if any(each.zeros == "suppressed" for each in rules) else 1,
    )


def _longer_names(pack: Pack, called: Sequence[str]) -> re.Pattern[str] | None:
    """Return the names of other measures that hold one of these; None where there are none."""
    marker = any_of(called)
    longer = [
        name
        for name in _names_of_measures(pack)
        if marker.search(name) and not marker.fullmatch(name)
    ]
    return any_of(longer) if longer else None


def _names_of_measures(pack: Pack) -> Iterator[str]:
    """Return what every measure is called: of indicators, facts and outcomes that are watched."""
    for each in pack.indicators.values():
        yield each.label
        yield each.key
    yield from _texts_in(pack.reported.facts["measure"])
    yield from _texts_in(pack.reported.outcomes["label"])


def _names(pack: Pack) -> Names:
    numbered = [each for each in _places_of(pack) if TOKEN.search(fold_signs(each))]
    lettered = [each for each in numbered if any(letter.isalpha() for letter in each)]
    indicators = (name for each in pack.indicators.values() for name in (each.label, each.key))
    return Names(
        of_measures=any_of([*indicators, *_texts_in(sensitive_facts(pack)["measure"])]),
        years=frozenset(_years_of(pack)),
        of_places=any_of(lettered) if lettered else None,
        not_people=_numbers_before(_counted_beside(pack)),
    )


def _counted_beside(pack: Pack) -> Iterator[str]:
    """Return the nouns of a pack that are no people: its kinds of places, and its services."""
    for kind in pack.info.place_kinds.values():
        yield from (kind.label, kind.plural)
    yield from (pack.info.area_label, f"{pack.info.area_label}s")
    for service in pack.info.services.values():
        yield from (service.label, ARTICLE.sub("", service.singular))


def _numbers_before(nouns: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern of numbers of what these nouns name, but of people.

    Whatever a pack calls its places: “3 children” are never let pass as so many of them.
    """
    told = [each for each in nouns if each and not OF_PEOPLE.search(_last_word(each))]
    if not told:
        return None
    a_number = r"(?<![\w.,/–-])\d[\d,]*(?:\.\d+)?"
    before = rf"(?:{a_number} (?:to|of|or|and) (?:the |all |its )?)?{a_number} (?:other )?"
    return re.compile(f"{before}(?:{any_of(told).pattern})(?![’']s? worth\\b)", re.IGNORECASE)


def _last_word(noun: str) -> str:
    """Return the end of a noun as it is counted."""
    return f"3 {noun.rsplit(maxsplit=1)[-1]}"


def _places_of(pack: Pack) -> set[str]:
    """Return what the places, areas and doors of a pack are called."""
    columns = ("name", "official_name", "address")
    return {
        str(said)
        for table in (pack.places, pack.areas, pack.assets)
        for column in table.columns.intersection(list(columns))
        for said in table[column].dropna().unique()
    }


def _years_of(pack: Pack) -> Iterator[str]:
    """Return every year that the words of a pack name: of figures, sources and reports."""
    told: list[str] = [pack.info.date]
    told += [" ".join((each.title, each.period)) for each in pack.info.sources.values()]
    told += [" ".join((each.label, each.period, each.note)) for each in pack.indicators.values()]
    told += [str(each) for each in pack.indicator_values["period"].unique()]
    reported = pack.reported
    for table in (reported.facts, reported.outcomes, reported.projects):
        for column in table.columns:
            told += _texts_in(table[column])
    for said in told:
        yield from A_YEAR.findall(re.sub(r"[/–-]", " ", said))
