"""Make the starter pack: `python -m geodata.starter --out geodata/packs/starter`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geodata.errors import DataError
from geodata.pack import STARTER, write_pack
from geodata.starter.build import build_starter


def main() -> int:
    """Make the pack, write it, and say what it is."""
    parser = argparse.ArgumentParser(prog="python -m geodata.starter", description=__doc__)
    parser.add_argument("--out", type=Path, default=STARTER, help="folder to write the pack to")
    out: Path = parser.parse_args().out
    try:
        pack = build_starter()
        write_pack(pack, out)
    except DataError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    size_kb = sum(file.stat().st_size for file in out.iterdir()) / 1000
    sys.stdout.write(
        f"{out}: {len(pack.areas)} illustrative {pack.info.area_label}s, {len(pack.assets)} "
        f"services, {size_kb:.0f} kB, content hash {pack.short_hash}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
