"""A recipe of two districts and four areas, with raw files small enough to work out by hand."""

from __future__ import annotations

import json
from pathlib import Path

from geodata.crs import lonlat_from_grid
from geodata.sources.iod import DECILE, MEASURES, RANK

WEST, SOUTH, SIDE = 540_000.0, 290_000.0, 1000.0
# area → (official name, column, row, district, ward)
AREAS = {
    "E01000001": ("Fenmarsh 001A", 0, 0, "E07000001", "E05000001"),
    "E01000002": ("Fenmarsh 001B", 1, 0, "E07000001", "E05000001"),
    "E01000003": ("Fenmarsh 002A", 0, 1, "E07000001", "E05000002"),
    "E01000004": ("Holm 001A", 1, 1, "E06000001", "E05000003"),
}
DISTRICTS = {"E07000001": "Fenmarsh", "E06000001": "Holm"}
WARDS = {"E05000001": "Reedham South", "E05000002": "Dykeside", "E05000003": "Holm"}
# E01900001 was split into the first two areas; the others did not change.
CHANGES = (
    ("E01900001", "E01000001", "S"),
    ("E01900001", "E01000002", "S"),
    ("E01000003", "E01000003", "U"),
    ("E01000004", "E01000004", "U"),
)

RECIPE = """
key = "small"
title = "Fenmarsh & Holm"
date = "January 2026"
area_label = "neighbourhood"
area_source = "made-up"
origin_source = "made-up"
districts = ["E07000001", "E06000001"]
comparators = ["E92000001"]

[people]
period = "mid-2020"
source = "made-up"
standing = "apportioned"

[defaults]
service = "libraries"
age_from = 0
age_to = 4
need = "idaci_rank"
need_deciles = 3
place_kind = "team"

[choices]
library_authorities = ["Fenshire"]

[tables]
services = "services.csv"
published_indicators = "indicators.csv"
published_figures = "figures.csv"

[files.area_boundaries]
paths = ["areas.geojson"]
source = "made-up"

[files.area_lookup]
paths = ["lookup.csv"]
source = "made-up"

[files.authority_lookup]
paths = ["authorities.csv"]
source = "made-up"

[files.area_changes]
paths = ["changes.csv"]
source = "made-up"

[files.people_by_age]
paths = ["people.csv"]
source = "made-up"

[files.people_total]
paths = ["sizes.csv"]
source = "made-up"

[files.postcodes]
paths = ["postcodes.csv"]
source = "made-up"

[files.settlements]
paths = ["settlements.csv"]
source = "made-up"

[files.deprivation]
paths = ["deprivation.csv"]
source = "made-up"

[files.libraries]
paths = ["libraries.csv"]
source = "made-up"
where = "the county's own site"

[sources.made-up]
title = "Made for tests"
publisher = "Nobody"
licence = "none"
attribution = "Made up."
period = "2026"
url = "https://example.org/made-up"

[place_kinds.upper-tier]
label = "authority"
plural = "authorities"
boundary = "official"
partition = true
source = "made-up"
made_from = "authorities"

[place_kinds.district]
label = "district"
plural = "districts"
boundary = "official"
partition = true
source = "made-up"
made_from = "districts"

[place_kinds.team]
label = "team"
plural = "teams"
boundary = "working"
partition = true
source = "made-up"
made_from = "teams.csv"

[services.libraries]
label = "libraries"
singular = "a library"
kinds = ["library"]
age_from = 0
age_to = 19
limit_min = 20
"""


def write_recipe(folder: Path) -> Path:
    """Write the recipe and its own tables; give its path."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "recipe.toml").write_text(RECIPE, "utf-8")
    _write(
        folder / "services.csv",
        "asset_id,name,kind,provider,district,age_from,age_to,parent_id,easting,northing,"
        "precision_m,status,note,source,checked",
        'centre,"The Centre",child-and-family-centre,Fenshire,Fenmarsh,0,19,,540500,290500,'
        "1000,open,,made-up,2026",
        'door,"The Centre (back door)",child-and-family-centre,Fenshire,Fenmarsh,0,19,centre,'
        "540700,290500,1000,open,,made-up,2026",
    )
    _write(
        folder / "indicators.csv",
        "indicator,label,form,per,unit,worse_when,geography,theme,period,source,sensitive,note",
        "funded_pct,Funded places,share,100,%,lower,upper-tier,Learning,2018,made-up,no,",
    )
    _write(
        folder / "figures.csv",
        "indicator,place_id,period,value,note",
        "funded_pct,E10000001,2018,68,",
        "funded_pct,E92000001,2018,,Not published.",
        "funded_pct,E10000099,2018,70,",
    )
    _write(
        folder / "teams.csv",
        "ward_id,ward,place_id,place",
        "E05000001,Reedham South,team-reedham,Reedham",
        "E05000002,Dykeside,team-reedham,Reedham",
        "E05000003,Holm,team-holm,Holm",
    )
    return folder / "recipe.toml"


def write_raw(folder: Path) -> Path:
    """Write the official files; give their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "areas.geojson").write_text(json.dumps(_boundaries()), "utf-8")
    _write(
        folder / "lookup.csv",
        "LSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM",
        *(
            f"{key},{name},{ward},{WARDS[ward]},{district},{DISTRICTS[district]}"
            for key, (name, _, _, district, ward) in AREAS.items()
        ),
        "E01000009,Elsewhere 001A,E05000009,Elsewhere,E07000009,Elsewhere",
    )
    _write(
        folder / "authorities.csv",
        "LTLA23CD,LTLA23NM,UTLA23CD,UTLA23NM",
        "E07000001,Fenmarsh,E10000001,Fenshire",
        "E06000001,Holm,E06000001,Holm",
    )
    _write(
        folder / "changes.csv",
        "LSOA11CD,LSOA21CD,CHGIND,LAD22CD",
        *(f"{old},{new},{how},E07000001" for old, new, how in CHANGES),
    )
    _write_people(folder)
    _write_points(folder)
    _write_deprivation(folder)
    _write_libraries(folder)
    return folder


def _write(path: Path, *lines: str) -> None:
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _boundaries() -> dict[str, object]:
    features = []
    for key, (name, column, row, *_) in AREAS.items():
        west, south = WEST + column * SIDE, SOUTH + row * SIDE
        corners = [
            (west, south),
            (west + SIDE, south),
            (west + SIDE, south + SIDE),
            (west, south + SIDE),
            (west, south),
        ]
        lon, lat = lonlat_from_grid(*zip(*corners, strict=True))
        ring = [[float(x), float(y)] for x, y in zip(lon, lat, strict=True)]
        features.append(
            {
                "type": "Feature",
                "properties": {"LSOA21CD": key, "LSOA21NM": name},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def _write_people(folder: Path) -> None:
    ages = [*(str(age) for age in range(90)), "90+"]
    seven, ten = ",".join(["7"] * 91), ",".join(["10"] * 91)
    _write(
        folder / "people.csv",
        f"LSOA11CD,{','.join(ages)}",
        f"E01900001,{seven}",
        f"E01000003,{ten}",
        f"E01000004,{ten}",
    )
    _write(
        folder / "sizes.csv",
        "lsoacd,population",
        'E01000001,"1,000"',
        'E01000002,"2,000"',
        "E01000003,900",
        "E01000004,900",
    )


def _write_points(folder: Path) -> None:
    """Two postcodes in each area but the last, and one without coordinates."""
    rows = []
    for key, (_, column, row, *_) in list(AREAS.items())[:3]:
        for n, offset in enumerate((250.0, 750.0)):
            lon, lat = lonlat_from_grid(WEST + column * SIDE + offset, SOUTH + row * SIDE + 500)
            rows.append(f"FE{column + 1} {row}A{'AB'[n]},{float(lat)},{float(lon)},{key}")
    _write(
        folder / "postcodes.csv",
        "pcds,lat,long,lsoa21",
        *rows,
        "FE9 9ZZ,99.999999,0.000000,E01000001",
    )
    _write(
        folder / "settlements.csv",
        "NAME1,LOCAL_TYPE,GEOMETRY_X,GEOMETRY_Y,MBR_XMIN,MBR_YMIN,MBR_XMAX,MBR_YMAX",
        "Reedham,Village,540900,290500,540000,290000,542000,291000",
        "Dykeside,Hamlet,540500,291500,540400,291400,540600,291600",
        "Holm,Town,541500,291500,541000,291000,542000,292000",
        "Holm School,Primary Education,541500,291500,541000,291000,542000,292000",
    )


def _write_deprivation(folder: Path) -> None:
    plain = {"\\": ""}
    headings = [
        start + ending.translate(str.maketrans(plain))
        for start, _ in MEASURES.values()
        for ending in (RANK, DECILE)
    ]
    quoted = [f'"{heading}"' for heading in headings]
    rows = [
        f"{key},{name},{district},{DISTRICTS[district]},"
        + ",".join(f'"{n + 1},000",{n + 1}' for _ in MEASURES)
        for n, (key, (name, _, _, district, _)) in enumerate(AREAS.items())
    ]
    _write(
        folder / "deprivation.csv",
        "LSOA code (2021),LSOA name (2021),Local Authority District code (2024),"
        "Local Authority District name (2024)," + ",".join(quoted),
        *rows,
    )


def _write_libraries(folder: Path) -> None:
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    hours = ",".join(f"{day} staffed hours" for day in days)
    _write(
        folder / "libraries.csv",
        f"Local authority,Library name,Address 1,Postcode,Type of library,Year opened,"
        f"Year closed,{hours}",
        "Fenshire,Reedham,1 High Street,fe10aa,LAL,,,10:00-17:00,1:00-18:00,,,,,00:00-00:00",
        "Fenshire,Reedham,1 High Street,FE1 0AA,LAL,,,,,,,,,",
        "Fenshire,Old Reedham Library,2 High Street,FE1 0AB,LAL,,2013,,,,,,,",
        "Fenshire,Mobile Library,Depot,FE1 0AB,LAL,,,,,,,,,",
        "Other Council,Dykeside Library,Dyke,FE1 1AA,CRL,,,,,,,,,",
        "Other Council,Far Library,Far,ZZ1 1ZZ,CRL,,,,,,,,,",
    )
