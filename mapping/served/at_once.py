"""Answers sent as soon as they are written.

An answer is written in two parts, what it is and what it holds. By the usual rule of TCP (Nagle's)
the second waits until the browser has told that the first has come, which browsers put off for 40
milliseconds. Streamlit opens its socket in a way that leaves this rule on; here it is put off.
"""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

OPEN_FILES = Path("/dev/fd")  # of this process, on Linux and macOS


def send_at_once() -> int:
    """Have every connection to this process's listening sockets send at once.

    A connection takes the setting from the socket that it came by.

    Returns
    -------
    sockets
        How many listening sockets were set; none where the system does not list them.
    """
    found = 0
    for listening in _listening():
        with listening:
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            found += 1
    return found


def _listening() -> Iterator[socket.socket]:
    """Yield each listening socket, as one more hold on it; who takes it lets it go."""
    try:
        names = [path.name for path in OPEN_FILES.iterdir()]
    except OSError:
        return
    for name in names:
        one = _hold(int(name))
        if one and _is_listening(one):
            yield one
        elif one:
            one.close()


def _hold(number: int) -> socket.socket | None:
    """Return one more hold on an open socket; None where it is something else."""
    try:
        if not stat.S_ISSOCK(os.fstat(number).st_mode):
            return None
        return socket.socket(fileno=os.dup(number))
    except OSError:  # the list itself, which is closed by now
        return None


def _is_listening(one: socket.socket) -> bool:
    is_tcp = one.family in (socket.AF_INET, socket.AF_INET6) and one.type == socket.SOCK_STREAM
    return is_tcp and bool(one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
