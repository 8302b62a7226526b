"""What of an address cannot be used is named, on every page and at every route."""

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest

from layers.question.question import default_question
from mapping.pages.frame.address import read_address
from mapping.pages.frame.rooms import find_pages
from tests.attacks import addresses
from tests.builders import tiny_pack
from tests.mapping.reading import opened, words

PACK = tiny_pack()
PAGES = {page.url_path: page for page in find_pages()}


def read(query, page="map"):
    return read_address(parse_qsl(query, keep_blank_values=True), PAGES[page], PACK)


def told(query, page="map"):
    return [each.sentence() for each in read(query, page).problems]


def test_odd_addresses_are_named_part_by_part_and_lose_nothing_else():
    """Of 1,471 odd addresses 874 were dropped without a word."""
    assert addresses.attack(addresses=400, asked=40, runs=3) == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("age=00045-00099", "age: found '00045-00099'; expected two ages from 0 to 25, as in 0-4."),
        ("limit=٢٠", "limit: found '٢٠'; expected a whole number from 1 to 180."),
        ("limit= 20", "limit: found ' 20'; expected a whole number from 1 to 180."),
        ("limit=2e1", "limit: found '2e1'; expected a whole number from 1 to 180."),
        ("limit=999", "limit: found 999; expected a number from 1 to 180."),
        ("service=moon", "service: found 'moon'; expected one of family-centres,"),
        ("age=%ff", "age: found '�'; expected letters that can be read, written as UTF-8."),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_what_is_used_instead(query, said):
    name = query.partition("=")[0]
    [sentence] = told(f"{query}&deciles=2")
    assert sentence.startswith(f"the address, {said}")
    usual = {"age": "0-4", "limit": "20", "service": "family-centres"}[name]
    assert sentence.endswith(f"Used instead: {usual}.")
    assert read(f"{query}&deciles=2").question == default_question(PACK, need_deciles=2)


def test_a_name_that_nobody_knows_is_told_with_the_nearest_that_is_known():
    [sentence] = told("colur=need&limit=30")
    assert sentence.startswith("the address: found a part called 'colur'; expected one of service,")
    assert "colour is the nearest" in sentence
    assert read("colur=need&limit=30").question.limit_min == 30


def test_what_stands_there_twice_is_told_and_the_last_is_used():
    found = read("limit=30&age=2-2&limit=45")
    assert found.question == default_question(PACK, limit_min=45, age_from=2, age_to=2)
    [problem] = found.problems
    assert problem.sentence() == (
        "the address, limit: found it 2 times; expected it once. The last is used: '45'."
    )
    assert not found.is_settled


def test_what_is_too_long_is_told_by_its_beginning():
    [sentence] = told(f"age={'0' * 9000}&colour=need")
    assert "9,000 characters" in sentence
    assert len(sentence) < 300
    [sentence] = told(f"{'a' * 9000}=1")
    assert len(sentence) < 600


def test_very_many_parts_are_named_up_to_twenty_and_counted():
    said = told("&".join(f"part{n}={n}" for n in range(500)) + "&limit=45")
    assert len(said) == 21
    assert "480 more parts" in said[-1]
    assert read("&".join(f"part{n}={n}" for n in range(500)) + "&limit=45").question.limit_min == 45


@pytest.mark.parametrize(
    ("page", "query", "said"),
    [
        ("map", "area=Z9", "area: found 'Z9'; expected one of A1,"),
        (
            "map",
            "colour=Need",
            "colour: found 'Need'; expected one of gap, need, reach, none, indicator.",
        ),
        ("map", "wish=3.areas.cover.need", "found a part called 'wish'"),
        ("map", "kind=district&place=moon", "place: found 'moon'"),
        ("map", "spot=moon", "spot: found 'moon'; expected a postcode of this pack"),
        ("map", "at=1,2", "at: found '1,2'; expected latitude, longitude and zoom"),
        ("map", "at=-33.9,151.2,12", "at: found '-33.9,151.2,12'"),
        ("map", "at=52.4,nan,12", "at: found '52.4,nan,12'"),
        ("places", "place=moon", "place: found 'moon'"),
        ("cover", "show=strengths", "show: found 'strengths'; expected one of service"),
        ("hotspots", "about=moon", "about: found 'moon'; expected one of need"),
        ("hotspots", "shuffles=9999", "found a part called 'shuffles'"),
        ("scenarios", "wish=03.areas.cover.need", "wish: found '03.areas.cover.need'"),
        ("scenarios", "changes=close.moon", "changes, change 1: found 'moon'"),
        ("scenarios", "changes=add.library.00-4.area.A2", "changes, 1: found"),
        ("scenarios", "asset=new-1", "asset: found 'new-1'"),
        ("scenarios", "against=~", "against, 1: found ''"),
        ("data", "place=team-a", "found a part called 'place'"),
    ],
)
def test_a_choice_that_a_page_does_not_have_is_named(page, query, said):
    [sentence] = [each for each in told(query, page) if said in each]
    assert sentence.startswith("the address")


def test_what_a_page_tells_to_type_can_be_copied_from_it(serve):
    serve(PACK)
    typed = "doors.family-centres(open:sat)"
    app = opened("map", layers=typed.replace(":", ":\u2060") + ",fill.gap(")
    [warning] = app.warning
    assert "found 'fill.gap('" in warning.value.replace("\\", "")
    assert "family-centres" not in warning.value
    assert "`doors.libraries(open:sat)*60`" in warning.value


def test_what_comes_along_with_a_copy_leaves_the_address(serve):
    serve(PACK)
    app = opened("map", place="team-\u2060a\u200b")
    assert not app.warning
    assert app.query_params["place"] in ("team-a", ["team-a"])


def test_what_a_scenario_adds_can_be_chosen():
    found = read("changes=add.library.0-4.area.A2&asset=new-1", "scenarios")
    assert found.problems == ()
    assert found.unusable == frozenset()


@pytest.mark.parametrize("page", sorted(PAGES))
def test_every_page_tells_all_of_it_in_one_message(serve, page):
    serve(PACK)
    app = opened(page, age="00-4", moon="<b>full</b>", limit="45")
    [warning] = app.warning
    said = warning.value.replace("\\", "")
    assert "the address, age: found '00-4'" in said
    assert "found a part called 'moon'" in said
    assert "limit" not in said.replace("need, deciles, limit", "")
    assert "<b>" not in said


def test_what_was_told_leaves_the_address_with_the_next_word_that_is_changed(serve):
    serve(PACK)
    app = opened("map", age="00-4", moon="full", colour="Need", place="team-a")
    assert set(app.query_params) == {"age", "moon", "colour", "place"}
    app.session_state["question"] = None
    script = """
from mapping.pages.frame.asked import ask_differently
from layers.question.question import default_question
from mapping.served.packs import served_pack
ask_differently(default_question(served_pack()), {"setting": "limit", "value": "45"}, served_pack())
"""
    changed = type(app).from_string(script)
    changed.query_params.update(app.query_params)
    changed.session_state["parts of the address that cannot be used"] = {"moon", "colour"}
    changed.run()
    assert set(changed.query_params) == {"service", "limit", "place"}
    assert "<h1>" in words(app)


def test_a_pack_that_opens_on_something_it_cannot_be_asked_is_not_the_addresss_fault():
    broken = replace(PACK, info=replace(PACK.info, defaults=replace(PACK.info.defaults, age_to=99)))
    assert [
        each.where for each in read_address([("limit", "30")], PAGES["map"], broken).problems
    ] == []
