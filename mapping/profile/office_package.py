"""Packages of office documents, the same bytes for the same document."""

from __future__ import annotations

import io
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from mapping.profile.made import Document
from mapping.profile.office_text import legal
from mapping.profile.typesetting import made_at

FIRST_DATE = (1980, 1, 1, 0, 0, 0)
PACKED = (".png", ".jpeg", ".xlsx")  # nothing is gained by packing them again
LONGEST_PROPERTY = 255  # what both libraries take


def set_properties(properties: Any, document: Document) -> None:  # noqa: ANN401
    """Say in a package what it is, of whom and when; its dates are those of its pack."""
    profile = document.profile
    say_what(
        properties,
        title=document.title,
        subject=profile.heading,
        author=document.branding.name or profile.title,
        date=profile.date,
    )


def say_what(
    properties: Any,  # noqa: ANN401
    *,
    title: str,
    subject: str,
    author: str,
    date: str,
) -> None:
    """Say in a package what it is, of whom and when: "November 2026"."""
    properties.title = legal(title)[:LONGEST_PROPERTY]
    properties.subject = legal(subject)[:LONGEST_PROPERTY]
    properties.author = legal(author)[:LONGEST_PROPERTY]
    properties.last_modified_by = properties.author
    properties.language, properties.comments = "en-GB", ""
    properties.created = made_at(date).replace(tzinfo=None)
    properties.modified = properties.created
    properties.revision = 1


def with_fixed_dates(package: bytes) -> bytes:
    """Return a package whose members all have the same date, as they stood in it."""
    written = io.BytesIO()
    with ZipFile(io.BytesIO(package)) as before, ZipFile(written, "w") as after:
        for member in before.infolist():
            same = ZipInfo(member.filename, FIRST_DATE)
            same.compress_type = ZIP_STORED if member.filename.endswith(PACKED) else ZIP_DEFLATED
            same.external_attr = 0o600 << 16
            after.writestr(same, before.read(member))
    return written.getvalue()
