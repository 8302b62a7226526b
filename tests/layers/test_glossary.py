"""The glossary: every form means one thing, and words are found as people write them."""

from collections import Counter

import pytest

from layers.said.glossary import GROUPS, TERMS, find_terms, is_known
from layers.said.glossary_words import SOURCES

FORMS = [form for term in TERMS.values() for form in term.forms]


def found(text):
    return [(text[start:end], term.key) for start, end, term in find_terms(text)]


def test_every_word_and_every_form_stands_once():
    assert len(TERMS) == sum(len(terms) for terms in GROUPS.values()) > 80
    assert [form for form, count in Counter(FORMS).items() if count > 1] == []


@pytest.mark.parametrize("term", TERMS.values(), ids=lambda term: term.key)
def test_every_meaning_is_a_sentence_and_does_not_open_with_its_own_word(term):
    assert term.meaning.endswith(".")
    assert term.meaning[0].isupper()
    assert "'" not in term.meaning
    assert not term.meaning.startswith(f"{term.word} ")


def test_every_source_is_used():
    cited = {source for term in TERMS.values() for source in term.source.split("; ") if source}
    assert cited == set(SOURCES.values())


def test_words_are_found_with_or_without_a_capital_and_short_forms_as_they_are():
    assert found("Gaps in EHCPs of LSOAs.") == [
        ("Gaps", "gap"),
        ("EHCPs", "ehc-plan"),
        ("LSOAs", "lsoa"),
    ]
    assert found("send it forward; the neet room; GAP") == []


def test_a_word_is_found_whole_and_the_longest_form_of_it():
    assert found("wardrobe, toward, gap-toothed, LSOA21CD, E01018085") == []
    assert found("straight-line estimate") == [("straight-line estimate", "straight-line-estimate")]
    assert found("low-income families") == [("low-income families", "low-income-families")]


def test_an_ordinary_word_is_in_the_list_and_is_not_marked():
    assert found("the limit, as published, in CSV") == []
    assert is_known("CSV")


@pytest.mark.parametrize("short", ["LSOA", "LSOAs", "EHCP", "ICB", "CCG", "NHS"])
def test_a_short_form_is_known_as_it_is_written(short):
    assert is_known(short)


@pytest.mark.parametrize("short", ["XYZ", "lsoa", "LSO"])
def test_another_is_not(short):
    assert not is_known(short)
