"""What the files of a batch are called: by their places, safe anywhere, and no two alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from layers.places import find_place
from mapping.escape import file_name
from mapping.profile.formats import Format

OF: str = "profile"


def file_names(
    pack: Pack, places: Sequence[str], formats: Mapping[str, Format]
) -> dict[tuple[str, str], str]:
    """Return the name of each file, by place and format.

    A name rests on the pack and never on which other places are asked for, so that a file is found
    again by a batch of more or fewer places.

    Raises
    ------
    QuestionError
        A place that the pack has not; no place at all.
    """
    if not places or not formats:
        raise QuestionError(
            Problem(
                where="the batch",
                found="no place" if not places else "no format",
                expected="one at least",
                fix="Name one.",
            )
        )
    for place_id in places:
        find_place(pack, place_id)
    stems = _stems(pack)
    often = Counter(each.extension for each in formats.values())
    return {
        (place_id, key): f"{stems[place_id]}-{_rest(form, often)}"
        for place_id in places
        for key, form in formats.items()
    }


def _rest(form: Format, often: Counter[str]) -> str:
    """Return how the name of a format’s file ends; its key tells two of one extension apart."""
    return f"{OF if often[form.extension] == 1 else form.key}.{form.extension}"


def _stems(pack: Pack) -> dict[str, str]:
    """Return a stem for every place of a pack: its name, with its id where another has it too."""
    named = {str(key): file_name(str(name)) for key, name in pack.places["name"].items()}
    often = Counter(named.values())
    with_id = {
        key: name if often[name] == 1 else f"{name}-{file_name(key)}" for key, name in named.items()
    }
    still = Counter(with_id.values())
    return {
        key: name if still[name] == 1 else f"{name}-{_marked(key)}" for key, name in with_id.items()
    }


def _marked(key: str) -> str:
    """Return an id as a file name that no other id has: in hexadecimal digits of its letters."""
    return key.encode("utf-8", "surrogatepass").hex()
