"""Try thousands of odd addresses: what is not understood must be named, and nothing else lost.

Each address is made of parts that are odd by how they were made (a zero or a space before, digits
of another script, a sign, an exponent, out of range, not in the pack, too long, not UTF-8, there
twice, of a name nobody knows) among parts that are as they should be. It is written as a browser
writes it and read as the server reads it: by every page, by the routes of the map, and by whole
pages run.

`python -m tests.attacks.addresses` tries the full number.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from unittest.mock import patch
from urllib.parse import parse_qs, quote

from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from geodata.errors import quoted
from geodata.model import Pack
from layers.question.faults import tells_rural
from layers.question.settings import SETTINGS
from mapping.escape import markdown_text
from mapping.pages.frame.address import names_of, read_address
from mapping.pages.frame.page import Page
from mapping.pages.frame.rooms import find_pages
from mapping.served import routes, sending
from mapping.served.asked import PARTS
from tests.layers.published import pack_with
from tests.mapping.asking import Client

ADDRESSES, ROUTES, RUNS = 6_000, 1_500, 40
SEED = 20_261_201
LONGEST_SAID = 1_000
UNKNOWN = (
    *("colur", "Age", "AGE", "age ", " age", "\N{CYRILLIC SMALL LETTER A}ge", "utm_source"),
    *("x" * 300, "<b>", "age[]", "\u202eega", "service.", "", "a\x00b", "[link](http://x)"),
)
ANYWHERE = (
    *("moon", "<script>alert(1)</script>", "../../etc/passwd", "\u202e0-4", "a\x00b", "a" * 5_000),
    *(b"\xff\xfe", b"4\xc3", "\N{ZERO WIDTH SPACE}", "{{7*7}}", "$x^2$", "nan", "NaN", "None"),
)
NUMBERS = (
    *(
        "007",
        "00",
        " 20",
        "20 ",
        "20\n",
        "\t20",
        "+20",
        "-20",
        "2e1",
        "1E400",
        "0x14",
        "1_0",
        "1,0",
    ),
    *("٢٠", "\uff12\uff10", "2\N{SUPERSCRIPT TWO}", "\N{VULGAR FRACTION ONE HALF}", "20.", ".5"),
    *("", "inf", "9" * 400, "100000000", "\N{NO-BREAK SPACE}20", "1 0", "--5"),
)
ODD = {
    "age": (
        "00-4",
        "0-04",
        "00045-00099",
        "4-0",
        "0-26",
        "0–4",
        "0 - 4",
        "0-4-9",
        "-4",
        "4-",
        "٠-٤",
    ),
    "rural": ("drive-015", "drive-0", "drive-181", "drive15", "bus-15", "drive-1e1", "Drive-15"),
    "pace": ("121", "0.5", "4.", "4.0e0", "1e1", "04", "4,5"),
    "detour": ("0.99", "3.01", "1.3.1", "01.3"),
    "limit": ("181", "2.5", "20.5"),
    "deciles": ("6", "11", "2.5"),
    "mode": ("Walk", "walk ", "hover", "w"),
    "show": ("Gaps", "gap"),
    "wish": ("03.areas.cover.need", "11.areas.cover.need", "3.areas.cover", "3.moon.cover.need"),
    "changes": ("close", "close.moon", "add.library.00-4.area.A2", "~", "close.centre-a~~"),
    "against": ("close", "moon.centre-a", "close.centre-a~close.centre-a", "~~"),
}


@dataclass
class Address:
    """An address, and what is odd in it by how it was made."""

    parts: list[tuple[str, str | bytes]] = field(default_factory=list)
    odd: dict[str, str | bytes] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)

    def query(self) -> str:
        """Write it as a browser does."""
        return "&".join(f"{quote(name)}={quote(value)}" for name, value in self.parts)


def ordinary(name: str, pack: Pack) -> list[str]:
    """Return values of a part that can be used, whatever else stands in the address."""
    values = {
        "service": list(pack.info.services),
        "age": ["0-4", "2-2", "0-25", "5-11"],
        "limit": ["1", "20", "180"],
        "deciles": ["1", "5"],
        "need": [key for key, each in pack.indicators.items() if each.geography == "area"],
        "mode": ["walk", "drive"],
        "rural": ["drive-15", ""] if tells_rural(pack) else [""],
        "pace": ["4", "4.5", "120"],
        "detour": ["1", "1.25"],
        "area": list(pack.areas.index),
        "asset": list(pack.assets.index),
        "wish": ["3.areas.cover.need", "10.areas.travel.all"],
        "changes": ["close.centre-a", ""],
        "against": ["close.zone-c"],
        "colour": ["gap", "need", "reach", "none"],
        "about": ["need", "reach"],
        "v": ["0123456789", "x"],
    }
    return [str(value) for value in values.get(name, ())]


def odd_values(name: str) -> list[str | bytes]:
    """Return values of a part that can never be used."""
    numbers = NUMBERS if name in ("age", "limit", "deciles", "pace", "detour") else ()
    out_of_range = () if name == "age" else ("0",)
    return [*ANYWHERE, *numbers, *(out_of_range if numbers else ()), *ODD.get(name, ())]


def draw(chance: random.Random, names: list[str], pack: Pack) -> Address:
    """Draw an address: one to three odd parts among up to four as they should be."""
    made = Address()
    odd = chance.sample([name for name in names if name != "v"], chance.choice((0, 1, 1, 2, 3)))
    unknown = chance.sample(UNKNOWN, chance.choice((0, 0, 1, 2)) if odd else chance.choice((1, 2)))
    for name in odd:
        made.odd[name] = chance.choice(odd_values(name))
        made.parts.append((name, made.odd[name]))
    for name in unknown:
        made.odd[name] = chance.choice(("", "1", "<i>x</i>"))
        made.parts.append((name, made.odd[name]))
    rest = [name for name in names if name not in odd and ordinary(name, pack)]
    for name in chance.sample(rest, min(len(rest), chance.randint(0, 4))):
        values = chance.choices(ordinary(name, pack), k=2 if chance.random() < 0.1 else 1)
        made.parts += [(name, value) for value in values]
        made.kept[name] = values[-1]
        if len(values) > 1:
            made.odd[name] = values[-1]  # it stands there twice, which is told
    chance.shuffle(made.parts)
    last = dict(made.parts)  # of what stands there twice, the last is used
    made.kept = {name: str(last[name]) for name in made.kept}
    return made


def told(problems: list[str], name: str) -> bool:
    """Return whether a name is among what was told."""
    own = (f"the address, {name}: ", f"the address, {name}, ")
    unknown = f"the address: found a part called {quoted(name)}; "
    return any(each.startswith((*own, unknown)) for each in problems)


def faults_of(
    made: Address, problems: list[str], lost: list[str], names: list[str]
) -> Iterator[str]:
    """Describe what is wrong with what was told of an address."""
    for name in made.odd:
        if not told(problems, name):
            yield f"{name!r} is not named"
    for name in lost:
        yield f"{name!r} is lost"
    for name in names:
        if name not in made.odd and any(f"address, {name}:" in each for each in problems):
            yield f"{name!r} is named though nothing is wrong with it"
    for each in problems:
        if len(each) > LONGEST_SAID or not each.isprintable():
            yield f"what is told cannot be read: {each[:80]!r}"


def try_page(made: Address, page: Page, pack: Pack) -> list[str]:
    """Read an address as a page does; what is wrong with what it makes of it."""
    given = parse_qs(made.query(), keep_blank_values=True)
    pairs = [(name, value) for name, values in given.items() for value in values]
    found = read_address(pairs, page, pack)
    problems = [each.sentence() for each in found.problems]
    lost = [
        name
        for name, value in made.kept.items()
        if (name in SETTINGS and SETTINGS[name].text(found.question) != value)
        or name in found.unusable
    ]
    return list(faults_of(made, problems, lost, names_of(page)))


def try_route(made: Address, client: Client, pack: Pack) -> list[str]:
    """Ask a route; what is wrong with its answer."""
    sent = client.get(f"/map/{pack.short_hash}/figures.json?{made.query()}")
    if sent.status_code == 200:
        return [f"{name!r} was taken" for name in made.odd]
    if sent.status_code != 400:
        return [f"the answer is {sent.status_code}"]
    return list(faults_of(made, sent.json()["problems"], [], list(PARTS)))


SCRIPT = """
from mapping.pages.frame import frame
from mapping.pages.frame.rooms import find_pages
from tests.attacks import addresses
[page] = [each for each in find_pages() if each.url_path == "{page}"]
frame.answer_page(page, addresses.PACK, lambda _: None)
"""


def try_run(made: Address, page: Page) -> list[str]:
    """Run a whole page; what is wrong with what it shows."""
    app = AppTest.from_string(SCRIPT.format(page=page.url_path), default_timeout=120)
    for name, values in parse_qs(made.query(), keep_blank_values=True).items():
        app.query_params[name] = values
    app.run()
    if app.exception:
        return [str(app.exception[0].value)]
    [warning] = [each.value for each in app.warning if "address" in each.value]
    return [
        f"{name!r} is not named in one message"
        for name in made.odd
        if markdown_text(f"the address, {name}") not in warning
        and markdown_text(f"a part called {quoted(name)};") not in warning
    ]


PACK = pack_with()


def attack(addresses: int = ADDRESSES, asked: int = ROUTES, runs: int = RUNS) -> list[str]:
    """Try so many addresses; what went wrong, each with its address."""
    chance = random.Random(SEED)  # noqa: S311 - nothing secret
    pages, wrong = find_pages(), []
    for number in range(addresses):
        page = pages[number % len(pages)]
        made = draw(chance, names_of(page), PACK)
        wrong += [
            f"{page.title}?{made.query()[:200]}: {each}" for each in try_page(made, page, PACK)
        ]
    with patch.object(sending, "served_pack", lambda: PACK):
        client = Client(Starlette(routes=routes.routes()))
        for _ in range(asked):
            made = draw(chance, list(PARTS), PACK)
            wrong += [f"{made.query()[:200]}: {each}" for each in try_route(made, client, PACK)]
    for number in range(runs):
        page = pages[number % len(pages)]
        made = draw(chance, names_of(page), PACK)
        wrong += [f"{page.title}?{made.query()[:200]}: {each}" for each in try_run(made, page)]
    return wrong


def main() -> int:
    """Run the full attack; returns 0 where every odd part was named and no other lost."""
    wrong = attack()
    for each in wrong[:20]:
        print(each)
    tried = ADDRESSES + ROUTES + RUNS
    print(f"addresses: {len(wrong)} faults in what {tried:,} odd addresses were told")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
