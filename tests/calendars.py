"""Read a calendar as RFC 5545 has it, and refuse what it does not allow."""

import re

LINE = re.compile(r"(?P<name>[A-Z-]+)(?:;[A-Z-]+=[^\":;,]+)*:(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)")
SIGNS = {"n": "\n", "N": "\n", "\\": "\\", ";": ";", ",": ","}
TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "UID"}


def unescaped(value):
    """What a text says; nothing in it may stand bare that has a meaning of its own."""
    assert not re.sub(r"\\[nN\\;,]", "", value).count("\\"), value
    assert not re.search(r"(?<!\\)[;,]", value.replace("\\\\", "")), value
    return re.sub(r"\\(.)", lambda found: SIGNS[found[1]], value)


def read_calendar(content):
    """Return the entries of a calendar, each what its properties say."""
    raw = content.decode("utf-8") if isinstance(content, bytes) else content
    assert raw.endswith("\r\n")
    assert not re.search(r"\r(?!\n)|(?<!\r)\n", raw)
    assert all(len(line.encode()) <= 75 for line in raw.split("\r\n"))
    lines = raw.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    entries, at = [], None
    for line in lines[1:-1]:
        found = LINE.fullmatch(line)
        assert found, line
        name, value = found["name"], found["value"]
        if name == "BEGIN":
            assert (at, value) == (None, "VEVENT")
            at = {}
        elif name == "END":
            assert value == "VEVENT"
            entries.append(at)
            at = None
        elif at is not None:
            assert name not in at, name
            at[name] = unescaped(value) if name in TEXTS else value
    assert at is None
    return entries
