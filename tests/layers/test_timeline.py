"""An indicator beside a project: what it was before, during and after, and never a cause."""

import json
import math
from dataclasses import replace

import pytest

from geodata.errors import QuestionError
from layers.__main__ import main
from layers.compare.phases import standing_of
from layers.compare.timeline import NO_CAUSE, measure_timeline
from layers.compare.typed_project import LONGEST_NAME, MOST_RUNS, read_project
from layers.indicators.periods import are_apart
from layers.profile.timeline_chart import timeline_chart
from layers.said.result import words_of
from tests.layers.published import PERIODS, indicator, pack_with, rows_of
from tests.layers.test_history import with_projects

PROJECT = "Reading first;2015-09;2017-08"


def timeline(project=PROJECT, place="team-a", made=None, rows=None, comparator=None):
    pack = pack_with(made or indicator(), rows=rows)
    return measure_timeline(pack, "ready_pct", place, project, comparator)


def told(found):
    return " ".join(words_of(found))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a;2016;2018", "from 2016 to 2018"),
        ("a;2016-09;2018-07-20", "from September 2016 to 20 July 2018"),
        ("a;2016;", "from 2016, no end told"),
        ("a;2016", "from 2016, no end told"),
        ("a;;2018", "until 2018, its start not told"),
        ("a;2016;2016", "in 2016"),
        (" a ; 2012 ; 2014 ; 2014 ; ", "from 2012 to 2014; from 2014, no end told"),
        ("a;;2012;2014;2016;2018", "until 2012, its start not told; from 2014 to 2016; from 2018, "
         "no end told"),
    ],
)  # fmt: skip
def test_a_project_is_read_and_written_as_it_was(text, words):
    project = read_project(text)
    assert project.words() == words
    assert read_project(project.text()) == project


@pytest.mark.parametrize(
    "text",
    [
        "", "a", ";2016;2017", "a;;", "a;;;2016;", "a;16;17", "a;2016/17;", "a;2016-13;",
        "a;2015-02-29;", "a;2016-1;", "a;١٢٣٤;", "a;1899;", "a;2101;", "a;2018;2016",
        "a;2018-05;2018-04",
        "a;2012;;2014;2015", "a;2012;2013;;2015", "a;2012;2014;2013;2015", "a;2016;later",
        "a\nb;2016;2017", "a\u202eb;2016;2017", f"{'a' * (LONGEST_NAME + 1)};2016;",
        "a" + ";2016;2016" * (MOST_RUNS + 1),
    ],
)  # fmt: skip
def test_what_is_no_project_is_refused_with_what_to_type(text):
    with pytest.raises(QuestionError) as refused:
        read_project(text)
    [problem] = refused.value.problems
    assert problem.where == "the project"
    assert all((problem.found, problem.expected, problem.fix))


def test_before_during_and_after_are_told_and_no_cause_is_claimed():
    found = timeline()
    assert found.sentence() == (
        "Ready for school, Team Alder, beside Reading first: 50% in 2014/15, before it began "
        "(September 2015); 55% in 2015/16 to 60% in 2016/17, while it ran (from September 2015 to "
        f"August 2017); 65% in 2017/18 to 70% in 2018/19, after it ended (August 2017). {NO_CAUSE}"
    )
    assert found.table["project"].tolist() == [
        "before it began", "ran for most of it", "ran for all of it",
        "after it ended, most of it", "after it ended",
    ]  # fmt: skip
    assert found.series["compared"].tolist() == [68, 69, 70, 70, 70]
    assert not {"because", "caused by", "due to", "thanks"} & set(told(found).split())


def test_what_moved_is_judged_by_both_intervals_beside_the_comparator():
    """Newcombe's limits of 60 of 100 less 50 of 100 hold none; of 600 of 1,000 they do not."""
    first, second, *_ = timeline().notes()
    assert first == (
        "Ready for school, Team Alder, from 2014/15 to 2016/17: 10 points higher, which chance "
        "alone could make. England over the same time: 2 points higher."
    )
    lead = "Ready for school, Team Alder, from 2016/17 to 2018/19"
    assert second.startswith(f"{lead}: 10 points higher, which chance alone could")
    counts = {"team-a": ((500, 1000), (550, 1000), (600, 1000), (600, 1000), (600, 1000))}
    sure, same, *_ = timeline(rows=rows_of(indicator(), counts)).notes()
    assert "10 points higher, which is more than chance alone would make (95%)." in sure
    year = timeline("p;2015-09;2016-08").notes()[0]
    assert year.endswith("England over the same time: 1 point higher.")
    assert same == f"{lead}: no difference."


def test_without_intervals_nothing_is_judged():
    rows = [row | {"numerator": None, "denominator": None} for row in rows_of(indicator())]
    first, *_ = timeline(rows=rows).notes()
    assert "whether that is more than chance cannot be told, as no interval is held" in first


@pytest.mark.parametrize(
    ("project", "lacking"),
    [
        ("p;2000;2004", ("before it began (2000)", "while it ran (from 2000 to 2004)")),
        ("p;2030;2034", ("while it ran (from 2030 to 2034)", "after it ended (2034)")),
    ],
)
def test_a_project_before_or_after_all_figures_says_what_is_not_held(project, lacking):
    found = timeline(project)
    for each in lacking:
        assert f"no figure is held of the time {each}" in found.sentence()
    assert "50% in 2014/15 to 70% in 2018/19" in found.sentence()
    assert "points" not in told(found)  # one time has figures: nothing is set beside another


def test_an_open_start_has_no_before_and_an_open_end_no_after():
    assert [phase.kind for phase in timeline("p;;2016").phases()] == ["during", "after"]
    assert [phase.kind for phase in timeline("p;2016;").phases()] == ["before", "during"]
    twice = timeline("p;2014;2014;2014;2015")  # it may have gone on the day after it stopped
    assert [phase.kind for phase in twice.phases()] == ["before", "during", "during", "after"]


def test_a_project_withdrawn_and_brought_back_has_a_time_between():
    found = timeline("p;2014-01;2015-12;2018-01;")
    assert (
        "60% in 2016/17 to 65% in 2017/18, between two times it ran" in found.sentence()
    )  # most of 2017/18 lies after its return, but the earlier of equals is told: half and half
    assert "70% in 2018/19, while it ran (from January 2018, no end told)" in found.sentence()


def test_a_period_is_of_the_time_that_most_of_it_lies_in():
    project = read_project("p;2016;2017")
    half = standing_of(project, 2015.5, 2016.5)  # half and half: the earlier, and not most of it
    assert (half.kind, half.words()) == ("before", "before it began, part of it")
    assert standing_of(project, 2015.6, 2016.6).kind == "during"
    assert standing_of(project, 2015.6, 2016.6).words() == "ran for most of it"
    assert standing_of(project, 2017.5, 2018.6).words() == "after it ended, most of it"
    assert standing_of(project, None, None).words() == "cannot be told"
    assert standing_of(project, 2015, 2016).words() == "before it began"
    assert standing_of(project, 2018, 2019).words() == "after it ended"


def test_what_is_counted_once_a_year_is_not_apart():
    assert not are_apart("March 2018", "March 2019")
    assert are_apart("March 2018", "March 2020")


def test_its_chart_has_the_lower_limit_below():
    chart = timeline_chart(timeline())
    assert (chart.lower, chart.upper) == ("lower", "upper")


def test_one_figure_is_told_alone():
    rows = [row for row in rows_of(indicator()) if row["period"] == "2016/17"]
    found = timeline(rows=rows, made=indicator(period="2016/17"))
    assert ": no figure is held of the time before it began (September 2015); 60% in 2016/17," in (
        found.sentence()
    )


def test_no_figure_at_all_says_so_and_still_claims_nothing():
    rows = [row for row in rows_of(indicator()) if row["place_id"] != "team-a"]
    assert timeline(rows=rows).sentence() == (
        "Ready for school, Team Alder, beside Reading first: no figure is held of any period. "
        f"{NO_CAUSE}"
    )


def without_figures_of(*periods):
    """Rows of which some are held and not shown."""
    hidden = {"value": None, "numerator": None, "note": "suppressed: too few to show"}
    rows = rows_of(indicator())
    return [
        row | hidden if row["place_id"] == "team-a" and row["period"] in periods else row
        for row in rows
    ]


def test_figures_that_are_suppressed_are_not_said_to_be_missing():
    hidden = timeline(rows=without_figures_of(*PERIODS))
    for said in (hidden.sentence(), hidden.headline(), hidden.history.sentence()):
        assert "no figure is shown, to protect people, of any period" in said
        assert "is held of any" not in said
    before = timeline(rows=without_figures_of(PERIODS[0])).sentence()
    assert "no figure is shown, to protect people, of the time before it began" in before
    after = timeline("p;2000;2004", rows=without_figures_of(PERIODS[0])).sentence()
    assert "no figure is held of the time before it began (2000)" in after


def test_a_place_without_a_figure_is_told_whose_it_is_shown():
    assert (
        timeline(place="A2")
        .sentence()
        .endswith("this is of Team Alder, which holds it, and says nothing of Field A2 itself.")
    )


def test_years_without_a_figure_are_a_gap_and_not_none():
    rows = [row for row in rows_of(indicator()) if row["period"] not in PERIODS[1:4]]
    found = timeline(rows=rows)
    assert found.table.index.tolist() == ["2014/15", "between 2014/15 and 2018/19", "2018/19"]
    gap = found.table.iloc[1]
    assert math.isnan(gap["value"])
    assert gap["note"] == "no figure is held"
    assert "no figure is held of the time while it ran" in found.sentence()
    assert (
        "Ready for school, Team Alder, between 2014/15 and 2018/19: no figure is held, and no line "
        "is drawn across." in found.notes()
    )


def test_a_missing_period_is_told_and_is_of_no_time():
    rows = [
        row for row in rows_of(indicator())
        if (row["place_id"], row["period"]) != ("team-a", "2016/17")
    ]  # fmt: skip
    found = timeline(rows=rows)
    assert "; 55% in 2015/16, while it ran" in found.sentence()
    assert found.missing() == {"periods": 1}
    assert found.table.loc["2016/17", "note"] == "not held"


def test_a_break_is_not_compared_across():
    rows = [
        row | {"note": "Break: counted by a new framework" if row["period"] == "2017/18" else None}
        for row in rows_of(indicator())
    ]
    found = timeline(rows=rows)
    whose, since = "Ready for school, Team Alder,", "it is counted otherwise from 2017/18 on."
    assert f"{whose} from 2016/17 to 2018/19, is not compared: {since}" in found.notes()
    assert f"{whose} is counted otherwise from 2017/18 on: do not compare across." in found.notes()


def test_periods_that_share_years_are_not_judged():
    periods = ("2012–14", "2013–15", "2014–16", "2015–17", "2016–18")
    rows = rows_of(indicator(period="2016–18"), periods=periods)
    found = timeline("p;2015;2016", rows=rows, made=indicator(period="2016–18"))
    assert "the two share some of the same time" in found.notes()[0]


def test_a_period_that_is_no_date_is_of_no_time():
    made = indicator(period="as reported 2018–20")
    rows = [{"indicator": made.key, "place_id": "team-a", "period": made.period, "value": 70.0}]
    found = timeline(rows=rows, made=made)
    assert found.table["project"].tolist() == ["cannot be told"]
    assert (
        "Whether Reading first ran in as reported 2018–20 cannot be told: no year is printed."
        in (found.notes())
    )


def test_what_it_is_compared_with_can_be_chosen():
    assert timeline(comparator="team-b").series["compared"].tolist() == [70] * 5
    assert timeline(comparator="all").comparator.note
    with pytest.raises(QuestionError, match="what to compare Ready for school with"):
        timeline(comparator="team-a")  # it is the place itself


def test_what_nobody_published_outside_is_added_up():
    counts = {key: [(40, 100)] * 5 for key in ("team-a", "team-b", "team-c")}
    found = timeline(rows=rows_of(indicator(), counts))
    assert "added up from the counts" in found.comparator.note
    assert found.series["compared"].tolist() == [40] * 5
    alone = timeline(rows=rows_of(indicator(), {"team-a": [(40, 100)] * 5}))
    assert alone.comparator is None
    assert alone.series["compared"].isna().all()


def test_a_sensitive_figure_that_is_kept_back_is_nowhere():
    made = indicator(form="count", per=1, unit="children", sensitive=True)
    rows = [
        {"indicator": made.key, "place_id": "team-a", "period": period, "value": value}
        for period, value in zip(PERIODS, (3, 40, 2, 50, 60), strict=True)
    ]
    found = timeline(rows=rows, made=made)
    assert "no figure is shown, to protect people, of the time before it began" in found.sentence()
    assert found.series["value"].isna().tolist() == [True, False, True, False, False]
    assert found.series["lower"].isna().all()  # it is rounded: limits would tell more


def test_projects_that_reports_tell_of_stand_beside_it():
    pack = with_projects(pack_with(), ("team-a", "2016/17", ""))
    found = measure_timeline(pack, "ready_pct", "team-a", PROJECT)
    assert any(note.startswith("Project 0: from 2016/17") for note in found.notes())


def test_the_command_prints_it_in_every_form(capsys):
    asked = ["timeline", "--indicator", "child_protection_per_10k", "--place", "E10000003"]
    assert main([*asked, "--project", "a;2014;2016", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows[0]["project"] == "before it began"
    assert rows[0]["parameters"]["project"] == "a;2014;2016"
    assert NO_CAUSE in rows[0]["parameters"]["about"]["sentence"]
    assert main([*asked, "--project", "a;2016;2014"]) == 2
    assert "before its start" in capsys.readouterr().err


def test_every_note_says_what_it_is_of_wherever_it_stands():
    """Minutes list the notes of all scenes together: none may begin with "it" or "the project"."""
    notes = timeline().notes()
    assert "Ready for school: lower is worse." in notes
    assert "Reading first ran for only part of 2015/16 and 2017/18." in notes
    assert not [
        note for note in notes if note.startswith(("It ", "The project ", "From ", "Lower"))
    ]


def test_every_setting_is_kept():
    found = timeline()
    assert found.parameters()["project"] == "Reading first;2015-09;2017-08"
    assert found.parameters()["comparator"] == "England"
    assert replace(found, comparator=None).parameters()["comparator"] == "none"
