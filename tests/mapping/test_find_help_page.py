"""Find help as AppTest sees it: one answer, text as text, and nothing kept of what is typed."""

import re
from pathlib import Path

import pytest

from geodata import exports
from layers.finding_help.asked import HelpAsked
from layers.finding_help.find import find_help
from mapping.pages.find_help import page
from mapping.pages.find_help.listed import found_words, groups_of, numbers_of
from mapping.pages.find_help.picture import help_map_svg
from mapping.served.cache import CACHE
from tests.layers.test_find_help import OFFERS, ask, pack_of
from tests.mapping.reading import opened, words
from tests.reading_age import grade

TYPED = "PE13 2AA"
SHOWN = "<h2>What is there ("


def looked(serve, pack=None, where=TYPED, age="2", **chosen):
    """Open the page and ask; `chosen` are keys of the form’s boxes without “help-”."""
    serve(pack or pack_of())
    return ask_on_page(where, age, **chosen)


def ask_on_page(where, age, **chosen):
    """Open the page of the pack that is served, and ask."""
    app = opened("find-help")
    app.text_input(key="help-where").set_value(where)
    for name, value in {"age": age, **chosen}.items():
        app.selectbox(key=f"help-{name}").set_value(value)
    next(each for each in app.button if each.label == "Find help").click()
    app.run()
    assert not app.exception
    return app


def test_it_opens_with_what_to_do_and_what_is_not_kept(serve):
    serve(pack_of())
    said = words(opened("find-help"))
    assert "Type a postcode" in said
    assert "It is not kept." in said
    assert SHOWN not in said


def test_the_page_says_what_the_answer_says(serve):
    app = looked(serve)
    said, found = words(app), ask()
    for each in (found.sentence(), found.beside(), *found.ask_first, *found.last_notes()):
        assert each.replace("'", "&#x27;") in said
    for group in found.groups:
        assert f"{found.title_of(group)} ({len(found.of(group))})" in said
    files = [each.label for each in app.get("download_button")]
    assert [each.partition(" (")[2].rstrip(")") for each in files] == ["TXT", "ICS", "CSV", "TXT"]


def test_a_day_and_an_age_with_nothing(serve):
    few = [each for each in OFFERS if each[0] in ("near", "far")]
    said = words(looked(serve, pack_of(few), age="12", day="sun"))
    assert "There is nothing listed for a 12-year-old within 30 minutes on foot" in said
    assert "Every council in England" in said


@pytest.mark.parametrize(("where", "age", "found"), [
    ("PE99 9ZZ", "2", "PE99 9ZZ, which is not on the list"),
    ("PE13 2AA", "", "the age"),
    ("", "2", "where you set out from"),
])  # fmt: skip
def test_what_cannot_be_used_is_told(serve, where, age, found):
    app = looked(serve, where=where, age=age)
    [error] = app.error
    assert found in error.value.replace("\\", "").replace("\u2060", "")
    assert SHOWN not in words(app)


def test_nothing_of_what_is_typed_is_kept_or_put_in_an_address(
    serve, tmp_path, monkeypatch, caplog
):
    monkeypatch.setenv(exports.LOG_SETTING, str(tmp_path / "log"))
    app = looked(serve, where="PE132AA")
    assert SHOWN in words(app)
    assert "PE13" not in str(app.query_params)
    assert set(app.query_params) <= {"service", "need", "age", "limit", "mode", "kind"}
    keys = str([*CACHE._kept, *CACHE._making, *CACHE._held])
    assert "PE13" not in keys
    assert "finding_help.find" not in keys
    made = {type(each).__name__ for each, _ in CACHE._kept.values()}
    assert not made & {"HelpFound", "HelpAsked", "Start"}
    assert "PE13" not in caplog.text
    named = [each.proto.label + str(each.proto.url) for each in app.get("download_button")]
    assert not any("PE13" in each for each in named)
    assert not any(
        "PE13" in path.read_text() for path in (tmp_path / "log").rglob("*") if path.is_file()
    )
    assert page.FOUND not in app.session_state  # but for the boxes themselves nothing is held


def test_a_fault_tells_no_log_what_was_typed(serve, monkeypatch, caplog):
    def fail(_pack, asked, _things):
        raise ValueError(f"no such thing as {asked.where}")

    monkeypatch.setattr(page, "find_help", fail)
    app = looked(serve)
    [error] = app.error
    assert "a fault of its own" in error.value
    assert "Help could not be looked for." in caplog.text
    assert "in _found" in caplog.text
    assert "PE13" not in caplog.text


def test_hostile_names_stay_text(serve):
    wild = "<img src=x onerror=alert(1)>**b** [a](javascript:1) $x$ {{7*7}}"
    offers = [(key, wild if key == "near" else name, *rest) for key, name, *rest in OFFERS]
    pack = pack_of(offers, provider=wild, address=wild, telephone=wild, web="javascript:alert(1)")
    app = looked(serve, pack)
    said = words(app)
    assert "<img" not in said
    assert "href" not in said
    assert "&lt;img" in said
    found = find_help(pack, HelpAsked(where=TYPED, age=2))
    drawn = help_map_svg(pack, found, numbers_of(found))
    assert "<img" not in drawn
    assert "&lt;img" in drawn


def test_numbers_of_the_list_are_those_of_the_map():
    found = ask()
    numbers = numbers_of(found)
    assert numbers == {"near": 1, "no-age": 2, "far": 3}
    told = {
        each.name: each.number
        for group in groups_of(found, numbers)
        for run in (*group.first, *group.rest)
        for each in run
    }
    assert (told["Near Group"], told["Far Group"], told["Visiting Nurse"]) == (1, 3, 0)
    drawn = help_map_svg(pack_of(), found, numbers)
    assert ">1. Near Group<" in drawn.replace("; ", "<")
    assert "A map of 3 doors" in drawn
    assert help_map_svg(pack_of(), found, {}) == ""


def test_its_fixed_words_are_read_at_thirteen():
    room = Path(page.__file__).parent
    texts = [page.PAGE.answers, *page.PAGE.help]
    texts += re.findall(r"<p>([^{}]+?)</p>", (room / "intro.html").read_text())
    assert len(texts) >= 6
    for each in texts:
        plain = re.sub(r"<[^>]*>", "", each)
        assert grade(plain) <= 9, (round(grade(plain), 1), plain)


def test_how_many_were_found_is_said_of_none_one_and_several():
    assert found_words(ask(pack_of([], {}))) == "No results."
    assert found_words(ask()) == "4 results. 1 service near that we are sure of."
    assert found_words(ask(age=12)) == "3 results. 1 service near that we are sure of."
    assert found_words(ask(age=19)) == "2 results. No service near that we are sure of."
