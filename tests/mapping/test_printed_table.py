"""Tables as they are printed: nothing twice, nothing lost, nothing that reads as something else."""

from layers.profile.parts import About, Cell, Column, Table
from mapping.profile.printed_table import printed, spans


def table(columns, *rows, key="some"):
    kinds = [each if isinstance(each, tuple) else (each, "text") for each in columns]
    return Table(
        key=key,
        title="Of something",
        columns=tuple(Column(key=each, heading=each.title(), kind=kind) for each, kind in kinds),
        rows=tuple(tuple(Cell(text=text) for text in row) for row in rows),
        about=About(),
    )


def words(found):
    return [[cell.text for cell in row] for row in found.rows]


def heads(found):
    return [column.key for column in found.columns]


def test_limits_stand_in_one_column_and_one_alone_says_which_it_is():
    found = printed(
        table(
            ["indicator", ("lower", "number"), ("upper", "number")],
            ["a", "35 per 1,000", "51 per 1,000"], ["b", "3%", "4%"], ["c", "", ""],
            ["d", "5%", ""], ["e", "", "6%"], ["f", "7%", "7%"],
        )
    )  # fmt: skip
    assert heads(found) == ["indicator", "lower"]
    said = [row[1] for row in words(found)]
    assert said == ["35 to 51 per 1,000", "3% to 4%", "", "from 5%", "up to 6%", "7%"]


def test_what_every_row_says_is_said_once():
    found = printed(table(["name", "hours", "run"], *[[n, "not stated", n] for n in "abc"]))
    assert heads(found) == ["name", "run"]
    assert found.alike == "The same in every row – Hours: not stated."
    two = printed(table(["name", "hours"], ["a", "not stated"], ["b", "not stated"]))
    assert heads(two) == ["name", "hours"]
    assert two.alike == ""


def test_numbers_and_verdicts_are_never_put_together():
    """Three places with 0 are three figures; three that are judged alike keep their shapes."""
    alike = printed(table(["name", ("gap", "count")], *[[n, "0"] for n in "abc"]))
    assert heads(alike) == ["name", "gap"]
    judged = table(["name", "verdict"], *[[n, "x"] for n in "abc"])
    marked = tuple((row[0], Cell(text="worse", mark="worse")) for row in judged.rows)
    found = printed(Table(key="some", title="", columns=judged.columns, rows=marked, about=About()))
    assert heads(found) == ["name", "verdict"]


def test_a_unit_stands_beneath_where_the_figure_does_not_say_it():
    found = printed(
        table(
            ["measure", ("figure", "number"), "unit"],
            ["a", "5%", "% (0 to 100)"], ["b", "5%", "% of children (0 to 100)"],
            ["c", "7 per 1,000", "per 1,000"],
        )
    )  # fmt: skip
    assert [row["measure"] for row in found.below] == ["", "% of children", ""]
    assert heads(found) == ["measure", "figure"]


def test_an_address_stands_beneath_where_something_is():
    rows = [["a", "here", "1 High Street"], ["b", "online", ""]]
    found = printed(table(["name", "place", "address"], *rows))
    assert heads(found) == ["name", "place"]
    assert [row["place"] for row in found.below] == ["1 High Street", ""]
    here = printed(table(["name", "place", "address"], *[[n, "here", n] for n in "abc"]))
    assert heads(here) == ["name", "address"]


def test_a_number_never_stretches_over_several_ages():
    """One 2 over three ages would read as two offers for all of them."""
    columns = [
        Column(key="row", heading=""),
        *(Column(key=k, heading=k, kind="count") for k in "abcd"),
    ]

    def over(*said):
        return spans([Cell(text=text) for text in said], columns)

    assert over("x", "2", "2", "2", "3") == [1, 1, 1, 1, 1]
    assert over("x", "not known", "not known", "2", "2") == [1, 2, 1, 1]
    assert over("x", "2; 1 here", "2; 1 here", "2; 1 here", "2; 1 here") == [1, 4]
    assert over("x", "1,200", "1,200", "", "") == [1, 1, 1, 1, 1]
    assert over("not known", "not known", "not known", "1", "1") == [1, 2, 1, 1]


def test_names_of_groups_stand_where_they_begin():
    rows = [["a", "One", "1"], ["b", "One", "2"], ["c", "Two", "3"]]
    found = printed(table(["row", "theme", ("0–1", "count")], *rows, key="matrix-expertise"))
    assert heads(found) == ["row", "0–1"]
    assert found.groups == ("One", "", "Two")
