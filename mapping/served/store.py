"""The one store of the server: opened when it is first asked for, as the setting says."""

from __future__ import annotations

from functools import cache

from geodata.store.store import Store, open_store


@cache
def served_store() -> Store:
    """Return the store that pages and routes share; nothing is made or read by asking for it.

    Raises
    ------
    StoreError
        The setting names no place that a store can be.
    """
    return open_store()
