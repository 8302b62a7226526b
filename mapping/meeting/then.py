"""What a scene said and showed when it was kept, where that may be told beside a pack of now."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from geodata.model import Pack
from geodata.store.kinds.scene import Scene
from geodata.strictness import are_as_strict

NOT_TOLD: Final = (
    "What it said when it was kept is not told: figures of few people may not have been protected "
    "then as they are now."
)


def may_be_told(scene: Scene, pack: Pack) -> bool:
    """Return whether all that was kept in a scene was protected as a pack of now protects it."""
    is_of_it = scene.pack == pack.info.key and scene.pack_hash == pack.published_hash
    return is_of_it or are_as_strict(scene.rules, pack)


def scene_then(scene: Scene, pack: Pack) -> Scene:
    """Return a scene as it was kept, without what may not be told of it."""
    if may_be_told(scene, pack):
        return scene
    return replace(scene, said=NOT_TOLD if scene.said else "", figures=())
