"""Which areas, or which children, are in need, by one indicator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pandas import DataFrame, Series

from geodata.errors import Problem, quoted
from geodata.model import Disclosure, Indicator, Pack, Source, Standing
from geodata.pack import area_indicators
from layers.ages import aged_words
from layers.disclosed import may_be_told, protect_counts
from layers.people import children_by_age

TENTHS = 10
AREA = "area"
AS_PUBLISHED = "national tenths, as published"
NOT_GIVEN = "too few to publish, or missing"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Need:
    """How needy each area is, in tenths, 1 the neediest; of a measure in people, how many are.

    Attributes
    ----------
    deciles
        Indexed by `area_id`, in the order of the pack's areas; NaN where not known.
    values
        The indicator's own values, likewise.
    counts
        Of a measure in people, likewise: the `numerator` and `denominator` that were published
        (NaN where not), and the pack's own children of the ages that it counts (`children`). None
        of a measure that says only which areas are needier than others.
    basis
        What the tenths are tenths of.
    missing
        How many areas have no tenth; of a measure in people, no share.
    """

    indicator: Indicator
    source: Source
    deciles: Series
    values: Series
    counts: DataFrame | None
    basis: str
    missing: int

    @property
    def tenths_standing(self) -> Standing:
        """How far the tenths are from what was published, which the share beside them may be."""
        own = self.indicator.standing
        return "published" if self.basis == AS_PUBLISHED and own == "estimated" else own

    @property
    def is_of_people(self) -> bool:
        """Whether it counts people, wherever they live, and not areas."""
        return self.counts is not None

    @property
    def is_guarded(self) -> bool:
        """Whether those in need are counted by what is sensitive: small counts are not shown."""
        return counts_the_sensitive(self.indicator)

    def protected(
        self, counts: DataFrame, names: Iterable[str], disclosure: Disclosure
    ) -> DataFrame:
        """Return counts of which some columns count those in need, as far as they may be shown.

        A measure that says only which areas are needier counts nobody: all children of an area
        are, or none.
        """
        if not self.is_of_people:
            return counts
        return protect_counts(counts, names, self.indicator, disclosure)

    def needy_share(self, ages: range, tenths: int) -> Series:
        """Return which share (0–1) of each area's children counts as needy; NaN where not known.

        All or none by the area's tenth; of a measure in people, the share that was counted. Asked
        of just the ages that it counts, the share is of the children who live there, so that the
        published counts come out; of other ages, the published share is taken for them too. Where
        only the share was published, it is that; where only the number of them, it is of the pack's
        own children of the ages that it counts.

        Parameters
        ----------
        ages
            The children asked about.
        tenths
            Areas in the neediest this many tenths are in high need; not of a measure in people.
        """
        if self.counts is None:
            return (self.deciles <= tenths).astype(float).mask(self.deciles.isna())
        among = self.counts["children" if self.counts_just(ages) else "denominator"]
        share = self.counts["numerator"] / among
        if self.indicator.form != "count":
            share = share.fillna(self.values / self.indicator.per)
        return share.mask(self.counts["numerator"] == 0, 0.0).clip(upper=1.0)

    def capped(self, ages: range) -> int:
        """Return in how many areas more were counted as needy than live there."""
        if self.counts is None:
            return 0
        among = self.counts["children" if self.counts_just(ages) else "denominator"]
        return int((self.counts["numerator"] > among).sum())

    def counts_just(self, ages: range) -> bool:
        """Return whether just the ages that the measure counts are asked about."""
        return (ages.start, ages.stop - 1) == (self.indicator.age_from, self.indicator.age_to)


def measure_need(pack: Pack, key: str) -> Need:
    """Read an indicator as need: its published national tenths, else tenths within the pack.

    Parameters
    ----------
    key
        An indicator of the pack whose geography is "area".
    """
    indicator = pack.indicators[key]
    latest = _latest(pack, indicator)
    values, published = latest["value"], latest["decile"]
    counts = _counts(pack, indicator, latest) if counts_people(indicator) else None
    if bool(published.notna().any()):
        deciles, basis = published, AS_PUBLISHED
    else:
        ranked = _share(counts) if counts is not None and indicator.form == "count" else values
        deciles = rank_tenths(ranked, higher_is_needier=indicator.worse_when == "higher")
        basis = f"tenths of the {len(pack.areas)} {pack.info.area_label}s of {pack.info.title}"
    return Need(
        indicator=indicator,
        source=pack.info.sources[indicator.source],
        deciles=deciles,
        values=values,
        counts=counts,
        basis=basis,
        missing=int((deciles if counts is None else values).isna().sum()),
    )


def counts_people(indicator: Indicator) -> bool:
    """Return whether a measure of areas says how many people are in need, and not only where.

    It does if it is a part of the people whom it is about, or a number of them, and says who they
    are.
    """
    is_part = indicator.form in ("share", "rate", "count") and indicator.geography == "area"
    return is_part and bool(indicator.whom or indicator.age_from is not None)


def counts_the_sensitive(indicator: Indicator) -> bool:
    """Return whether those in need are counted by what is sensitive: small counts are not shown."""
    return counts_people(indicator) and indicator.sensitive


def need_faults(key: str, pack: Pack) -> Iterator[Problem]:
    """Describe why an indicator cannot be need: what it is published for, and what to do.

    Need is asked of each neighbourhood. What is published for larger places says nothing of
    differences inside one, and is not spread over neighbourhoods.
    """
    if key in area_indicators(pack):
        return
    where, fix = "the question’s need", "Choose one of these."
    found, expected = quoted(key), "one of " + ", ".join(area_indicators(pack))
    if key in pack.indicators:
        indicator, area = pack.indicators[key], pack.info.area_label
        kind = pack.info.place_kinds.get(indicator.geography)
        usual = people_need(pack) or area_need(pack)
        instead = f"Ask by {usual}, or" if usual else "Instead,"
        if indicator.geography != AREA:
            plural = kind.plural if kind else indicator.geography
            found = f"{indicator.label}, which is published for {plural}"
            expected = f"a measure of {area}s: nothing is spread over them unasked"
            fix = (
                f"{instead} see it for {plural} as it is: colour the map by it, or use the "
                "command indicator."
            )
        else:
            found = f"{indicator.label}, of which neither a higher nor a lower figure is worse"
            expected = f"a measure that says which {area}s are needier"
    yield Problem(where=where, found=found, expected=expected, fix=fix)


def whom_words(indicator: Indicator) -> str:
    """Return who a measure counts, as it stands after them: "in low-income families"."""
    return indicator.whom or f"counted as “{indicator.label}”"


def counted_words(indicator: Indicator) -> str:
    """Return among whom a measure counts: "children aged 0–15"."""
    if indicator.age_from is None or indicator.age_to is None:
        return "people of every age"
    return aged_words(indicator.age_from, indicator.age_to)


def need_sentence(pack: Pack, need: Need, tenths: int) -> str:
    """Return how much need there is in all: how many people, or how many of the areas.

    Parameters
    ----------
    tenths
        Areas in the neediest this many tenths are in high need; not of a measure in people.
    """
    areas, label = len(pack.areas), f"{pack.info.area_label}s"
    if need.counts is None:
        high = f"{int((need.deciles <= tenths).sum()):,} of {areas:,} {label}"
        left = f"; of {need.missing:,} that is not known" if need.missing else ""
        return f"{high} are in the neediest {tenths * TENTHS}% ({need.basis}){left}."
    counts = need.counts["numerator"]
    whom = f"{counted_words(need.indicator)} {whom_words(need.indicator)}"
    said = (
        f"{counts.sum():,.0f} {whom} were counted in {counts.notna().sum():,} of {areas:,} {label}"
    )
    if not counts.notna().any():
        known = areas - need.missing
        said = f"Only the share of {whom} is published, for {known:,} of {areas:,} {label}"
    if not need.missing:
        return f"{said}."
    others = "the other" if need.missing == 1 else f"the other {need.missing:,}"
    return f"{said}; in {others} they are {NOT_GIVEN}, and left out."


def area_need(pack: Pack, kind: str = "") -> str:
    """Return the measure of neighbourhoods that need is asked by where it counts no people.

    It is the pack's own, or the first that there is; empty where a pack holds none.

    Parameters
    ----------
    kind
        Which places it is asked of: what may not be told of them is no measure of theirs. Of none,
        where it is only looked for, not measured.
    """
    defaults, known = pack.info.defaults, _told_indicators(pack, kind)
    usual = [key for key in (defaults.area_need, defaults.need) if key in known]
    return next((key for key in [*usual, *known] if not counts_people(known[key])), "")


def people_need(pack: Pack, kind: str = "") -> str:
    """Return the measure that counts people, the pack's own or the first; empty for none.

    Parameters
    ----------
    kind
        As `area_need` reads it.
    """
    known = _told_indicators(pack, kind)
    usual = [pack.info.defaults.need] if pack.info.defaults.need in known else []
    return next((key for key in [*usual, *known] if counts_people(known[key])), "")


def _told_indicators(pack: Pack, kind: str) -> dict[str, Indicator]:
    known = area_indicators(pack)
    return {key: each for key, each in known.items() if may_be_told(pack, key, kind)}


def _latest(pack: Pack, indicator: Indicator) -> DataFrame:
    """Return an indicator's latest values, a row for each of the pack's areas."""
    rows = pack.indicator_values[pack.indicator_values["indicator"] == indicator.key]
    latest = rows[rows["period"] == indicator.period].set_index("place_id")
    found: DataFrame = latest.reindex(pack.areas.index)
    return found


def _counts(pack: Pack, indicator: Indicator, latest: DataFrame) -> DataFrame:
    """Return who was counted of whom, and how many of those ages the pack itself counts."""
    counts = latest[["numerator", "denominator"]].copy()
    people = pack.areas["people_all"]
    if indicator.age_from is not None and indicator.age_to is not None:
        ages = range(indicator.age_from, indicator.age_to + 1)
        people = children_by_age(pack.areas, ages).sum(axis="columns", skipna=False)
    if indicator.form == "count":
        counts["numerator"] = latest["value"]
        counts["denominator"] = counts["denominator"].fillna(people)
    return counts.assign(children=people)


def _share(counts: DataFrame) -> Series:
    """Return which share of those counted is in need; NaN where nobody was."""
    share: Series = counts["numerator"] / counts["denominator"].where(counts["denominator"] > 0)
    return share


def rank_tenths(values: Series, *, higher_is_needier: bool) -> Series:
    """Sort values into tenths, 1 the neediest; ties share the needier tenth; NaN stays NaN."""
    ranks = values.rank(method="min", ascending=not higher_is_needier)
    tenths: Series = (ranks - 1) * TENTHS // values.count() + 1
    return tenths
