"""Commands killed as they write: a share of what `python -m tests.attacks.commands` does."""

import json
import subprocess
import sys

import pytest

# In a process of its own: one with threads, as that of other tests is, forks into a standstill.
KILLED = """
import json
import sys
import time
from pathlib import Path
from unittest import mock

from tests.attacks.commands import kill_all

def piecewise(path, content):
    with path.open("wb") as stream:
        stream.write(content[:100])
        stream.flush()
        time.sleep(1)  # longer than whoever kills may be held up
        stream.write(content[100:])

folder, kills, is_piecewise, *names = sys.argv[1:]
if is_piecewise:
    mock.patch("mapping.minutes_command.write_file", piecewise).start()
found = kill_all(Path(folder), int(kills), names)
Path(folder, "found.json").write_text(json.dumps(found))
"""


def found(folder, kills, *names, is_piecewise=False):
    words = [str(folder), str(kills), "piecewise" if is_piecewise else "", *names]
    run = [sys.executable, "-c", KILLED, *words]
    done = subprocess.run(run, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads((folder / "found.json").read_text())


def test_a_kill_leaves_no_half_written_file_under_its_name(tmp_path):
    assert found(tmp_path, 2, "minutes.ics", "backup.zip") == []


@pytest.mark.sweep
def test_one_that_is_written_piece_by_piece_is_found(tmp_path):
    said = found(tmp_path, 1, "minutes.ics", is_piecewise=True)
    assert [each for each in said if "a part of it" in each]
