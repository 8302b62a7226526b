"""What every layer of a map can say of itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from geodata.model import Source, Standing

OPAQUE = 100  # per cent


@dataclass(frozen=True, kw_only=True, eq=False)
class Layer(ABC):
    """One layer of a map. Strings may hold anything; whoever draws them escapes them.

    Attributes
    ----------
    key
        What an address calls it: "fill.gap", "line.district".
    title
        What a list of layers calls it.
    period
        What it describes: "mid-2020"; empty where it is of no time.
    standing
        How far it is from what was published.
    sources
        Where it is from; each must be credited wherever it is drawn.
    is_on
        Whether it is drawn; one that is off is only listed.
    opacity
        0 (not seen) to 100 (nothing beneath is seen).
    """

    key: str
    title: str
    period: str = ""
    standing: Standing = "published"
    sources: tuple[Source, ...] = ()
    is_on: bool = True
    opacity: int = OPAQUE

    @abstractmethod
    def sentence(self) -> str:
        """Return what the layer shows, in words."""

    @property
    def credits(self) -> tuple[str, ...]:
        """The attributions of its sources."""
        return tuple(dict.fromkeys(source.attribution for source in self.sources))
