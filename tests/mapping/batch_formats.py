"""Formats for tests of batches: quick ones, and ones that fail as formats may."""

import os

from mapping.profile.formats import Format


def _format(key, extension="txt"):
    return Format(
        key=key,
        label=key,
        extension=extension,
        media="text/plain",
        writer=f"tests.mapping.batch_formats:write_{key}",
    )


def write_words(document):
    return document.profile.headline.encode()


def write_faulty(document):
    if document.profile.place_id == "team-a":
        raise ValueError(f"a number about children: {3 + 4}")
    return b"well"


def write_deadly(document):
    if document.profile.place_id == "team-a":
        os._exit(9)
    return b"alive"


def write_nothing(_document):
    return b""


FORMATS = {
    each.key: each
    for each in (
        _format("words"),
        _format("faulty", "dat"),
        _format("deadly", "bin"),
        _format("nothing", "non"),
    )
}
