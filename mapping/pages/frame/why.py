"""“Why?” beside a figure: the steps from what was published to it, each with its source."""

from __future__ import annotations

from layers.why.chain import Chain
from mapping.pages.frame.drawing import show


def show_why(*chains: Chain) -> None:
    """Show why figures are what they are, each in a fold of its own."""
    show("frame/why.html", chains=chains)
