"""The table of commands: quick to list, whole, and each explaining itself."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import pytest

import layers.commands
from layers.__main__ import COMMANDS, _parser
from layers.question.settings import SETTINGS

HEAVY = ("pandas", "geopandas", "numpy", "scipy", "geodata.model", "layers.commands.gaps")


def test_the_help_imports_no_command_and_no_library():
    script = (
        "import json, sys\n"
        "from layers.__main__ import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit:\n    print(json.dumps(sorted(sys.modules)))\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    imported = json.loads(run.stdout.splitlines()[-1])
    assert [name for name in HEAVY if name in imported] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name, capsys):
    with pytest.raises(SystemExit) as left:
        _parser(name).parse_args([name, "--help"])
    assert left.value.code == 0
    assert "--pack" in capsys.readouterr().out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_knows_what_to_run(name):
    required = {
        "scenario": ["--changes", "close.a"],
        "standardise": ["--counts", "a.csv"],
        "history": ["--indicator", "a", "--place", "b"],
        "timeline": ["--indicator", "a", "--place", "b", "--project", "c;2016;2018"],
        "within": ["--here", "a"],
        "profile": ["--place", "a"],
        "agenda": ["--place", "a"],
        "find-help": ["--postcode", "a", "--age", "2"],
    }
    needed = required.get(name, [])
    assert callable(_parser(name).parse_args([name, *needed]).run)


def test_every_module_is_in_the_table():
    [folder] = layers.commands.__path__
    modules = {path.stem for path in Path(folder).glob("*.py")} - {"__init__"}
    assert {command.module for command in COMMANDS.values()} == modules


@pytest.mark.parametrize("name", ["gaps", "access", "cover", "capacity", "siting", "scenario"])
def test_a_command_that_answers_a_question_takes_every_setting(name):
    parser = _parser(name)
    [table] = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    taken = {option for action in table.choices[name]._actions for option in action.option_strings}
    assert {f"--{setting}" for setting in SETTINGS} <= taken
