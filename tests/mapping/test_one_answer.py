"""One answer: page, command, PDF and file say the same of every place, in hard cases too.

Each question is asked of every surface, on the pack that holds what goes wrong. What a surface
says of a place is read back as text, and must be a way of saying the exact figure of the command.
"""

import contextlib
import csv
import html
import io
import json
import math
import re
from functools import cached_property

import pandas as pd
import pyogrio
import pytest
from pypdf import PdfReader

from layers.__main__ import main as layers_main
from layers.gaps import measure_gaps
from layers.question.address import query_from_question
from layers.said.numbers import UNKNOWN, about, nearest, percent, whole
from mapping.__main__ import main as mapping_main
from mapping.drawn import picture_words
from mapping.escape import file_name
from tests.awkward import LOW_INCOME, awkward_pack, awkward_question, offers_pack, people_pack
from tests.kept_packs import write_once
from tests.mapping.reading import opened, words
from tests.sweeps import is_working, with_sweeps

PEOPLE = "low_income_children"
CASES = {
    "the usual question": {},
    "need that ties everywhere": {"need": "health_rank"},
    "ages that few doors take, and offers without one": {"age": "12-13", "offers": True},
    "one year of age, missing in one area": {"age": "3-3"},
    "a limit that a door is just at": {"limit": "9"},
    "rural areas with a rule of their own": {"rural": "walk-20"},
    "along the streets": {"streets": True},
    "by district": {"kind": "district"},
    "a service whose doors state no ages": {"service": "libraries", "age": "0-4"},
    "a service offered without a door": {
        "service": "nurse-partnership",
        "age": "0-1",
        "offers": True,
    },
    "children in low-income families": {"need": PEOPLE},
    "just the ages that are counted": {"need": PEOPLE, "age": "0-15"},
    "low income, ages that few doors take": {"need": PEOPLE, "age": "12-13", "offers": True},
    "low income, in rural areas with a rule": {"need": PEOPLE, "rural": "walk-20"},
    "low income, place by place": {"need": PEOPLE, "kind": "ward"},
    "a quarter in low-income families everywhere": {
        "need": PEOPLE,
        "counts": {key: of / 4 for key, (_, of) in LOW_INCOME.items()},
    },
    "nobody in a low-income family": {"need": PEOPLE, "counts": dict.fromkeys(LOW_INCOME, 0.0)},
    "all in low-income families": {
        "need": PEOPLE,
        "counts": {key: float(of) for key, (_, of) in LOW_INCOME.items()},
    },
    "low income known in one area only": {
        "need": PEOPLE,
        "counts": {key: None for key in LOW_INCOME if key != "N2"},
    },
    "low income known nowhere": {"need": PEOPLE, "counts": dict.fromkeys(LOW_INCOME)},
}


WORKING = (
    "ages that few doors take, and offers without one",
    "along the streets",
    "low income known in one area only",
)
"""The cases to ask while working; the others are asked with every test."""


@pytest.fixture(scope="module", params=with_sweeps(CASES, working=WORKING))
def asked(request, tmp_path_factory):
    """One case: its pack's folder, the settings of its address, and the ids of its places."""
    changes = dict(CASES[request.param])
    streets = changes.pop("streets", False)
    of_people = changes.get("need") == PEOPLE
    if changes.pop("offers", False):
        pack = offers_pack(people=of_people)
    elif of_people:
        pack = people_pack(changes.pop("counts", None), streets=streets)
    else:
        pack = awkward_pack(streets=streets)
    out = tmp_path_factory.mktemp("case")
    write_once(pack, out / "pack")
    query = query_from_question(awkward_question(pack), pack) | changes
    kind = query.get("kind", pack.info.defaults.place_kind)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KNOW_YOUR_PATCH_PACK", str(out / "pack"))
        yield Asked(out / "pack", query, list(pack.places.index[pack.places["kind"] == kind]), out)


class Asked:
    def __init__(self, folder, query, place_ids, out):
        self.folder, self.query, self.place_ids, self.out = folder, query, place_ids, out
        self.of_people = query.get("need") == PEOPLE
        self._said = {}

    def command(self, name, form="json"):
        """What a command says of the case, asked once."""
        if (name, form) not in self._said:
            options = [f"--{key}={value}" for key, value in self.query.items()]
            words = [name, *options, "--pack", str(self.folder), "--format", form]
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                assert layers_main(words) == 0
            self._said[name, form] = said.getvalue()
        return self._said[name, form]

    def other(self, **changes):
        """The same case, asked otherwise."""
        return Asked(self.folder, self.query | changes, self.place_ids, self.out)

    def rows(self, name):
        return {row["place_id"]: row for row in json.loads(self.command(name))}

    def written(self, name, *options):
        options = [*options, *(f"--{key}={value}" for key, value in self.query.items())]
        with contextlib.redirect_stdout(io.StringIO()):
            assert mapping_main([name, "--pack", str(self.folder), *options]) == 0

    @cached_property
    def map_file(self):
        """The map as one file, written once."""
        path = self.out / "map.html"
        self.written("map", f"--out={path}")
        return path.read_text("utf-8")


def ways_to_say(count):
    """Every way in which a count may be said: exact in tables, rounded in sentences."""
    if count is None:
        return {UNKNOWN}
    return {
        whole(count),
        about(count),
        f"{nearest(count):,}",
        "none" if count == 0 else whole(count),
    }


def ways_to_say_share(share):
    return {UNKNOWN} if share is None or math.isnan(share) else {percent(share)}


def table_rows(drawn, caption=""):
    """Read the rows of the first table of that caption: cells by the row's name."""
    start = drawn.index(f"<caption>{caption}") if caption else 0
    body = drawn[start : drawn.index("</table>", start)]
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL):
        cells = [
            html.unescape(re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)
        ]
        found[cells[0]] = cells[1:]
    return found


def component(app, name):
    [found] = [
        each.proto.json
        for each in app.get("bidi_component")
        if each.proto.component_name.endswith(name)
    ]
    return json.loads(found)


def plain(text):
    """Text without its tags, line ends and the two kinds of apostrophe."""
    told = html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("’", "'").replace("\u00ad", "")
    return re.sub(r"\s+", " ", told)


def test_every_list_of_places_says_the_figures_of_the_command(asked):
    exact = asked.rows("gaps")
    ranking = {
        row["id"]: row["said"] for row in component(opened("map", **asked.query), "ranking")["rows"]
    }
    table = component(opened("places", **asked.query), "places_table")
    cells = {
        row["id"]: dict(zip([c["key"] for c in table["columns"]], row["cells"], strict=True))
        for row in table["rows"]
    }
    drawn = asked.map_file
    file = table_rows(drawn[drawn.index('id="places"') :])
    assert set(ranking) == set(cells) == set(exact) == set(asked.place_ids)
    for place_id, row in exact.items():
        children, gap = ways_to_say(row["children"]), ways_to_say(row["gap_children"])
        said = {key: cell["said"] for key, cell in cells[place_id].items()}
        assert said["children"] in children
        assert said["high_need"] in ways_to_say(row["high_need_children"])
        assert said["beyond"] in ways_to_say(row["beyond_children"])
        assert said["gap"].partition("; ")[0] in gap
        in_file = file[row["place"]]
        assert in_file[0] in children
        assert in_file[1] in ways_to_say(row["high_need_children"])
        assert in_file[2] in ways_to_say(row["beyond_children"])
        assert in_file[3] in gap
        if row["gap_children"]:
            part, _, everyone = ranking[place_id].partition(" of ")
            assert part in gap
            counted = ways_to_say(row["high_need_children"]) if asked.of_people else children
            assert everyone in counted


def test_pages_commands_and_files_answer_in_one_sentence(asked):
    told = plain(asked.command("gaps", "table"))
    headline = plain(
        re.search(r'class="kyp-answer">(.*?)</p>', words(opened("map", **asked.query)), re.DOTALL)[
            1
        ]
    )
    assert headline in told
    assert headline in plain(asked.map_file)
    assert headline in plain(words(opened("places", **asked.query)))


def test_a_place_says_on_its_page_and_in_its_profile_what_the_command_says(asked):
    exact, shares = asked.rows("gaps"), asked.rows("compare")
    for place_id in asked.place_ids[:: 2 if is_working() else 1]:
        row, share = exact[place_id], shares[place_id]
        page = words(opened("places", place=place_id, **asked.query))
        figures = [
            html.unescape(value) for value in re.findall(r'<dd class="value">(.*?)</dd>', page)
        ]
        asked.written("profile", f"--place={place_id}", f"--out={asked.out}")
        [path] = asked.out.glob(f"{file_name(place_id)}-profile.pdf")
        printed = plain(" ".join(each.extract_text() for each in PdfReader(path).pages))
        printed = printed.replace("- ", "-")  # a line may end at a hyphen
        within = None if share["beyond_share"] is None else 1 - share["beyond_share"]
        children, high, reached, gap = figures[:4]
        assert children in ways_to_say(row["children"])
        assert high in ways_to_say(row["high_need_children"])
        assert reached in ways_to_say_share(within)
        assert gap in ways_to_say(row["gap_children"])
        sentence = plain(re.search(r'class="kyp-answer">(.*?)</p>', page, re.DOTALL)[1])
        assert sentence in printed
        for said in figures[:4]:
            assert said in printed


def test_how_exactly_doors_are_placed_is_said_the_same_everywhere(asked):
    table = component(opened("places", **asked.query), "places_table")
    gaps = {row["id"]: row["cells"][3]["said"].partition("; ")[2] for row in table["rows"]}
    ranks = asked.rows("ranks")
    for place_id, between in gaps.items():
        page = plain(words(opened("places", place=place_id, **asked.query)))
        low, high = (ranks[place_id][key] for key in ("gap_low", "gap_high"))
        if between:
            assert between == f"{nearest(low):,} to {nearest(high):,}"
            assert f"{between}, as doors are placed only roughly" in page
        else:
            assert low is None or nearest(low) == nearest(high)
            assert "as doors are placed only roughly" not in page


def test_compare_shares_out_of_the_children_who_are_known(asked):
    shares = asked.rows("compare")
    drawn = words(opened("compare", **asked.query))
    rows = table_rows(drawn, "Shares of all")
    for place_id, share in shares.items():
        children, high, beyond, gap = rows[share["place"]]
        assert children in ways_to_say(share["children"])
        assert high.partition(" (")[0] in ways_to_say_share(share["high_need_share"])
        assert beyond in ways_to_say_share(share["beyond_share"])
        assert gap in ways_to_say_share(share["gap_share"])
        page = words(opened("places", place=place_id, **asked.query))
        beside = table_rows(page, "Side by side")
        high = "in low-income families" if asked.of_people else "high need"
        who = [cells[0] for name, cells in beside.items() if f"{high} and out of reach" in name]
        assert who == [gap]


def test_the_hard_cases_are_worked_by_hand():
    """The usual answer of the awkward pack, as its own notes work it out."""
    pack = awkward_pack()
    places = measure_gaps(pack, awkward_question(pack)).places
    assert places["gap_children"].to_dict() == pytest.approx({"middle": 42, "west": 18, "east": 0})


def of_areas(rows):
    """The figures of each area by its code: what is not known as None."""
    kept = {}
    for row in rows:
        own = {name: value for name, value in row.items() if name != "geometry"}
        code = own.pop("Code")
        kept[code] = {
            name: None if value in ("", None) or value != value else str(value)  # noqa: PLR0124
            for name, value in own.items()
        }
    return kept


def numbers(rows):
    """Every value that is a number as one, however a form writes it."""
    told = {}
    for key, row in rows.items():
        for name, value in row.items():
            with contextlib.suppress(TypeError, ValueError):
                told[key, name] = float(value)
    return told


def test_every_file_of_data_holds_the_same_figures(asked):
    for name in ("map.csv", "map.geojson", "map.gpkg"):
        asked.written("map", f"--out={asked.out / name}")
    table = pd.read_csv(asked.out / "map.csv", dtype=str, keep_default_na=False)
    from_csv = numbers(of_areas(table.to_dict("records")))
    features = json.loads((asked.out / "map.geojson").read_text("utf-8"))["features"]
    held = [each["properties"] for each in features if "Colour means" in each["properties"]]
    layers = pyogrio.list_layers(asked.out / "map.gpkg")[:, 0]
    tables = [pyogrio.read_dataframe(asked.out / "map.gpkg", layer=each) for each in layers]
    [filled] = [each for each in tables if "Colour means" in each.columns]
    assert from_csv
    assert numbers(of_areas(held)) == from_csv
    assert numbers(of_areas(filled.to_dict("records"))) == from_csv
    [gap] = [each for each in table.columns if "out of reach" in each]
    total = sum(row["gap_children"] or 0 for row in asked.rows("gaps").values())
    told = pd.to_numeric(table[gap], errors="coerce").sum()
    assert told == pytest.approx(total, abs=len(table) / 2 + 0.5)  # whole children in each area


def test_pictures_and_prints_say_the_sentence_of_the_command(asked, monkeypatch):
    told = plain(asked.command("gaps", "table"))
    written = []
    drawn = picture_words.lines_mm

    def recorded(axes, x, y, text, width, **style):
        written.append(text)
        return drawn(axes, x, y, text, width, **style)

    monkeypatch.setattr(picture_words, "lines_mm", recorded)
    asked.written("map", f"--out={asked.out / 'map.svg'}")
    asked.written("map", f"--out={asked.out / 'map.pdf'}")
    sentence = plain(written[0])
    assert sentence in told
    pages = PdfReader(asked.out / "map.pdf").pages
    printed = plain(" ".join(each.extract_text() for each in pages))
    assert sentence in printed
    file = asked.map_file
    classes = file[file.index("data-fill") : file.index("</tbody>")]
    key = re.findall(r'<td class="n">(.*?)</td>', classes)
    assert key
    for count in key:
        assert any(each.endswith(f": {count}") for each in written)
        assert count in printed


def test_two_maps_and_why_hold_the_figures_of_the_command(asked):
    exact = asked.rows("gaps")
    path = asked.out / "two.csv"
    limit = "12" if asked.query.get("limit") != "12" else "15"
    asked.written("two-maps", f"--beside=limit={limit}", f"--out={path}")
    told = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))
    beside = {row["Code"]: row for row in told}
    steps = json.loads(asked.command("why"))
    total = sum(row["gap_children"] or 0 for row in exact.values())
    if steps and steps[-1]["number"] is not None:
        assert steps[-1]["number"] == pytest.approx(total, abs=1e-5)
    else:
        assert total == 0
    other = asked.other(limit=limit).rows("gaps")
    for column, rows in (("First", exact), ("Second", other)):
        for place_id, row in rows.items():
            found = float(beside[place_id][column]) if beside[place_id][column] else None
            if found is not None:
                assert found == pytest.approx(row["gap_children"] or 0, abs=1e-5)
