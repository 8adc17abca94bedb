"""The directory as a map: how many live where, by country, or by cells of about 40 km in one country.

Nobody stands alone on it.  Every number, the total too, is rounded down to a multiple of FEWEST, and what a place is
short of that is counted with those elsewhere.  So no number under FEWEST comes out of taking one from another, on one
map or on the maps of two addresses: with a filter and without it, today and tomorrow, as a visitor and as a member.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path

from django.http import HttpRequest
from django.utils.translation import get_language

from profiles.directory import PEOPLE, SORTS, cell_names
from profiles.rounding import FEWEST, rounded
from search import fallback
from search.listing import Asked, Chosen, chosen_of, names_of, read_address, request_for
from search.queries import search
from taxonomy.geohash import centre
from taxonomy.names import country_name

WORLD = (0.0, 5.0, 360.0, 145.0)  # x, y, width and height in degrees from the upper left corner
MARGIN, NARROWEST = 2.0, 12.0  # degrees around the cells of a country
Point = tuple[float, float]
_COUNTRIES = Path(__file__).parent / "data" / "countries.json"


@dataclass(frozen=True)
class Spot:
    """One circle, and one row of the table; `url` is the list of these people, `map_url` the map of the country.

    Numbers for the drawing are text, for a drawing takes no decimal commas.
    """

    name: str
    count: int
    url: str
    map_url: str
    x: str
    y: str
    radius: str


@dataclass(frozen=True)
class PeopleMap:
    """What the page shows, in rounded numbers; `country` is the one whose cells are shown, "" for all countries."""

    total: int
    spots: tuple[Spot, ...]
    elsewhere: int
    country: str
    view_box: str
    chosen: tuple[Chosen, ...]
    is_away: bool = False


def map_of(request: HttpRequest) -> PeopleMap:
    """The people whom the address asks for, by place, as far as this viewer sees where they live: one question."""
    asked = read_address(request, PEOPLE, tuple(SORTS))
    language = get_language() or "en"
    countries = asked.values.get("country", ())
    field = "cell" if len(countries) == 1 else "country"
    total, is_away = 0, True
    counts: dict[str, int] = {}
    with fallback.tolerated():
        wanted = request_for(request.user, kind="profile", filters=PEOPLE, asked=asked, size=0, facets=(field,))
        found = search(wanted)
        among = wanted.filters.get(field, ())  # a facet counts what is not chosen too
        total, is_away = rounded(found.total), False
        counts = {value.value: value.count for value in found.facets[field].values if not among or value.value in among}
    shown = shown_counts(counts)
    names = cell_names(list(shown), language) if field == "cell" else {c: country_name(c, language) for c in shown}
    spots = _spots(shown, names, field, asked)
    return PeopleMap(
        total=total,
        spots=spots,
        elsewhere=total - sum(shown.values()),
        country=country_name(countries[0], language) if field == "cell" else "",
        view_box=" ".join(f"{part:.2f}" for part in _box([_point(v, field) for v in shown] if field == "cell" else [])),
        chosen=chosen_of(asked, names_of(PEOPLE, asked, language)),
        is_away=is_away,
    )


def shown_counts(counts: Mapping[str, int]) -> dict[str, int]:
    """The places to show with their rounded counts, those with most people first."""
    shown = {name: rounded(count) for name, count in counts.items() if count >= FEWEST}
    return dict(sorted(shown.items(), key=lambda place: (-place[1], place[0])))


@cache
def _country_points() -> dict[str, Point]:
    points: dict[str, Point] = json.loads(_COUNTRIES.read_text())
    return points


def _point(value: str, field: str) -> Point:
    """(x, y) of a country or a cell, in degrees from the upper left corner; what has no city stands in the sea."""
    latitude, longitude = centre(value) if field == "cell" else _country_points().get(value, (0.0, 0.0))
    return longitude + 180, 90 - latitude


def _spots(shown: Mapping[str, int], names: Mapping[str, str], field: str, asked: Asked) -> tuple[Spot, ...]:
    most = max(shown.values(), default=1)
    points = [_point(value, field) for value in shown]
    _left, _top, width, _height = _box(points if field == "cell" else [])
    spots = []
    for (value, count), point in zip(shown.items(), points, strict=True):
        x, y = (f"{part:.2f}" for part in point)
        radius = f"{width / 400 * (2 + 10 * sqrt(count / most)):.2f}"
        address = asked.with_only(field, value, drop=("near",) if field == "cell" else ())
        map_url = address if field == "country" else ""
        spots.append(Spot(names.get(value, value), count, address, map_url, x, y, radius))
    return tuple(spots)


def _box(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """(left, top, width, height) of what is drawn: the world, or what holds all points."""
    if not points:
        return WORLD
    xs, ys = zip(*points, strict=True)
    width = max(max(xs) - min(xs) + 2 * MARGIN, NARROWEST)
    height = max(max(ys) - min(ys) + 2 * MARGIN, width * 0.45)
    return (min(xs) + max(xs) - width) / 2, (min(ys) + max(ys) - height) / 2, width, height
