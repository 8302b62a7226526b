"""One thing that is chosen, marked where it is and named: a service, or a spot."""

from __future__ import annotations

from dataclasses import dataclass

from mapping.map.layers.layer import Layer


@dataclass(frozen=True, kw_only=True, eq=False)
class MarkedLayer(Layer):
    """What is chosen on a map, for a picture: the app marks it by itself.

    Attributes
    ----------
    asset_id
        Its id where it is a service; "" for a spot.
    easting_m, northing_m
        Where it is (EPSG:27700).
    """

    easting_m: float
    northing_m: float
    asset_id: str = ""

    def sentence(self) -> str:
        """Return what is marked."""
        return self.title
