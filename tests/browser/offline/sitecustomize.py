"""Cut a Python program off from every other machine, and write down whom it tried to ask.

Python imports a module of this name before anything else, where its folder is in PYTHONPATH.
"""

import os
import sys
from pathlib import Path

HERE = {"127.0.0.1", "::1", "localhost", ""}


def refuse(event, arguments):
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in {"socket.connect", "socket.sendto"} and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host is not None and host not in HERE:
        with Path(os.environ["KNOW_YOUR_PATCH_ASKED"]).open("a", encoding="utf-8") as log:
            log.write(f"{event} {host}\n")
        raise OSError("cut off from other machines")


sys.addaudithook(refuse)
