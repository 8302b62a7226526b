"""Who may come: this machine, and the networks that a setting names; nobody is asked who they are.

There is no sign-in, so the app listens to nobody beyond this machine unless it is told to whom.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

NETWORKS_SETTING = "KNOW_YOUR_PATCH_NETWORKS"
THIS_MACHINE = "localhost"

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
logger = logging.getLogger("know_your_patch")


def named_networks() -> tuple[Network, ...]:
    """Return the networks that the setting names.

    A word that is none is told in the server's log, and lets nobody in.
    """
    return tuple(_networks(re.split(r"[\s,]+", os.environ.get(NETWORKS_SETTING, ""))))


def _networks(words: Iterable[str]) -> Iterator[Network]:
    for word in filter(None, words):
        try:
            yield ip_network(word)
        except ValueError as error:
            said = "%s: found %r (%s); expected networks, as in 10.20.0.0/16, with commas."
            logger.error(said, NETWORKS_SETTING, word, error)


def is_let_in(client: Sequence[object] | None, networks: Sequence[Network]) -> bool:
    """Return whether a connection comes from this machine or from a network that is named.

    Parameters
    ----------
    client
        The address and port that the server saw, as in an ASGI scope; None for a socket that is a
        file of this machine.
    """
    if client is None:
        return True
    address = _address(str(client[0]))
    if address is None:
        return False
    return address.is_loopback or any(address in network for network in networks)


def is_of_this_machine(listens: str | None) -> bool:
    """Return whether a server that listens at an address is reached from this machine alone.

    Parameters
    ----------
    listens
        As Streamlit's `server.address`: none at all is every address that there is.
    """
    if not listens:
        return False
    address = _address(listens)
    return listens.lower() == THIS_MACHINE if address is None else address.is_loopback


def refuse_to_listen_wider(listens: str | None) -> None:
    """End the program where it would listen beyond this machine and nobody said to whom.

    Raises
    ------
    SystemExit
        With what to do about it.
    """
    if is_of_this_machine(listens) or named_networks():
        return
    raise SystemExit(
        "Know Your Patch was not started. There is no sign-in yet, so it is for a trusted machine "
        f"or network; but server.address is {listens or 'every address'}, which others can reach. "
        f"Name who may come in {NETWORKS_SETTING}, as in 10.20.0.0/16 (with commas between "
        "several), or leave server.address at 127.0.0.1. docs/deployment.md tells more."
    )


def _address(text: str) -> Address | None:
    """Return an address; one of the old kind that is written as one of the new kind as it was."""
    try:
        address = ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
