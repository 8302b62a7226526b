from dataclasses import replace

import pytest

from geodata.building.timetable import cut_timetable
from geodata.errors import DataError, PackError
from geodata.pack import read_pack, write_pack
from tests.builders import tiny_origins, tiny_pack
from tests.timetables import tiny_pack_with_bus, tiny_timetable


def test_a_timetable_is_written_read_and_part_of_the_hash(tmp_path):
    pack, plain = tiny_pack_with_bus(), tiny_pack()
    write_pack(pack, tmp_path)
    again = read_pack(tmp_path)
    assert again.content_hash == pack.content_hash != plain.content_hash
    assert again.timetable.stops.equals(pack.timetable.stops)
    assert again.timetable.connections.equals(pack.timetable.connections)
    assert (again.timetable.day, again.timetable.title) == (pack.timetable.day, "Made for tests")
    assert tiny_pack_with_bus(arrive_s=35_160).content_hash != pack.content_hash
    write_pack(plain, tmp_path)
    assert read_pack(tmp_path).timetable is None
    assert read_pack(tmp_path).content_hash == plain.content_hash
    assert not list(tmp_path.glob("timetable*"))
    assert "timetable" not in (tmp_path / "pack.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"to_stop": 2}, r"row 0: found 1 rides .* 0 to 1"),
        ({"arrive_s": 34_799}, "arrive no earlier than they leave"),
        ({"depart_s": -1}, "a whole number from 0 up"),
    ],
)
def test_rides_that_cannot_be_made_are_refused(tmp_path, changes, said):
    with pytest.raises(PackError, match=said):
        write_pack(tiny_pack_with_bus(**changes), tmp_path)


def test_rides_out_of_order_are_refused(tmp_path):
    pack = tiny_pack_with_bus()
    rides = pack.timetable.connections.iloc[[0, 0]].reset_index(drop=True)
    rides.loc[1, "depart_s"] -= 60
    mixed = replace(pack.timetable, connections=rides)
    with pytest.raises(PackError, match=r"row 1: found 1 rides .* in order of departure"):
        write_pack(replace(pack, timetable=mixed), tmp_path)


def test_a_timetable_of_nobody_or_of_elsewhere_is_refused(tmp_path):
    pack = tiny_pack_with_bus()
    with pytest.raises(PackError, match="and no timetable"):
        write_pack(replace(pack, timetable=None), tmp_path)
    with pytest.raises(PackError, match="'', '' and a timetable"):
        write_pack(replace(tiny_pack(), timetable=pack.timetable), tmp_path)
    stops = pack.timetable.stops.assign(easting_m=100_000.0)
    with pytest.raises(PackError, match="another part of the country"):
        write_pack(replace(pack, timetable=replace(pack.timetable, stops=stops)), tmp_path)


def test_half_a_timetable_is_no_timetable(tmp_path):
    write_pack(tiny_pack_with_bus(), tmp_path)
    (tmp_path / "timetable_stops.parquet").unlink()
    with pytest.raises(PackError, match="both tables of a timetable"):
        read_pack(tmp_path)


def test_a_feed_is_cut_to_the_rides_around_the_pack():
    """Of three stops the first is far away: the ride between the others is kept, renumbered."""
    timetable = tiny_timetable()
    stops = timetable.stops.iloc[[0, 0, 1]].set_axis(["far", "A", "B"]).rename_axis("stop_id")
    stops.loc["far", "easting_m"] += 30_000
    rides = timetable.connections.iloc[[0, 0]].reset_index(drop=True)
    rides[["from_stop", "to_stop"]] = [[0, 1], [1, 2]]
    cut = cut_timetable(replace(timetable, stops=stops, connections=rides), tiny_origins())
    assert list(cut.stops.index) == ["A", "B"]
    assert cut.connections[["from_stop", "to_stop"]].to_numpy().tolist() == [[0, 1]]
    away = stops.assign(northing_m=900_000.0)
    with pytest.raises(DataError, match="no rides near the pack"):
        cut_timetable(replace(timetable, stops=away, connections=rides), tiny_origins())
