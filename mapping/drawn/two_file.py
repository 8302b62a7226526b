"""Two maps as one HTML file: each as it stands alone, side by side and moving together."""

from __future__ import annotations

from html import escape
from pathlib import Path

from markupsafe import Markup

from geodata.model import Pack
from layers.compare.differences import SHAPES, VERDICTS
from layers.said.sentences import opened
from mapping.drawn.file import ILLUSTRATIVE, render_map_html
from mapping.map.two import TwoMaps
from mapping.templates import ALONE, render

HERE = Path(__file__).parent


def render_two_html(both: TwoMaps, pack: Pack) -> str:
    """Draw two maps, what differs between them and both keys as one file that fetches nothing.

    Every string from data is escaped; each map is a file of its own within this one.
    """
    found = both.differences
    return render(
        "drawn/two_file.html",
        safety=ALONE,
        style=Markup((HERE / "two_file.css").read_text("utf-8")),  # noqa: S704
        script=Markup((HERE / "two_file.js").read_text("utf-8")),  # noqa: S704
        found=found,
        notes=found.notes(),
        illustrative=ILLUSTRATIVE if found.is_illustrative else "",
        sources=[f"{each.title} ({each.publisher}), {each.period}" for each in found.sources],
        heads=[opened(found.what[0]), *(name for name, _ in both.sides)],
        rows=[
            (
                str(row["name"]),
                str(row["first_said"]),
                str(row["second_said"]),
                str(row["difference_said"]),
                f"{SHAPES[row['verdict']]} {VERDICTS[row['verdict']]}",
                str(row["note"]),
            )
            for _, row in found.rows.iterrows()
        ],
        maps=[
            (name, _whole(render_map_html(spec, pack, is_framed=True))) for name, spec in both.sides
        ],
    )


def _whole(file: str) -> Markup:
    """Return a file as an attribute’s value, its lines kept: a remark ends with its line."""
    return Markup(escape(file, quote=True))  # noqa: S704
