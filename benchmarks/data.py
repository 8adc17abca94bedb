"""Rows for the benchmarks, written straight to the database: python -m benchmarks.data --profiles 100000 --seed 1

Profiles list about 5 kinds of expertise, drawn by Zipf's law from 2,000 terms, and write 80 words about themselves.
The same numbers and seed give the same rows.  It adds to an empty, migrated database and refuses any other.
"""

import argparse
import itertools
import random
from datetime import UTC, datetime, timedelta
from functools import cache

import django

TERMS = 2_000
VOCABULARY = 20_000
WORDS = 80
CHUNK = 5_000
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
_LANGUAGES = ["en", "ru", "ky", "fr", "es", "ar", "tr", "de"]
_OPEN_TO = ["mentoring", "volunteering", "employment", "consulting", "investing", "speaking"]


@cache
def zipf(count: int) -> list[float]:
    """Cumulative weights of the first `count` ranks."""
    return list(itertools.accumulate(1 / rank for rank in range(1, count + 1)))


def make_profiles(count: int, seed: int) -> None:
    """Writes accounts, profiles and their expertise."""
    from idiaspora.models import User
    from profiles.models import Profile, TaggedExpertise
    from taxonomy.models import Concept, Term

    if Profile.objects.exists():
        raise SystemExit("There are profiles in this database already; choose an empty VAR_DIR.")
    chance = random.Random(seed)
    vocabulary = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(VOCABULARY)]
    word_weights, term_weights = zipf(VOCABULARY), zipf(TERMS)
    Concept.objects.bulk_create(Concept(key=f"bench-{i}", labels={"en": [f"craft {i}"]}) for i in range(TERMS))
    concepts = dict(Concept.objects.filter(key__startswith="bench-").values_list("key", "pk"))
    Term.objects.bulk_create(
        Term(name=f"craft {i}", slug=f"craft-{i}", concept_id=concepts[f"bench-{i}"], status="resolved")
        for i in range(TERMS)
    )
    terms = list(Term.objects.filter(slug__startswith="craft-").order_by("pk").values_list("pk", flat=True))
    joined = datetime(2026, 1, 1, tzinfo=UTC)
    for first in range(0, count, CHUNK):
        numbers = range(first, min(first + CHUNK, count))
        users = User.objects.bulk_create([User(email=f"b{i}@example.org", password="!") for i in numbers])
        profiles = []
        for i, user in zip(numbers, users, strict=True):
            city, country = chance.choice(_CITIES)
            profiles.append(
                Profile(
                    user=user, slug=f"b-{i}", name=" ".join(w.title() for w in chance.choices(vocabulary, k=2)),
                    headline=" ".join(chance.choices(vocabulary, cum_weights=word_weights, k=6)),
                    about=" ".join(chance.choices(vocabulary, cum_weights=word_weights, k=WORDS)),
                    city=city, country=country,
                    languages=chance.sample(_LANGUAGES, 2), open_to=chance.sample(_OPEN_TO, 2),
                    joined=joined + timedelta(seconds=i),
                )
            )  # fmt: skip
        profiles = Profile.objects.bulk_create(profiles)
        TaggedExpertise.objects.bulk_create(
            (
                TaggedExpertise(content_object=profile, tag_id=pk)
                for profile in profiles
                for pk in set(chance.choices(terms, cum_weights=term_weights, k=6))
            ),
            batch_size=CHUNK,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--profiles", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    django.setup()
    make_profiles(options.profiles, options.seed)
    print(f"{options.profiles:,} profiles written")


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idiaspora.settings")
    main()
