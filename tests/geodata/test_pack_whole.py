"""A pack is opened whole, as it was written, or not at all; and one that is replaced is whole."""

import random
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geodata.beside import name_beside
from geodata.errors import DataError, PackError
from geodata.pack import STARTER, read_pack, write_pack
from geodata.pack_files import _read, read_files
from geodata.seal import CHECKSUMS
from tests.awkward import awkward_pack
from tests.builders import seal_again, tiny_info, tiny_pack

ROOT = Path(__file__).parents[2]
FLIPS = 40


@pytest.fixture
def editions(tmp_path):
    """Two editions of one pack that differ in every file but those of shapes and members."""
    old = tiny_pack()
    new = tiny_pack(
        info=tiny_info(title="The other edition"),
        deciles=dict.fromkeys(old.areas.index, 2),
        areas=old.areas.assign(people_all=1600.0),
    )
    write_pack(old, tmp_path / "old")
    write_pack(new, tmp_path / "new")
    return tmp_path / "old", tmp_path / "new"


def faults_of(folder):
    with pytest.raises(PackError) as raised:
        read_pack(folder)
    return raised.value.problems


def names_of(problems):
    return {problem.where.partition(",")[0] for problem in problems}


def test_its_checksums_are_as_sha256sum_writes_them(tmp_path):
    write_pack(tiny_pack(), tmp_path)
    found = subprocess.run(
        ["sha256sum", "--check", "--strict", CHECKSUMS],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    told = {line.split(b":")[0].decode() for line in found.stdout.splitlines()}
    assert told | {CHECKSUMS} == {path.name for path in tmp_path.iterdir()}


def test_a_pack_sealed_by_sha256sum_can_be_read(tmp_path):
    """As docs/packs.md tells whoever knows their files to be whole."""
    write_pack(tiny_pack(), tmp_path)
    (tmp_path / CHECKSUMS).unlink()
    [problem] = faults_of(tmp_path)
    assert (problem.where, problem.found) == (CHECKSUMS, "no such file")
    command = f"sha256sum pack.toml *.parquet > {CHECKSUMS}"
    assert command in (ROOT / "docs" / "packs.md").read_text("utf-8")
    subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True)
    assert read_pack(tmp_path).content_hash == tiny_pack().content_hash


def test_a_mixture_of_two_editions_is_named(editions):
    """In the first version all mixtures opened, as if somebody had made them."""
    old, new = editions
    names = [path.name for path in old.iterdir()]
    differing = [name for name in names if (old / name).read_bytes() != (new / name).read_bytes()]
    assert len(differing) == 5
    for name in differing:
        mixed = old.with_name(f"mixed-{name}")
        shutil.copytree(old, mixed)
        shutil.copy(new / name, mixed / name)
        assert name == CHECKSUMS or name in names_of(faults_of(mixed))
        assert len(faults_of(mixed)) == (4 if name == CHECKSUMS else 1)


def test_a_flipped_bit_anywhere_is_found(tmp_path):
    """In the first version 37 of 200 were read as if they were true."""
    write_pack(tiny_pack(), tmp_path)
    draw = random.Random(7)  # noqa: S311
    files = sorted(tmp_path.iterdir())
    for number in range(FLIPS):
        path = files[number % len(files)]
        whole = path.read_bytes()
        broken = bytearray(whole)
        broken[draw.randrange(len(whole))] ^= 1 << draw.randrange(8)
        path.write_bytes(bytes(broken))
        told = names_of(read_files(tmp_path).problems)
        assert path.name in told or path.name == CHECKSUMS, number
        if number % 10 == 0:
            assert names_of(faults_of(tmp_path)) >= told
        path.write_bytes(whole)
    assert read_pack(tmp_path).content_hash == tiny_pack().content_hash


def test_files_that_are_lost_or_added_are_named_beside_other_faults(tmp_path):
    write_pack(tiny_pack(), tmp_path)
    (tmp_path / "places.parquet").unlink()
    shutil.copy(tmp_path / "areas.parquet", tmp_path / "people.parquet")
    shutil.copy(tmp_path / "areas.parquet", tmp_path / "network_nodes.parquet")
    text = (tmp_path / "pack.toml").read_text("utf-8").replace("age_to = 4", "age_to = 999")
    (tmp_path / "pack.toml").write_text(text, "utf-8")
    problems = faults_of(tmp_path)
    assert names_of(problems) >= {"places.parquet", "people.parquet", "network_nodes.parquet"}
    said = "\n".join(problem.sentence() for problem in problems)
    assert "pack.toml: found a file of another edition, or changed" in said
    assert "age_to = 999" in said
    assert said.count("places.parquet: found no such file") == 1


@pytest.mark.parametrize(
    "line",
    [
        "not a checksum",
        "{hash} *areas.parquet",
        "{hash}  ../areas.parquet",
        "{hash}  notes.txt",
        "{HASH}  areas.parquet",
        "{hash}  areas.parquet",
        "",
    ],
)
def test_a_line_of_checksums_that_is_none_is_named(tmp_path, line):
    write_pack(tiny_pack(), tmp_path)
    path = tmp_path / CHECKSUMS
    told = path.read_text().split(" ")[0]
    path.write_text(path.read_text() + line.format(hash=told, HASH=told.upper()) + "\n")
    [problem] = faults_of(tmp_path)
    assert problem.where == f"{CHECKSUMS}, line 9"


def test_a_table_that_a_pack_may_do_without_is_missed_where_it_had_one(tmp_path):
    write_pack(awkward_pack(streets=True), tmp_path)
    (tmp_path / "network_nodes.parquet").unlink()
    (tmp_path / "network_edges.parquet").unlink()
    found = [problem.where for problem in faults_of(tmp_path) if problem.found == "no such file"]
    assert found == ["network_edges.parquet", "network_nodes.parquet"]


def test_what_is_no_file_is_no_part_of_a_pack(tmp_path):
    write_pack(tiny_pack(), tmp_path)
    (tmp_path / "areas.parquet").unlink()
    (tmp_path / "areas.parquet").mkdir()
    assert "something that is not a file" in {each.found for each in faults_of(tmp_path)}


def test_a_table_that_no_pack_has_is_not_carried_into_a_new_one(tmp_path):
    write_pack(tiny_pack(), tmp_path)
    (tmp_path / "people.parquet").write_bytes(b"mine")
    with pytest.raises(PackError, match=r"people\.parquet: found a table that no pack has"):
        write_pack(tiny_pack(info=tiny_info(title="Other")), tmp_path)
    (tmp_path / "people.parquet").unlink()
    assert read_pack(tmp_path).content_hash == tiny_pack().content_hash


def test_a_pack_that_is_replaced_keeps_what_is_somebodys_own_and_no_table_of_before(tmp_path):
    write_pack(tiny_pack(), tmp_path / "p")
    (tmp_path / "p" / "notes.txt").write_text("ask Anna")
    write_pack(tiny_pack(info=tiny_info(title="Other")), tmp_path / "p")
    assert read_pack(tmp_path / "p").info.title == "Other"
    assert (tmp_path / "p" / "notes.txt").read_text() == "ask Anna"
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_what_cannot_be_written_leaves_the_old_pack(tmp_path):
    """In the first version a full disk destroyed it, and a read-only folder was a traceback."""
    folder = tmp_path / "p"
    write_pack(tiny_pack(), folder)
    folder.chmod(0o555)
    other = tiny_pack(info=tiny_info(title="Other"))
    with pytest.raises(DataError, match="no permission"):
        write_pack(other, folder)
    assert read_pack(folder).content_hash == tiny_pack().content_hash
    folder.chmod(0o755)


def test_a_pack_whose_writer_was_killed_halfway_is_put_back_and_read(tmp_path):
    write_pack(tiny_pack(), tmp_path / "p")
    (tmp_path / "p").rename(name_beside(tmp_path / "p", "old"))
    assert read_pack(tmp_path / "p").content_hash == tiny_pack().content_hash


def test_a_pack_replaced_while_it_is_read_is_the_old_or_the_new(editions, monkeypatch):
    old, new = editions
    hashes = {read_pack(folder).content_hash for folder in editions}
    fresh = read_pack(new)
    reads = []

    def replace_halfway(path):
        reads.append(path)
        if len(reads) == 3:
            write_pack(fresh, old)
        return _read(path)

    monkeypatch.setattr("geodata.pack_files._read", replace_halfway)
    assert read_pack(old).content_hash == fresh.content_hash
    assert fresh.content_hash in hashes


@pytest.mark.sweep
def test_many_who_write_and_read_at_once_meet_whole_packs_only(editions):
    """In the first version two writers left 2 mixtures and 5 that nobody could read, of 24."""
    folder, packs = editions[0], [read_pack(each) for each in editions]
    hashes = {pack.content_hash for pack in packs}
    with ThreadPoolExecutor(max_workers=6) as threads:
        writing = [threads.submit(write_pack, packs[n % 2], folder) for n in range(8)]
        reading = [threads.submit(read_pack, folder) for _ in range(12)]
        assert {each.result().content_hash for each in reading} <= hashes
        assert [each.result() for each in writing] == [None] * 8
    assert read_pack(folder).content_hash in hashes
    assert sorted(path.name for path in folder.parent.iterdir()) == ["new", "old"]


KILLED = """
import os, signal, sys, threading
from pathlib import Path
from geodata.pack import read_pack, write_pack
new, into, after = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
pack = read_pack(new)
threading.Timer(after, os.kill, (os.getpid(), signal.SIGKILL)).start()
while True:
    write_pack(pack, into)
"""


def test_a_writer_killed_at_any_moment_leaves_a_whole_pack(editions):
    """In the first version 11 of 47 kills lost the pack, and 2 left a mixture that opened."""
    old, new = editions
    hashes = {read_pack(folder).content_hash for folder in editions}
    draw = random.Random(3)  # noqa: S311
    for _ in range(2):
        run = [sys.executable, "-c", KILLED, new, old, str(draw.uniform(0, 0.15))]
        assert subprocess.run(run, check=False).returncode == -9
        assert read_pack(old).content_hash in hashes


def test_the_starter_pack_is_sealed():
    assert read_pack(STARTER).content_hash
    assert (STARTER / CHECKSUMS).read_bytes().count(b"\n") == len(list(STARTER.iterdir())) - 1


def test_a_pack_edited_and_sealed_again_is_read(tmp_path):
    """What the tests of the reader's other checks rest on."""
    write_pack(tiny_pack(), tmp_path)
    text = (tmp_path / "pack.toml").read_text("utf-8").replace("Tiny and", "Small and")
    (tmp_path / "pack.toml").write_text(text, "utf-8")
    seal_again(tmp_path)
    assert read_pack(tmp_path).info.title == "Small and Testing"
