"""The words of the commands of the store; what they do is loaded when one is asked for."""

from __future__ import annotations

import argparse

from geodata.ending import path_named


def add_store_options(parser: argparse.ArgumentParser) -> None:
    """Add the commands of the store, and their options."""
    parser.add_argument(
        "--store", metavar="WHERE", help="a file or postgresql://…; else as the setting says"
    )
    commands = parser.add_subparsers(dest="store_command", required=True)
    commands.add_parser("status", help="tell where it is, how much is kept, and for how long")
    commands.add_parser("check", help="check all of it, and print every fault")
    backup = commands.add_parser("backup", help="write all of it to one file")
    backup.add_argument("file", type=path_named, help="the zip to write")
    restore = commands.add_parser("restore", help="fill an empty store from a backup")
    restore.add_argument("file", type=path_named, help="the zip that backup wrote")
    retain = commands.add_parser("retain", help="remove and purge what is past its time, by rules")
    retain.add_argument("--rehearse", action="store_true", help="only tell what would be done")
    retain.add_argument("--keep", metavar="RULES", help="in place of those of the setting")
    history = commands.add_parser("history", help="print every version of a record")
    history.add_argument("id", help="the record’s id")
