"""An indicator over time: whose it is, what ran beside it, and that nothing claims a cause."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from geodata import schema
from geodata.arranging import arrange
from geodata.errors import QuestionError
from geodata.pack import hash_pack
from geodata.periods import period_order
from layers.__main__ import main
from layers.compare.history import CLAIMS_NOTHING, measure_history
from layers.indicators.periods import end_of, middle_of
from layers.said.result import words_of
from mapping.pages.compare.history_picture import history_svg
from tests.layers.published import PERIODS, indicator, pack_with, rows_of


def with_projects(pack, *projects):
    """The pack with projects, each a place, and when it began and ended."""
    rows = [
        {
            "project_id": f"p{n}",
            "name": f"Project {n}",
            "place_ids": places,
            "indicators": "other_pct; ready_pct",
            "began": began,
            "ended": ended,
            "runs": not ended,
            "note": "As the report says.",
            "cites": f"report, p. {n}",
            "source": "made-up",
        }
        for n, (places, began, ended) in enumerate(projects)
    ]
    table = arrange(schema.PROJECTS, pd.DataFrame(rows).set_index("project_id"))
    full = replace(pack, reported=replace(pack.reported, projects=table))
    return replace(full, content_hash=hash_pack(full))


def told(history):
    return " ".join(words_of(history))


def test_a_figure_over_time_says_where_it_began_and_ended_and_whether_it_moves():
    found = measure_history(pack_with(), "ready_pct", "team-a")
    assert found.sentence() == (
        "Ready for school, Team Alder: 50% in 2014/15, 70% in 2018/19. "
        "Rising over 2014/15 to 2018/19: getting better."
    )
    assert found.series["period"].tolist() == list(PERIODS)
    assert found.series["england"].tolist() == [68, 69, 70, 70, 70]
    assert found.series["lower"].notna().all()
    assert CLAIMS_NOTHING not in found.notes()  # no project stands beside it


def test_a_place_without_a_figure_is_told_whose_it_is_shown():
    found = measure_history(pack_with(), "ready_pct", "A2")
    assert (found.asked, found.place, found.is_own) == ("Field A2", "Team Alder", False)
    assert found.sentence().endswith(
        "No figure is published for Field A2: this is of Team Alder, which holds it, and says "
        "nothing of Field A2 itself."
    )


def test_a_place_that_holds_several_is_refused_with_what_to_choose():
    with pytest.raises(QuestionError, match="Tinyshire, which holds several early-help teams"):
        measure_history(pack_with(), "ready_pct", "D1")
    with pytest.raises(QuestionError, match="found 'atlantis'"):
        measure_history(pack_with(), "ready_pct", "atlantis")
    with pytest.raises(QuestionError, match="Choose a neighbourhood"):
        measure_history(pack_with(), "idaci_rank", "team-a")


def test_projects_are_told_where_they_ran_with_dates_and_claim_no_cause():
    pack = with_projects(
        pack_with(),
        ("team-a", "2015/16", "2016/17"),
        ("team-a", "October 2018", ""),
        ("team-a", "", "June 2017"),
        ("team-a", "", ""),
        ("team-c", "2015/16", ""),
    )
    found = measure_history(pack, "ready_pct", "team-a")
    assert [span.words() for span in found.spans] == [
        "from 2015/16 to 2016/17",
        "from October 2018, and ran when last reported",
        "from a time that is not printed to June 2017",
        "neither when it began nor when it ended is printed, so it cannot be drawn; it ran when "
        "last reported",
    ]
    assert {span.where for span in found.spans} == {"here"}
    assert found.table["projects"].tolist() == [
        "Project 2", "Project 0; Project 2", "Project 0; Project 2", "", "Project 1",
    ]  # fmt: skip
    assert "does not show that it moved it" in told(found)
    assert "[report, p. 0]" in told(found)
    assert not {"because", "caused", "due to", "thanks"} & set(told(found).split())


def test_a_project_of_a_part_or_of_more_says_so():
    pack = with_projects(pack_with(), ("A2", "2015/16", ""), ("D1", "2015/16", ""))
    found = measure_history(pack, "ready_pct", "team-a")
    assert [span.where for span in found.spans] == ["part", "wider"]
    assert "The line is of all of Team Alder, of which Field A2 is a part." in found.notes()


@pytest.mark.parametrize("said", ["before 2018", "by 2018", "a while ago", "2018 or 2019"])
def test_words_that_are_no_date_are_not_drawn_as_one(said):
    pack = with_projects(pack_with(), ("team-a", "", said))
    [span] = measure_history(pack, "ready_pct", "team-a").spans
    assert not span.is_dated
    assert "kyp-band" not in history_svg(measure_history(pack, "ready_pct", "team-a"))


def test_a_project_of_another_measure_is_not_shown():
    pack = with_projects(pack_with(), ("team-a", "2015/16", ""))
    assert measure_history(pack, "idaci_rank", "A2").spans == ()


def test_what_is_missing_in_between_is_said_and_breaks_the_line():
    made = indicator(target=75.0, target_by="2024/25")
    rows = [
        row for row in rows_of(made) if (row["place_id"], row["period"]) != ("team-a", "2016/17")
    ]
    found = measure_history(pack_with(made, rows=rows), "ready_pct", "team-a")
    assert found.missing() == {"periods": 1}
    assert found.table.loc["2016/17", "note"] == "not held"
    drawn = history_svg(found)
    assert drawn.count('class="kyp-series"') == 2
    assert "target 75% by 2024/25" in drawn
    assert "70% in 2018/19, short of the target of 75% by 2024/25." in found.sentence()


def test_one_period_is_said_to_be_the_only_one():
    made = indicator()
    rows = [row for row in rows_of(made) if row["period"] == "2018/19"]
    found = measure_history(pack_with(made, rows=rows), "ready_pct", "team-a")
    assert found.sentence() == (
        "Ready for school, Team Alder: 70% in 2018/19. It is the only period held."
    )


def test_a_period_that_is_no_date_is_said_in_brackets():
    made = indicator(period="as reported 2018–20")
    rows = [{"indicator": made.key, "place_id": "team-a", "period": made.period, "value": 70.0}]
    found = measure_history(pack_with(made, rows=rows), "ready_pct", "team-a")
    assert "70% (as reported 2018–20). It is the only period held." in found.sentence()


def test_no_figure_at_all_draws_nothing_and_says_so():
    made = indicator()
    rows = [row for row in rows_of(made) if row["place_id"] != "team-a"]
    found = measure_history(pack_with(made, rows=rows), "ready_pct", "team-a")
    assert found.sentence() == "Ready for school, Team Alder: no figure is held of any period."
    inside = measure_history(pack_with(made, rows=rows), "ready_pct", "A1").sentence()
    assert inside.endswith("no figure is held of any period. Nor is any published for Field A1, "
                           "inside it.")  # fmt: skip
    assert history_svg(found) == ""


def test_the_picture_draws_dated_projects_alone_and_names_them():
    pack = with_projects(
        pack_with(), ("team-a", "2015/16", "2016/17"), ("team-a", "", ""), ("team-a", "2017", "")
    )
    drawn = history_svg(measure_history(pack, "ready_pct", "team-a"))
    assert drawn.count('class="kyp-band"') == 2
    assert "Project 0: from 2015/16 to 2016/17" in drawn
    assert ">Project 1: no dates printed<" in drawn
    assert "Project 1: neither when it began" in drawn  # in what the picture says


def test_a_sensitive_figure_that_is_kept_back_is_nowhere_in_its_history():
    made = indicator(form="count", per=1, unit="children", sensitive=True)
    rows = [
        {"indicator": made.key, "place_id": "team-a", "period": period, "value": value}
        for period, value in zip(PERIODS, (3, 40, 2, 50, 60), strict=True)
    ]
    found = measure_history(pack_with(made, rows=rows), "ready_pct", "team-a")
    assert found.series["value"].isna().tolist() == [True, False, True, False, False]
    assert found.table["note"].iloc[0] == "suppressed: too few to show"
    assert history_svg(found).count('class="kyp-series"') == 1


def test_dates_lie_in_order_on_a_line_of_years():
    assert middle_of("2012/13") == 2013
    assert middle_of("mid-2020") == middle_of("2020") == 2020.5
    assert middle_of("March 2021") == pytest.approx(2021 + 2.5 / 12)
    assert middle_of("as reported") is None
    assert end_of("October 2018", "first") == pytest.approx(2018.75)
    assert end_of("June 2019", "last") == 2019.5
    assert end_of("2016/17", "first") == 2016.5
    assert end_of("2016/17", "last") == 2017.5
    assert end_of("2016", "last") == 2017
    assert end_of("", "first") is None
    assert [end_of("2018–20", end) for end in ("first", "last")] == [2018, 2021]
    assert [end_of("2016/17–2018/19", end) for end in ("first", "last")] == [2016.5, 2019.5]
    assert end_of("1999/00", "last") == 2000.5
    assert end_of("2021-03", "last") == 2022
    assert sorted(["2013/14", "January 2018", "2012/13"], key=period_order)[0] == "2012/13"


def test_the_command_prints_it(capsys):
    asked = ["history", "--indicator", "good_level_of_development_pct"]
    assert main([*asked, "--place", "eht-wisbech", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows[0]["parameters"]["asked"] == "Wisbech"
    assert main([*asked, "--place", "atlantis"]) == 2
    assert "atlantis" in capsys.readouterr().err


def test_a_place_across_two_is_told_of_the_one_that_holds_most_of_it():
    pack = pack_with()
    more = pd.DataFrame(
        [("across", area, 1.0) for area in ("A2", "A3", "B1")],
        columns=["place_id", "area_id", "share"],
    )
    across = pack.places.loc[["D1"]].rename(index={"D1": "across"}).assign(name="Across")
    found = measure_history(
        replace(
            pack,
            membership=pd.concat([pack.membership, more], ignore_index=True),
            places=pd.concat([pack.places, across]),
        ),
        "ready_pct",
        "across",
    )
    assert found.place == "Team Alder"
    assert not found.is_whole
    assert "this is of Team Alder, which holds most of it, and says nothing of Across itself" in (
        found.sentence()
    )
