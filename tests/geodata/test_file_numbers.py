import pytest

from geodata.errors import DataError
from geodata.files import hearing, parse_numbers, parse_table


def cells(*written):
    text = "n\tm\n" + "".join(f"{cell}\tx\n" for cell in written)
    return parse_table(text.encode(), "t.csv").rows["n"]


def test_numbers_may_have_commas_and_missing_is_not_zero():
    numbers = parse_numbers(cells("29,199", "", "-1.5"), "t.csv, n")
    assert numbers[[2, 4]].tolist() == [29199, -1.5]
    assert numbers.isna().tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1,234", 1234), ("12,345,678.9", 12345678.9), ("-1,234", -1234), ("+7", 7), (".5", 0.5),
        ("5.", 5), ("9e-05", 9e-05), ("-8.1910513341426849E-2", -0.08191051334142685),
        ("\u22125", -5), ("1\u00a0234", 1234), ("1\u202f234\u202f567", 1234567), ("007", 7),
    ],
)  # fmt: skip
def test_a_number_is_read_where_it_can_mean_one_thing(written, number):
    assert parse_numbers(cells(written), "t.csv, n").tolist() == [number]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("12,5", "cannot stand between thousands"), ("1,23", "cannot stand between thousands"),
        ("0,123", "cannot stand between thousands"), ("52,48", "cannot stand between thousands"),
        ("1,2345", "cannot stand between thousands"), (",5", "cannot stand between thousands"),
        ("1.234,5", "as the decimal mark"), ("1.234.567,8", "as the decimal mark"),
        ("1,23,456", "do not stand between thousands"), ("1,,234", "do not stand between"),
        ("£5", "currency"), ("12%", "percentage"), ("(7)", "brackets"), ("1.2E+03", "lost digits"),
        ("1e5", "lost digits"), ("1E5", "lost digits"), ("#REF!", "a formula that failed"),
        ("1 234", "blanks in it"), ("inf", "infinity"), ("-Infinity", "infinity"),
        ("12 km", "with its unit"), ("ten", "'ten'"), ("1e308", "lost digits"),
        ("9" * 20, "beyond"), ("E01000001", "'E01000001'"), ("\uff15", "'５'"),
        ("1-2", "'1-2'"), ("--5", "'--5'"), ("\u2013" + "5", "'–5'"), ("1'234", "1'234"),
    ],
)  # fmt: skip
def test_what_can_mean_two_things_is_refused_by_row_and_told(written, said):
    """ "12,5" was read as 125."""
    with pytest.raises(DataError, match=r"t\.csv, n, row 3") as caught:
        parse_numbers(cells("1", written), "t.csv, n")
    assert said in str(caught.value)
    assert len(caught.value.problems) == 1


def test_each_kind_of_fault_is_told_once_with_its_rows():
    with pytest.raises(DataError) as caught:
        parse_numbers(cells("12%", "£5", "13%", "14%", "15%"), "t.csv, n")
    assert [problem.where for problem in caught.value.problems] == [
        "t.csv, n, row 2, 4, 5 and 1 more",
        "t.csv, n, row 3",
    ]


MARKS = ["*", "c", "[c]", "x", "[x]", ":", "..", "-", "<5", "< 10", "low", "z", "n/a", "NaN", "–"]


def test_what_marks_a_figure_kept_back_is_missing_and_told():
    with hearing() as told:
        numbers = parse_numbers(cells(*MARKS, "4"), "t.csv, n")
    assert numbers.isna().tolist() == [True] * len(MARKS) + [False]
    assert numbers.mean() == 4
    [warning] = told.warnings
    assert f"missing, not zero ({len(MARKS)} cells)" in warning
    assert "row 2, 3, 4 and 12 more" in warning


@pytest.mark.parametrize("mark", MARKS)
def test_nothing_marks_anything_in_a_column_of_places(mark):
    with pytest.raises(DataError, match="row 2"):
        parse_numbers(cells(mark), "t.csv, n", gaps=False)


@pytest.mark.parametrize("cell", ["907 est", "12,34", "1e9", "(37)", "\uff1907x"], ids=ascii)
def test_no_message_tells_the_digits_of_cells_that_may_count_people(cell):
    with pytest.raises(DataError) as told:
        parse_numbers(cells(cell), "figures.csv, value", of_people=True)
    said = str(told.value).replace("row 2", "")
    assert "#" in said
    assert not any(digit.isdigit() for digit in said)
    with pytest.raises(DataError, match="row 2"):
        parse_numbers(cells(cell), "figures.csv, value")
