"""Make the starter pack: `python -m geodata.starter --out geodata/packs/starter`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from geodata.ending import DONE, end_well, path_named, read_options
from geodata.pack import STARTER, write_pack
from geodata.starter.build import build_starter


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the pack and write it; returns 0, or 2 where it cannot be made or written."""
    return end_well(lambda: _run(sys.argv[1:] if arguments is None else list(arguments)))


def _run(given: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m geodata.starter", description=__doc__)
    parser.add_argument(
        "--out", type=path_named, default=STARTER, help="the folder to write the pack to"
    )
    out: Path = read_options(parser, given).out
    pack = build_starter()
    write_pack(pack, out)
    size_kb = sum(file.stat().st_size for file in out.iterdir() if file.is_file()) / 1000
    print(
        f"{out}: {len(pack.areas)} illustrative {pack.info.area_label}s, {len(pack.assets)} "
        f"services, {size_kb:.0f} kB, content hash {pack.short_hash}"
    )
    return DONE


if __name__ == "__main__":
    sys.exit(main())
