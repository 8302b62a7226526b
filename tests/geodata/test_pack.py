from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geodata import schema
from geodata.errors import PackError
from geodata.info import with_keys
from geodata.model import Network
from geodata.network import network_tables
from geodata.pack import arrange, assemble_pack, read_pack, table_from_catalogue, write_pack
from tests.builders import SOUTH, WEST, tiny_info, tiny_pack


def test_a_pack_survives_being_written_and_read(tmp_path):
    pack = tiny_pack()
    write_pack(pack, tmp_path / "p")
    again = read_pack(tmp_path / "p")
    assert again.content_hash == pack.content_hash
    assert again.info == pack.info
    assert again.indicators == pack.indicators
    assert again.areas.equals(pack.areas)
    assert again.assets["provider"].isna().all()


def test_the_same_pack_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        write_pack(tiny_pack(), tmp_path / name)
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes(), file.name


def test_the_hash_changes_with_any_cell_and_with_the_description():
    pack = tiny_pack()
    weights = pack.origins.copy()
    weights.loc[["A1-0", "A1-1"], "weight"] = [0.5, 0.5]
    assert tiny_pack(origins=weights).content_hash != pack.content_hash
    assert tiny_pack(info=tiny_info(title="Other")).content_hash != pack.content_hash


def test_every_fault_of_a_pack_is_said_at_once(tmp_path):
    write_pack(tiny_pack(), tmp_path)
    (tmp_path / "areas.parquet").unlink()
    (tmp_path / "origins.parquet").write_bytes(b"not parquet")
    with pytest.raises(PackError) as caught:
        read_pack(tmp_path)
    assert {p.where for p in caught.value.problems} == {"areas.parquet", "origins.parquet"}


def test_codes_that_lead_nowhere_are_named():
    pack = tiny_pack()
    origins = pack.origins.assign(area_id=pack.origins["area_id"].replace("A1", "Z9"))
    with pytest.raises(PackError, match="Z9"):
        write_pack(replace(pack, origins=origins), "unused")


def test_weights_that_do_not_sum_to_one_are_refused(tmp_path):
    pack = tiny_pack()
    with pytest.raises(PackError, match="sum to 1"):
        write_pack(replace(pack, origins=pack.origins.assign(weight=0.3)), tmp_path)


def test_an_area_in_two_teams_is_refused(tmp_path):
    pack = tiny_pack()
    members = pack.membership.copy()
    members.loc[len(members)] = ["team-b", "A1", 1.0]
    with pytest.raises(PackError, match="just one"):
        write_pack(replace(pack, membership=members), tmp_path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("title = 3", "title = 3"),
        ("colour = 'red'", "unknown key 'colour'"),
        ("schema_version = 99", "99"),
        ("title = ", "not TOML"),
    ],
)
def test_a_damaged_description_is_explained(tmp_path, line, said):
    write_pack(tiny_pack(), tmp_path)
    path = tmp_path / "pack.toml"
    key = line.split(" ", maxsplit=1)[0]
    kept = [row for row in path.read_text("utf-8").splitlines() if not row.startswith(f"{key} =")]
    path.write_text("\n".join([line, *kept]), "utf-8")
    with pytest.raises(PackError) as caught:
        read_pack(tmp_path)
    assert said in str(caught.value)


def test_a_folder_that_is_not_there_is_explained(tmp_path):
    with pytest.raises(PackError, match="geodata list"):
        read_pack(tmp_path / "nowhere")


def test_infinity_is_not_a_count(tmp_path):
    pack = tiny_pack()
    areas = pack.areas.copy()
    areas.loc["A1", "people_3"] = np.inf
    with pytest.raises(PackError, match="people_3, A1"):
        write_pack(replace(pack, areas=areas), tmp_path)


def tiny_network(**edges):
    """One street of 100 m in A1, and its two ends."""
    nodes = pd.DataFrame({"easting_m": [WEST, WEST + 100], "northing_m": [SOUTH, SOUTH]})
    row = {"from_node": 0, "to_node": 1, "metres": 100.0, "walk": True}
    row |= {"drive_min": 0.1, "drive_back_min": None, "built_up": True}
    return Network(
        nodes=arrange(schema.NETWORK_NODES, nodes),
        edges=arrange(schema.NETWORK_EDGES, pd.DataFrame([row | edges])),
    )


def test_streets_are_written_read_and_part_of_the_hash(tmp_path):
    plain, info = tiny_pack(), tiny_info(network_source="made-up")
    tables = network_tables(tiny_network())
    pack = assemble_pack(info, tables_of(plain) | tables)
    write_pack(pack, tmp_path)
    again = read_pack(tmp_path)
    assert again.content_hash == pack.content_hash != plain.content_hash
    assert again.network.edges.equals(pack.network.edges)
    other = network_tables(tiny_network(metres=101))
    assert assemble_pack(info, tables_of(plain) | other).content_hash != pack.content_hash
    write_pack(plain, tmp_path)
    assert read_pack(tmp_path).content_hash == plain.content_hash


def tables_of(pack):
    names = ("areas", "origins", "places", "membership", "assets", "indicator_values")
    tables = {name: getattr(pack, name) for name in names}
    return tables | {"indicators": table_from_catalogue(pack.indicators)}


@pytest.mark.parametrize(
    ("edges", "source", "said"),
    [
        ({"to_node": 7}, "made-up", "column to_node, row 0: found 1 points that are not there"),
        ({}, "", "a source where there are streets"),
        ({"metres": -1.0}, "made-up", "column metres"),
        ({"from_node": -1}, "made-up", "a whole number from 0 up"),
    ],
)
def test_streets_that_lead_nowhere_or_come_from_nobody_are_refused(tmp_path, edges, source, said):
    pack = tiny_pack(info=tiny_info(network_source=source))
    with pytest.raises(PackError, match=said):
        write_pack(replace(pack, network=tiny_network(**edges)), tmp_path)


def test_half_a_network_is_no_network(tmp_path):
    pack = tiny_pack(info=tiny_info(network_source="made-up"))
    write_pack(replace(pack, network=tiny_network()), tmp_path)
    (tmp_path / "network_nodes.parquet").unlink()
    with pytest.raises(PackError, match="both tables of streets"):
        read_pack(tmp_path)


def test_streets_of_elsewhere_are_refused(tmp_path):
    pack = tiny_pack(info=tiny_info(network_source="made-up"))
    streets = tiny_network()
    away = replace(streets, nodes=streets.nodes + 90_000)
    with pytest.raises(PackError, match="another part of the country"):
        write_pack(replace(pack, network=away), tmp_path)


def test_a_pack_of_an_older_edition_is_told_to_be_built_again(tmp_path):
    write_pack(tiny_pack(), tmp_path)
    description = tmp_path / "pack.toml"
    older = description.read_text("utf-8").replace("schema_version = 3", "schema_version = 2")
    description.write_text(older + '\n[gone]\nkey = "of that edition"\n', "utf-8")
    with pytest.raises(PackError) as raised:
        read_pack(tmp_path)
    [problem] = raised.value.problems
    assert (problem.found, problem.expected) == ("2", "3")
    assert "Build the pack again" in problem.fix


@pytest.mark.parametrize(
    ("form", "per"), [("count", 100), ("share", 10), ("rate", 1), ("rank", 100), ("ratio", 1)]
)
def test_a_form_that_cannot_be_per_so_many_is_refused(tmp_path, form, per):
    pack = tiny_pack()
    odd = replace(pack.indicators["idaci_rank"], key="odd", form=form, per=per)
    faulty = replace(pack, indicators={**pack.indicators, "odd": odd})
    with pytest.raises(PackError, match=form):
        write_pack(faulty, tmp_path)


def test_need_has_a_worse_end(tmp_path):
    pack = tiny_pack()
    need = replace(pack.indicators["idaci_rank"], worse_when="neither")
    with pytest.raises(PackError, match=r"defaults\.need"):
        write_pack(replace(pack, indicators={"idaci_rank": need}), tmp_path)


@pytest.mark.parametrize("key", ["a/b", "a b", "a?b", "<b>", "%2e", "café", "a.b", "x" * 81, ""])
@pytest.mark.parametrize("section", ["sources", "services", "place_kinds"])
def test_a_key_that_no_address_could_hold_as_it_is_is_refused(section, key):
    """A key with "<", "/" or "?" was taken, and the map of its places could not be drawn."""
    problems = []
    with_keys({key: {}, "usual-key_1": {}}, f"pack.toml, {section}", problems)
    assert len(problems) == 1
    assert repr(key) in problems[0].found
