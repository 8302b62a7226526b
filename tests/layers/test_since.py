"""What has changed since a scene was kept: nothing is called a change that is none."""

import re

import pytest

from geodata.store.kinds.scene import Figure, Scene
from layers.meeting.since import (
    CHANCE,
    NO_CAUSE,
    NO_CLAIM,
    OTHER_PACK,
    OTHERWISE,
    PROTECTED,
    SAME_PACK,
    UNTOLD,
    AskedAgain,
    changes_since,
)
from layers.meeting.standing import figure_words


def figure(value=420.0, *, key="gap", label="Children not reached", **given):
    given.setdefault("period", "2024")
    given.setdefault("unit", "children")
    return Figure(key=key, label=label, value=value, **given)


def since(then, now, *, before="a", after="a"):
    """What has changed in one scene between two lists of figures."""
    kept = Scene(page="", figures=tuple(then), pack_hash=before)
    asked = AskedAgain(title="Who is not reached?", kept=kept, figures=now and tuple(now))
    return changes_since([asked], after)


def standing(then, now):
    [found] = since([then], [now]).figures
    return found.standing


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (figure(), "same"),
        (figure(420.0 + 1e-12), "same"),  # added up in another order
        (figure(421.0), "changed"),
        (figure(0.0), "changed"),  # none is a figure, and not unknown
        (figure(None), "unknown now"),
        (figure(420.0, period="2025"), "another time"),
        (figure(900.0, period="2025"), "another time"),  # however far apart
        (figure(420.0, unit="% (0 to 100)"), "otherwise"),
        (figure(420.0, label="Children not reached by bus"), "otherwise"),
        (figure(None, unit="minutes"), "otherwise"),
    ],
)
def test_only_another_figure_of_the_same_time_counted_alike_is_a_change(now, expected):
    assert standing(figure(), now) == expected


@pytest.mark.parametrize("now", ["2023/24", "2023-24", "2023–2024", " 2023 / 24"])
def test_the_same_time_in_other_words_is_no_other_time(now):
    then = figure(period="2023/24")
    assert standing(then, figure(430.0, period=now)) == "changed"
    assert standing(then, figure(period="2024/25")) == "another time"
    assert standing(then, figure(period="2023")) == "another time"


def test_what_was_not_known_is_never_taken_for_none():
    assert standing(figure(None), figure(0.0)) == "known now"
    assert standing(figure(None), figure(None)) == "same"
    [found] = since([figure(None)], [figure(None)]).figures
    assert found.sentence() == "Children not reached: not known, as it was."
    [found] = since([figure(None)], [figure(0.0)]).figures
    assert found.sentence() == "Children not reached: not known then, 0 (2024) now."


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ((430.0, 470.0), "within"),  # touching the upper limit of what it was
        ((430.1, 470.0), "changed"),
        ((None, 470.0), "changed"),  # limits of one of the two say nothing
    ],
)
def test_figures_whose_limits_overlap_are_not_called_a_change(limits, expected):
    then = figure(420.0, lower=410.0, upper=430.0)
    now = figure(450.0, lower=limits[0], upper=limits[1])
    assert standing(then, now) == expected
    assert standing(now, then) == expected  # either way round
    told = since([then], [now])
    assert (CHANCE in told.notes()) == (expected == "within")


def test_figures_that_are_rounded_to_the_same_words_are_no_change():
    assert standing(figure(418.2, text="about 420"), figure(423.9, text="about 420")) == "same"
    assert standing(figure(424.9, text="about 420"), figure(425.1, text="about 430")) == "changed"
    # the same figure that is only worded otherwise has not changed
    assert standing(figure(text="about 420"), figure(text="420")) == "same"


def test_each_figure_is_told_as_it_was_and_as_it_is_with_both_times():
    told = since([figure(text="about 420")], [figure(451.0, text="about 450", period="2025")])
    [found] = told.moved
    assert found.sentence() == "Children not reached: about 420 (2024) then, about 450 (2025) now."
    assert told.sentence() == "1 figure is of another time."
    assert NO_CLAIM in told.notes()
    assert NO_CAUSE not in told.notes()


def test_the_pack_is_said_to_be_the_same_or_not():
    then, now = [figure()], [figure(500.0)]
    assert since(then, now).notes()[:2] == (SAME_PACK, OTHERWISE)
    other = since(then, now, after="b")
    assert OTHER_PACK in other.notes()
    assert SAME_PACK not in other.notes()
    assert OTHERWISE not in other.notes()
    assert since(then, then).notes() == (SAME_PACK,)
    assert other.parameters() == {"pack_then": "a", "pack_now": "b"}
    assert since([], []).notes() == (SAME_PACK,)
    assert changes_since([], "b").notes() == ()


def test_figures_are_paired_by_what_they_count_wherever_they_stand():
    then = [figure(1.0, key="a", label="A"), figure(2.0, key="b", label="B")]
    now = [figure(2.0, key="b", label="B"), figure(3.0, key="c", label="C")]
    told = since(then, now)
    assert {each.label: each.standing for each in told.figures} == {
        "A": "gone",
        "B": "same",
        "C": "new",
    }
    assert told.moved[-1].sentence() == "C: 3 (2024), told for the first time."
    assert told.moved[0].sentence() == "A: 1 (2024), not told any more."


def test_figures_of_one_key_are_paired_in_their_order():
    then = [figure(1.0), figure(2.0)]
    assert [each.standing for each in since(then, [figure(1.0), figure(2.0)]).figures] == [
        "same",
        "same",
    ]
    assert sorted(each.standing for each in since(then, [figure(1.0)]).figures) == ["gone", "same"]


def test_a_scene_that_cannot_be_asked_again_is_no_change_of_its_figures():
    kept = Scene(page="", figures=(figure(),), pack_hash="a")
    lost = AskedAgain(title="Where?", kept=kept, figures=None, why="There is no place X.")
    told = changes_since([lost], "b")
    assert told.figures == ()
    assert told.sentence() == "1 scene is of a question that cannot be asked again."
    assert told.missing() == {"scenes": 1}
    assert told.scenes[0].sentence() == "It cannot be asked again: There is no place X."
    # one that tells no figure now is another matter
    [found] = since([figure()], ()).figures
    assert found.standing == "gone"


def test_a_figure_that_two_scenes_tell_is_counted_once_and_stands_in_both():
    kept = Scene(page="", figures=(figure(),), pack_hash="a")
    again = [AskedAgain(title=each, kept=kept, figures=(figure(9.0),)) for each in "AB"]
    told = changes_since(again, "b")
    assert len(told.figures) == 1
    assert list(told.table["scene"]) == ["A", "B"]
    assert told.sentence() == "1 figure has changed."


def test_every_count_is_said_in_its_order():
    then = [figure(float(at), key=f"k{at}", label=f"L{at}") for at in range(6)]
    now = [
        figure(0.0, key="k0", label="L0"),
        figure(9.0, key="k1", label="L1"),
        figure(9.0, key="k2", label="L2"),
        figure(None, key="k3", label="L3"),
        figure(4.0, key="k4", label="L4", period="2025"),
    ]
    told = since(then, now, after="b")
    assert told.sentence() == (
        "2 figures have changed, 1 is not known any more, 1 is of another time, 1 is not told any "
        "more and 1 is as it was."
    )
    assert [each.label for each in told.moved] == ["L1", "L2", "L3", "L4", "L5"]
    row = told.table.iloc[2]
    assert (row["then"], row["then_value"], row["now"]) == ("3", 3.0, "not known")
    assert (row["then_period"], row["standing"]) == ("2024", "not known any more")
    assert since(then, then).sentence() == "Every figure is as it was."
    assert since([], []).sentence() == "No scene told a figure."


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (figure(1310.0), "1,310 (2024)"),
        (figure(0.256, unit="share, 0 to 1"), "26% (2024)"),
        (figure(12.34, unit="minutes", period=""), "12.3"),
        (figure(None), "not known"),
        (None, ""),
    ],
)
def test_a_figure_is_read_with_its_time(given, said):
    assert figure_words(given) == said


def untold(then, now, **given):
    kept = Scene(page="", figures=tuple(then), pack_hash="a")
    return AskedAgain(title="Who?", kept=kept, figures=tuple(now), is_told=False, **given)


def test_a_scene_of_laxer_rules_is_set_beside_nothing():
    told = changes_since([untold([figure(3.0, text="3")], [figure(10.0)])], "b")
    assert told.sentence() == "1 scene is not compared with then."
    assert told.figures == ()  # and none of now is called new
    assert told.table.empty
    assert UNTOLD in told.notes()
    assert told.scenes[0].sentence() == UNTOLD


def test_figures_that_cannot_be_compared_are_not_among_those_that_are_as_they_were():
    kept = Scene(page="", figures=(figure(),), pack_hash="a")
    same = AskedAgain(title="Same", kept=kept, figures=(figure(),))
    gone = AskedAgain(title="Gone", kept=kept, figures=None)
    for other, said in (
        (untold([figure(1.0)], []), "1 scene is not compared with then."),
        (gone, "1 scene is of a question that cannot be asked again."),
    ):
        told = changes_since([same, other], "a").sentence()
        assert told == f"Every figure that can be compared is as it was. {said}"


@pytest.mark.parametrize("words", ["suppressed: too few to show", "Too few to show, or not known"])
def test_what_is_protected_now_is_not_told_as_it_was(words):
    then, now = figure(35.0, text="35", lower=30.0, upper=41.0), figure(None, text=words)
    told = since([then], [now], after="b")
    [found] = told.figures
    assert found.standing == "hidden now"
    assert not {"35", "30", "41"} & set(re.findall(r"\d+", f"{found.sentence()}{told.table}"))
    assert told.table["then_value"].isna().all()
    assert PROTECTED in told.notes()
    [back] = since([now], [then]).figures
    assert back.standing == "shown now"
    [still] = since([now], [now]).figures
    assert still.standing == "same"
