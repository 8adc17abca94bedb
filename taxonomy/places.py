"""Places: filling the table, finding a city that a record or a person names, completing one as it is typed."""

import gzip
import hashlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from django.db import connection, transaction

from taxonomy import versions
from taxonomy.folding import fold
from taxonomy.geohash import encode
from taxonomy.models import Place, PlaceName, Version
from taxonomy.names import country_codes

MAX_TYPED = 200  # characters of a name that are looked at
PLACES_FILE = Path(__file__).parent / "data" / "places.tsv.gz"


def _key(name: str) -> str:
    """What a place is looked up by.  Names of cities are written with й and и for each other."""
    return fold(name[:MAX_TYPED]).replace("й", "и")[:MAX_TYPED]


def _read_places() -> Iterator[tuple[Place, set[str]]]:
    with gzip.open(PLACES_FILE, "rt", encoding="utf-8") as file:
        for line in file:
            row = line.rstrip("\n").split("\t")
            latitude, longitude = float(row[3]), float(row[4])
            place = Place(
                id=int(row[0]), name=row[1], country=row[2], latitude=latitude, longitude=longitude, timezone=row[5],
                population=int(row[6]), geohash=encode(latitude, longitude, 7),
                names={code: name for code, name in (("ru", row[7]), ("ar", row[8])) if name},
            )  # fmt: skip
            yield place, {_key(row[1]), *filter(None, row[9].split("|"))}


@transaction.atomic
def import_places() -> int:
    """Fills the table of places from places.tsv.gz.  Returns how many; the same file again is told by its hash."""
    token = hashlib.blake2b(PLACES_FILE.read_bytes(), digest_size=16).hexdigest()
    if versions.current(versions.PLACES) == token:
        return Place.objects.count()
    rows = list(_read_places())
    PlaceName.objects.all().delete()
    Place.objects.bulk_create(
        [place for place, _names in rows],
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["name", "country", "latitude", "longitude", "timezone", "population", "geohash", "names"],
    )
    names = (
        PlaceName(place_id=place.pk, folded=name[:200], population=place.population)
        for place, names in rows
        for name in sorted(names)
        if name
    )
    PlaceName.objects.bulk_create(names, batch_size=5000)
    Version.objects.update_or_create(name=versions.PLACES, defaults={"token": token})
    return len(rows)


def find_place(city: str, country: str = "") -> Place | None:
    """The most populous place of that name (in any script), in that country when one is given (ISO 3166-1 alpha-2)."""
    folded = _key(city)
    if not folded:
        return None
    places = Place.objects.filter(name_set__folded=folded)
    if country:
        places = places.filter(country=country.upper())
    return places.order_by("-population", "pk").first()


def find_written_place(text: str) -> Place | None:
    """The place that «Bishkek», «Bishkek, Kyrgyzstan» or «Бишкек, KG» means; None when no city has that name there."""
    city, _comma, country = text.rpartition(",")
    if not city:
        return find_place(text)
    code = country_codes().get(fold(country[:MAX_TYPED]))
    return find_place(city, code) if code else None


def _beginning(folded: str) -> dict[str, str]:
    """The filter for names that begin so.  PostgreSQL orders letters by rules of its own: there a range won't do."""
    if connection.vendor == "postgresql":
        return {"folded__startswith": folded}
    return {"folded__gte": folded, "folded__lt": folded + "\U0010ffff"}


def complete_places(typed: str, limit: int = 8) -> list[Place]:
    """The places that have a name beginning so, in any script: exact names first, then by population."""
    folded = _key(typed)
    if not folded:
        return []
    exact = PlaceName.objects.filter(folded=folded)
    names = PlaceName.objects.filter(**_beginning(folded))
    # A place has several names that begin alike; looking at more rows than asked for makes up for it.
    rows = [
        query.order_by("-population", "place_id").values_list("place_id", flat=True)[: limit * 12]
        for query in (exact, names)
    ]
    ids = list(dict.fromkeys(chain(*rows)))[:limit]
    found = Place.objects.in_bulk(ids)
    return [found[pk] for pk in ids]
