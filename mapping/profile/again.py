"""A profile made again from its manifest: the same pack, question and place, the same bytes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from geodata.errors import DataError, PackError, Problem, QuestionError, quoted
from geodata.model import Pack
from layers.own_places.address import read_own
from layers.own_places.beside import published_part, with_own_places
from layers.profile.asked import Shared, ask
from layers.profile.saved import Heard, Saved
from layers.question.address import question_from_query
from layers.scenarios.address import read_scenario
from layers.scenarios.effect import measure_effect
from mapping.profile.branding import PLAIN, Branding
from mapping.profile.made import Document
from mapping.profile.manifest import LONGEST_TEXT, Manifest, branding_digest, parse_manifest

SHOWN = 12  # characters of a hash, as people see it


def document_again(
    manifest: Manifest, pack: Pack, branding: Branding = PLAIN, *, name: str = "manifest.json"
) -> Document:
    """Return the document that a manifest is of.

    Parameters
    ----------
    pack
        Places of one’s own beside it are left aside: the manifest has those that it needs.
    branding
        The same as it was made with.

    Raises
    ------
    PackError
        The pack is another, or another edition.
    DataError
        The branding is another, or what the manifest asks cannot be asked.
    """
    pack = published_part(pack)
    _require_pack(manifest, pack, name)
    branding = _same_branding(manifest, branding, name)
    if manifest.own:
        own, problems = read_own(manifest.own, f"{name}, own", LONGEST_TEXT)
        if problems:
            raise QuestionError(problems)
        pack = with_own_places(pack, own)
    question = question_from_query(manifest.question, pack, where=f"{name}, question, ")
    effect = None
    if manifest.scenario:
        scenario = read_scenario(manifest.scenario, f"{name}, scenario")
        effect = measure_effect(pack, question, scenario)
    shared = Shared(pack, question, saved=Saved(heard=_heard(manifest)))
    asked = ask(shared, manifest.place.id, effect=effect, address=manifest.address)
    return Document(asked, length=manifest.length, branding=branding)


def _heard(manifest: Manifest) -> tuple[Heard, ...]:
    """Return what people said of the place, as the manifest has it."""
    return tuple(Heard(place_id=manifest.place.id, **each.model_dump()) for each in manifest.said)


def _require_pack(manifest: Manifest, pack: Pack, name: str) -> None:
    if pack.published_hash == manifest.pack.content_hash:
        return
    raise PackError(
        Problem(
            where="--pack",
            found=f"{pack.info.title}, {pack.info.date} (pack {pack.published_hash[:SHOWN]})",
            expected=f"{manifest.pack.title}, {manifest.pack.date} "
            f"(pack {manifest.pack.content_hash[:SHOWN]}), as {name} was made from",
            fix="Name the folder of that pack after --pack, or build it again from the same files.",
        )
    )


def _same_branding(manifest: Manifest, branding: Branding, name: str) -> Branding:
    """Return the branding with the date that was printed; refuse another."""
    asked = manifest.branding
    if branding_digest(branding) != asked.digest:
        found = quoted(branding.name) if branding.name else "no branding"
        raise DataError(
            Problem(
                where="--brand",
                found=found,
                expected=f"the branding of {quoted(asked.name)}, as {name} was made with"
                if asked.digest
                else f"none, as {name} was made with",
                fix="Name the same file after --brand, unchanged."
                if asked.digest
                else "Leave --brand out.",
            )
        )
    return replace(branding, printed=asked.printed)


def differing(manifest: Manifest, made: bytes) -> tuple[str, ...]:
    """Return which files of the data, made again, are not what the manifest has checksums of."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        again = parse_manifest(archive.read("manifest.json"))
    before = {each.path: each.sha256 for each in manifest.files}
    now = {each.path: each.sha256 for each in again.files}
    return tuple(path for path in {**before, **now} if before.get(path) != now.get(path))
