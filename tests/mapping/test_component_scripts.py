"""The map's own scripts: their unit tests, run by Node, and that their words are Python's words."""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from layers.said.numbers import about, minutes, percent
from layers.said.sorts import SORTS
from mapping.__main__ import main
from mapping.component import LOADER
from mapping.component.widgets import widget_script
from mapping.served.message import COMPONENT_FOLDER, CONSTANTS, edition
from mapping.served.routes import routes
from tests.mapping.asking import Client

CHECKS = Path(__file__).parents[1] / "component"
OWN_NODE = Path(sys.executable).parent / "node"
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
WIDGETS = ("question_bar", "ranking", "places_table", "picture")

# From the edges of the rounding: halves, the bound of exactness, none, all, and what is not known.
VALUES = [
    *(None, 0.0, 0.001, 0.004, 0.005, 0.25, 0.49, 0.4999, 0.5, 0.994, 0.995, 0.9999, 1.0, 1.4, 1.5),
    *(2.5, 12.0, 63.4, 99.4, 99.5, 100.0, 100.0001, 104.9, 105.0, 114.999, 115.0, 423.0, 994.9),
    *(1e-178, 4e-10, 6e-10),  # far behind the point it is nobody
    *(995.0, 999.5, 1000.0, 1304.0, 1305.0, 119538.6, 1_450_000.0),
]
SAY = """
import { about, minutes, percent } from %s;
const { values, constants } = JSON.parse(await new Response(process.stdin).text());
const say = (value) => [about, percent, minutes].map((each) => each(value, constants));
console.log(JSON.stringify(values.map(say)));
"""


def node():
    """Find the Node of the test set-up, or the machine's."""
    found = str(OWN_NODE) if OWN_NODE.exists() else shutil.which("node")
    if found is None:
        give_up("Node is not installed: run `make test`, which sets it up.")
    return found


def give_up(reason):
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def run_node(*arguments, **how):
    return subprocess.run(
        [node(), *arguments], capture_output=True, text=True, timeout=240, check=False, **how
    )


def script_words(values):
    return said_by_node(SAY, "words.js", values=values, constants=CONSTANTS)


def said_by_node(script, module, **told):
    """Return what a script of ours says, with the address of a module of the component in it."""
    asked = script % json.dumps((COMPONENT_FOLDER / module).as_uri())
    done = run_node("--input-type=module", "--eval", asked, input=json.dumps(told))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def python_words(value):
    known = math.nan if value is None else value
    return [about(known), percent(known), minutes(known)]


@pytest.mark.sweep
def test_the_unit_tests_of_the_scripts_pass():
    if not (CHECKS / "node_modules").is_dir():
        give_up("The scripts' tools are not installed: run `make component`.")
    done = run_node("--test", cwd=CHECKS)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert int(re.search(r"^\S+ pass (\d+)", done.stdout, re.MULTILINE)[1]) > 80


def test_the_scripts_words_are_pythons_words():
    for value, words in zip(VALUES, script_words(VALUES), strict=True):
        assert words == python_words(value), value


def test_the_sorts_of_notes_are_called_alike_in_both():
    asked = "import { SORTS } from %s; console.log(JSON.stringify([...SORTS]));"
    assert dict(said_by_node(asked, "note_words.js")) == SORTS


@settings(max_examples=3, deadline=None)
@given(st.lists(st.floats(0, 2e6), min_size=300, max_size=300))
def test_any_figure_has_the_same_words_in_both(values):
    assert script_words(values) == [python_words(value) for value in values]


def test_no_script_repeats_what_python_decides():
    scripts = "\n".join(path.read_text("utf-8") for path in COMPONENT_FOLDER.glob("*.js"))
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", scripts, flags=re.DOTALL)
    assert "'not known'" not in code
    assert not re.search(r"\bUNKNOWN\b|\bEXACT_UP_TO\b|=== 9\b|3 \* need", code)


@pytest.mark.parametrize("name", WIDGETS)
def test_a_widgets_script_stands_alone(name, tmp_path):
    script = widget_script(name)
    assert not re.search(r"^import ", script, re.MULTILINE)
    assert script.count("export default") == 1
    module = tmp_path / f"{name}.mjs"
    module.write_text(script, encoding="utf-8")
    done = run_node("--check", str(module))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "made_by", ["map", "two-maps --beside=limit=45", "profile --place=wisbech --formats=html"]
)
def test_the_scripts_of_a_file_can_be_read(made_by, tmp_path):
    file = tmp_path / "file.html"
    assert main([*made_by.split(), "--pack=starter", f"--out={file}"]) == 0
    file = next(file.glob("*.html")) if file.is_dir() else file
    text = unescape(file.read_text("utf-8")) if "two" in made_by else file.read_text("utf-8")
    scripts = SCRIPT.findall(text)
    assert scripts
    for script in scripts:
        module = tmp_path / "script.cjs"
        module.write_text(script, encoding="utf-8")
        done = run_node("--check", str(module))
        assert done.returncode == 0, done.stderr[-600:]


def test_the_loader_imports_nothing_that_is_not_there_yet():
    assert not re.search(r"^import ", LOADER.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize(
    "name",
    [
        "types.d.ts",
        "widgets.py",
        "package.json",
        "tsconfig.json",
        "life.test.js",
        "dom.js",
        ".npmrc",
    ],
)
def test_only_the_components_own_scripts_and_styles_are_served(name):
    client = Client(Starlette(routes=routes()))
    assert client.get(f"/drawing/{edition()}/words.js").status_code == 200
    assert client.get(f"/drawing/{edition()}/{name}").status_code == 404


def test_no_address_stands_in_the_lock_file():
    packages = json.loads((CHECKS / "package-lock.json").read_text("utf-8"))["packages"]
    assert len(packages) > 20
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert not name or package["integrity"].startswith("sha512-"), name
