"""A spine as bars on scales that measures share."""

from layers.profile.parts import About, Cell, Chart, Column, Table
from layers.profile.scales import on_one_scale

KEYS = ("indicator", "of", "figure", "unit", "lower", "upper", "compared", "verdict", "county",
        "county_verdict")  # fmt: skip
NUMBERS = {"figure", "lower", "upper", "compared", "county"}


def spine(*rows):
    columns = tuple(
        Column(key=key, heading=key.capitalize(), names=key == "of",
               kind="number" if key in NUMBERS else "text")
        for key in KEYS
    )  # fmt: skip
    table = Table(key="spine", title="T", columns=columns, rows=rows, about=About())
    return Chart(drawn="spine", table=table, category="indicator", series=("figure", "compared"),
                 alt="Alt", lower="lower", upper="upper")  # fmt: skip


def row(name, figure, unit="%", *, limits=(None, None), england=None, mark=""):
    number = [figure, *limits, england]
    said = ["" if each is None else f"{each:g}" for each in number]
    return (
        Cell(text=name), Cell(text="Here"), Cell(text=said[0] or "too few to show", number=figure),
        Cell(text=unit), Cell(text=said[1], number=limits[0]), Cell(text=said[2], number=limits[1]),
        Cell(text=said[3] or "not held", number=england), Cell(text=mark, mark=mark),
        Cell(text=""), Cell(text=""),
    )  # fmt: skip


def names(chart):
    return [each[0].text for each in chart.table.rows]


def test_percentages_share_a_scale_and_another_unit_has_its_own():
    one = row("A", 3.0, "% of all (0 to 100)", limits=(2, 4), england=3.5, mark="similar")
    made = on_one_scale(spine(one, row("B", 9.0, "per 1,000", england=8.0), row("C", 7.0)))
    assert [each.table.key for each in made] == ["spine-pct", "spine-per 1,000"]
    assert names(made[0]) == [
        "A, Here: 3; ● similar beside England",
        "C, Here: 7; England not held",
    ]
    assert "for 1 measure none are published" in made[0].table.about.note
    assert "1 measure is on another scale" in made[0].table.about.note
    assert made[0].series == ("figure", "compared")
    assert "No limits are published" in made[1].table.about.note


def test_a_measure_that_is_held_back_keeps_its_place_and_tells_no_number():
    made = on_one_scale(spine(row("A", 3.0, england=3.5), row("B", None, limits=(None, None))))
    assert names(made[0]) == ["A, Here: 3", "B, Here: England not held"]
    assert "1 measure has no bar" in made[0].table.about.note


def test_a_measure_with_nothing_beside_it_is_no_chart():
    assert on_one_scale(spine(row("A", 3.0))) == ()
    assert on_one_scale(spine(row("A", None, england=4.0))) == ()
    assert len(on_one_scale(spine(row("A", 3.0), row("B", 4.0)))) == 1
    assert on_one_scale(spine(row("A", 3.0), row("B", 4.0)))[0].series == ("figure",)


def test_every_row_stands_in_one_chart_at_most():
    rows = [
        row(f"M{n}", float(n), unit, england=1.0) for n, unit in enumerate(["%", "a", "% x", "b"])
    ]
    made = on_one_scale(spine(*rows))
    assert sorted(name[:2] for chart in made for name in names(chart)) == ["M0", "M1", "M2", "M3"]
