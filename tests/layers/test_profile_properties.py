"""What must hold of a profile of any place of any pack, whatever is missing from it."""

import math
import re
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from layers.compare.verdict import WORDS
from layers.gaps import measure_gaps
from layers.own_places.address import read_own
from layers.own_places.beside import with_own_places
from layers.place.facts import question_for_place
from layers.profile.asked import Shared, ask, holders_of
from layers.profile.parts import Chart, Figures, MapView, Sentences
from layers.profile.profile import measure_profile
from layers.question.question import default_question
from tests.attacks.parts import NEED, STEP, parts_pack
from tests.awkward import awkward_pack, awkward_question, offers_pack, people_pack
from tests.builders import tiny_pack
from tests.kept_packs import starter_pack
from tests.sweeps import with_sweeps

HELD_BACK = ("too few", "suppressed")
WORDS_MOST = 40
LONG = "Our Lady of the very long name " * 8


def named_at_length(pack):
    return replace(pack, places=pack.places.assign(name=pack.places["name"] + " " + LONG))


def without_doors(pack):
    return replace(pack, assets=pack.assets.head(0))


def with_many_doors(pack):
    """Thirty doors of the first service in one spot."""
    first = pack.assets[pack.assets["status"] == "open"].head(1)
    rows = [first.rename(index={first.index[0]: f"door-{number}"}) for number in range(30)]

    return replace(pack, assets=pd.concat([pack.assets, *rows]))


def without_indicators(pack):
    kept = pack.indicator_values["indicator"].isin(
        [key for key, each in pack.indicators.items() if each.geography == "area"]
    )
    return replace(pack, indicator_values=pack.indicator_values[kept])


def drawn(pack):
    own, _ = read_own("Two.areas.A1_B1~One.areas.A2")
    return with_own_places(pack, own)


PACKS = {
    "starter": starter_pack,
    "awkward": awkward_pack,
    "offers": offers_pack,
    "people": people_pack,
    "tiny": tiny_pack,
    "no service": lambda: without_doors(awkward_pack()),
    "thirty services": lambda: with_many_doors(tiny_pack()),
    "no indicators": lambda: without_indicators(tiny_pack()),
    "long names": lambda: named_at_length(tiny_pack()),
    "sensitive": parts_pack,
    "drawn": lambda: drawn(tiny_pack()),
}


def question_of(pack, which):
    if which == "sensitive":
        return replace(default_question(pack), need=NEED)
    return awkward_question(pack) if which in {"awkward", "no service"} else default_question(pack)


@cache
def profiles(which):
    """The first place of three kinds, and two of the kind that is asked by."""
    pack = PACKS[which]()
    usual = question_of(pack, which)
    found = []
    for kind in dict.fromkeys([usual.place_kind, *pack.places["kind"].unique()[-2:]]):
        ids = list(pack.places.index[pack.places["kind"] == kind])
        shared = Shared(pack, replace(usual, place_kind=str(kind)))
        found += [ask(shared, key) for key in ids[: 2 if kind == usual.place_kind else 1]]
    return [(each, measure_profile(each)) for each in found]


def strings(profile):
    yield from (profile.headline, profile.heading, profile.title, *profile.notes())
    for section in profile.sections:
        yield from section.said
        for block in section.blocks:
            if isinstance(block, Sentences):
                yield from (each.said for each in block.sentences)
            elif isinstance(block, Figures):
                yield from (f"{each.text} {each.beside}" for each in block.figures)
        for table in section.tables():
            yield from (cell.text for row in table.rows for cell in row)
            yield from (table.title, table.none, table.after, table.about.note)


def cells(profile):
    for section in profile.sections:
        for table in section.tables():
            for row in table.rows:
                yield from ((table, *pair) for pair in zip(table.columns, row, strict=True))


every = pytest.mark.parametrize(
    "which", with_sweeps(PACKS, working=["awkward", "sensitive", "drawn"])
)


@every
def test_nothing_is_nan_none_or_an_unfilled_word(which):
    for _, profile in profiles(which):
        for said in strings(profile):
            assert not re.search(r"(?i)(?<!\w)(?:nan|<na>|none\.0|inf)(?!\w)", said), said
            assert "{" not in said, said


@every
def test_a_cell_has_a_number_only_where_it_says_one(which):
    for _, profile in profiles(which):
        for table, column, cell in cells(profile):
            told = (table.key, column.key, cell.text)
            if cell.number is None:
                continue
            assert column.is_number, told
            assert column.unit, told
            assert math.isfinite(cell.number), told
            assert cell.text not in {"", "not known", "not held"}, told
            assert not any(word in cell.text for word in HELD_BACK), told
        for section in profile.sections:
            for block in section.blocks:
                for figure in block.figures if isinstance(block, Figures) else ():
                    if figure.number is None:
                        assert not re.fullmatch(r"[\d,.]+%?", figure.text), figure
                    else:
                        assert figure.unit, figure
                        assert math.isfinite(figure.number), figure


@every
def test_a_mark_is_a_verdict_and_stands_beside_its_word(which):
    for _, profile in profiles(which):
        for *_, cell in cells(profile):
            if cell.mark:
                assert cell.text == WORDS[cell.mark]


@every
def test_titles_and_keys_are_unique_and_everything_drawn_is_described(which):
    for _, profile in profiles(which):
        keys = [block.key for section in profile.sections for block in section.blocks]
        assert len(keys) == len(set(keys))
        for section in profile.sections:
            titles = [getattr(b, "title", getattr(b, "table", b).title) for b in section.blocks]
            assert len(titles) == len(set(titles)), titles
            for block in section.blocks:
                if isinstance(block, Chart | MapView):
                    assert block.alt.endswith("."), block.alt
        tables = [table.title for section in profile.sections for table in section.tables()]
        assert len(tables) == len(set(tables)), tables


@every
def test_every_line_of_the_table_has_a_name_of_its_own(which):
    for _, profile in profiles(which):
        names = profile.table.index
        assert names.is_unique
        section, block, *_ = names[0].split("/")
        assert (section, block) in {("stands-out", "said"), ("stands-out", "three")}


@every
def test_what_stands_out_is_three_whole_sentences(which):
    for asked, profile in profiles(which):
        three = profile.sections[0].blocks[0]
        assert isinstance(three, Sentences)
        assert [each for each in three.sentences if each.lead] == list(three.sentences)
        assert len(three.sentences) == 3
        own = len(asked.facts.name.split())
        for each in three.sentences:
            assert each.said.endswith("."), each.said
            assert each.said[:1] == each.said[:1].upper(), each.said
            assert len(each.said.split()) <= WORDS_MOST + 2 * own, each.said
        assert len({each.said for each in three.sentences}) == 3


@every
def test_every_sentence_ends(which):
    for _, profile in profiles(which):
        for section in profile.sections:
            for said in section.said:
                # An address is copied whole: a full stop after it would lead nowhere.
                assert said.endswith(".") or re.search(r"(?:^|at |app: )\S*/places\?\S+$", said), (
                    said
                )


@every
def test_the_sheet_holds_no_more_than_the_whole(which):
    for _, profile in profiles(which):
        whole = {t.key: t.rows for s in profile.sections for t in s.tables()}
        for section in profile.brief:
            for table in section.tables():
                assert table.rows == whole[table.key][: len(table.rows)]


@every
def test_figures_of_neighbourhoods_sum_to_the_answer(which):
    for asked, profile in profiles(which):
        found = next(t for s in profile.sections for t in s.tables() if t.key == "gaps")
        gaps = [row[found.column("gap")].number for row in found.rows]
        told = asked.gaps.places["gap_children"][asked.place_id]
        unknown = asked.gaps.places["unknown_areas"][asked.place_id]
        if not asked.gaps.need.is_guarded and not unknown and not math.isnan(told):
            assert sum(each or 0.0 for each in gaps) == pytest.approx(told)


def test_no_part_of_a_sensitive_need_is_in_any_number():
    """A pack whose need is sensitive and whose parts are not rounded would fail."""
    assert any(asked.gaps.need.is_guarded for asked, _ in profiles("sensitive"))
    for asked, profile in profiles("sensitive"):
        assert asked.gaps.need.is_guarded
        for key in ("gaps", "best", "likest"):
            for section in profile.sections:
                for table in section.tables():
                    if table.key != key:
                        continue
                    at = table.column("gap")
                    for row in table.rows:
                        assert row[at].number is None or row[at].number % STEP == 0, (key, row)
        tenths = next(t for s in profile.sections for t in s.tables() if t.key == "tenths")
        for row in tenths.rows:
            assert row[1].number is None or row[1].number % STEP == 0
            assert (row[1].number is None) == ("too few" in row[1].text)


@pytest.mark.parametrize("which", with_sweeps(["starter", "awkward"], working=["awkward"]))
def test_the_address_shows_the_place_for_the_question(which):
    for asked, profile in profiles(which):
        assert profile.address.startswith("/places?place=")
        assert asked.place_id in profile.address
        assert "&service=" in profile.address
    own = next(p for a, p in profiles("drawn") if a.place_id.startswith("own-"))
    assert "&own=Two.areas" in own.address


def test_a_place_is_held_by_those_that_hold_all_of_it():
    pack = awkward_pack()
    shares = pack.membership.set_index(["area_id", "place_id"])["share"].unstack(fill_value=0.0)  # noqa: PD010
    for place_id in pack.places.index:
        inside = shares.index[shares[place_id] > 0]
        whole = {
            key
            for key in pack.places.index
            if key != place_id and (shares.loc[inside, key] >= 1 - 1e-9).all() and len(inside)
        }
        assert set(holders_of(pack, place_id)) == whole


def test_everything_tells_each_door_once_and_of_which_service_the_gap_is():
    pack = starter_pack()
    asked = profiles("starter")[0][0]
    shared = Shared(pack, question_for_place(default_question(pack), pack, asked.place_id))
    whole = ask(shared, asked.place_id, everything=True)
    profile = measure_profile(whole)
    doors = next(t for s in profile.sections for t in s.tables() if t.key == "doors")
    here = [o for o in whole.facts.offers if o.where == "in" and o.is_running]
    assert sorted(row[0].text for row in doors.rows) == sorted(each.name for each in here)
    service = pack.info.services[shared.question.service].label
    assert service in profile.sections[0].said[0]
    assert profile.parameters()["everything"] is True
    assert profile.headline == measure_gaps(pack, shared.question).place_sentence(asked.place_id)
