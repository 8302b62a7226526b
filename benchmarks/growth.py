"""How time grows with the number of areas, and the nearest site beside geopandas.

python -m benchmarks.growth [--plot docs/images/growth.png]

The same made-up country at every size: a tenth as many sites as areas, in towns of every size.
"""

import argparse
import time

import geopandas as gpd
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from layers.access.catchment import two_step
from layers.access.decay import stepped_decay
from layers.access.journeys import StraightLine
from layers.access.pairs import pairs_from_points

SIZES = (500, 1_000, 2_000, 4_000, 8_000, 16_000, 33_755)
SITES_OF_ENGLAND = 3_400
LIMIT_M = 5_000
AREAS_OF_A_TOWN = 110
RUNS = 5
CRS = "EPSG:27700"


def made_up(areas, sites):
    random = np.random.default_rng(1)
    side = 450_000 * np.sqrt(areas / SIZES[-1])  # as dense at every size
    count = max(areas // AREAS_OF_A_TOWN, 1)
    towns = random.uniform(0, side, (count, 2))
    size = random.uniform(0.2, 2, count)

    def points(count):
        near = random.choice(len(towns), count, p=size / size.sum())
        return towns[near] + random.normal(0, 3000, (count, 2))

    return points(areas), points(sites), random.integers(50, 400, areas).astype(float)


def tables(areas, sites):
    origins = pd.DataFrame(areas, columns=["easting_m", "northing_m"])
    origins.index = origins.index.astype(str)
    assets = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*sites.T), crs=CRS)
    assets.index = pd.Index([f"a{n:05}" for n in range(len(sites))], name="asset_id")
    return origins, assets


def nearest(origins, assets):
    way = StraightLine(origins=origins, assets=assets, mode="walk", pace_kmh=4.0, detour=1.0)
    return way.nearest(list(assets.index))["minutes"].to_numpy() * 4_000 / 60


def sjoin(origins, assets):
    points = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy(origins["easting_m"], origins["northing_m"]), crs=CRS
    )
    joined = gpd.sjoin_nearest(points, assets, distance_col="metres")
    return joined.groupby(level=0)["metres"].first().to_numpy()


def floating(areas, sites, people):
    minutes = pairs_from_points(areas, sites, LIMIT_M, 1 / 1_000)
    minutes.data = stepped_decay(LIMIT_M / 1_000).weigh(minutes.data)
    return two_step(minutes, people, np.ones(len(sites)))


def median_s(work):
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return float(np.median(took))


def measure_growth():
    rows = []
    for size in SIZES:
        areas, sites, people = made_up(size, size // 10)
        origins, assets = tables(areas, sites)
        rows.append(
            (
                size,
                median_s(lambda o=origins, a=assets: nearest(o, a)),
                median_s(lambda a=areas, s=sites, p=people: floating(a, s, p)),
            )
        )
    return rows


def beside_geopandas():
    origins, assets = tables(*made_up(SIZES[-1], SITES_OF_ENGLAND)[:2])
    if not np.allclose(nearest(origins, assets), sjoin(origins, assets), atol=1e-6):
        raise SystemExit("the two do not agree")
    ours, theirs = (median_s(lambda w=way: w(origins, assets)) for way in (nearest, sjoin))
    print(f"nearest of {SITES_OF_ENGLAND:,} for {SIZES[-1]:,} areas, the same answers")
    print(
        f"  ours {ours * 1000:.0f} ms, geopandas {theirs * 1000:.0f} ms: {theirs / ours:.1f} times"
    )


def draw(rows, path):
    sizes = np.array([row[0] for row in rows])
    figure = Figure(figsize=(7, 4.2), layout="constrained")
    axes = figure.add_subplot(
        xscale="log", yscale="log", xlabel="areas (a tenth as many sites)", ylabel="seconds"
    )
    for column, label, mark in ((1, "nearest site", "o"), (2, "E2SFCA, pairs included", "s")):
        took = np.array([row[column] for row in rows])
        axes.plot(sizes, took, marker=mark, color="#1a1a1a", label=label)
        law = sizes * np.log(sizes)
        axes.plot(sizes, took[-1] * law / law[-1], linestyle=":", color="#666666")
    axes.plot([], [], linestyle=":", color="#666666", label="n log n, through the last point")
    axes.legend(frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=110, metadata={"Software": None})


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plot", help="where to draw the growth")
    options = parser.parse_args()
    rows = measure_growth()
    print(f"{'areas':>8}{'nearest, ms':>14}{'E2SFCA, ms':>14}")
    for size, near, shared in rows:
        print(f"{size:>8,}{near * 1000:>14.1f}{shared * 1000:>14.1f}")
    for column, label in ((1, "nearest"), (2, "E2SFCA")):
        sizes, took = ([np.log(row[n]) for row in rows[2:]] for n in (0, column))
        print(f"{label} grows as areas to the power {np.polyfit(sizes, took, 1)[0]:.2f}")
    beside_geopandas()
    if options.plot:
        draw(rows, options.plot)


if __name__ == "__main__":
    main()
