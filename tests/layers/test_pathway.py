"""The pathway through a place: what serves each stage, and who hands on to whom."""

import contextlib
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geodata.errors import PackError, QuestionError
from geodata.info import info_as_toml, parse_info, parse_toml
from geodata.pack import find_problems
from geodata.pathway import Organisation, Stage, find_pathway_problems
from layers.exercise.pathway import trace_pathway
from tests.awkward import awkward_pack

ACME = Organisation(key="acme", label="Acme", works_in=("west",), cites="p. 1", source="made-up")
TRUST = Organisation(
    key="trust",
    label="The Trust",
    names=("Trust’s team",),
    by="district",
    cites="p. 2",
    source="made-up",
)
LIBRARIES = Organisation(key="libraries", label="Libraries", kinds=("library",), source="made-up")
BIRTH = Stage(
    key="birth",
    label="Birth",
    age_from=-1,
    age_to=0,
    offers=("visits",),
    kinds=("child-and-family-centre",),
    hands_to="the centre",
    to_kinds=("childrens-centre-hub",),
    weak_point="Few take it up.",
    weak_places=("west",),
    cites="p. 3",
    source="made-up",
)
LATER = Stage(
    key="later",
    label="Later",
    age_from=12,
    age_to=13,
    kinds=("childrens-centre-hub", "library"),
    source="made-up",
)


def offer(like, key, **changes):
    told = {"name": key.title(), "kind": "visit", "serves": "west", "delivery": "home"}
    told |= {"parent_id": None, "age_from": -1.0, "age_to": 0.0, "status": "open"}
    row = like.assign(**{name: [value] for name, value in (told | changes).items()})
    return row.set_index(pd.Index([key], name="asset_id")).set_geometry([None], crs=like.crs)


def pathway_pack(*extra, stages=(BIRTH, LATER), organisations=(ACME, TRUST, LIBRARIES)):
    """The awkward pack with a visit of the Trust that serves West, and centres that Acme runs."""
    pack = awkward_pack()
    assets = pack.assets.copy()
    assets["provider"] = assets["provider"].astype(object)
    assets.loc[["split-a", "split-b"], "provider"] = "Acme"
    assets.loc["hub", "provider"] = "trust's team"
    assets.loc["library", "serves"] = "middle"
    like = assets.loc[["online"]]
    visits = offer(like, "visits", provider="Trust's Team")
    more = [offer(like, key, **changes) for key, changes in extra]
    info = replace(
        pack.info,
        stages={each.key: each for each in stages},
        organisations={each.key: each for each in organisations},
    )
    return replace(pack, info=info, assets=pd.concat([assets, visits, *more]))


def stage(place, *extra, number=0, **changes):
    return trace_pathway(pathway_pack(*extra, **changes), place).stages[number]


def test_a_stage_lists_what_serves_the_place_or_stands_in_it_and_takes_its_ages():
    assert set(stage("west").offers) == {"visits", "split-a", "split-b"}
    # The closed centre of East is not there, the one that states no ages takes a newborn.
    assert set(stage("east").offers) == {"ageless", "online"}
    assert stage("west", number=1).offers == ()
    assert stage("middle", number=1).offers == ("library",)  # it states no ages; the hub ends at 11


def test_what_is_planned_and_what_is_missing_is_told_apart_and_never_an_offer():
    found = stage(
        "west",
        ("soon", {"kind": "child-and-family-centre", "status": "planned"}),
        ("hole", {"kind": "child-and-family-centre", "status": "reported gap"}),
        ("gone", {"kind": "child-and-family-centre", "status": "closed"}),
    )
    assert (found.planned, found.missing) == (("soon",), ("hole",))
    assert not {"soon", "hole", "gone"} & set(found.offers)


def test_parties_are_organisations_with_their_footprints_however_they_are_written():
    west = {party.name: party for party in stage("west").by}
    assert set(west) == {"Acme", "The Trust"}
    assert west["Acme"].works_in == ("west",)
    assert west["Acme"].footprint == "West"
    # The Trust's own is not stated: what its visits serve, divided by district.
    assert (west["The Trust"].works_in, west["The Trust"].footprint) == (
        ("west",),
        "West, by district",
    )


def test_whom_no_list_names_stays_blank_and_no_footprint_is_made_up():
    [nobody] = stage("east").by
    assert (nobody.name, nobody.is_known, nobody.footprint) == ("", False, "")
    unlisted = stage("west", ("extra", {"kind": "child-and-family-centre", "provider": "Others"}))
    others = next(party for party in unlisted.by if party.name == "Others")
    assert (others.is_known, others.footprint) == (False, "")
    assert "Others (footprint not confirmed)" in unlisted.sentence()
    libraries = stage("middle", number=1).by[0]
    assert (libraries.name, libraries.is_known, libraries.footprint) == ("Libraries", True, "")


def test_without_described_organisations_a_provider_is_known_by_its_name():
    parties = {party.name: party for party in stage("west", organisations=()).by}
    assert parties["Acme"].is_known
    assert parties["Trust's Team"].footprint == "West"


@pytest.mark.parametrize(
    ("receiver", "match"),
    [
        ({"provider": "Acme"}, "same"),
        ({"provider": "Trust's team"}, "differ"),  # the same place, divided otherwise
        ({"provider": "Somebody"}, "not known"),
        ({"provider": None}, "not known"),
        ({"provider": "Acme", "status": "planned"}, "not known"),  # nobody is there yet
    ],
    ids=["same", "differ", "unlisted", "unnamed", "planned"],
)
def test_the_two_footprints_of_a_handover_are_set_side_by_side(receiver, match):
    birth = replace(BIRTH, offers=(), to_kinds=("receiver",))
    told = receiver | {"kind": "receiver", "age_to": np.nan}
    assert stage("west", ("to", told), stages=(birth,)).match == match


def test_footprints_agree_only_when_all_are_confirmed():
    birth = replace(BIRTH, offers=(), to_kinds=("receiver",))
    told = {"kind": "receiver", "age_to": np.nan}
    both = (("to", told | {"provider": "Acme"}), ("to-2", told | {"provider": None}))
    assert stage("west", *both, stages=(birth,)).match == "not known"
    crossing = (("to", told | {"provider": "Trust's team"}), ("to-2", told | {"provider": None}))
    assert stage("west", *crossing, stages=(birth,)).match == "differ"


def test_a_weak_point_is_said_of_the_places_it_is_reported_of_and_no_other():
    assert stage("west").weak_point == "Few take it up."
    assert stage("east").weak_point == ""
    assert stage(None).weak_point == "Few take it up."
    everywhere = replace(BIRTH, weak_places=())
    assert stage("east", stages=(everywhere,)).weak_point == "Few take it up."


def test_a_stage_that_hands_on_to_nobody_known_says_so():
    last = stage("middle", number=1)
    assert (last.match, last.to, last.handover()) == ("none", (), "")
    assert last.sentence().endswith("Nobody has confirmed whom it hands on to.")


def test_the_answer_counts_stages_and_handovers():
    found = trace_pathway(pathway_pack(), "west")
    assert found.sentence() == (
        "In West, something is offered at 1 of 2 stages of the pathway. Of 1 handover, 1 with a "
        "side that nobody has confirmed."
    )
    assert found.missing() == {"handovers": 1}
    assert list(found.table.index) == ["birth", "later"]
    row = found.table.loc["birth"]
    assert (row["ages"], row["by"]) == ("pregnancy to 0", "Acme; The Trust")
    assert row["by_footprint"] == "Acme: West; The Trust: West, by district"
    assert row["to_footprint"] == ""
    assert row["weak_point"] == "Few take it up."
    assert row["cites"] == "p. 3"
    assert [source.key for source in found.sources] == ["made-up"]


def test_a_pack_without_a_pathway_says_so():
    found = trace_pathway(awkward_pack(), "west")
    assert found.sentence() == "No pathway is described for this area."
    assert found.notes() == ()
    assert len(found.table) == 0


def test_a_place_that_is_not_there_is_a_fault_in_the_question():
    with pytest.raises(QuestionError):
        trace_pathway(pathway_pack(), "nowhere")


def test_a_pathway_is_written_and_read_back_the_same():
    info = pathway_pack().info
    text = info_as_toml(info)
    assert parse_info(parse_toml(text.encode(), "pack.toml")) == info
    assert "[stages" not in info_as_toml(awkward_pack().info)


@pytest.mark.parametrize(
    ("section", "changes", "told"),
    [
        ("stages", {"age_from": 3}, "ages from 3 to 0"),
        ("stages", {"age_to": 26}, "age_to = 26"),
        ("stages", {"cites": ""}, "a weak point and no report"),
        ("stages", {"label": " "}, "something to read"),
        ("organisations", {"cites": ""}, "a footprint and nothing that says so"),
    ],
)
def test_what_a_pathway_says_wrongly_of_itself_is_refused(section, changes, told):
    made = {"stages": BIRTH, "organisations": ACME}[section]
    wrong = replace(pathway_pack().info, **{section: {made.key: replace(made, **changes)}})
    with pytest.raises(PackError, match=told):
        parse_info(parse_toml(info_as_toml(wrong).encode(), "pack.toml"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"offers": ("nothing",)},
        {"to_offers": ("nothing",)},
        {"weak_places": ("nowhere",)},
        {"source": "nobody"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_stage_that_leads_nowhere_is_found(wrong):
    pack = pathway_pack(stages=(replace(BIRTH, **wrong),))
    [problem] = [each for each in find_problems(pack) if "stages" in each.where]
    assert problem.where == f"pack.toml, stages.birth.{next(iter(wrong))}"


def test_an_organisation_that_works_nowhere_known_is_found():
    lost = replace(ACME, works_in=("nowhere",), by="parish", source="nobody")
    found = [each.where for each in find_problems(pathway_pack(organisations=(lost,)))]
    assert [where for where in found if "organisations" in where] == [
        f"pack.toml, organisations.acme.{field}" for field in ("works_in", "by", "source")
    ]


@pytest.mark.parametrize(
    "odd",
    [None, 3, -5, True, "x", "\0", [1], ["a", 2], {"a": 1}, float("nan")],
    ids=["none", "3", "-5", "true", "text", "nul", "numbers", "mixed", "a table", "nan"],
)
def test_nothing_odd_in_a_pathway_is_more_than_a_problem(odd):
    """Whatever stands in place of a section, a row or a value is told, and ends nothing."""
    pack = pathway_pack()
    raw = parse_toml(info_as_toml(pack.info).encode(), "pack.toml")
    for section, key in (("stages", "birth"), ("organisations", "acme")):
        rows = raw[section]
        fields = {name: {**rows[key], name: odd} for name in (*rows[key], "nonsense")}
        sections = [odd, {**rows, key: odd}, *({**rows, key: row} for row in fields.values())]
        for wrong in (raw | {section: each} for each in sections):
            with contextlib.suppress(PackError):
                parse_info(wrong)
            list(find_pathway_problems(wrong, {"assets": pack.assets, "places": pack.places}))
        with pytest.raises(PackError):
            parse_info(raw | {section: {**rows, key: fields["nonsense"]}})
