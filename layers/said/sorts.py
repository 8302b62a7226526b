"""What each sort of note is called: on every page, on the screen of a meeting, in documents."""

from __future__ import annotations

from typing import Final

from geodata.store.kinds.note import Sort

SORTS: Final[dict[Sort, str]] = {
    "strength": "Strength",
    "gap": "Gap",
    "story": "Lived experience",
    "note": "Note",
    "decision": "Decision",
    "action": "Action",
}
"""How what was said is marked, what goes well first; `note_words.js` holds the same words."""
