"""One place's facts, worked out by hand, and the two pages that they are printed on."""

import io
from dataclasses import replace

import pandas as pd
import pytest
from pypdf import PdfReader

from geodata import schema
from geodata.errors import QuestionError
from geodata.model import Indicator
from geodata.pack import STARTER, arrange, read_pack
from layers.gaps import measure_gaps
from layers.place.facts import place_facts, question_for_place
from layers.place.offers import place_offers
from layers.question.question import default_question
from layers.said.numbers import about
from mapping.profile.document import profile_pdf
from mapping.profile.typesetting import made_at
from tests.awkward import awkward_pack, awkward_question
from tests.browser.packs import HOSTILE, hostile_pack
from tests.builders import tiny_areas, tiny_assets, tiny_info, tiny_pack


def ask(pack, place_id="team-a", **changes):
    question = question_for_place(default_question(pack, **changes), pack, place_id)
    return measure_gaps(pack, question)


def facts_of(pack, place_id="team-a", **changes):
    return place_facts(pack, ask(pack, place_id, **changes), place_id)


def figure(facts, key):
    return next(f for f in facts.key_figures if f.key == key)


def read_pdf(pdf):
    return PdfReader(io.BytesIO(pdf))


def words_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in read_pdf(pdf).pages).split())


def test_the_sentences_are_the_ones_of_the_answer():
    pack = tiny_pack()
    gaps = ask(pack)
    facts = place_facts(pack, gaps, "team-a")
    assert facts.heading == gaps.heading
    assert facts.headline == gaps.place_sentence("team-a")
    assert facts.strength == gaps.place_strength("team-a")


def test_the_figures_that_lead_are_the_answers_own():
    facts = facts_of(tiny_pack())
    # Three areas of 50 under-fives, all in the neediest 30%; only A1 is within 20 minutes' walk.
    assert figure(facts, "children").number == 150
    assert figure(facts, "high_need_children").number == 150
    assert figure(facts, "within_pct").number == pytest.approx(100 / 3)
    assert figure(facts, "gap_children").number == 100
    assert figure(facts, "gap_children").text == "about 100"
    assert figure(facts, "centres").number == 1


def test_every_figure_says_its_period_source_and_standing():
    for item in facts_of(tiny_pack()).key_figures:
        assert item.period
        assert item.sources == ("Made for tests",)
    assert figure(facts_of(tiny_pack()), "children").standing_words == "illustrative"


def test_a_published_count_is_exact_and_an_estimate_says_so():
    info = tiny_info(illustrative=False)
    info = replace(info, people=replace(info.people, standing="published"))
    facts = facts_of(tiny_pack(info=info))
    assert figure(facts, "children").text == "150"
    assert figure(facts, "children").standing_words == ""
    assert figure(facts, "within_pct").standing_words == "estimate"


def test_people_are_counted_by_age_band():
    facts = facts_of(tiny_pack())
    assert [(band.label, band.count) for band in facts.people][:4] == [
        ("0–1", 60), ("2", 30), ("3–4", 60), ("5–9", 150),
    ]  # fmt: skip
    assert sum(band.count for band in facts.people) == 3 * 26 * 10
    assert sum(band.share for band in facts.people) == pytest.approx(1)


def test_need_adds_up_to_the_children_asked_about():
    facts = facts_of(tiny_pack())
    assert [n.children for n in facts.need] == [50, 50, 50, 0, 0, 0, 0, 0, 0, 0]
    assert [n.tenth for n in facts.need if n.is_high] == [1, 2, 3]


def test_need_not_known_is_a_row_of_its_own_and_is_said():
    deciles = {"A1": 1, "A2": None, "A3": 3, "B1": 4, "B2": 5, "B3": 6, "C1": 7, "C2": 8, "C3": 1}
    facts = facts_of(tiny_pack(deciles=deciles))
    assert facts.need[-1].tenth is None
    assert facts.need[-1].children == 50
    assert any("1 of 3 neighbourhoods could not be judged" in note for note in facts.how_we_know)


def test_areas_come_with_the_largest_gap_first_and_what_works_is_listed_too():
    facts = facts_of(tiny_pack())
    assert [area.area_id for area in facts.largest_gaps] == ["A2", "A3"]
    assert [area.area_id for area in facts.best_reached] == ["A1"]
    assert {area.area_id for area in facts.areas} == {"A1", "A2", "A3"}


def test_the_comparison_sets_place_and_whole_side_by_side():
    rows = {c.key: c for c in facts_of(tiny_pack()).comparisons}
    assert (rows["high_need_pct"].here, rows["high_need_pct"].whole) == ("100%", "44%")
    assert (rows["gap_pct"].here, rows["gap_pct"].whole) == ("67%", "22%")


def test_services_are_in_near_beyond_or_serve_the_place():
    facts = facts_of(tiny_pack())
    assert [(o.asset_id, o.where) for o in facts.offers] == [("centre-a", "in"), ("line", "serves")]
    assert facts.offers[1].distance_m is None
    assert "shut" not in str(facts.offers).lower()


def test_what_has_no_door_is_of_the_places_it_serves():
    pack = awkward_pack()
    online = {
        place: [o.asset_id for o in place_offers(pack, awkward_question(pack), place)]
        for place in ("west", "east")
    }
    assert "online" not in online["west"]
    assert "online" in online["east"]


def test_where_nothing_is_near_the_nearest_beyond_is_named():
    facts = facts_of(tiny_pack(), "team-b", limit_min=1)
    beyond = [o for o in facts.offers if o.where == "beyond"]
    # Team Birch begins 500 m east of the Field Centre and ends 500 m west of the Corner Zone.
    assert [o.distance_m for o in beyond] == [500]
    assert beyond[0].place_words == "500 m beyond the boundary, 21 minutes on average"


def test_other_services_in_the_place_come_after_the_one_asked_about():
    facts = facts_of(tiny_pack(), "team-b")
    assert [o.asset_id for o in facts.offers if not o.is_asked] == ["library-b"]
    assert not facts.offers[-1].is_asked


def test_a_second_door_is_not_another_centre():
    kinds = ["child-and-family-centre"] * 2 + ["library"] * 3
    parents = [None, "centre-a", None, None, None]
    assets = tiny_assets(kind=kinds, parent_id=parents)
    facts = facts_of(tiny_pack(assets=assets), "D1")
    doors = {o.asset_id: o.door for o in facts.offers if o.is_asked}
    assert doors == {"centre-a": "", "zone-c": "second door of Field Centre"}
    assert figure(facts, "centres").number == 1
    assert figure(facts, "centres").beside == "2 doors"


def with_indicator(pack, rows, **changes):
    indicator = Indicator(
        **{
            "key": "plans_count", "label": "Plans", "form": "count",
            "unit": "plans", "worse_when": "higher",
            "spread_over": "nothing", "geography": "district", "theme": "Safe",
            "period": "2025", "source": "made-up",
        } | changes
    )  # fmt: skip
    added = pd.DataFrame([{"indicator": indicator.key, "period": "2025"} | row for row in rows])
    values = pd.concat([pack.indicator_values, arrange(schema.INDICATOR_VALUES, added)])
    catalogue = {**pack.indicators, indicator.key: indicator}
    return replace(pack, indicators=catalogue, indicator_values=values.reset_index(drop=True))


def test_a_figure_of_the_authority_is_said_to_be_the_authoritys():
    rows = [{"place_id": "D1", "value": 71.0}, {"place_id": "E92000001", "value": 68.5}]
    pack = with_indicator(tiny_pack(), rows, key="level_pct", form="share", per=100, unit="%")
    [found] = facts_of(pack).published
    assert (found.about, found.text, found.england) == ("Tinyshire", "71%", "68.5%")


def test_a_small_sensitive_count_is_not_let_out():
    pack = with_indicator(tiny_pack(), [{"place_id": "D1", "value": 3.0}], sensitive=True)
    [found] = facts_of(pack).published
    assert found.number is None
    assert found.text == "suppressed: a small count"


def test_a_published_figure_that_is_missing_is_not_zero():
    pack = with_indicator(tiny_pack(), [{"place_id": "D1", "value": None}])
    [found] = facts_of(pack).published
    assert (found.text, found.number) == ("not known", None)


def test_split_areas_make_a_place_apportioned():
    info = tiny_info()
    info = replace(info, people=replace(info.people, standing="published"))
    pack = tiny_pack(info=info)
    split = pack.membership["place_id"].eq("team-a") & pack.membership["area_id"].eq("A2")
    members = pack.membership.assign(share=pack.membership["share"].mask(split, 0.5))
    facts = facts_of(replace(pack, membership=members))
    assert figure(facts, "children").number == 125
    assert facts.people_standing == "apportioned"
    assert any("partly outside" in note for note in facts.how_we_know)


def test_a_question_asked_by_another_kind_of_place_is_refused():
    pack = tiny_pack()
    with pytest.raises(QuestionError, match="Ask the question by district"):
        place_facts(pack, measure_gaps(pack, default_question(pack)), "D1")


def test_the_same_figures_are_printed_as_in_the_answer():
    pack = tiny_pack()
    gaps = ask(pack)
    words = words_of(profile_pdf(pack, gaps, "team-a"))
    assert about(gaps.places.loc["team-a", "gap_children"]) in words
    assert gaps.place_sentence("team-a").replace(" ", "") in words.replace(" ", "")
    assert gaps.heading.replace(" ", "") in words.replace(" ", "")


def test_the_pdf_is_tagged_titled_and_in_english_on_two_pages():
    pack = tiny_pack()
    read = read_pdf(profile_pdf(pack, ask(pack), "team-a"))
    root = read.trailer["/Root"]
    assert len(read.pages) == 2
    assert read.metadata.title == "Team Alder: place profile"
    assert read.metadata.author == "Know Your Patch"
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in read.xmp_metadata.stream.get_data()


def test_the_pdfs_headings_tables_and_picture_are_structured():
    pack = tiny_pack()
    kinds, alts = structure(read_pdf(profile_pdf(pack, ask(pack), "team-a")))
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") >= 6
    assert {"/Table", "/TH", "/TD", "/Figure"} <= set(kinds)
    assert any("Map of Team Alder" in alt for alt in alts)


def structure(read):
    kinds, alts, waiting = [], [], [read.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            kinds.append(node.get("/S"))
            alts.append(str(node.get("/Alt", "")))
            if "/K" in node:
                waiting.append(node["/K"])
    return kinds, alts


def test_the_same_facts_give_the_same_bytes():
    pack = tiny_pack()
    assert profile_pdf(pack, ask(pack), "team-a") == profile_pdf(pack, ask(pack), "team-a")


def test_the_date_of_a_document_is_its_packs():
    assert made_at("November 2026").isoformat() == "2026-11-01T00:00:00+00:00"
    assert made_at("last week").year == 2000


@pytest.mark.parametrize("illustrative", [True, False])
def test_both_pages_say_illustrative_just_when_the_pack_is(illustrative):
    pack = tiny_pack(info=tiny_info(illustrative=illustrative))
    for page in read_pdf(profile_pdf(pack, ask(pack), "team-a")).pages:
        assert ("Illustrative: not real" in page.extract_text()) is illustrative


def test_names_that_are_markup_are_printed_as_text():
    areas = tiny_areas()
    names = ['#import "x.typ"', "*bold* _it_ $x^2$", "<script>alert(1)</script> #panic()"]
    areas["name"] = names * 3
    areas["name"] += [f" {i}" for i in range(9)]
    pack = tiny_pack(areas=areas)
    pack.places["name"] = ['= #eval("1+1")', "*B*", "$C$", "@D"]
    words = words_of(profile_pdf(pack, ask(pack), "team-a")).replace(" ", "")
    words = words.replace("\u200b", "")  # where a long word may be broken
    assert '=#eval("1+1")' in words
    assert "*bold*_it_$x^2$" in words
    assert "<script>alert(1)</script>#panic()" in words


def test_unkind_and_foreign_names_do_not_stop_a_profile():
    pack = hostile_pack()
    for place_id in pack.places.index:
        pdf = profile_pdf(pack, ask(pack, place_id), place_id)
        assert len(read_pdf(pdf).pages) == 2
    assert HOSTILE["B3"] in pack.places["name"].tolist()


def test_a_sign_that_no_font_has_becomes_a_question_mark():
    areas = tiny_areas()
    areas["name"] = [f"市 {i} 🎈" for i in range(9)]
    words = words_of(profile_pdf(pack := tiny_pack(areas=areas), ask(pack), "team-a"))
    assert "? 1 ?" in words


def test_long_lists_are_cut_and_say_how_much_is_left():
    many = pd.concat([tiny_assets()] * 12)
    many.index = pd.Index([f"s{i}" for i in range(len(many))], name="asset_id")
    many["name"] = [f"{name} with a very long name indeed {i}" for i, name in enumerate(many.name)]
    pack = tiny_pack(assets=many)
    pdf = profile_pdf(pack, ask(pack, "D1"), "D1")
    assert len(read_pdf(pdf).pages) == 2
    assert "more: see the table" in words_of(pdf)


def test_every_place_of_the_starter_pack_fits_on_two_pages():
    pack = read_pack(STARTER)
    for kind in pack.info.place_kinds:
        gaps = measure_gaps(pack, default_question(pack, place_kind=kind))
        for place_id in gaps.places.index:
            assert len(read_pdf(profile_pdf(pack, gaps, place_id)).pages) == 2, place_id


def test_a_profile_says_what_must_stand_beside_every_figure():
    pack = awkward_pack()
    gaps = measure_gaps(pack, default_question(pack))
    facts = place_facts(pack, gaps, str(gaps.places.index[0]))
    assert gaps.notes()
    assert set(gaps.notes()) <= set(facts.how_we_know)


UNKIND_NAMES = {
    "long": "Very long name of a place " * 12,
    "one word": "W" * 200,
    "right to left": "حديقة المدينة " * 20,
    "not seen": "\u200b" * 90,
    "marks on one letter": "e" + "\u0301" * 150,
}


@pytest.mark.parametrize("name", UNKIND_NAMES.values(), ids=UNKIND_NAMES.keys())
def test_a_profile_fits_any_name(name):
    """A name of 300 characters, or one with nothing to see, ended in a traceback."""
    pack = tiny_pack()
    pack.places["name"] = pack.areas["name"] = pack.assets["name"] = name
    pack.assets["provider"] = name
    gaps = measure_gaps(pack, default_question(pack))
    reader = PdfReader(io.BytesIO(profile_pdf(pack, gaps, "team-a")))
    assert len(reader.pages) == 2
    for page in reader.pages:
        places = []
        page.extract_text(visitor_text=lambda text, _, at, *__, to=places: to.append((text, at)))
        inside = [at for text, at in places if text.strip() and any(at)]
        assert all(0 <= at[4] <= float(page.mediabox.width) for at in inside)
        lines = page.extract_text().splitlines()
        assert max(line.count("W") for line in lines) < 70  # as many as the page is wide


MARGIN_PT = 15 / 25.4 * 72


def ends_of_drawing(page):
    """Return the left and right ends of all that is drawn on a page, in points."""
    ends = []

    def note(operator, operands, at, _):
        if operator in (b"m", b"l"):
            ends.append(at[0] * float(operands[0]) + at[4])
        elif operator == b"re":
            left, width = float(operands[0]), float(operands[2])
            ends.extend((at[0] * left + at[4], at[0] * (left + width) + at[4]))

    page.extract_text(visitor_operand_before=note)
    return min(ends), max(ends)


def test_bars_stay_inside_the_page_however_long_the_words_beside_them():
    pack = read_pack(STARTER)
    need = replace(
        pack.indicators["idaci_rank"], label="Income deprivation affecting children " * 3
    )
    pack = replace(pack, indicators={**pack.indicators, "idaci_rank": need})
    for question in (default_question(pack), default_question(pack, need="idaci_rank")):
        gaps = measure_gaps(pack, question)
        for page in read_pdf(profile_pdf(pack, gaps, "eht-wisbech")).pages:
            left, right = ends_of_drawing(page)
            assert left >= MARGIN_PT - 3
            assert right <= float(page.mediabox.width) - MARGIN_PT + 3
