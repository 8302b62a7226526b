"""What is open to one child from one spot: every edge by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point

from geodata import exports
from geodata.crs import lonlat_from_grid
from geodata.errors import QuestionError
from geodata.sources.gias_ages import NOTES
from layers.__main__ import main
from layers.access.journeys_for import journeys_for
from layers.finding_help import told_apart as groups
from layers.finding_help.as_text import list_text
from layers.finding_help.asked import HelpAsked, about_choices, read_age, read_asked
from layers.finding_help.calendar import TIME_ZONE, calendar_text, with_hours, without_hours
from layers.finding_help.find import find_help
from layers.finding_help.told_apart import is_for_workers
from layers.finding_help.words import who_words
from layers.question.question import default_question
from tests.builders import CRS, SOUTH, WEST, tiny_origins, tiny_pack
from tests.kept_packs import write_once
from tests.reading_age import grade
from tests.timetables import tiny_pack_with_bus

COLUMNS = ("asset_id", "name", "kind", "age_from", "age_to", "opening", "status", "serves")
OFFERS = [
    ("near", "Near Group", "stay-and-play", 0, 4, "Mon 09:00–11:00", "open", None),
    ("far", "Far Group", "stay-and-play", 0, 4, "Sun 10:00–12:00", "open", None),
    ("no-age", "Ageless Club", "leisure", None, None, None, "open", None),
    ("youth", "Youth Club", "youth-work", 11, 18, "Tue 18:00–20:00", "open", None),
    ("shut", "Shut Club", "youth-work", 11, 18, None, "closed", None),
    ("line", "Parents’ Line", "phone-line", -1, 25, None, "open", "everywhere"),
    ("visitor", "Visiting Nurse", "health-visiting", 0, 4, None, "open", "team-a"),
    ("other-team", "Cedar Nurse", "health-visiting", 0, 4, None, "open", "team-c"),
    ("gap", "Groups for fathers", "fathers-group", 0, 4, None, "reported gap", "everywhere"),
    ("named", "Only A Name", "stay-and-play", 0, 4, None, "named only", None),
    ("training", "Staff Training", "workforce-training", None, None, None, "open", "everywhere"),
]
AT = {"near": 260, "far": 2750, "no-age": 500, "youth": 300, "shut": 300, "named": 260}
MIN_PER_M = 1.3 / (4000 / 60)
SECOND = timedelta(seconds=1)


def pack_of(offers=OFFERS, at=AT, **columns):
    rows = pd.DataFrame(offers, columns=list(COLUMNS)).set_index("asset_id")
    rows["delivery"] = [
        {"line": "phone", "visitor": "home", "other-team": "home"}.get(key) for key in rows.index
    ]
    rows["source"] = "made-up"
    points = [Point(WEST + at[key], SOUTH + 500) if key in at else Point() for key in rows.index]
    origins = tiny_origins().rename(index={"A1-0": "PE13 2AA"})
    assets = gpd.GeoDataFrame(rows.assign(**columns), geometry=points, crs=CRS)
    return tiny_pack(assets=assets, origins=origins)


def ask(pack=None, where="PE13 2AA", age=2, **changes):
    return find_help(pack or pack_of(), HelpAsked(where=where, age=age, **changes))


def ids(found, group):
    return list(found.of(group).index)


def test_each_offer_stands_in_the_one_group_it_belongs_to():
    found = ask()
    assert ids(found, groups.NEAR) == ["near"]
    assert ids(found, groups.ASK) == ["no-age"]
    assert ids(found, groups.DISTANT) == ["line"]
    assert ids(found, groups.VISITS) == ["visitor"]  # and not the one of another team
    assert ids(found, groups.BEYOND) == ["far"]
    assert ids(found, groups.WORKERS) == ["training"]
    assert "named" not in found.offers.index
    assert "gap" not in found.offers.index
    assert found.reported == (
        "Reported to be missing or thin in Tiny and Testing: Groups for fathers.",
    )
    assert found.sentence() == (
        "There is 1 service listed for a 2-year-old within 30 minutes on foot. "
        "It is Near Group, less than a minute on foot."
    )


def test_minutes_are_those_of_the_question_from_that_spot():
    pack = pack_of()
    far = ask(pack).of(groups.BEYOND)["minutes"]["far"]
    assert far == pytest.approx(2500 * MIN_PER_M)
    journeys = journeys_for(pack, replace(default_question(pack), rural=None))
    assert far == pytest.approx(journeys.nearest(["far"]).loc["PE13 2AA", "minutes"])


SCHOOLS = [
    ("open-end", "Corner School", "library", 0, None, None, "open", None),
    ("for-others", "Young Group", "library", 0, 1, None, "open", None),
]


def test_an_open_end_is_sure_unless_others_of_its_kind_are_for_other_ages():
    """A school that states no oldest age may be a primary: it is not sure for a 12-year-old."""
    at = {"open-end": 260, "for-others": 270}
    alone = ask(pack_of(SCHOOLS[:1], at), age=2)
    assert ids(alone, groups.NEAR) == ["open-end"]
    told = ask(pack_of(SCHOOLS, at), age=2)
    assert ids(told, groups.NEAR) == []
    assert ids(told, groups.ASK) == ["open-end"]
    assert "Does it take this age?" in told.offers.loc["open-end", "ask"]
    assert ids(ask(pack_of(SCHOOLS, at), age=0), groups.NEAR) == ["open-end", "for-others"]


@pytest.mark.parametrize("how", ["not given", "from the phase", "from the name"])
def test_ages_that_no_source_states_are_not_said_to_be_stated(how):
    pack = pack_of(SCHOOLS[:1], {"open-end": 260}, note=NOTES[how])
    offer = ask(pack, age=2).offers.loc["open-end"]
    is_given = how != "not given"
    sure = "Not stated, but worked out: ages." if is_given else "The list does not give its ages."
    assert offer["how_sure"].startswith(sure)
    assert (offer["ages"] == "Not stated. Ask first.") != is_given
    assert bool(ids(ask(pack, age=2), groups.NEAR)) == is_given


def test_a_day_tells_open_shut_and_not_stated_apart():
    sunday = ask(day="sun", limit_min=60)
    assert ids(sunday, groups.NEAR) == ["far"]
    assert ids(sunday, groups.NOT_THEN) == ["near"]
    assert ids(sunday, groups.ASK) == ["no-age"]
    assert "Is it open on Sunday?" in sunday.offers.loc["no-age", "ask"]
    assert "1 more is not open on Sunday." in sunday.beside()


def test_nothing_is_said_plainly_with_what_is_nearest_beyond():
    few = [each for each in OFFERS if each[0] in ("near", "far")]
    found = ask(pack_of(few), age=12, day="sun", limit_min=40)
    assert found.sentence() == (
        "There is nothing listed for a 12-year-old within 40 minutes on foot that is open on "
        "Sunday. We know of none further away that can be reached in 3 hours."
    )
    found = ask(pack_of(few), day="sun", limit_min=40)
    assert found.sentence() == (
        "There is nothing listed for a 2-year-old within 40 minutes on foot that is open on "
        "Sunday. The nearest further away that we are sure of is Far Group, about 49 minutes "
        "on foot."
    )
    assert "Every council" in found.ask_first[-1]


def test_where_only_unsure_ones_are_near_nothing_is_claimed():
    found = ask(age=12, day="sun")
    assert found.sentence().startswith(
        "We are not sure of any service for a 12-year-old within 30 minutes on foot that is open "
        "on Sunday. But 1 may be right: ask first."
    )
    assert found.missing() == {"services that may be right": 1.0}


def test_nobody_and_no_offer_at_all():
    found = ask(pack_of([], {}))
    assert found.offers.empty
    assert found.groups == ()
    assert "nothing listed" in found.sentence()
    assert "Every council" in list_text(found)
    assert "BEGIN:VEVENT" not in calendar_text(found, date(2026, 11, 23))


def test_ties_are_named_together():
    offers = [("a", "Ash", "leisure", 0, 4, None, "open", None)]
    offers += [(key, key.upper(), *offers[0][2:]) for key in "bcde"]
    found = ask(pack_of(offers, dict.fromkeys("abcde", 750)))
    assert found.sentence().endswith(
        "The nearest are Ash, B, C and 2 more, each about 10 minutes on foot."
    )
    assert found.services == 5


def test_two_doors_of_one_site_are_one_service():
    offers = [("a", "Elm", "leisure", 0, 4, None, "open", None)]
    offers += [("b", "Elm, the other door", *offers[0][2:])]
    found = ask(pack_of(offers, {"a": 750, "b": 900}, parent_id=[None, "a"]))
    assert found.sentence().startswith("There is 1 service listed")
    assert "Its nearest door is Elm," in found.sentence()
    assert len(found.of(groups.NEAR)) == 2


def test_beyond_the_limit_by_seconds_is_never_said_to_be_within_it():
    offers = [("a", "Ash", "leisure", 0, 4, None, "open", None)]
    found = ask(pack_of(offers, {"a": 250 + 1035}), limit_min=20)
    assert found.of(groups.BEYOND)["minutes"]["a"] == pytest.approx(20.18, abs=0.01)
    assert "just over 20 minutes on foot" in found.sentence()


def test_a_door_just_at_the_limit_is_within_it():
    offers = [("a", "Ash", "leisure", 0, 4, None, "open", None)]
    found = ask(pack_of(offers, {"a": 250 + 2000}), limit_min=39)
    assert found.of(groups.NEAR)["minutes"]["a"] == 39.0


def test_what_is_sure_and_further_away_is_told_of_each_theme_that_is_not_near():
    offers = [("a", "Ash", "leisure", 0, 18, None, "open", None)]
    offers += [(key, key.upper(), *offers[0][2:]) for key in "bcdefg"]
    offers += [("young", "Youth Club", "youth-work", 0, 18, None, "open", None)]
    at = {"a": 260, "young": 3200} | {key: 2000 + 100 * at for at, key in enumerate("bcdefg")}
    found = ask(pack_of(offers, at), age=12)
    assert ids(found, groups.BEYOND) == [*"bcdef", "young"]  # and not the sixth of one theme
    assert found.themes["nearest"].to_dict() == {"young": "Youth Club"}


def test_what_is_sure_is_named_before_what_is_nearer_and_not_sure():
    offers = [("a", "Ash", "leisure", None, None, None, "open", None)]
    offers += [("b", "Birch", "leisure", 0, 18, None, "open", None)]
    found = ask(pack_of(offers, {"a": 2500, "b": 3000}))
    assert "The nearest further away that we are sure of is Birch," in found.sentence()


def test_it_says_whom_to_ask_the_nearest_door_that_serves_where_one_is():
    hub = ("family-hub", 0, 25, None, "open")
    offers = [
        ("near", "Near Hub", *hub, None),
        ("far", "Far Hub", *hub, None),
        ("other", "Cedar Hub", *hub, "team-c"),
        ("desk", "Help Desk", "early-help-front-door", None, None, None, "open", "everywhere"),
    ]
    found = ask(pack_of(offers, {"near": 750, "far": 1250, "other": 500}))
    assert found.ask_first[:2] == (
        "You can ask Help Desk (early help front door).",
        "The nearest door where you can ask is Near Hub, about 10 minutes on foot.",
    )


def test_what_is_online_stands_first_only_where_even_the_nearest_is_far():
    found = ask(limit_min=60)
    assert ids(found, groups.NEAR) == ["near", "far"]
    assert found.groups[0] == groups.NEAR
    assert found.offers.loc["near", "ask"] == ""  # a door that is sure leaves nothing to ask


@pytest.mark.parametrize(
    ("text", "age"),
    [("2", 2), ("0", 0), ("8 months", 0), ("8m", 0), ("13 months", 1), ("pregnancy", -1),
     ("Pregnant", -1), ("25", 25), ("26", None), ("-1", None), ("two", None), ("", None),
     ("35 months", 2), ("36 months", None), ("99 months", None), ("2.5", None),
     ("٢", None), ("12 years", 12)],
)  # fmt: skip
def test_ages_are_read_as_people_write_them(text, age):
    assert read_age(text) == age


def test_pregnancy_takes_only_what_says_so_and_asks_what_says_nothing():
    found = ask(age=-1)
    assert ids(found, groups.NEAR) == []
    assert ids(found, groups.DISTANT) == ["line"]
    assert ids(found, groups.ASK) == ["no-age"]
    assert "someone who is pregnant" in found.sentence()
    assert found.is_travel_long
    assert found.groups[0] == groups.DISTANT


@pytest.mark.parametrize("age", [17, 18, 19, 25])
def test_young_people_get_what_goes_on_to_their_age(age):
    found = ask(age=age)
    assert (ids(found, groups.NEAR) == ["youth"]) == (age <= 18)
    assert ids(found, groups.DISTANT) == ["line"]
    assert any("special needs" in note for note in found.notes()) == (age >= 18)
    assert who_words(age).startswith("an " if age == 18 else "a ")


def test_an_open_end_is_sure_only_for_the_ages_of_such_a_service():
    offers = [("a", "Elm Centre", "child-and-family-centre", -1, None, None, "open", None)]
    pack = pack_of(offers, {"a": 750})
    assert ids(ask(pack), groups.NEAR) == ["a"]
    assert ids(ask(pack, age=-1), groups.NEAR) == ["a"]
    assert ids(ask(pack, age=17), groups.ASK) == ["a"]
    assert "No oldest age is stated." in ask(pack).offers.loc["a", "ages"]


def test_a_door_for_another_place_is_to_be_asked():
    offers = [("a", "Cedar Club", "leisure", 0, 4, None, "open", "team-c")]
    found = ask(pack_of(offers, {"a": 750}))
    assert ids(found, groups.ASK) == ["a"]
    assert "It serves Team Cedar. Does it take you?" in found.offers.loc["a", "ask"]
    assert "not sure of any" in found.sentence()


def test_what_is_shut_is_told_apart():
    found = ask(age=12)
    assert ids(found, groups.STOPPED) == ["shut"]
    assert found.offers.loc["shut", "state"] == "Closed"
    assert ids(found, groups.WORKERS) == ["training"]
    for name in ("Shut Club", "Staff Training"):
        assert name not in list_text(found)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("PE99 9ZZ", "the postcode PE99 9ZZ, which is not on the list for Tiny and Testing"),
        ("PE13", "PE13, a part of a postcode"),
        ("", "nothing"),
        ("Atlantis", "'Atlantis'"),
        ("Tinyshire", "too large to set out from"),
        ("10.0,50.0", "the point 10.0,50.0"),
    ],
)
def test_a_spot_that_is_nowhere_is_told_what_was_found_and_what_is_expected(typed, said):
    with pytest.raises(QuestionError) as refused:
        ask(where=typed)
    [problem] = refused.value.problems
    assert said in problem.found
    assert problem.expected
    assert problem.fix


@pytest.mark.parametrize("typed", ["pe132aa", " PE13  2AA ", "PE13 2AA"])
def test_postcodes_are_read_however_they_are_typed(typed):
    assert ids(ask(where=typed), groups.NEAR) == ["near"]


def test_a_neighbourhood_is_found_by_name_and_said_to_be_rough():
    found = ask(where="field a1")
    assert any("the middle of Field A1" in note for note in found.notes())


def test_outside_the_pack_is_said():
    lon, lat = lonlat_from_grid(WEST - 1000.0, SOUTH + 500.0)
    found = ask(where=f"{float(lat):.6f},{float(lon):.6f}")
    assert any("outside Tiny and Testing" in note for note in found.notes())
    assert ids(found, groups.VISITS) == []  # what serves all of the pack does not serve beyond it
    assert ids(found, groups.DISTANT) == []


def test_every_wrong_word_of_what_is_asked_is_told_at_once():
    with pytest.raises(QuestionError) as refused:
        read_asked(
            pack_of(), where="x", age="40", about="kind:x", day="noday", mode="bus", limit="0"
        )
    assert len(refused.value.problems) == 5


def test_a_bus_is_taken_where_there_is_one_and_its_day_is_said():
    pack = tiny_pack_with_bus()
    south, west = SOUTH + 1500, WEST + 250
    lon, lat = lonlat_from_grid(west, south)
    where = f"{float(lat):.6f},{float(lon):.6f}"
    found = ask(pack, where=where, mode="bus", day="sun")
    walked = ask(pack, where=where)
    by_bus, on_foot = (each.offers["minutes"]["centre-a"] for each in (found, walked))
    assert 5 <= by_bus < on_foot
    assert any("Buses on Sunday may differ." in note for note in found.notes())
    assert "by bus" in found.sentence()


def test_the_command_says_the_same_and_its_log_does_not_tell_from_where(
    tmp_path, monkeypatch, capsys
):
    write_once(pack_of(), tmp_path / "pack")
    monkeypatch.setenv(exports.LOG_SETTING, str(tmp_path / "log.jsonl"))
    asked = ["--pack", str(tmp_path / "pack"), "--postcode", "PE13 2AA", "--age", "2"]
    for form in ("table", "json", "csv", "list", "calendar"):
        assert main(["find-help", *asked, "--format", form, "--from-day", "2026-11-23"]) == 0
        said = capsys.readouterr().out
        assert "Near Group" in said
        assert "PE13" not in said
        if form != "calendar":
            assert ask().sentence() in said.replace("\\u2019", "’")
    assert main(["find-help", *asked, "--mode", "fly"]) == 2
    assert "the way to travel" in capsys.readouterr().err
    log = (tmp_path / "log.jsonl").read_text()
    assert log.count("find-help") == 4
    assert "PE13" not in log


def test_what_is_asked_about_narrows_it():
    choices = about_choices(pack_of())
    assert choices["kind:phone-line"] == "Phone line"
    found = ask(about="kind:phone-line")
    assert list(found.offers.index) == ["line"]
    assert "under “Phone line”" in found.sentence()
    theme = ask(about="theme:young", age=12)
    assert set(ids(theme, groups.NEAR)) == {"youth"}
    assert list(theme.themes.index) == ["young"]


def test_nothing_of_it_tells_where_it_was_asked_from():
    found = ask()
    told = [repr(found.asked), repr(found.start), list_text(found), str(found.parameters())]
    told += [found.sentence(), *found.notes(), calendar_text(found, date(2026, 11, 23))]
    told += [found.table.to_csv()]
    for each in told:
        for secret in ("PE13", "540250", "290500", "540_250"):
            assert secret not in each


def test_only_words_about_workers_alone_are_for_workers():
    for audience in ("practitioners", "settings, schools and childminders", "school SENDCos",
                     "staff of children’s centres and settings", "health visitors"):  # fmt: skip
        assert is_for_workers(audience)
    for audience in ("settings and children with SEND", "parents and providers", "SEND", "all",
                     "young people and families", None, "families and schools"):  # fmt: skip
        assert not is_for_workers(audience)


def test_the_calendar_holds_each_week_and_escapes_every_text():
    wild = "Near; Group,\\ \r\nBEGIN:VEVENT\r\nSUMMARY:x " + "é" * 60
    offers = [("near", wild, "leisure", 0, 4, "Mon 09:00–11:00; Wed 1pm–3pm", "open", None)]
    offers += [("no-hours", "Quiet", "leisure", 0, 4, None, "open", None)]
    found = ask(pack_of(offers, {"near": 260, "no-hours": 270}, address=wild))
    text = calendar_text(found, date(2026, 11, 25))  # a Wednesday
    assert text.count("BEGIN:VEVENT\r\n") == text.count("END:VEVENT\r\n") == 2
    assert "DTSTART;TZID=Europe/London:20261130T090000\r\n" in text
    assert "DTSTART;TZID=Europe/London:20261125T130000\r\n" in text
    assert "DTEND;TZID=Europe/London:20261130T110000\r\n" in text
    assert text.count("RRULE:FREQ=WEEKLY;COUNT=12\r\n") == 2
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert not any(line.startswith("SUMMARY:x") for line in lines)
    for name in ("SUMMARY", "LOCATION"):
        assert f"{name}:Near\\; Group\\,\\\\  BEGIN:VEVENT" in text.replace("\r\n ", "")
    assert (with_hours(found), without_hours(found)) == (1, 1)
    assert "year-old" not in text


@pytest.mark.parametrize("year", [2026, 2027, 2032])
def test_the_clocks_of_the_calendar_change_when_those_of_london_do(year):
    """By its rules on the last Sunday of March and of October, at one in the morning of GMT."""
    told = "\n".join(TIME_ZONE)
    for month, before, after in ((3, "+0000", "+0100"), (10, "+0100", "+0000")):
        last = max(day for day in range(25, 32) if date(year, month, day).weekday() == 6)
        assert f"RRULE:FREQ=YEARLY;BYMONTH={month};BYDAY=-1SU\nTZOFFSETFROM:{before}" in told
        changes = datetime(year, month, last, 1, tzinfo=UTC)
        london = ZoneInfo("Europe/London")
        offsets = [f"{each.astimezone(london):%z}" for each in (changes - SECOND, changes)]
        assert offsets == [before, after]


def test_a_calendar_of_one_day_holds_only_that_day():
    offers = [("near", "Near", "leisure", 0, 4, "Mon 09:00–11:00; Wed 13:00–15:00", "open", None)]
    text = calendar_text(ask(pack_of(offers, {"near": 260}), day="wed"), date(2026, 11, 23))
    assert text.count("BEGIN:VEVENT") == 1
    assert "20261125T130000" in text


def test_what_is_said_is_read_at_thirteen():
    said = []
    for age in (-1, 0, 2, 12, 19):
        for changes in ({}, {"day": "sun"}, {"limit_min": 5}, {"about": "theme:young"}):
            found = ask(age=age, **changes)
            own = [found.heading, found.sentence(), found.beside(), *found.last_notes()]
            own += [found.about(group) for group in found.groups]
            own += [f"{label}. {words}" for label, words in found.lacks()]
            said += own
            assert grade(" ".join(own)) <= 9
    fixed = {each for each in said if each}
    hard = {each: round(grade(each), 1) for each in fixed if grade(each) > 10}
    assert hard == {}


def test_reading_grades_tell_hard_from_easy():
    assert grade("The cat sat on the mat. It was warm.") < 2
    assert grade("Apportionment necessitates proportional redistribution of enumerated "
                 "populations.") > 15  # fmt: skip
