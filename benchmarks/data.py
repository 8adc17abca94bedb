"""Rows for the benchmarks, written straight to the database: python -m benchmarks.data --profiles 100000 --seed 1

Profiles list about 5 kinds of expertise, drawn by Zipf's law from 2,000 terms, and write 80 words about themselves,
drawn by Zipf's law from 20,000.  They live in real places where `import_places` has been run.  With --opportunities
there are also posts, of one organization for each twenty.  The same numbers and seed give the same rows, chunk by chunk
in flat memory.  It adds to an empty, migrated database and refuses any other.
"""

import argparse
import itertools
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import django

TERMS = 2_000
VOCABULARY = 20_000
WORDS = 80
CHUNK = 5_000
START = datetime(2026, 1, 1, tzinfo=UTC)
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
_CITIES = [
    ("Bishkek", "KG"),
    ("Osh", "KG"),
    ("Berlin", "DE"),
    ("Paris", "FR"),
    ("Istanbul", "TR"),
    ("Almaty", "KZ"),
    ("Madrid", "ES"),
    ("Dubai", "AE"),
]
_PLACES_OF_A_COUNTRY = 40
_LANGUAGES = ["en", "ru", "ky", "fr", "es", "ar", "tr", "de"]
_OPEN_TO = ["mentoring", "volunteering", "employment", "consulting", "investing", "speaking"]
_KINDS = ["vacancy", "consultancy", "volunteering", "mentoring", "training", "event"]

Row = tuple[Any, ...]


@cache
def zipf(count: int) -> list[float]:
    """Cumulative weights of the first `count` ranks."""
    return list(itertools.accumulate(1 / rank for rank in range(1, count + 1)))


class Table:
    """Writes rows of some columns of a model by plain SQL; all other columns have the model's defaults.

    Values are given as the database takes them (JSON as text, moments through `moment`).
    """

    def __init__(self, model: Any, *columns: str) -> None:
        from django.db import connection

        fields = {field.attname: field for field in model._meta.concrete_fields}
        rest = [field for name, field in fields.items() if name not in columns and not field.primary_key]
        names = ", ".join(connection.ops.quote_name(fields[name].column) for name in columns)
        further = "".join(f", {connection.ops.quote_name(field.column)}" for field in rest)
        self._into = f"{connection.ops.quote_name(model._meta.db_table)} ({names}{further})"
        self._rest = tuple(self._default(field) for field in rest)
        self._places = ", ".join(["%s"] * (len(columns) + len(rest)))

    @staticmethod
    def _default(field: Any) -> Any:
        from django.db import connection

        is_moment = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
        value = START if is_moment or field.name in ("joined", "date_joined", "created") else field.get_default()
        return field.get_db_prep_save(value, connection)

    def write(self, rows: Iterator[Row]) -> None:
        """Sends all rows: by COPY where the database has it."""
        from django.db import connection

        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self._into} FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row + self._rest)
            else:
                statement = f"INSERT INTO {self._into} VALUES ({self._places})"
                cursor.executemany(statement, (row + self._rest for row in rows))


def _moments() -> Callable[[datetime], Any]:
    from django.db import connection

    return connection.ops.adapt_datetimefield_value


def _finish(models: Sequence[Any]) -> None:
    """Numbers new rows after those that were written, and has the database count them."""
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


class Writer:
    """Draws what is written; one chance for everything, so that a seed tells all."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.vocabulary = [
            "".join(self.chance.choices(_SYLLABLES, k=self.chance.randint(2, 4))) for _ in range(VOCABULARY)
        ]
        self.word_weights, self.term_weights = zipf(VOCABULARY), zipf(TERMS)
        self.moment = _moments()
        self.homes = _homes()
        self.place_weights = {country: zipf(len(places)) for country, places in self.homes.items()}
        self.pairs = [json.dumps(pair) for pair in itertools.permutations(_LANGUAGES, 2)]
        self.offers = [json.dumps(pair) for pair in itertools.permutations(_OPEN_TO, 2)]

    def text(self, words: int) -> str:
        return " ".join(self.chance.choices(self.vocabulary, cum_weights=self.word_weights, k=words))

    def name(self) -> str:
        return " ".join(self.chance.choices(self.vocabulary, k=2)).title()

    def home(self) -> tuple[int | None, str, str]:
        """(place, city, country): the eight of old, or one of a country's larger cities."""
        city, country = self.chance.choice(_CITIES)
        if country not in self.homes:
            return None, city, country
        place, city = self.chance.choices(self.homes[country], cum_weights=self.place_weights[country])[0]
        return place, city, country

    def terms(self, terms: list[int], most: int) -> list[int]:
        return sorted(set(self.chance.choices(terms, cum_weights=self.term_weights, k=most)))


def _homes() -> dict[str, list[tuple[int, str]]]:
    """{country: its largest cities as (place, name)}; nothing when there are no places."""
    from taxonomy.models import Place

    homes = {}
    for country in sorted({country for _, country in _CITIES}):
        cities = Place.objects.filter(country=country).order_by("-population", "pk").values_list("pk", "name")
        if found := list(cities[:_PLACES_OF_A_COUNTRY]):
            homes[country] = found
    return homes


def make_terms() -> list[int]:
    """The concepts that the benchmarks' expertise stands for, and a term of each; says the keys of the terms."""
    from taxonomy.models import Concept, Term

    Concept.objects.bulk_create(Concept(key=f"bench-{i}", labels={"en": [f"craft {i}"]}) for i in range(TERMS))
    concepts = dict(Concept.objects.filter(key__startswith="bench-").values_list("key", "pk"))
    Term.objects.bulk_create(
        Term(name=f"craft {i}", slug=f"craft-{i}", concept_id=concepts[f"bench-{i}"], status="resolved")
        for i in range(TERMS)
    )
    return list(Term.objects.filter(slug__startswith="craft-").order_by("pk").values_list("pk", flat=True))


def make_profiles(count: int, writer: Writer, terms: list[int]) -> None:
    """Writes accounts, profiles and their expertise."""
    from django.db import transaction

    from idiaspora.models import User
    from profiles.models import Profile, TaggedExpertise

    users = Table(User, "id", "email", "password")
    profiles = Table(
        Profile, "id", "user_id", "slug", "name", "headline", "about", "place_id", "city", "country", "languages",
        "open_to", "joined",
    )  # fmt: skip
    expertise = Table(TaggedExpertise, "id", "content_object_id", "tag_id")
    first_user, first_profile, number = _next(User), _next(Profile), itertools.count(_next(TaggedExpertise))

    def profile(i: int) -> Row:
        joined = writer.moment(START + timedelta(seconds=i))
        pairs = writer.chance.choice(writer.pairs), writer.chance.choice(writer.offers)
        said = writer.name(), writer.text(6), writer.text(WORDS), *writer.home()
        return (first_profile + i, first_user + i, f"b-{i}", *said, *pairs, joined)

    for chunk in _chunks(count):
        with transaction.atomic():
            users.write((first_user + i, f"b{i}@example.org", "!") for i in chunk)
            profiles.write(profile(i) for i in chunk)
            expertise.write((next(number), first_profile + i, pk) for i in chunk for pk in writer.terms(terms, 6))
    _finish([User, Profile, TaggedExpertise])


def make_opportunities(count: int, writer: Writer, terms: list[int]) -> None:
    """Writes organizations and their posts: open ones, with places and with expertise that is asked for and welcome."""
    from django.db import transaction

    from opportunities.models import Opportunity, OpportunityPlace, RequiredExpertise, UsefulExpertise
    from profiles.models import Organization

    organizations = Table(Organization, "id", "slug", "name", "type", "level", "countries")
    posts = Table(
        Opportunity, "id", "slug", "kind", "organization_id", "title", "description", "languages", "closes",
        "first_published_at",
    )  # fmt: skip
    places = Table(OpportunityPlace, "id", "opportunity_id", "place_id", "city", "country")
    tagged = [Table(model, "id", "content_object_id", "tag_id") for model in (RequiredExpertise, UsefulExpertise)]
    numbers = [itertools.count(_next(model)) for model in (RequiredExpertise, UsefulExpertise)]
    first, first_place, of = _next(Opportunity), _next(OpportunityPlace), _next(Organization)
    owners = count // 20 + 1
    closes = datetime.now(UTC).replace(microsecond=0) + timedelta(days=365)

    def post(i: int) -> Row:
        chance = writer.chance
        said = chance.choice(_KINDS), of + chance.randrange(owners), writer.text(6).title(), writer.text(120)
        moments = writer.moment(closes - timedelta(minutes=i)), writer.moment(START + timedelta(seconds=i))
        return (first + i, f"v-{i}", *said, chance.choice(writer.pairs), *moments)

    with transaction.atomic():
        organizations.write(
            (of + i, f"o-{i}", writer.name(), "association", "national", '["KG"]') for i in range(owners)
        )
    for chunk in _chunks(count):
        with transaction.atomic():
            posts.write(post(i) for i in chunk)
            places.write((first_place + i, first + i, *writer.home()) for i in chunk)
            for table, number, most in zip(tagged, numbers, (4, 2), strict=True):
                table.write((next(number), first + i, pk) for i in chunk for pk in writer.terms(terms, most))
    _finish([Organization, Opportunity, OpportunityPlace, RequiredExpertise, UsefulExpertise])


def _next(model: Any) -> int:
    last = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return (last or 0) + 1


def _chunks(count: int) -> Iterator[range]:
    return (range(first, min(first + CHUNK, count)) for first in range(0, count, CHUNK))


def make(profiles: int, opportunities: int, seed: int) -> None:
    """Fills an empty, migrated database."""
    from profiles.models import Profile

    if Profile.objects.exists():
        raise SystemExit("There are profiles in this database already; choose an empty VAR_DIR.")
    writer, terms = Writer(seed), make_terms()
    make_profiles(profiles, writer, terms)
    if opportunities:
        make_opportunities(opportunities, writer, terms)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--profiles", type=int, default=100_000)
    parser.add_argument("--opportunities", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    django.setup()
    start = time.perf_counter()
    make(options.profiles, options.opportunities, options.seed)
    taken = time.perf_counter() - start
    print(f"{options.profiles:,} profiles and {options.opportunities:,} opportunities written in {taken:.1f} s")


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idiaspora.settings")
    main()
