"""Whose document it is: a council’s name, logo, colour, contact and foot, for every format."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Branding:
    """What a document carries of whoever hands it out; nothing of it unless they say so.

    Attributes
    ----------
    name, contact, footer
        As printed; empty where not given.
    logo, logo_media
        A picture, and its media type ("image/png"); empty without one.
    logo_alt
        What the logo shows, in words.
    colour
        Of headings and rules: "#1d4f91"; empty for the app’s own.
    printed
        The date of printing, as it is printed; empty to leave it out, so that the same profile
        gives the same bytes.
    address
        Where the app stands, "https://patch.example.org"; empty where documents tell the address
        within it alone.
    """

    name: str = ""
    contact: str = ""
    footer: str = ""
    logo: bytes = b""
    logo_media: str = ""
    logo_alt: str = ""
    colour: str = ""
    printed: str = ""
    address: str = ""


PLAIN = Branding()
"""Of nobody in particular: the app’s own look."""
