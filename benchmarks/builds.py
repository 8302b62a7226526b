"""How long packs take to build from national files, and how much memory that takes.

python -m benchmarks.builds --raw FOLDER [--only county unitary cut england every]

Each build is a process of its own, as the command line starts it, timed from its start to its end;
memory is the most that it had at once. The cut files are made here first: the national files with
the rows of the county alone, and its neighbours’ postcodes, as somebody may keep them.
"""

import argparse
import gzip
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd

COUNTY, UNITARY = "E10000020", "E06000017"
LOOKUP = "lookups/lookup_lsoa21_ward24_ltla24.csv"
ABOVE = "lookups/lookup_ltla23_utla23.csv"
CHANGES = "lookups/LSOA11_LSOA21_LAD22_EW_LU_official.csv"
AROUND = 0.4  # degrees
BUILDS = ["county", "unitary", "cut", "england", "every"]
# Tables of small areas, whose rows of elsewhere are cut away, and files that stay as they are.
BY_AREA = (
    "england/mye2020_lsoa11_single_year_england.csv.gz",
    "england/ruc21_lsoa21_ew.csv.gz",
    "population/lsoa21_total_population_england_wales.csv",
    "deprivation/iod2025_file7_layout_england.csv",
    "deprivation/iod2025_underlying_indicators_england.csv.gz",
    "census2021/census2021_age6bands_lsoa21_EW.csv.gz",
    "census2021/census2021_disability_lsoa21_EW.csv.gz",
    "census2021/census2021_household_tenure_lsoa21_EW.csv.gz",
    "census2021/census2021_ethnicity_lsoa21_EW.csv.gz",
    LOOKUP,
    CHANGES,
)
WHOLE = (
    ABOVE,
    "lookups/lookup_ltla_ltla.csv",
    "census2021/census2021_proficiency_msoa21_EW.csv",
    "indicators/dfe_eyfsp_APS_GLD_ELG_EXP_2013_2019.csv",
    "children_low_income/CILIF_Table4_AHC_Relative_Ward_FYE2024_2025_UK.csv",
    "children_low_income/CILIF_Table2_AHC_Relative_LA_FYE2024_2025_UK.csv",
    *(f"libraries/activity_{name}.csv" for name in ("services", "users", "loans", "visits")),
)
NEAR = {  # lists of doors and settlements, cut to a box around the county
    "england/os_open_names_places_gb.csv.gz": ("GEOMETRY_X", "GEOMETRY_Y"),
    "schools/gias_open_establishments_2025-05-24_england_wales.csv.gz": ("easting", "northing"),
}
BY_POSTCODE = {
    "england/gp_addresses_england.csv.gz": "Postcode",
    "libraries/libraries_uk_schema_2025-04.csv": "Postcode",
}


def timed(*options):
    """Run a build; return its seconds, those of the processor, and the most megabytes it had."""
    build = [sys.executable, "-m", "geodata", "build", *map(str, options)]
    command = ["/usr/bin/time", "-f", "%U %S %M", *build]
    start = time.perf_counter()
    process = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - start
    user, system, most = map(float, process.stderr.split()[-3:])
    return seconds, user + system, most / 1024


def cut_files(raw, county, folder):
    """Write the national files with what a county needs alone."""
    above = pd.read_csv(raw / ABOVE)
    districts = above.loc[above["utla23_code"] == county, "ltla23_code"]
    lookup = pd.read_csv(raw / LOOKUP)
    areas = set(lookup.loc[lookup["ltla24_code"].isin(districts), "lsoa21_code"])
    changes = pd.read_csv(raw / CHANGES)
    old = set(changes.loc[changes["LSOA21CD"].isin(areas), "LSOA11CD"])
    codes = areas | old | set(changes.loc[changes["LSOA11CD"].isin(old), "LSOA21CD"])
    for name in BY_AREA:
        text = read(raw / name)
        heading, *lines = text.split("\n")
        kept = [line for line in lines if any(code in codes for code in found(line))]
        write(folder / name, "\n".join([heading, *kept, ""]))
    shapes = geopandas.read_parquet(raw / "boundaries/england_lsoa_bgc.parquet")
    shapes = shapes[shapes["LSOA21CD"].isin(areas)]
    (folder / "boundaries").mkdir()
    shapes.to_parquet(folder / "boundaries/england_lsoa_bgc.parquet")
    middles = geopandas.read_parquet(raw / "boundaries/england_msoa_bgc.parquet")
    middles = middles[middles.within(shapes.union_all().envelope.buffer(AROUND))]
    middles.to_parquet(folder / "boundaries/england_msoa_bgc.parquet")
    for name in WHOLE:
        write(folder / name, read(raw / name))
    box = shapes.total_bounds + np.array([-AROUND, -AROUND / 2, AROUND, AROUND / 2])
    near = cut_postcodes(raw, box, folder)
    metres = shapes.to_crs(27700).total_bounds + np.array([-1, -1, 1, 1]) * 25_000
    for name, (east, north) in NEAR.items():
        rows = pd.read_csv(raw / name, dtype=str)
        x, y = (pd.to_numeric(rows[each], errors="coerce") for each in (east, north))
        write(
            folder / name,
            rows[x.between(*metres[[0, 2]]) & y.between(*metres[[1, 3]])].to_csv(index=False),
        )
    for name, heading in BY_POSTCODE.items():
        rows = pd.read_csv(raw / name, dtype=str)
        write(folder / name, rows[rows[heading].isin(near)].to_csv(index=False))


def cut_postcodes(raw, box, folder):
    """Write the postcodes of a box; return them."""
    paths = sorted((raw / "england/postcodes").glob("*.csv.gz"))
    every = pd.concat([pd.read_csv(path) for path in paths])
    west, south, east, north = box
    rows = every[every["long"].between(west, east) & every["lat"].between(south, north)]
    write(folder / "england/postcodes/near.csv.gz", rows.to_csv(index=False))
    return set(rows["Postcode"])


def found(line):
    return [cell.strip('"') for cell in line.split(",")]


def read(path):
    content = path.read_bytes()
    return (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).decode("utf-8-sig")


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    content = text.encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument(
        "--only", nargs="*", default=["county", "unitary", "cut", "england", "every"]
    )
    options = parser.parse_args()
    out = Path(tempfile.mkdtemp())
    print("build | seconds | seconds of the processor | MB at most")
    try:
        for name in options.only:
            raw, what = options.raw, ["--authority", COUNTY]
            if name == "cut":
                raw = out / "cut"
                raw.mkdir()
                cut_files(options.raw, COUNTY, raw)
            what = {
                "unitary": ["--authority", UNITARY],
                "england": ["--authority", "england"],
                "every": ["--every-authority"],
            }.get(name, what)
            seconds, busy, most = timed(*what, "--raw", raw, "--out", out / name)
            print(f"{name} | {seconds:.1f} | {busy:.1f} | {most:,.0f}", flush=True)
    finally:
        shutil.rmtree(out)


if __name__ == "__main__":
    main()
