"""A scene of the ready-made agenda: its key is the part."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack
from geodata.store.kinds.scene import Figure
from layers.meeting.agenda import Agenda, measure_agenda
from layers.meeting.scene import Scene
from layers.place.facts import question_for_place
from layers.profile.asked import Asked, Shared, ask
from layers.profile.parts import Block, Figures, MapView, Sentences
from layers.question.question import Question
from layers.scenarios.address import read_scenario
from layers.scenarios.effect import measure_effect
from mapping.drawn.picture import picture_alt_text
from mapping.map.describe import describe_map
from mapping.map.spec import MapSpec
from mapping.meeting.asked import SceneAsked
from mapping.meeting.figures import figures_of_block, figures_of_classes
from mapping.meeting.shown import Pictured, Shown
from mapping.served.cache import kept


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AgendaTold:
    """An agenda, and what it was put together from."""

    agenda: Agenda
    asked: Asked

    def scene(self, key: str) -> Scene:
        """Return one of its scenes.

        Raises
        ------
        QuestionError
            It has none of that key.
        """
        for each in self.agenda.scenes:
            if each.key == key:
                return each
        raise QuestionError(
            Problem(
                where="the agenda",
                found=quoted(key),
                expected=f"one of {', '.join(each.key for each in self.agenda.scenes)}",
                fix="Remove the scene, and begin the agenda anew.",
            )
        )


def tell_agenda(pack: Pack, question: Question, place_id: str, changes: str = "") -> AgendaTold:
    """Put the agenda for a meeting about a place together.

    Parameters
    ----------
    changes
        A scenario that “What if?” tells, as in an address.

    Raises
    ------
    QuestionError
        The pack has no such place, or the scenario cannot be used.
    """
    own = question_for_place(question, pack, place_id)
    effect = measure_effect(pack, own, read_scenario(changes)) if changes else None
    asked = ask(Shared(pack, own), place_id, effect=effect)
    return AgendaTold(agenda=measure_agenda(asked), asked=asked)


def show(asked: SceneAsked) -> Shown:
    """Return a scene of the agenda; see `mapping.meeting.showing`."""
    changes = asked.chosen.get("changes", "")
    told = kept(tell_agenda, asked.pack, asked.question, asked.place_id, changes)
    scene, spec = told.scene(asked.part), kept(describe_map, asked.pack, told.asked.gaps)
    pictured = _pictured(told, spec, asked.words)
    is_map = isinstance(scene.picture, MapView)
    return Shown(
        key=scene.key,
        place=told.asked.facts.name,
        asks=scene.asks,
        said=scene.said,
        picture=pictured if is_map else _drawable(scene.picture),
        question_map=None if is_map else pictured,
        about=scene.about,
        prompts=scene.prompts,
        sources=told.agenda.sources,
        notes=told.agenda.notes(),
        is_illustrative=told.agenda.is_illustrative,
        figures=_figures(scene, told, spec),
        address=told.asked.address,
    )


def _drawable(block: Block | None) -> Block | None:
    return None if isinstance(block, MapView) else block


def _pictured(told: AgendaTold, spec: MapSpec, words: str) -> Pictured:
    facts = told.asked.facts
    return Pictured(
        spec=spec,
        pack=told.asked.pack,
        title=f"{facts.name}: the question on the map",
        alt=picture_alt_text(spec, place=facts.name, sentence=facts.headline),
        place_id=facts.place_id,
        facts=facts,
        asked=f"agenda?{words}",
    )


def _figures(scene: Scene, told: AgendaTold, spec: MapSpec) -> tuple[Figure, ...]:
    facts = told.asked.facts
    if isinstance(scene.picture, MapView):
        return figures_of_classes(spec, facts)
    if isinstance(scene.picture, Sentences):
        return figures_of_block(Figures(key="place", title="", figures=facts.key_figures))
    return () if scene.picture is None else figures_of_block(scene.picture)
