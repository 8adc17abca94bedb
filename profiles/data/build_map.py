#!/usr/bin/env python3

"""Draws what the map of members stands on, from the cities of taxonomy/data/places.tsv.gz (GeoNames, CC BY 4.0).

    python profiles/data/build_map.py

land.svg has a dot for every square of two degrees in which a city lies; countries.json where the circle of each country
stands: at its city nearest to where its people live on average.
"""

import gzip
import json
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
PLACES = HERE.parent.parent / "taxonomy" / "data" / "places.tsv.gz"
SQUARE = 2  # degrees


def read_cities() -> list[tuple[str, float, float, int]]:
    with gzip.open(PLACES, "rt", encoding="utf-8") as file:
        rows = (line.split("\t") for line in file)
        return [(row[2], float(row[3]), float(row[4]), int(row[6])) for row in rows]


def land(cities: list[tuple[str, float, float, int]]) -> str:
    """One path of dots, row by row; the units are degrees from the upper left corner."""
    rows: dict[int, set[int]] = defaultdict(set)
    for _country, latitude, longitude, _people in cities:
        rows[int((90 - latitude) // SQUARE)].add(int((longitude + 180) // SQUARE))
    path = ""
    for row, columns in sorted(rows.items()):
        first, *others = sorted(columns)
        path += f"M{first * SQUARE + SQUARE // 2} {row * SQUARE + SQUARE // 2}h0"
        for before, column in zip([first, *others], others, strict=False):
            path += f"m{(column - before) * SQUARE} 0h0"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg"><symbol id="land" overflow="visible"><path fill="none" '
        f'stroke="currentColor" stroke-width="1.5" stroke-linecap="round" d="{path}"/></symbol></svg>\n'
    )


def countries(cities: list[tuple[str, float, float, int]]) -> dict[str, tuple[float, float]]:
    by_country: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for country, latitude, longitude, people in cities:
        by_country[country].append((latitude, longitude, people or 1))
    return {country: middle(rows) for country, rows in sorted(by_country.items())}


def middle(rows: list[tuple[float, float, int]]) -> tuple[float, float]:
    people = sum(row[2] for row in rows)
    latitude, longitude = (sum(row[i] * row[2] for row in rows) / people for i in (0, 1))
    nearest = min(rows, key=lambda row: (row[0] - latitude) ** 2 + (row[1] - longitude) ** 2)
    return round(nearest[0], 2), round(nearest[1], 2)


if __name__ == "__main__":
    found = read_cities()
    (HERE.parent / "static" / "profiles" / "land.svg").write_text(land(found))
    (HERE / "countries.json").write_text(json.dumps(countries(found), separators=(",", ":")) + "\n")
