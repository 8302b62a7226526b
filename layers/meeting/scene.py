"""A scene: what a room looks at together. One question, one sentence, one picture."""

from __future__ import annotations

from dataclasses import dataclass, field

from layers.profile.parts import About, Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the screen shows at once.

    Attributes
    ----------
    key
        What it is called in an address: "who-lives-here".
    asks
        The question that the room looks at: "Who lives here?".
    said
        Its answer, in one sentence.
    picture
        What is drawn, as a value that any document draws; None where the room only talks.
    about
        When its figures are of, and from whom; empty where each sentence of the picture says it.
    prompts
        What the chair may ask the room, a question each, what goes well first.
    """

    key: str
    asks: str
    said: str
    picture: Block | None = None
    about: About = field(default_factory=About)
    prompts: tuple[str, ...] = ()
