"""How commands end, whatever stops them: in words, with status 2, and never with a traceback."""

import argparse
import os
import signal
import subprocess
import sys

import pytest

from geodata import ending
from geodata.ending import end_well, path_named, read_options
from geodata.errors import DataError, Problem

PROBLEM = Problem(where="a.csv", found="nothing", expected="a table", fix="Fetch it.")


def raises(error):
    def run():
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (DataError([PROBLEM, PROBLEM]), "a.csv: found nothing; expected a table. Fetch it.\n" * 2),
        (KeyboardInterrupt(), "Stopped before it was finished.\n"),
        (MemoryError(), "There is not enough memory for this. Ask for less at once.\n"),
        (
            FileExistsError(17, "File exists", "out"),
            "out: cannot be read or written (File exists).\n",
        ),
        (OSError(28, "No space left"), "The output cannot be written: No space left.\n"),
        (BrokenPipeError(), "The output was closed before all of it was written.\n"),
    ],
)
def test_what_stops_a_command_is_said(error, said, capsys):
    assert end_well(raises(error)) == 2
    assert capsys.readouterr().err == said


def test_a_command_that_is_done_keeps_its_status(capsys):
    assert end_well(lambda: 0) == 0
    assert end_well(lambda: 1) == 1
    assert capsys.readouterr().err == ""


def test_a_fault_of_the_program_is_named_and_raised_where_it_is_looked_for(capsys, monkeypatch):
    assert end_well(raises(KeyError("secret"))) == 2
    assert capsys.readouterr().err.startswith("A fault in the program stopped this (KeyError).")
    flags = type("Flags", (), {"dev_mode": True})
    monkeypatch.setattr(ending.sys, "flags", flags)
    with pytest.raises(KeyError):
        end_well(raises(KeyError("secret")))
    assert end_well(raises(DataError(PROBLEM))) == 2


def test_a_message_cannot_control_a_terminal(capsys):
    bad = Problem(where="\x1b]0;me\x07\u202ea\udcff", found="a\nb", expected="c", fix="d.")
    assert end_well(raises(DataError(bad))) == 2
    assert capsys.readouterr().err == "]0;mea\\udcff: found a b; expected c. d.\n"


@pytest.mark.parametrize("text", ["", "a\0b"])
def test_a_name_that_no_file_can_have_is_refused(text):
    with pytest.raises(argparse.ArgumentTypeError):
        path_named(text)


def test_two_signs_are_no_value(capsys):
    parser = argparse.ArgumentParser()
    parser.add_argument("--pack")
    with pytest.raises(SystemExit) as left:
        read_options(parser, ["--pack=--"])
    assert left.value.code == 2
    assert "--pack" in capsys.readouterr().err


def command(*words, **settings):
    settings = {"stderr": subprocess.PIPE, "text": True} | settings
    return subprocess.Popen([sys.executable, "-m", *words], **settings)


@pytest.mark.parametrize("words", [("layers", "places"), ("layers", "--help"), ("mapping", "-h")])
def test_an_output_that_is_full_is_said(words):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        running = command(*words, stdout=full)
    said = running.communicate(timeout=240)[1]
    assert (running.returncode, said.count("\n")) == (2, 1)
    assert said.startswith("The output cannot be written")


def test_an_output_that_is_closed_is_said():
    reading, writing = os.pipe()
    os.close(reading)
    running = command("layers", "places", stdout=writing)
    os.close(writing)
    assert (
        running.communicate(timeout=240)[1]
        == "The output was closed before all of it was written.\n"
    )
    assert running.returncode == 2


def test_a_person_who_has_waited_enough_gets_no_traceback():
    script = (
        "import signal, sys, time\nfrom geodata.ending import end_well\n"
        # What is started in the background is left alone by Ctrl-C, and all that it starts.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def wait():\n    print('begun', flush=True)\n    time.sleep(60)\n"
        "sys.exit(end_well(wait))\n"
    )
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    running = subprocess.Popen([sys.executable, "-c", script], **pipes)
    assert running.stdout.readline() == "begun\n"
    running.send_signal(signal.SIGINT)
    assert running.communicate(timeout=240)[1] == "Stopped before it was finished.\n"
    assert running.returncode == 2
