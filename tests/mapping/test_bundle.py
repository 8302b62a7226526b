"""The map's scripts as one file: the same exports, each script in a scope of its own."""

import re

import pytest
from starlette.applications import Starlette

from mapping.scripts import bundle
from mapping.served.message import COMPONENT_FOLDER, edition
from mapping.served.routes import routes
from tests.mapping.asking import Client
from tests.mapping.test_component_scripts import run_node

TOGETHER = "map.css+find.css"


@pytest.fixture
def folder(tmp_path):
    def write(**scripts):
        for name, text in scripts.items():
            (tmp_path / f"{name}.js").write_text(text, "utf-8")
        return tmp_path

    return write


@pytest.fixture
def client():
    return Client(Starlette(routes=routes()))


def run(folder, text, last):
    (folder / "whole.mjs").write_text(f"{text}\n{last}", "utf-8")
    done = run_node(str(folder / "whole.mjs"))
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_each_script_is_run_once_in_its_own_scope(folder):
    at = folder(
        one="import { two } from './two.js';\nimport {\n  three,\n} from './three.js';\n"
        "const name = 'one';\n"
        "export function all() {\n  return [name, two(), three].join(' ');\n}\n",
        two="import { three } from './three.js';\nconst name = 'two';\n"
        "export const two = () => name + three;\n",
        three="console.log('once');\nexport const three = 'three';\nexport class Other {}\n",
    )
    found = run(at, bundle(at, "one"), "console.log(all());")
    assert found == ["once", "one", "twothree", "three"]


@pytest.mark.parametrize(
    "text",
    [
        "export default 3;\n",
        "export let a = 1;\n",
        "export { a } from './b.js';\n",
        "import a from './b.js';\n",
        "import './b.js';\n",
    ],
)
def test_a_form_that_it_does_not_know_is_refused(folder, text):
    at = folder(a=text, b="export const a = 1;\n")
    with pytest.raises(ValueError, match=r"a\.js: a form that is not put together"):
        bundle(at, "a")


def test_what_a_script_gives_by_default_is_given(folder):
    at = folder(
        a="import { b } from './b.js';\nexport default function f() {\n  return b;\n}\n",
        b="const f = 2;\nexport const b = f + 1;\n",
    )
    text = bundle(at, "a")
    assert text.endswith("export default of_a.f;\n")
    assert run(at, text, "console.log(of_a.f());") == ["3"]


def test_scripts_that_import_one_another_are_refused(folder):
    at = folder(
        a="import { b } from './b.js';\nexport const a = 1;\n",
        b="import { a } from './a.js';\nexport const b = 1;\n",
    )
    with pytest.raises(ValueError, match="imports itself"):
        bundle(at, "a")


def test_the_map_comes_whole_with_what_it_exports(client, tmp_path):
    sent = client.get(f"/drawing/{edition()}/map.js")
    assert sent.headers["content-type"].startswith("text/javascript")
    assert not re.search(r"^import\b", sent.text, re.MULTILINE)
    assert sent.text.count("\nexport ") == 1
    assert sent.text.rstrip().endswith("export const { draw } = of_map;")
    (tmp_path / "map.mjs").write_text(sent.text, "utf-8")
    done = run_node("--check", str(tmp_path / "map.mjs"))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["fetching", "scene", "laying", "elements", "find"])
def test_every_script_of_the_map_is_in_it_once(client, name):
    sent = client.get(f"/drawing/{edition()}/map.js").text
    assert len(re.findall(rf"^const of_{name} = ", sent, re.MULTILINE)) == 1
    script = (COMPONENT_FOLDER / f"{name}.js").read_text("utf-8")
    for first in re.findall(r"^export (.*)$", script, re.MULTILINE):
        assert sent.count(f"\n{first}\n") == 1


def test_styles_are_sent_as_one_in_the_order_asked(client):
    sent = client.get(f"/drawing/{edition()}/{TOGETHER}")
    assert sent.headers["content-type"].startswith("text/css")
    assert "immutable" in sent.headers["cache-control"]
    parts = [(COMPONENT_FOLDER / name).read_text("utf-8") for name in TOGETHER.split("+")]
    assert sent.text == "\n".join(parts)
    again = client.get(
        f"/drawing/{edition()}/{TOGETHER}", headers={"if-none-match": sent.headers["etag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "map.css+map.js",
        "map.css+..%2fwidgets.py",
        "map.css+",
        "map.css+map.css",
        "+",
        "map.css+x.css",
    ],
)
def test_nothing_else_is_put_together(client, path):
    assert client.get(f"/drawing/{edition()}/{path}").status_code == 404
