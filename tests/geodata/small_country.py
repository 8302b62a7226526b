"""A country of two authorities, under the names that the recipe of England knows its files by."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.geodata.small_recipe import write_raw

# The small recipe's files → the names of national files.
NAMES = {
    "areas.geojson": "boundaries/england_lsoa21.parquet",  # what a file is shows in its bytes
    "lookup.csv": "lookups/lookup_lsoa21_ward24_ltla24.csv",
    "authorities.csv": "lookups/lookup_ltla23_utla23.csv",
    "changes.csv": "lookups/LSOA11_LSOA21_LAD22_EW_LU_official.csv",
    "people.csv": "england/mye2020_lsoa11_single_year_england.csv.gz",
    "sizes.csv": "population/lsoa21_total_population_england_wales.csv",
    "settlements.csv": "england/os_open_names_places_gb.csv.gz",
    "deprivation.csv": "deprivation/iod2025_file7_layout_england.csv",
    "libraries.csv": "libraries/libraries_uk_schema_2025-04.csv",
}
HOLM = "FE2 1AA,52.475,0.081,E01000004"  # in the square of Holm
CHANGED = "ltla19_code,ltla19_name,ltla24_code,ltla24_name"


def write_country(folder: Path) -> Path:
    """Write the national files, and the postcodes in two; give their folder."""
    made = write_raw(folder / "made")
    for name, national in NAMES.items():
        path = folder / national
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(made / name, path)
    lines = (made / "postcodes.csv").read_text("utf-8").replace("pcds,lat", "Postcode,lat")
    postcodes = folder / "england/postcodes"
    postcodes.mkdir()
    (postcodes / "FE.csv.gz").write_text(f"{lines}{HOLM}\n", "utf-8")
    heading = lines.split("\n", maxsplit=1)[0]
    (postcodes / "ZZ.csv.gz").write_text(f"{heading}\nZZ1 1ZZ,55.0,-2.0,E01000009\n", "utf-8")
    (folder / "lookups/lookup_ltla_ltla.csv").write_text(
        f"{CHANGED}\nE07000777,Old Marsh,E07000001,Fenmarsh\nE06000001,Holm,E06000001,Holm\n",
        "utf-8",
    )
    shutil.rmtree(made)
    return folder
