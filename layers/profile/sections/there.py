"""What is there: by age, by door, without a door; how much of it there is, and who runs it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pandas import DataFrame

from layers.ages import COVER_BANDS, span_words
from layers.exercise.matrix import KEY, Group, Matrix, theme_label
from layers.exercise.matrix import Cell as Of
from layers.exercise.yardsticks import CAUTION
from layers.place.values import Offer
from layers.profile.asked import Asked
from layers.profile.parts import EVERY_ROW, Cell, Column, Section, Sentence, Sentences, Table
from layers.profile.sections.cells import about, column, text
from layers.profile.sections.compared import LIBRARIES, NOT_HELD, measures_of, unit_words
from layers.said.citing import sources_by_key
from layers.said.numbers import listed
from layers.said.sentences import opened

BRIEF_OFFERS = 8
BRIEF_PROVIDERS = 4
BRIEF_ONLINE = 4
BRIEF_LIBRARIES = 2
MOST_NAMED = 4  # of what one provider runs


def there(asked: Asked) -> Section:
    """Return what is offered in the place and for it, and how much beside what it is for."""
    exercise = asked.exercise
    return Section(
        key="there",
        title="What is there",
        said=(f"{opened(exercise.offers_words())}.",),
        blocks=(
            _matrix(asked, "theme", "theme"),
            _matrix(asked, "level", "level"),
            _expertise(asked),
            *_doors(asked),
            *_libraries(asked),
            _capacity(asked),
            _providers(asked),
        ),
    )


def _doors(asked: Asked) -> Iterator[Table]:
    """Yield what is there by how it comes: by a door, near by, at a distance, otherwise.

    The service asked about comes first, unless all that is offered is to be told.
    """
    running = [offer for offer in asked.facts.offers if offer.is_running]
    here = [offer for offer in running if offer.where == "in"]
    service = asked.pack.info.services[asked.question.service]
    if asked.everything:
        yield _offers(asked, "doors", "All doors here", here, none="No door here is listed.")
    else:
        own = [offer for offer in running if offer.is_asked and offer.where != "serves"]
        none = f"No door of {service.label} is listed here or near."
        yield _offers(asked, "doors", f"Doors of {service.label}", own, none=none)
        others = [offer for offer in here if not offer.is_asked]
        none = "No other door here is listed."
        yield _offers(asked, "other-doors", "Other doors here", others, none=none, brief=0)
    without = [offer for offer in running if offer.where == "serves"]
    distant = [offer for offer in without if offer.is_distant]
    none = "Nothing that serves it online or by telephone is listed."
    yield _offers(asked, "online", "Online or by telephone", distant, none=none, brief=BRIEF_ONLINE)
    otherwise = [offer for offer in without if not offer.is_distant]
    none = "Nothing else that serves it without a door here is listed."
    title = "Serving it without a door here: at home, in schools, by outreach or not stated"
    yield _offers(asked, "without-a-door", title, otherwise, none=none, brief=0)


def _matrix(asked: Asked, group: Group, named: str) -> Table:
    matrix = asked.exercise.matrix
    cells: dict[str, list[Of]] = {}
    for (_, row), own in matrix.by_row(group).items():
        cells.setdefault(row, []).extend(own)
    return Table(
        key=f"matrix-{group}",
        title=f"What is offered, by {named} and age",
        columns=(
            column("row", opened(named)),
            *_bands(),
        ),
        rows=tuple(_row(matrix, group, row, cells[row]) for row in matrix.rows(group)),
        about=about(
            sources_by_key(asked.pack, matrix.offers["source"]),
            note=KEY if group == "theme" else "",
        ),
        none="Nothing is listed.",
        brief=EVERY_ROW if group == "theme" else 0,
    )


def _row(matrix: Matrix, group: Group, row: str, cells: Sequence[Of]) -> tuple[Cell, ...]:
    label = theme_label(row) if group == "theme" else row
    return (text(label), *_cells(matrix, cells))


def _cells(matrix: Matrix, cells: Sequence[Of]) -> Iterator[Cell]:
    """Yield the cells of a row: how many offers there are where any is, and why there is none."""
    for cell in cells:
        count = float(cell["offers"])
        yield Cell(text="; ".join(matrix.brief(cell)), number=count if count > 0 else None)


def _bands() -> tuple[Column, ...]:
    return tuple(
        column(span_words(*band), span_words(*band), "count", "offers") for band in COVER_BANDS
    )


def _expertise(asked: Asked) -> Table:
    """Return what is offered by the expertise that offers state, theme by theme."""
    matrix = asked.exercise.matrix
    cells = matrix.by_row("expertise")
    order = {key: at for at, key in enumerate(matrix.rows("theme"))}
    themes = sorted((each for each in cells if each[0] in order), key=lambda each: order[each[0]])
    return Table(
        key="matrix-expertise",
        title="What is offered, by expertise and age",
        columns=(column("row", "Expertise"), column("theme", "Theme"), *_bands()),
        rows=tuple(
            (
                text(row),
                text(theme_label(key)),
                *_cells(matrix, cells[key, row]),
            )
            for key, row in themes
        ),
        about=about(sources_by_key(asked.pack, matrix.offers["source"])),
        none="No expertise is stated.",
        brief=0,
    )


def _libraries(asked: Asked) -> Iterator[Table]:
    """Yield how libraries are used, where it is published; nothing where it is not."""
    figures = measures_of(asked, LIBRARIES)
    if not figures:
        return
    yield Table(
        key="libraries",
        title="How libraries are used",
        columns=(
            column("measure", "Measure"),
            column("figure", "Figure", "number", "in the unit of its row"),
            column("unit", "Unit"),
            column("of", "Of", names=True),
            column("england", "England", "number", "in the unit of its row"),
            column("when", "Date and source"),
        ),
        rows=tuple(
            (
                text(each.label),
                Cell(text=each.text_in_full, number=each.number),
                text(unit_words(asked.pack.indicators[each.indicator])),
                text(each.about),
                Cell(text=each.england or NOT_HELD, number=each.england_number),
                text(f"{each.period}; {each.source}"),
            )
            for each in figures
        ),
        about=about([]),
        brief=BRIEF_LIBRARIES,
    )


def _offers(
    asked: Asked,
    key: str,
    title: str,
    offers: Sequence[Offer],
    *,
    none: str,
    brief: int = BRIEF_OFFERS,
) -> Table:
    checked = sorted({offer.checked for offer in offers if offer.checked})
    keys = asked.pack.assets["source"].reindex([offer.asset_id for offer in offers]).dropna()
    return Table(
        key=key,
        title=title,
        columns=tuple(
            column(name, heading)
            for name, heading in (
                ("name", "Service"),
                ("kind", "Kind"),
                ("provider", "Run by"),
                ("ages", "Ages"),
                ("opening", "Hours"),
                ("place", "Where"),
                ("address", "Address"),
                ("contact", "Telephone and web"),
            )
        ),
        rows=tuple(_offer(offer) for offer in offers),
        about=about(
            sources_by_key(asked.pack, keys),
            f"checked {listed(checked)}" if checked else "",
        ),
        none=none,
        brief=brief,
    )


def _offer(offer: Offer) -> tuple[Cell, ...]:
    kind = [offer.kind_label, offer.door, "" if offer.takes else "not open to these ages"]
    kind += [offer.status] if offer.status != "open" else []
    return (
        text(offer.name),
        text(", ".join(filter(None, kind))),
        text(offer.provider or "not stated"),
        text(offer.ages),
        text(offer.opening or "not stated"),
        text(offer.place_words),
        text(offer.address),
        text(", ".join(filter(None, [offer.telephone, offer.web])) or "not stated"),
    )


def _providers(asked: Asked) -> Table:
    rows = asked.exercise.providers
    return Table(
        key="providers",
        title="Who runs it",
        columns=(
            column("provider", "Run by"),
            column("offers", "Offers", "count", "offers"),
            column("doors", "With a door here", "count", "doors"),
            column("names", "What"),
            column("when", "Date and source"),
        ),
        rows=tuple(
            (
                text(name),
                Cell(text=f"{int(row['offers'])}", number=float(row["offers"])),
                Cell(text=f"{int(row['doors'])}", number=float(row["doors"])),
                text(_some(str(row["names"]))),
                text(f"{row['period']}; {row['source']}"),
            )
            for name, row in rows.iterrows()
        ),
        about=about([]),
        none="Who runs what is not stated.",
        brief=BRIEF_PROVIDERS,
    )


def _some(names: str) -> str:
    """Return the first of some names, and how many more there are: each is listed above."""
    every = names.split("; ")
    more = len(every) - MOST_NAMED
    return "; ".join(every[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _capacity(asked: Asked) -> Sentences:
    """Return how much there is here, beside what reports print of capacity."""
    exercise = asked.exercise
    capacity = exercise.capacity
    here = Sentence(
        lead="Here",
        said=exercise.capacity_words(),
        about=about(capacity.sources, capacity.period, "estimated"),
    )
    rows: DataFrame = exercise.yardsticks
    ratios = rows[rows["is_ratio"]] if len(rows) else rows
    printed = [
        Sentence(
            lead=str(row["measure"]),
            said=f"{row['said']} ({row['of']})",
            about=about([row["source"]], str(row["period"]), note=str(row["cites"])),
        )
        for _, row in (ratios if len(ratios) else rows).iterrows()
    ]
    return Sentences(
        key="yardsticks",
        title="How much there is, and what reports print of capacity",
        sentences=(here, *printed, *([Sentence(said=CAUTION)] if printed else [])),
        brief=1,
    )
