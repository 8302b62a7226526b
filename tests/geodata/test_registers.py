"""Registered centres and what reports name: one row for each door, and each list kept."""

import pandas as pd
import pytest

from geodata.building.assets import _refuse_twins
from geodata.building.registers import join_registers
from geodata.building.same_names import (
    AT_ADDRESS,
    SAME_NAME,
    WITHIN_NAME,
    door_words,
    likeness,
    own_words,
)
from geodata.errors import DataError
from geodata.log import BuildLog
from geodata.model import Service
from geodata.sources.own_judged import read_judged

GIAS = "GIAS open children's centres"
HUBS = "DfE list of family hub sites"
SERVICES = {
    "centres": Service(
        key="centres",
        label="centres",
        singular="a centre",
        kinds=("family-centre", "site", "childrens-centre", "family-hub"),
        age_from=0,
        age_to=4,
        limit_min=20,
    ),
    "libraries": Service(
        key="libraries",
        label="libraries",
        singular="a library",
        kinds=("library",),
        age_from=0,
        age_to=19,
        limit_min=20,
    ),
}


def reported(key, name, at=(0, 0), **changes):
    return row(key, name, at, "reports", is_own=True, kind="family-centre", **changes)


def registered(key, name, at=(0, 0), **changes):
    told = {"kind": "childrens-centre", "registers": GIAS, "postcode": key.upper(), "age_from": 0}
    told |= {"age_to": 4, "precision_m": 100.0, "checked": "2026", "note": "Listed."}
    return row(key, name, at, "register", **(told | changes))


def row(key, name, at, source, **changes):
    easting, northing = at if at is not None else (None, None)
    usual = {
        "asset_id": key,
        "name": name,
        "address": "",
        "postcode": "",
        "easting_m": easting,
        "northing_m": northing,
        "precision_m": 500.0,
        "status": "open",
        "source": source,
        "other_sources": "",
        "differs": "",
        "note": "",
        "placed": "",
        "parent_id": "",
        "age_from": -1,
        "age_to": None,
        "checked": "2020",
        "district": "Holm",
        "across_border": False,
        "telephone": "",
        "web": "",
        "opening": "",
        "capacity": None,
        "capacity_unit": "",
        "registers": "",
        "is_own": False,
    }
    return usual | changes


def join(*rows, judged=None):
    log = BuildLog()
    table = pd.DataFrame(rows).set_index("asset_id").sort_index()
    told = None if judged is None else pd.DataFrame(judged)
    return join_registers(table, SERVICES, told, log), log


def test_a_reported_centre_stands_where_the_register_has_it_and_keeps_what_reports_say():
    made, log = join(
        reported("elm", "Elm Family Centre", provider="Acme", placed="Placed by guess."),
        registered("fe1", "Elm Children's Centre", (300, 0), address="Elm Road", telephone="01"),
    )
    assert list(made.index) == ["elm"]
    elm = made.loc["elm"]
    assert (elm["easting_m"], elm["precision_m"], elm["postcode"]) == (300, 100, "FE1")
    assert (elm["address"], elm["telephone"], elm["checked"]) == ("Elm Road", "01", "2026")
    assert (elm["kind"], elm["age_from"], elm["provider"]) == ("family-centre", -1, "Acme")
    assert pd.isna(elm["age_to"])
    assert (elm["source"], elm["other_sources"]) == ("register", "reports")
    assert elm["placed"] == ""
    assert elm["differs"] == ""  # as near as both are exact
    assert "Reported centres shown where a register of centres has them: 1." in log.notes


def test_where_the_two_differ_is_said_with_which_is_shown():
    made, _ = join(reported("elm", "Elm Family Centre"), registered("fe1", "Elm Centre", (1100, 0)))
    assert made.loc["elm", "differs"] == (
        "Its own list and the register place it about 1.1 km apart; shown is where the register "
        "has it."
    )
    assert made.loc["elm", "easting_m"] == 1100


def test_a_finer_point_of_its_own_list_is_kept():
    made, _ = join(
        reported("elm", "Elm Family Centre", precision_m=10.0, placed="On the plan."),
        registered("fe1", "Elm Centre", (400, 0)),
    )
    elm = made.loc["elm"]
    assert (elm["easting_m"], elm["source"], elm["other_sources"]) == (0, "reports", "register")
    assert elm["differs"].endswith("about 400 m apart; shown is where its own list has it.")
    assert elm["placed"] == "On the plan."


def test_a_state_that_differs_is_said():
    made, _ = join(
        reported("elm", "Elm Centre", status="closed"), registered("fe1", "Elm Centre", (10, 0))
    )
    assert made.loc["elm", "status"] == "closed"
    assert made.loc["elm", "differs"] == (
        "Its own list has it as closed, the register as open; shown is closed."
    )


def test_each_door_is_joined_once_and_what_only_one_list_has_says_so():
    made, log = join(
        reported("a", "Elm / Oak Centre (Elm)", (0, 0)),
        reported("b", "Elm / Oak Centre (Oak)", (700, 0), parent_id="a"),
        reported("c", "Ash Centre", (900, 0)),
        registered("fe1", "Oak Children's Centre", (100, 0)),
        registered("fe2", "Elm Children's Centre", (600, 0)),
        registered("fe3", "Yew Children's Centre", (5000, 0)),
        registered("fe4", "Far Centre", (9000, 0), across_border=True),
    )
    assert sorted(made.index) == ["a", "b", "c", "fe3", "fe4"]
    assert made.loc["a", "easting_m"] == 600  # by name, though the other is nearer
    assert made.loc["b", "easting_m"] == 100
    assert made.loc["b", "parent_id"] == "a"
    assert made.loc["c", "differs"].startswith("No register of centres lists it")
    assert made.loc["fe3", "differs"] == "Only a register lists it: no report names it."
    assert not made.loc["fe4", "differs"]  # reports are of this side of the border
    assert "Registered centres that no report names: 1." in log.notes


def test_one_registered_door_is_not_two_reported_ones():
    made, _ = join(
        reported("a", "Holm Centre (Nursery)", (0, 0)),
        reported("b", "Holm Centre (Youth Club)", (50, 0), parent_id="a"),
        registered("fe1", "Holm Centre", (60, 0), address="Holm Nursery School"),
    )
    assert made["source"].to_dict() == {"a": "register", "b": "reports"}


def test_a_kind_that_no_service_names_beside_the_registers_is_another_thing():
    library = reported("lib", "Elm Library") | {"kind": "library"}
    made, _ = join(library, registered("fe1", "Elm Library", (10, 0)))
    assert len(made) == 2


def test_two_registers_of_one_centre_are_one_door_and_both_are_kept():
    made, log = join(
        registered("fe1", "Elm Children's Centre", (0, 0), address="Elm Road"),
        registered("fe2", "Elm Family Hub", (0, 90), kind="family-hub", registers=HUBS, age_to=19),
        registered("fe3", "Oak Family Hub", (20, 0), kind="family-hub", registers=HUBS),
    )
    assert sorted(made.index) == ["fe1", "fe3"]
    elm = made.loc["fe1"]
    assert (elm["kind"], elm["age_to"], elm["name"]) == ("family-hub", 19, "Elm Family Hub")
    assert (elm["northing_m"], elm["postcode"]) == (0, "FE1")
    assert elm["differs"] == (
        "The DfE list of family hub sites has it as Elm Family Hub at FE2, about 90 m away; shown "
        "is the entry with an address."
    )
    assert any("two registers list" in note and ": 1." in note for note in log.notes)


@pytest.mark.parametrize(
    "other",
    [
        registered("fe2", "Elm Family Hub", (0, 90), registers=GIAS),  # one register lists both
        registered("fe2", "Elm Family Hub", (0, 600), registers=HUBS),
        registered("fe2", "Elm Tree Family Hub", (0, 90), registers=HUBS),
        registered("fe2", "Elm Family Hub", (0, 90), registers=f"GIAS + {HUBS}"),
    ],
    ids=["one register", "far", "another name", "on both registers"],
)
def test_what_may_be_two_centres_stays_two(other):
    made, _ = join(registered("fe1", "Elm Centre", (0, 0)), other)
    assert len(made) == 2


def test_one_register_read_from_two_files_lists_a_centre_once():
    made, _ = join(
        registered("fe1", "Elm Children's Centre", (0, 0), address="Elm Road"),
        registered("centre-1", "Elm Children's Centre", (10, 0)) | {"source": "gias"},
        registered("centre-2", "Oak Children's Centre", (20, 0)) | {"source": "gias"},
    )
    assert sorted(made.index) == ["centre-2", "fe1"]
    assert made.loc["fe1", "other_sources"] == "gias"


def test_three_lists_of_one_centre_are_one_door():
    made, _ = join(
        registered("fe1", "Elm Children's Centre", (0, 0), address="Elm Road"),
        registered("centre-1", "Elm Children's Centre", (40, 0)) | {"source": "gias"},
        registered("fe2", "Elm Family Hub", (0, 90), kind="family-hub", registers=HUBS),
    )
    assert list(made.index) == ["fe1"]
    assert made.loc["fe1", "other_sources"] == "gias"
    assert "FE2, about 90 m away" in made.loc["fe1", "differs"]


def test_a_hub_joins_the_centre_of_its_name_before_another_at_its_postcode():
    made, _ = join(
        registered("fe1", "Acorn Centre", postcode="FE1 0AA", address="Road"),
        registered("fe2", "Elm Centre", postcode="FE1 0AA", address="Road"),
        registered("fe3", "Elm Hub", postcode="FE1 0AA", kind="family-hub", registers=HUBS),
    )
    assert made["kind"].to_dict() == {"fe1": "childrens-centre", "fe2": "family-hub"}


def test_two_hubs_of_one_list_are_never_one_through_a_centre_between_them():
    made, _ = join(
        registered("fe1", "Elm Centre", (0, 0), address="Road"),
        registered("fe2", "Elm Hub", (100, 0), kind="family-hub", registers=HUBS),
        registered("fe3", "Elm Family Hub", (-100, 0), kind="family-hub", registers=HUBS),
    )
    assert len(made) == 2


def test_one_postcode_of_two_registers_is_one_centre():
    made, _ = join(
        registered("fe1", "Acorn Centre", postcode="FE1 0AA", address="Acorn Road"),
        registered("fe2", "First Steps", postcode="FE1 0AA", kind="family-hub", registers=HUBS),
    )
    assert list(made.index) == ["fe1"]
    assert "at FE1" not in made.loc["fe1", "differs"]  # they agree on where it is


def test_a_linked_site_follows_its_centre_to_the_id_it_is_kept_under():
    site = registered("fe2", "Oak Site", (3000, 0), parent_id="fe1")
    made, _ = join(reported("elm", "Elm Centre"), registered("fe1", "Elm Centre", (10, 0)), site)
    assert made.loc["fe2", "parent_id"] == "elm"


def test_a_judgement_goes_before_names_and_one_of_nobody_is_told():
    pair = {"asset_id": "elm", "reason": "Known.", "differs": "Told."}
    made, log = join(
        reported("elm", "Elm Centre"),
        registered("fe1", "Elm Centre", (10, 0)),
        registered("fe2", "The Oasis", (2500, 0)),
        judged=[
            pair | {"registered": "fe2", "same": True},
            pair | {"registered": "fe9", "same": True},
        ],
    )
    assert made.loc["elm", "easting_m"] == 2500
    assert made.loc["elm", "differs"] == "Told."
    assert made.loc["elm", "note"] == "Registered as The Oasis."
    assert "fe1" in made.index
    assert log.warnings == ["elm and fe9 are judged to be one centre or two; one is not there."]


def test_a_judgement_may_keep_two_apart():
    told = {"asset_id": "elm", "registered": "fe1", "same": False, "differs": "", "reason": "x"}
    made, _ = join(
        reported("elm", "Elm Centre"), registered("fe1", "Elm Centre", (10, 0)), judged=[told]
    )
    assert len(made) == 2


def test_without_a_register_nothing_is_said_of_one():
    made, log = join(reported("elm", "Elm Centre"))
    assert made.loc["elm", "differs"] == ""
    assert log.notes == []


@pytest.mark.parametrize(
    ("name", "address", "metres", "rank"),
    [
        ("Elm Family Hub", "", 1900, SAME_NAME),
        ("Elm Family Hub", "", 2100, None),
        ("Socon Centre", "", 1900, SAME_NAME),  # the door in brackets
        ("Eaton Centre", "", 1900, None),
        ("Oak Centre", "Socon School", 590, AT_ADDRESS),
        ("Oak Centre", "Socon School", 610, None),
        ("North Centre", "", 10, None),  # a word that tells no two centres apart
    ],
)
def test_names_tell_centres_apart(name, address, metres, rank):
    ours = {"name": "Elm Centre", "easting_m": 0, "northing_m": 0, "precision_m": 500.0}
    if "Elm" not in name:
        ours["name"] = "Elm / North Centre (Socon)"
    theirs = {
        "name": name,
        "address": address,
        "easting_m": metres,
        "northing_m": 0,
        "precision_m": None,
    }
    like = likeness(ours, theirs)
    assert (like and like.rank) == rank


def test_a_registered_name_within_the_reported_one_is_less_sure_than_the_same():
    ours = {"name": "Abbey (The Fields) Centre", "easting_m": 0, "northing_m": 0}
    theirs = {"name": "The Fields Centre", "address": None, "easting_m": 5, "northing_m": 0}
    found = likeness(ours | {"precision_m": 100}, theirs | {"precision_m": 100})
    assert found is not None
    assert found.rank == WITHIN_NAME


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Honeyhill Children’s Centre", {"honeyhill"}),
        ("First Steps Family Hub", {"first", "steps"}),
        ("Family and Children's Centre", set()),
        ("Gladstone Primary School (linked site)", {"gladstone"}),
        (None, set()),
    ],
)
def test_a_name_is_known_by_its_own_words(name, words):
    assert own_words(name) == words


def test_a_door_is_known_by_the_words_in_brackets_at_the_end():
    assert door_words("Elm / Oak Centre (Oak)") == {"oak"}
    assert door_words("Abbey (The Fields) Centre") == set()
    assert door_words("Fulbridge School (linked site)") == set()


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("elm,fe1,yes,,\n", "1 empty"),
        ("elm,fe1,maybe,,Known.\n", "maybe"),
        ("elm,fe1,yes,,Known.\nelm,fe1,no,,Not so.\n", "a pair that stands there before"),
    ],
    ids=["no reason", "neither yes nor no", "twice"],
)
def test_a_judgement_without_a_reason_is_refused(tmp_path, rows, found):
    path = tmp_path / "judged.csv"
    path.write_text(f"asset_id,registered,same,differs,reason\n{rows}", "utf-8")
    with pytest.raises(DataError, match=found):
        read_judged(path)


def test_one_id_of_two_tables_is_refused_with_what_to_do():
    both = [reported("elm", "Elm Centre"), registered("elm", "Oak Centre")]
    with pytest.raises(DataError, match="1 ids that stand twice"):
        _refuse_twins(pd.DataFrame(both))
