"""What could change: a scenario that somebody saved, told for the place."""

from __future__ import annotations

from layers.profile.asked import Asked
from layers.profile.parts import Section, Sentence, Sentences, Table
from layers.profile.sections.cells import about, column, text


def change(asked: Asked) -> Section | None:
    """Return what a scenario would do; None where none is to be told."""
    effect = asked.effect
    if effect is None:
        return None
    return Section(
        key="change",
        title="What could change",
        said=(effect.sentence(),),
        blocks=(
            Sentences(
                key="steps",
                title="What is tried",
                sentences=tuple(Sentence(said=each) for each in effect.steps),
            ),
            Table(
                key="now-and-then",
                title="Now and then",
                columns=(
                    column("what", "Measure"),
                    column("now", "Now"),
                    column("then", "Then"),
                ),
                rows=tuple(tuple(text(each) for each in row[:3]) for row in effect.now_and_then()),
                about=about(effect.sources, standing="estimated", note=" ".join(effect.notes())),
            ),
        ),
    )
