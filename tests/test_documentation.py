"""The documents keep up with the program: every page, command, setting and indicator is in them."""

import re
import subprocess
from pathlib import Path

import pytest

from geodata import schema
from geodata.pack import STARTER, read_pack
from layers.__main__ import _parser as layers_parser
from layers.question.settings import SETTINGS
from mapping.pages.frame.rooms import find_pages

ROOT = Path(__file__).parent.parent
DOCS = {path.name: path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md")}
EVERYTHING = "\n".join([*DOCS.values(), (ROOT / "README.md").read_text("utf-8")])
SOURCES = [
    path
    for folder in ("geodata", "layers", "mapping", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
] + [ROOT / "app.py", ROOT / "Makefile", ROOT / ".ci" / "run"]


def commands(parser):
    [action] = [a for a in parser._actions if a.choices]
    return list(action.choices)


@pytest.mark.parametrize("page", find_pages(), ids=lambda page: page.title)
def test_every_page_is_documented(page):
    assert re.search(rf"^## {page.title}$", DOCS["pages.md"], re.MULTILINE)


def test_there_are_pages_to_document():
    titles = [page.title for page in find_pages()]
    assert titles[:3] == ["Map", "Needs and services", "Places"]


@pytest.mark.parametrize("command", commands(layers_parser()))
def test_every_layers_command_is_documented(command):
    assert f"layers {command}" in EVERYTHING


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda setting: setting.name)
def test_every_setting_of_a_question_is_documented_in_its_own_words(setting):
    row = f"| `{setting.name}` | {setting.help} | `{setting.example}` |"
    assert row in DOCS["pages.md"].splitlines()


@pytest.mark.parametrize(
    "choice", sorted({each.name for page in find_pages() for each in page.choices})
)
def test_every_choice_of_an_address_is_documented(choice):
    assert f"`{choice}`" in DOCS["pages.md"]


def environment_settings():
    found = set()
    for path in SOURCES:
        found |= set(re.findall(r"KNOW_YOUR_PATCH_[A-Z_]+", path.read_text("utf-8")))
    return sorted(found)


@pytest.mark.parametrize("setting", environment_settings())
def test_every_environment_setting_is_documented(setting):
    assert f"`{setting}`" in DOCS["deployment.md"]


@pytest.mark.parametrize("table", schema.TABLES, ids=lambda table: table.name)
def test_every_column_is_documented(table):
    assert table.file in DOCS["packs.md"]
    for column in table.columns:
        name = re.sub(r"^people_\d+$", "people_0", column.name)
        assert f"`{name}`" in DOCS["packs.md"], column.name


def test_every_indicator_of_the_starter_pack_says_what_it_is():
    for indicator in read_pack(STARTER).indicators.values():
        assert indicator.label
        assert indicator.unit
        assert indicator.period
        assert f"`{indicator.key}`" in EVERYTHING, indicator.key


def test_the_documents_link_to_files_that_are_there():
    for name, text in [*DOCS.items(), ("../README.md", (ROOT / "README.md").read_text("utf-8"))]:
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            if not target.startswith("http"):
                assert (ROOT / "docs" / name).parent.joinpath(target).exists(), (name, target)


def test_the_repository_speaks_of_no_machine():
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    words = re.compile(r"/" + r"(work|root|home)/[a-z]|pypi\.org|registry\.npm")
    for name in files:
        path = ROOT / name
        if path.suffix in (
            ".py",
            ".md",
            ".toml",
            ".txt",
            ".js",
            ".ts",
            ".json",
            ".css",
            ".typ",
            "",
        ):
            assert not words.search(path.read_text("utf-8")), name


@pytest.mark.parametrize("file", ["requirements.txt", "tests/requirements.txt"])
def test_every_package_is_pinned_by_its_hashes_and_listed_with_its_licence(file):
    text = (ROOT / file).read_text("utf-8")
    packages = re.findall(r"^([A-Za-z0-9_.-]+)==\S+(.*?)(?=^[A-Za-z]|\Z)", text, re.M | re.DOTALL)
    assert packages
    listed = {
        name.lower().replace("_", "-")
        for name in re.findall(r"^\| (\S+) \|", DOCS["licences.md"], re.M)
    }
    for name, pinned in packages:
        assert "--hash=sha256:" in pinned, name
        assert name.lower().replace("_", "-") in listed, name


def walks():
    """The changes that docs/architecture.md walks through, each with the files it names."""
    table = DOCS["architecture.md"].split("## Likely changes")[1].split("Three more take")[0]
    rows = re.findall(r"^\| (an? [^|]+) \| ([^|]+) \|", table, re.M)
    return [(change, files.split(", ")) for change, files in rows]


def test_a_likely_change_touches_three_files_at_most():
    assert len(walks()) == 8
    for change, files in walks():
        assert 1 <= len(files) <= 3, change


def test_the_files_of_the_longer_walks_are_there():
    table = DOCS["architecture.md"].split("Three more take")[1].split("\n##")[0]
    named = re.findall(r"`([\w/]+\.(?:py|js|ts|d\.ts|md)|[\w/]+/)`", table)
    assert len(named) > 15
    assert [each for each in named if not list(ROOT.glob(f"**/{each.strip('/')}"))] == []


def test_every_script_of_the_component_is_told():
    scripts = sorted(path.name for path in (ROOT / "mapping" / "component").glob("*.js"))
    assert len(scripts) > 60
    assert [name for name in scripts if f"`{name}`" not in DOCS["component.md"]] == []


def test_the_rooms_of_the_architecture_are_there():
    first = DOCS["architecture.md"].split("## Likely changes")[0]
    named = set(re.findall(r"`((?:geodata|layers|mapping)/[\w/.]*)`", first))
    assert len(named) > 15
    assert [name for name in named if not (ROOT / name).exists()] == []
    rooms = {
        f"{package}/{path.name}/"
        for package in ("layers", "mapping")
        for path in (ROOT / package).iterdir()
        if path.is_dir() and (path / "__init__.py").exists()
    }
    assert rooms - named == set()
