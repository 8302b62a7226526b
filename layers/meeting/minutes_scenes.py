"""A scene in the minutes: its question, what it said, its picture, and what was written at it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from geodata.store.kinds.note import Note
from geodata.store.kinds.scene import Scene
from layers.meeting.standing import figure_words
from layers.profile.parts import TYPED, About, Block, Chart, MapView, Section, Table
from layers.profile.sections.cells import column, text
from layers.said.sorts import SORTS

MOST_ROWS: Final = 25  # of a table in the minutes: the rest is shown live
NOT_DRAWN: Final = "It cannot be drawn again"
OF_NOW: Final = (
    "The picture is drawn with figures that are of another pack than the scene was kept with."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneTold:
    """A scene as it is told in the minutes.

    Attributes
    ----------
    title
        Its question.
    kept
        As it was kept.
    said
        What it says now; "" where it cannot be asked again.
    picture
        What it draws; None where it draws nothing, or cannot be asked again.
    why
        Why it cannot be asked again; "" where it can.
    pack_hash
        Of the pack that it is drawn from.
    at
        Its number in the running order, as the screen tells it; 0 for its place among those told.
    """

    id: str
    title: str
    kept: Scene
    said: str = ""
    picture: Block | None = None
    why: str = ""
    pack_hash: str = ""
    at: int = 0


def scene_section(scene: SceneTold, at: int, notes: Sequence[Note]) -> Section:
    """Return a scene as a section: what it said when it was kept comes first."""
    title = f"{at}. {scene.title}"
    blocks = [*_pictures(scene, title), *_written(at, notes)]
    return Section(
        key=f"scene-{at}",
        title=title,
        said=tuple(_sentences(scene)),
        blocks=tuple(blocks),
    )


def _sentences(scene: SceneTold) -> Iterator[str]:
    kept = scene.kept.said
    yield kept or scene.said
    if scene.why:
        yield f"{NOT_DRAWN}: {scene.why}"
        return
    if kept and scene.said and scene.said != kept:
        yield f"Now it says: {scene.said}"
    if scene.picture is not None and scene.kept.pack_hash not in ("", scene.pack_hash):
        yield OF_NOW


def _pictures(scene: SceneTold, title: str) -> Iterator[Block]:
    """Yield what is drawn; where nothing can be, the figures that were kept.

    A map stands under the title of its scene, and has none of its own.
    """
    picture = scene.picture
    if isinstance(picture, Chart):
        yield replace(picture, table=shortened(picture.table))
    elif isinstance(picture, Table):
        yield shortened(picture)
    elif isinstance(picture, MapView):
        yield replace(picture, title=title)
    elif picture is not None:
        yield picture
    elif scene.why and scene.kept.figures:
        yield _kept_figures(scene)


def shortened(table: Table) -> Table:
    """Return the first rows of a table that no page holds, saying how many more there are."""
    left = len(table.rows) - MOST_ROWS
    if left <= 0:
        return table
    after = f"{table.after} {left:,} more rows are shown live.".strip()
    return replace(table, rows=table.rows[:MOST_ROWS], after=after)


def _kept_figures(scene: SceneTold) -> Table:
    rows = tuple(
        (text(each.label or each.key), text(figure_words(each))) for each in scene.kept.figures
    )
    return shortened(
        Table(
            key="kept-figures",
            title="What it showed when it was kept",
            columns=(column("figure", "Figure"), column("said", "Then")),
            rows=rows,
            about=About(),
        )
    )


def _written(at: int, notes: Sequence[Note]) -> Iterator[Table]:
    """Yield what was written at a scene, each marked as what it is."""
    if notes:
        yield Table(
            key=f"{TYPED}at-{at}",
            title="Written down here",
            columns=(column("sort", "It is"), column("said", "What was said")),
            rows=tuple((text(SORTS[each.sort]), text(each.words)) for each in notes),
            about=About(),
        )
