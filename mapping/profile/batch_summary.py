"""What a batch made and what it left out, in words and as a table, beside its files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from geodata.written import write_file
from layers.places import find_place
from layers.question.words import children_words, journey_words, needy_words
from layers.said.export import rows_csv
from layers.said.numbers import listed
from mapping.escape import plain_text
from mapping.profile.batch_asked import SUMMARY, Batch, LeftOut, Made
from mapping.profile.batch_faults import FAULTS, faults_text
from mapping.profile.batch_worker import ENDED, NO_FILE, REPLACED, SLOW, UNSAFE
from mapping.profile.formats import FORMATS
from mapping.profile.made import LENGTHS

README: Final = "README.txt"
COLUMNS: Final = (
    *("place", "kind", "format", "outcome", "why", "what_to_do", "file", "bytes", "sha256"),
    "place_id",
)
UNFINISHED: Final = "not made yet: the batch was stopped"
AGAIN: Final = "Make it again; by command, the same one with --resume makes only what is missing."
BEGUN: Final = (
    "These profiles are not finished: a batch is writing them, or was ended before it could say "
    "what it made. The same command with --resume goes on where it stopped.\n"
)
TO_DO: Final = {
    UNFINISHED: AGAIN,
    ENDED: f"{AGAIN} If it ends again, make that format alone, or on a computer with more memory.",
    SLOW: f"{AGAIN} If it takes as long again, make it while the computer does nothing else.",
    REPLACED: AGAIN,
    NO_FILE: "Nothing: leave the format out for this place.",
}
REFUSED: Final = (
    "Do not hand it out by another way. Whoever looks after the data can see by the release check "
    "what is wrong, and put it right in the pack."
)
SEND: Final = f"Send {FAULTS} to whoever looks after the program; then make it again."


def begin_summary(made: Made) -> None:
    """Say that a batch is not finished, until it says what it made."""
    write_file(made.folder / README, BEGUN)
    for name in (SUMMARY, FAULTS):
        (made.folder / name).unlink(missing_ok=True)


def write_summary(made: Made) -> None:
    """Write what was made and what was left out: a line for each file, and the whole in words."""
    rows = list(summary_rows(made))
    csv = rows_csv(rows, COLUMNS, [])
    faults = [(each.file, each.trace) for each in made.left_out if each.trace]
    if faults:
        write_file(made.folder / FAULTS, faults_text(faults))
    write_file(made.folder / SUMMARY, csv.encode("utf-8-sig"))
    write_file(made.folder / README, "\n".join(_words(made, rows)) + "\n")


def summary_rows(made: Made) -> Iterator[dict[str, Any]]:
    """Return a row for each place and format: made, or left out, why, and what to do about it."""
    files = {(each.place_id, each.format): each for each in made.files}
    left = {(each.place_id, each.format): each for each in made.left_out}
    kinds = made.batch.pack.info.place_kinds
    for place_id in made.batch.places:
        place = find_place(made.batch.pack, place_id)
        for form in made.batch.formats:
            key = place_id, form
            row = dict.fromkeys(COLUMNS, "") | {
                "place_id": place_id,
                "place": plain_text(str(place["name"])),
                "kind": plain_text(kinds[str(place["kind"])].label),
                "format": form,
            }
            if key in files:
                file = files[key]
                yield row | {
                    "outcome": "made",
                    "file": file.file,
                    "bytes": file.size,
                    "sha256": file.sha256,
                }
            else:
                each = left.get(key, LeftOut(place_id=place_id, format=form, why=UNFINISHED))
                outcome = "not made yet" if each.why == UNFINISHED else "left out"
                yield row | {"outcome": outcome, "why": each.why, "what_to_do": to_do(each)}


def to_do(left: LeftOut) -> str:
    """Return what to do about a file that was left out; empty where its reason says so itself."""
    if left.why in TO_DO:
        return TO_DO[left.why]
    if left.why.startswith(UNSAFE):
        return REFUSED
    return SEND if left.trace else ""


def _words(made: Made, rows: list[dict[str, Any]]) -> Iterator[str]:
    batch = made.batch
    info = batch.pack.info
    yield f"Place profiles: {plain_text(info.title)}, {info.date}"
    yield ""
    if not made.is_over:
        yield "This batch was stopped before it was finished; --resume goes on where it stopped."
    yield f"{made.sentence()} Each is {LENGTHS[batch.length]}."
    if made.changed:
        yield f"Everything was made anew: {listed([*made.changed])} changed since the last time."
    yield asked_words(batch)
    yield ""
    yield from _formats(batch)
    if any(row["outcome"] != "made" for row in rows):
        yield ""
        yield "What is not here, why, and what to do:"
        for line, *remedy in _left(batch, rows):
            yield f"- {line}"
            yield from (f"  {each}" for each in remedy)
    yield ""
    yield "Before you hand these on"
    if info.illustrative:
        yield "- The data are illustrative: no figure is of a real place."
    yield "- Each file was searched by the release check before it was put here."
    yield f"- {disclosure_words(batch)}"
    yield (
        f"- They were made of pack {batch.pack.short_hash}. {SUMMARY} lists every file with its "
        "place and its SHA-256, by which a copy can be told from another."
    )


def asked_words(batch: Batch) -> str:
    """Return what the profiles answer: which service, for whom, and how far is far."""
    asked, pack = batch.question, batch.pack
    return (
        f"They are of {pack.info.services[asked.service].label}, for {children_words(asked)}, "
        f"within {journey_words(asked)}; in need are those {needy_words(asked, pack)}."
    )


def _formats(batch: Batch) -> Iterator[str]:
    """Yield what each format is for, and how its files are called."""
    yield "Files are called after their places:"
    for key in batch.formats:
        form = FORMATS.get(key)
        if form is not None:
            yield f"- ….{form.extension}: {form.label}"


def left_out_lines(made: Made) -> Iterator[str]:
    """Yield what a batch left out, why, and what to do about it."""
    yield from (" ".join(each) for each in _left(made.batch, [*summary_rows(made)]))


def _left(batch: Batch, rows: list[dict[str, Any]]) -> Iterator[tuple[str, ...]]:
    """Yield what was left out for one reason, and what to do about it where it does not say so."""
    left = [row for row in rows if row["outcome"] != "made"]
    for why, remedy in dict.fromkeys((row["why"], row["what_to_do"]) for row in left):
        of_place: dict[tuple[str, str], list[str]] = {}
        for row in left:
            if (row["why"], row["what_to_do"]) == (why, remedy):
                of_place.setdefault((row["place_id"], row["place"]), []).append(row["format"])
        alike: dict[tuple[str, ...], list[str]] = {}
        for (_, place), lacking in of_place.items():
            alike.setdefault(tuple(lacking), []).append(place)
        named = []
        for formats, places in alike.items():
            which = "every format" if len(formats) == len(batch.formats) else ", ".join(formats)
            named.append(f"{'; '.join(places)} ({which})")
        yield (f"{'; '.join(named)}: {why.rstrip('.')}.", *([remedy] if remedy else []))


def disclosure_words(batch: Batch) -> str:
    """Return by which rules small numbers were kept back."""
    rules = batch.pack.info.disclosure
    return (
        f"Counts of what is sensitive below {rules.threshold} are not shown, others are rounded to "
        f"the nearest {rules.round_to}."
        + (" Measures with a rule of their own are listed on the Data page." if rules.rules else "")
    )
