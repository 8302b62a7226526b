"""What mutmut says is read as it is: what no test reaches or notices is left."""

from tests.mutants import chosen, counts, report, results, too_few

SAID = """
    layers.need.x_measure_need__mutmut_1: killed
    layers.need.x_measure_need__mutmut_2: timeout
    layers.need.x_rank_tenths__mutmut_12: survived
    layers.access.reach.x__winner__mutmut_3: no tests
    layers.gaps.xǁGapsǁmissing__mutmut_4: not checked
    layers.gaps.xǁGapsǁmissing__mutmut_5: suspicious
    layers.gaps.xǁGapsǁmissing__mutmut_6: segfault
"""


def test_every_line_is_a_mutant_of_its_module():
    found = list(results(SAID))
    assert found[3] == ("layers.access.reach", "x__winner__mutmut_3", "no tests")
    assert counts(found) == {
        "layers.access.reach": (1, 1),
        "layers.gaps": (3, 3),
        "layers.need": (3, 1),
    }


def test_the_names_given_are_those_reported():
    found = [each for each in results(SAID) if chosen(each, ["layers.need*", "*Gaps*_5"])]
    assert [each.name for each in found if each.is_left] == [
        "x_rank_tenths__mutmut_12",
        "xǁGapsǁmissing__mutmut_5",
    ]
    assert all(chosen(each, []) for each in results(SAID))


def test_what_is_left_is_told_below_the_table():
    lines = list(report(results(SAID)))
    assert lines[3].split() == ["layers.need", "3", "1", "66.7%"]
    assert lines[-1].split() == ["segfault", "layers.gaps.xǁGapsǁmissing__mutmut_6"]
    assert len(lines) == 4 + 5


def test_nine_in_ten_is_enough_and_less_is_not():
    killed = "\n".join(f"layers.need.x_a__mutmut_{n}: killed" for n in range(9))
    enough = results(f"{killed}\nlayers.need.x_a__mutmut_9: survived")
    assert too_few(enough) == []
    few = results(
        f"{killed}\nlayers.need.x_a__mutmut_9: survived\nlayers.need.x_b__mutmut_1: skipped"
    )
    assert too_few(few) == ["layers.need"]
