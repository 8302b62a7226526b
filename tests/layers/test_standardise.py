"""Standardised rates against the published reference outputs of PHEindicatormethods."""

import pandas as pd
import pytest

from geodata.errors import QuestionError
from layers.compare.standardise import (
    EUROPEAN_2013,
    standardise_directly,
    standardise_indirectly,
    standardise_places,
)

PEOPLE = (636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123)
BIG = (127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91)
SMALL = (12, 4, 3, 2, 3, 4, 8, 2, 2, 3, 4, 5, 6, 8, 5, 6, 5, 5, 4)
TINY = (0, 0, float("nan"), *(0,) * 3, 1, *(0,) * 5, 1, 0, 0, 1, 1, 2, 3)
OF_19 = (*PEOPLE, 207)
OF_1976 = (8000, *(7000,) * 10, 6000, 5000, 4000, 3000, 2000, 1000, 1000)
OUTPUTS = [
    (BIG, 10_000, 0.95, 1043.0247991469423, 971.770906798568, 1117.894091547925),
    (BIG, 100_000, 0.998, 10430.247991469423, 9323.287880219903, 11620.595999522058),
    (SMALL, 10_000, 0.95, 110.3212025300104, 87.7455767536709, 136.70882227251795),
    (SMALL, 100_000, 0.998, 1103.212025300104, 763.6420357939879, 1530.0328948244762),
]


@pytest.mark.parametrize("case", OUTPUTS)
def test_rates_agree_with_the_published_outputs(case):
    events, per, confidence, value, lower, upper = case
    found = standardise_directly(events, OF_19, per=per, confidence=confidence)
    assert (found.value, found.lower, found.upper) == pytest.approx((value, lower, upper), rel=1e-9)


def test_another_standard_agrees_with_the_published_outputs():
    found = standardise_directly(BIG[:18], PEOPLE, OF_1976, per=10_000)
    expected = (859.2097585022366, 799.1160931442103, 922.5253880318318)
    assert (found.value, found.lower, found.upper) == pytest.approx(expected, rel=1e-9)
    assert (found.events, found.people) == (804, 8763)


def test_fewer_than_ten_events_give_no_rate_and_say_so():
    found = standardise_directly(TINY, OF_19)
    assert found.value is found.lower is found.upper is None
    assert (found.events, found.missing_bands) == (9, 1)
    assert "9 events" in found.sentence()


def test_a_population_like_the_standard_keeps_its_crude_rate():
    events = [each / 100 for each in EUROPEAN_2013]
    assert standardise_directly(events, EUROPEAN_2013).value == pytest.approx(1000)


def test_several_events_of_one_person_widen_the_interval():
    alone = standardise_directly(SMALL, OF_19)
    together = standardise_directly(SMALL, OF_19, squared_events=[2 * each for each in SMALL])
    assert standardise_directly(SMALL, OF_19, squared_events=SMALL) == alone
    assert together.value == alone.value
    stretched = (together.value - together.lower) / (alone.value - alone.lower)
    assert stretched == pytest.approx(2**0.5)


def test_bands_that_do_not_match_are_refused():
    with pytest.raises(QuestionError, match="same bands"):
        standardise_directly((1, 2), (10, 10), (1, 2, 3))
    with pytest.raises(QuestionError, match="nobody"):
        standardise_directly((1, 2), (10, 0), (1, 2))


REFERENCE = (
    (10303, 2824, 0, 3615, 3641, 3490, 3789, 3213, 3031, 2771, 3089, 3490, 3595, 4745, 5514, 7125,
     5694, 6210, 5757),
    (50520, 57173, 60213, 54659, 44345, 50128, 62163, 67423, 62899, 55463, 60479, 49974, 44140,
     40888, 37239, 30819, 18136, 15325, 13918),
)  # fmt: skip
RATIOS = [
    (BIG, 0.95, 1.0707232939020275, 1.0017147712553987, 1.143233287249895),
    (BIG, 0.998, 1.0707232939020275, 0.9635155619614437, 1.1860070415876287),
    (SMALL, 0.95, 0.10886683770400503, 0.08765040101829405, 0.1336657632841891),
    (TINY, 0.95, 0.010767049882813684, 0.004923380825095776, 0.02043921455549973),
    (TINY, 0.998, 0.010767049882813684, 0.0029339306550682617, 0.02710589651469021),
]


@pytest.mark.parametrize("case", RATIOS)
def test_indirect_ratios_agree_with_the_published_outputs(case):
    events, confidence, value, lower, upper = case
    found = standardise_indirectly(events, OF_19, *REFERENCE, confidence=confidence)
    assert (found.value, found.lower, found.upper) == pytest.approx((value, lower, upper), rel=1e-9)
    assert found.expected == pytest.approx(835.8835612311743, rel=1e-12)


def test_indirect_rates_agree_with_the_published_outputs():
    found = standardise_indirectly(BIG, OF_19, *REFERENCE, per=1000)
    published = (100.11137622091056, 93.6591600297888, 106.89097582910615)
    assert (found.rate, found.rate_lower, found.rate_upper) == pytest.approx(published, rel=1e-9)
    assert "895 observed, 835.9 expected" in found.sentence()


def test_a_reference_without_events_gives_no_ratio():
    with pytest.raises(QuestionError, match="no events expected"):
        standardise_indirectly((1, 2), (10, 10), (0, 0), (10, 10))
    with pytest.raises(QuestionError, match="same bands"):
        standardise_indirectly((1, 2), (10, 10), (0,), (10, 10))


def test_places_of_a_file_are_standardised_each():
    rows = [
        {"place": place, "band": n, "events": x, "people": people, "standard": weight}
        for place, events in (("Big", BIG), ("Tiny", TINY))
        for n, (x, people, weight) in enumerate(zip(events, OF_19, EUROPEAN_2013, strict=True))
    ]
    found = standardise_places(pd.DataFrame(rows), "direct")
    assert found.places.loc["Big", "value"] == pytest.approx(10430.247991469423)
    assert found.places["value"].isna().tolist() == [False, True]
    assert found.missing() == {"places": 1.0, "counts": 1.0}
    assert "Big: rate per 100,000 10,430.25" in found.sentence()
