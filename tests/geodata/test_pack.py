from dataclasses import replace

import numpy as np
import pytest

from geodata.errors import PackError
from geodata.pack import read_pack, write_pack
from tests.builders import tiny_info, tiny_pack


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
