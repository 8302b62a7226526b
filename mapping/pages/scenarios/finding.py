"""Choosing one of very many by name: type a part of it, then choose among the few that match."""

from __future__ import annotations

from pandas import Series

from mapping.pages.frame.widgets import choose_one, say, write_words

LONGEST_TYPED = 80
MOST_LISTED = 50  # names sent to the page at once, however many there are


def matching_names(names: Series, typed: str, wanted: str | None = None) -> tuple[Series, int]:
    """Return the names that hold every word that was typed, in order, and how many there are.

    Parameters
    ----------
    names
        Indexed by id; an id can be typed as well.
    wanted
        The id that is chosen on the map: it stands first, whatever was typed.

    Returns
    -------
    listed, found
        At most `MOST_LISTED` names; and how many matched.
    """
    folded = names.str.casefold()
    ids = names.index.to_series().str.casefold()
    holds = Series(data=True, index=names.index)
    for word in typed.casefold().split():
        holds &= folded.str.contains(word, regex=False) | (ids == word)
    matched = names[holds & (names.index != wanted)]
    found = int(holds.sum())
    room = MOST_LISTED - 1 if wanted in names.index else MOST_LISTED
    listed = matched.sort_values(kind="stable").head(room)
    if wanted in names.index:
        order = [str(wanted), *(str(key) for key in listed.index)]
        listed = names.loc[order]
    return listed, found


def choose_by_name(label: str, names: Series, key: str, wanted: str | None) -> str | None:
    """Offer a choice by name; what is chosen on the map stands first.

    Returns
    -------
    chosen
        The id that is chosen; None where nothing is called what was typed.
    """
    wanted = wanted if wanted in names.index else None
    typed = ""
    if len(names) > MOST_LISTED:
        typed = write_words(
            f"{label}: part of its name", most=LONGEST_TYPED, key=f"scenario-find-{key}"
        )
    listed, found = matching_names(names, typed, wanted)
    if listed.empty:
        say("Nothing is called that.")
        return None
    if found > len(listed):
        say(f"{len(listed)} of {found:,} are listed. Type more of the name to see others.")
    ids = [str(each) for each in listed.index]
    picked: str = choose_one(
        label,
        ids,
        ids[0],
        lambda each: str(names[each]),
        key=f"scenario-{key}-{wanted or ''}-{typed}",
    )
    return picked
