"""Files cut, flipped and stuck together at random: read or refused, never a traceback."""

import random
import sys
import tempfile
from pathlib import Path

from geodata.files.looking import look_at
from tests.workbooks import make_workbook, make_zip, rows_xml

TRIALS = 1_500
TABLE = b'lsoa_code,latitude,longitude,n\nE01000001,52.5,-1.89,"1,234"\nE01000002,52.6,0.1,c\n'
SHAPE = (
    b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"LSOA21CD":"E01"},'
    b'"geometry":{"type":"Polygon","coordinates":[[[0,52],[0.1,52],[0.1,52.1],[0,52]]]}}]}'
)
SEEDS = (
    TABLE,
    TABLE.decode().encode("utf-16"),
    TABLE.replace(b",", b";").replace(b"\n", b"\r"),
    SHAPE,
    make_workbook(rows_xml([["code", "n"], ["E01000001", 5], ["E01000002", 1e300]])),
    make_zip({"a.csv": TABLE, "b/c.geojson": SHAPE}),
)


def changed(content: bytes, rng: random.Random) -> bytes:
    """Return a file with something done to it."""
    at = rng.randrange(len(content))
    how = rng.randrange(5)
    if how == 0:
        return content[:at]
    if how == 1:
        return content[:at] + bytes([rng.randrange(256)]) + content[at + 1 :]
    if how == 2:
        return content[:at] + rng.choice(SEEDS) + content[at:]
    if how == 3:
        return content[:at] + content[at + rng.randrange(1, 40) :]
    return content[:at] + rng.choice([b"\0", b'"', b",", b"\xff", b"[[[", b"1e999", b"<"]) * 3


def main() -> int:
    """Try them all; returns 1 where one of them ended in a traceback."""
    rng, wrong, read = random.Random(7), 0, 0  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        for trial in range(TRIALS):
            path.write_bytes(changed(rng.choice(SEEDS), rng))
            try:
                read += not look_at(path).problems
            except Exception as error:  # noqa: BLE001 - any of them is what is looked for
                wrong += 1
                print(f"trial {trial}: {type(error).__name__}: {error}")
    print(
        f"files: {TRIALS:,} tried, {read:,} read, {TRIALS - read - wrong:,} refused, {wrong} wrong"
    )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
