from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.ranks.steadiness import rank_range
from mapping.pages.map.ranking import places_table
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
