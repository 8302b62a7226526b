"""Why a figure is what it is: each chain reworked from its steps, and from the tables."""

import math
from dataclasses import replace

import pytest

from layers.__main__ import main
from layers.access.journeys_for import journeys_for
from layers.assets import takes_ages
from layers.compare.comparison import comparable_indicators, measure_comparison
from layers.cover.capacity import measure_capacity
from layers.cover.grid import measure_cover
from layers.exercise.needs import gaps_in_people, need_figures
from layers.gaps import measure_gaps
from layers.places import member_areas
from layers.question.doors import asked_doors
from layers.question.question import default_question
from layers.said.numbers import about, percent
from layers.why.chain import rework
from layers.why.gap import why_area, why_gap, why_share
from layers.why.others import why_capacity, why_compared, why_cover
from tests.awkward import awkward_pack
from tests.builders import tiny_pack
from tests.kept_packs import starter_pack
from tests.sweeps import with_sweeps

ASKED = {
    "usual": {},
    "by neighbourhood": {"need": "imd_rank"},
    "turned away": {"age_from": 10, "age_to": 13},
    "far": {"limit_min": 60},
    "nobody offers it": {"service": "nurse-partnership"},
}


@pytest.fixture(scope="module")
def starter():
    return starter_pack()


def questions(pack):
    usual = default_question(pack)
    for name, asked in ASKED.items():
        if asked.get("need", usual.need) in pack.indicators:
            service = asked.get("service", usual.service)
            if service in pack.info.services:
                yield name, replace(usual, **asked)


def chains(pack, question):
    gaps = measure_gaps(pack, question)
    yield why_gap(pack, gaps)
    for place in gaps.places.index:
        yield why_gap(pack, gaps, place)
        yield why_share(pack, gaps, place)
    for area in [*gaps.areas.index[:20], *gaps.areas.index[gaps.areas["gap_children"].isna()][:5]]:
        yield why_area(pack, gaps, area)
    capacity = measure_capacity(pack, question)
    yield why_capacity(capacity)
    yield from (why_capacity(capacity, place) for place in capacity.places.index)


def check_reworked(chain):
    again = rework(chain.steps)
    for step in chain.steps:
        if step.number is None or step.how in ("given", "judged"):
            continue
        assert math.isclose(again[step.key], step.number, rel_tol=1e-9, abs_tol=1e-6), step
    assert len({step.key for step in chain.steps}) == len(chain.steps)
    assert all(step.said for step in chain.steps if step.number is not None)
    text = f"{chain.sentence()} {' '.join(chain.notes())} {chain.table.to_csv()}"
    assert not {"nan ", " None"} & {text[at : at + 4] for at in range(len(text))}


@pytest.mark.parametrize("make", [awkward_pack, tiny_pack], ids=["awkward", "tiny"])
def test_every_chain_adds_up_where_much_is_missing(make):
    pack = make()
    for _, question in questions(pack):
        for chain in chains(pack, question):
            check_reworked(chain)


@pytest.mark.parametrize("asked", ASKED)
def test_every_chain_of_the_starter_pack_adds_up(starter, asked):
    for chain in chains(starter, dict(questions(starter))[asked]):
        check_reworked(chain)


def needy_share(pack, question, area_id):
    """Return the share of an area's children in need, out of the pack's own rows; None unknown."""
    indicator = pack.indicators[question.need]
    rows = pack.indicator_values
    [row] = rows[
        (rows["indicator"] == question.need)
        & (rows["period"] == indicator.period)
        & (rows["place_id"] == area_id)
    ].to_dict("records") or [None]
    if row is None:
        return None
    if indicator.form == "rank":
        return None if math.isnan(row["decile"]) else float(row["decile"] <= question.need_deciles)
    if math.isnan(row["numerator"]) or math.isnan(row["denominator"]):
        return None
    return min(1.0, row["numerator"] / row["denominator"])


def raw_gaps(pack, question):
    """Return each area's gap, child by child and starting point by starting point."""
    journeys, doors = journeys_for(pack, question), asked_doors(pack, question)
    origins, near, asked = pack.origins, {}, {}
    for age in question.ages:
        open_to = tuple(doors.index[takes_ages(doors, range(age, age + 1))[:, 0]])
        if open_to not in asked:
            minutes = journeys.nearest(list(open_to))["minutes"].reindex(origins.index)
            weights = origins["weight"].where(minutes <= question.limit_min, 0.0)
            asked[open_to] = weights.groupby(origins["area_id"]).sum()
        near[age] = asked[open_to]
    found = {}
    for area_id, area in pack.areas.iterrows():
        share = needy_share(pack, question, area_id)
        if share is not None:
            found[area_id] = sum(
                area[f"people_{age}"] * share * (1 - near[age][area_id]) for age in question.ages
            )
    return found


@pytest.mark.parametrize("asked", ["by neighbourhood", "turned away"])
def test_a_gap_is_what_its_children_and_doors_make_it_one_by_one(starter, asked):
    question = dict(questions(starter))[asked]
    gaps, raw = measure_gaps(starter, question), raw_gaps(starter, question)
    whole = why_gap(starter, gaps)
    assert math.isclose(whole.last.number, sum(raw.values()), rel_tol=1e-6)
    for place in gaps.places.index:
        shares = member_areas(starter, place)
        expected = sum(raw.get(area, 0.0) * share for area, share in shares.items())
        chain = why_gap(starter, gaps, place)
        assert math.isclose(chain.last.number, expected, rel_tol=1e-6, abs_tol=1e-6)
        assert chain.last.said in gaps.place_sentence(place)
    assert whole.last.said in gaps.sentence()


@pytest.mark.parametrize("asked", ["usual", "by neighbourhood"])
def test_a_class_is_what_its_tenth_and_its_reach_make_it(starter, asked):
    question = dict(questions(starter))[asked]
    gaps = measure_gaps(starter, question)
    needs, reaches = ("less needy", "middling", "needier"), ("most", "some", "few or none")
    judged = 0
    for area in gaps.areas.index[::7]:
        steps = {step.key: step for step in why_area(starter, gaps, area).steps}
        if steps["share"].number is None or steps["tenth"].number is None:
            assert steps["class"].said == "not known"
            continue
        tenth, within = steps["tenth"].number, steps["within"].number
        need = needs[2 if tenth <= 3 else 1 if tenth <= 6 else 0]
        reach = reaches[0 if within >= 2 / 3 else 1 if within >= 1 / 3 else 2]
        assert steps["class"].said == f"{need}, {reach} are reached"
        judged += 1
    assert judged > 50


def test_an_area_whose_need_is_kept_back_shows_no_number_made_of_it(starter):
    gaps = measure_gaps(starter, default_question(starter))
    hidden = gaps.areas.index[gaps.areas["needy_share"].isna()]
    assert len(hidden)
    for area in hidden:
        steps = {step.key: step for step in why_area(starter, gaps, area).steps}
        assert steps["share"].said == "not known: too few to publish, or missing"
        for key in ("share", "high", "gap"):
            assert steps[key].number is None
            assert not any(char.isdigit() for char in steps[key].said)
        assert rework(steps.values())["gap"] is None


def test_children_whose_need_is_not_known_are_said_to_be_left_out(starter):
    gaps = measure_gaps(starter, default_question(starter))
    [left_out] = [words for words in why_gap(starter, gaps).beside if "not known" in words]
    assert about(gaps.total["unknown_children"]) in left_out


def test_the_exercise_says_the_figures_of_its_chain(starter):
    gaps = gaps_in_people(starter, measure_gaps(starter, default_question(starter)))
    for place in gaps.places.index:
        said = {each.key: each for each in need_figures(starter, gaps, place)}
        steps = {step.key: step for step in why_share(starter, gaps, place).steps}
        assert steps["high"].said == said["high_need_children"].text
        assert steps["gap"].said == said["gap_children"].text
        assert said["gap_children"].beside.startswith(steps["share"].said)
        row = gaps.places.loc[place]
        parts = row["gap_children"], row["reached_high_need_children"]
        assert steps["share"].said == percent(parts[0] / sum(parts))


def test_capacity_is_children_by_sites(starter):
    capacity = measure_capacity(starter, default_question(starter))
    chain = why_capacity(capacity)
    steps = {step.key: step for step in chain.steps}
    assert steps["doors"].number == 32
    assert steps["centres"].number == 25
    assert f"every {chain.last.said} " in capacity.sentence()
    for place in capacity.places.index:
        last = why_capacity(capacity, place).last
        said = capacity.place_sentence(place)
        assert f"every {last.said} " in said if last.number else last.said == "no site"


def test_a_place_without_a_site_has_none_and_is_not_unknown(starter):
    question = replace(default_question(starter), service="nurse-partnership")
    assert why_capacity(measure_capacity(starter, question)).last.said == "no site"


def test_cover_counts_the_cells_that_its_sentence_counts(starter):
    cover = measure_cover(starter, default_question(starter))
    chain = why_cover(cover)
    check_reworked(chain)
    assert chain.last.number == sum(cover.cells["offers"] == 0)
    assert f"{chain.last.said} of {len(cover.cells)} combinations" in cover.sentence()


def wilson(count, of, z=1.959963984540054):
    middle = count / of + z * z / (2 * of)
    width = z * math.sqrt(count / of * (1 - count / of) / of + z * z / (4 * of * of))
    return (middle - width) / (1 + z * z / of), (middle + width) / (1 + z * z / of)


def test_a_comparison_is_judged_by_the_limits_that_its_chain_shows(starter):
    seen = set()
    for key, indicator in comparable_indicators(starter).items():
        found = measure_comparison(starter, key)
        for place in found.places.index[:30]:
            chain = why_compared(starter, found, place)
            steps = {step.key: step for step in chain.steps}
            verdict = found.places.loc[place, "verdict"]
            assert WORDS[verdict] in chain.last.said
            if "lower" not in steps or verdict == "unknown":
                continue
            low, high, other = (steps[k].number for k in ("lower", "upper", "comparator"))
            worse_above = indicator.worse_when == "higher"
            side = "similar" if low <= other <= high else "above" if low > other else "below"
            expected = {"above": "worse" if worse_above else "better",
                        "below": "better" if worse_above else "worse"}.get(side, side)  # fmt: skip
            assert verdict == expected
            seen.add(verdict)
            if indicator.form == "share" and "denominator" in steps:
                limits = wilson(steps["numerator"].number, steps["denominator"].number)
                method = found.places.loc[place, "interval"]
                if "Wilson" in str(method):
                    assert low / indicator.per == pytest.approx(limits[0], abs=1e-6)
                    assert high / indicator.per == pytest.approx(limits[1], abs=1e-6)
    assert len(seen) > 1


WORDS = {"better": "better", "similar": "similar", "worse": "worse", "unknown": "worked out"}


def test_nothing_behind_a_figure_that_is_kept_back_stands_in_its_chain(starter):
    key = next(iter(comparable_indicators(starter)))
    found = measure_comparison(starter, key)
    place = found.places.index[0]
    places = found.places.copy()
    places.loc[place, ["numerator", "denominator", "lower", "upper"]] = [987.0, 654.0, 3.21, 4.32]
    places.loc[place, "value"] = math.nan
    places.loc[place, "verdict"] = "unknown"
    chain = why_compared(starter, replace(found, places=places), place)
    text = f"{chain.table.to_csv()} {chain.notes()}"
    assert not any(number in text for number in ("987", "654", "3.21", "4.32"))
    assert chain.steps[0].said == "not known"


@pytest.mark.parametrize(
    "asked",
    [
        [],
        ["--place", "eht-wisbech"],
        ["--figure", "class", "--area", "KYP-FEN-001"],
        ["--figure", "share", "--place", "eht-wisbech"],
        ["--figure", "capacity", "--place", "eht-wisbech"],
        ["--figure", "cover", "--place", "eht-wisbech"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("form", with_sweeps(["table", "json", "csv"], working=["table"]))
def test_the_command_says_the_steps(asked, form, capsys):
    assert main(["why", "--pack", "starter", *asked, "--format", form]) == 0
    said = capsys.readouterr().out
    assert "under-fives" in said or "combinations" in said
    assert "starter pack" in said


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--figure", "class"], "--area"),
        (["--figure", "class", "--area", "nowhere"], "'nowhere'"),
        (["--figure", "share"], "--place"),
        (["--figure", "compare"], "--place"),
        (["--place", "atlantis"], "atlantis"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else each,
)
def test_what_cannot_be_explained_is_told(asked, told, capsys):
    assert main(["why", "--pack", "starter", *asked]) == 2
    assert told in capsys.readouterr().err
