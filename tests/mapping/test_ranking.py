from pandas import DataFrame

from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.ranks.steadiness import rank_range
from layers.ranks.strengths import by_strength, reached_shares, reached_words
from mapping.pages.map.ranking import ranking
from mapping.pages.places.ranked_table import places_table
from tests.awkward import awkward_pack, awkward_question
from tests.builders import NEED_DECILES, tiny_pack


def test_every_row_has_a_cell_for_every_column_with_and_without_ranks():
    pack = tiny_pack()
    question = default_question(pack)
    gaps = measure_gaps(pack, question)
    for ranks in (None, rank_range(pack, question)):
        table = places_table(gaps, pack, ranks)
        assert {len(row["cells"]) for row in table["rows"]} == {len(table["columns"])}


def test_a_rank_says_how_sure_it_is_and_the_first_sorts_first():
    pack = tiny_pack()
    question = default_question(pack)
    table = places_table(measure_gaps(pack, question), pack, rank_range(pack, question))
    ranks = [row["cells"][-1] for row in table["rows"]]
    assert ranks[0]["said"].startswith("1st")
    assert [cell["value"] for cell in ranks] == sorted((c["value"] for c in ranks), reverse=True)


def test_a_rank_that_is_not_known_says_so():
    pack = tiny_pack(deciles=NEED_DECILES | {"A1": None, "A2": None, "A3": None})
    question = default_question(pack)
    table = places_table(measure_gaps(pack, question), pack, rank_range(pack, question))
    [alder] = [row for row in table["rows"] if row["id"] == "team-a"]
    assert alder["cells"][-1] == {"value": None, "said": "not known"}


def shown(show):
    pack = awkward_pack()
    rows = ranking(measure_gaps(pack, awkward_question(pack)), pack, show, None)["rows"]
    return [(row["name"], row["part"], row["whole"]) for row in rows]


def test_gaps_stand_with_the_largest_first():
    assert shown("gaps") == [("Middle", 42, 170), ("West", 18, 80), ("East", 0, 100)]


def test_strengths_stand_with_the_largest_share_reached_first():
    """All 50 of East are reached, 62 of the 80 of West, 28 of the 70 of Middle."""
    assert shown("strengths") == [("East", 50, 50), ("West", 62, 80), ("Middle", 28, 70)]


def test_strengths_that_tie_stand_by_name_and_a_place_without_anybody_in_need_last():
    places = DataFrame(
        {
            "place": ["D", "C", "B", "A"],
            "high_need_children": [0.0, 10.0, 20.0, float("nan")],
            "reached_high_need_children": [0.0, 5.0, 10.0, float("nan")],
        },
        index=["d", "c", "b", "a"],
    )
    assert list(by_strength(places)["place"]) == ["B", "C", "A", "D"]
    assert list(by_strength(places).columns) == list(places.columns)
    said = [
        reached_words(*pair, "in high need")
        for pair in zip(places["high_need_children"], reached_shares(places), strict=True)
    ]
    assert said == ["nobody in high need", "50%", "50%", "not known"]
