"""Whatever lies in the folder of the pack: health says so in words, and what opens is shown."""

import os
import random
import shutil

import pytest
from starlette.applications import Starlette

from geodata.seal import CHECKSUMS
from mapping.served import health, packs, routes
from tests.attacks.pack_changes import all_changes, write_changed
from tests.attacks.packs import change_packs, try_pack
from tests.awkward import awkward_pack
from tests.builders import seal_again
from tests.kept_packs import write_once
from tests.mapping.asking import Client

CHANGES = 5  # `make attacks` tries 540


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    folder = tmp_path_factory.mktemp("odd") / "base"
    write_once(awkward_pack(streets=True), folder)
    return folder


@pytest.fixture
def ready(monkeypatch):
    """Ask for the health of a server of a folder."""
    monkeypatch.setattr(health, "SOON_S", 60)
    client = Client(Starlette(routes=routes.routes()))

    def ask(folder):
        monkeypatch.setenv(packs.PACK_SETTING, str(folder))
        return client.get("/health/ready")

    return ask


def replace_by_pipe(folder):
    (folder / "areas.parquet").unlink()
    os.mkfifo(folder / "areas.parquet")  # whoever opens it waits for ever


def replace_by_link(folder):
    (folder / "pack.toml").unlink()
    (folder / "pack.toml").symlink_to("/dev/zero")


def rename_all(folder):
    for path in list(folder.iterdir()):
        path.rename(path.with_suffix(".bak"))


ODD = {
    "no folder": shutil.rmtree,
    "a file": lambda folder: (shutil.rmtree(folder), folder.write_text("x")),
    "an empty folder": lambda folder: [path.unlink() for path in folder.iterdir()],
    "a pipe": replace_by_pipe,
    "a link to zeros without end": replace_by_link,
    "other names": rename_all,
    "no checksums": lambda folder: (folder / CHECKSUMS).unlink(),
    "zeros": lambda folder: [path.write_bytes(b"\0" * 99) for path in folder.iterdir()],
    "folders": lambda folder: [(path.unlink(), path.mkdir()) for path in list(folder.iterdir())],
    "deep brackets": lambda folder: (folder / "pack.toml").write_bytes(b"a=" + b"[" * 9_999),
    "a bomb": lambda folder: (folder / "areas.parquet").write_bytes(
        b"PAR1" + b"\xff" * 99 + b"PAR1"
    ),
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("sealed", [True, False])
def test_health_says_in_words_what_is_wrong_and_is_never_a_server_error(
    base, tmp_path, ready, name, sealed
):
    folder = tmp_path / "p"
    shutil.copytree(base, folder)
    assert ready(folder).status_code == 200
    ODD[name](folder)
    if (
        sealed
        and folder.is_dir()
        and name not in ("a pipe", "a link to zeros without end", "folders")
    ):
        seal_again(folder)
        if name == "no checksums":
            assert ready(folder).status_code == 200
            return
    sent = ready(folder)
    assert sent.status_code == 503
    assert sent.json()["problems"]
    assert not any(str(tmp_path) in problem for problem in sent.json()["problems"])
    assert "could not be read" not in sent.text
    assert "worked with" not in sent.text


def test_changed_packs_are_refused_in_words_or_shown_by_every_page(tmp_path, monkeypatch):
    """In the first version 17 of 543 opened and broke pages; 5 were tracebacks."""
    monkeypatch.setenv(packs.PACK_SETTING, "")  # as it was, once the test is over
    found = change_packs(tmp_path, CHANGES, random.Random(8))  # noqa: S311
    assert sum(found.values()) == CHANGES


BROKE = (
    "defaults.need_deciles",
    "services.family-centres.limit_min",
    "services.family-centres.age_to",
    "services.family-centres.rural",
)


@pytest.mark.parametrize("key", BROKE)
def test_what_broke_pages_in_the_first_version_is_refused(base, tmp_path, key):
    changes = [c for c in all_changes(base) if c.about.startswith(f"pack.toml {key}: 999")]
    assert changes or key.endswith("rural")
    changes += [c for c in all_changes(base) if c.about == f"pack.toml {key}: 'drive-999'"]
    for change in changes:
        write_changed(base, tmp_path / "p", change)
        assert try_pack(tmp_path / "p", change, 0) == "refused"
