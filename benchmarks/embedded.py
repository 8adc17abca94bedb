"""The embedded engine on the profiles of VAR_DIR: python -m benchmarks.embedded (after migrate and benchmarks.data)

Prints, each on a line: documents/s of a rebuild from the database; a match query (building, engine, results), with and
without two facets; a search by words; commit → searchable; outbox rows drained a second.
"""

import os
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

import django

KIND = "profile"
QUERIES = 300


def measure(name: str, run: Callable[[int], Any], times: int = QUERIES) -> list[float]:
    """Milliseconds of each run; prints the median and the 95th percentile."""
    for i in range(10):
        run(i)
    taken = []
    for i in range(times):
        start = time.perf_counter()
        run(i)
        taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    print(f"{name}: p50 {statistics.median(taken):.2f} ms, p95 {taken[int(len(taken) * 0.95)]:.2f} ms")
    return taken


def match_body(chance: random.Random, facets: bool) -> dict[str, Any]:
    """Five kinds of expertise, a country and a language, as matching asks."""
    from benchmarks.data import TERMS, zipf

    keys = [f"bench-{i}" for i in chance.choices(range(TERMS), cum_weights=zipf(TERMS), k=5)]
    should = [
        {"constant_score": {"filter": {"terms": {"expertise": [key]}}, "boost": (64 + i) / 64}}
        for i, key in enumerate(keys)
    ]
    should += [
        {"constant_score": {"filter": {"terms": {"country": ["KG"]}}, "boost": 0.5}},
        {"constant_score": {"filter": {"terms": {"open_to": ["mentoring"]}}, "boost": 0.25}},
    ]
    query = {
        "bool": {
            "filter": [{"terms": {"audience": ["members"]}}, {"terms": {"languages": ["ru", "en"]}}],
            "should": should,
            "minimum_should_match": 1,
        }
    }
    body: dict[str, Any] = {"query": query, "size": 20}
    if facets:
        body["aggs"] = {name: {"terms": {"field": name, "size": 50}} for name in ("country", "expertise")}
    return body


def main() -> None:
    from profiles.models import Profile
    from search import indexing, outbox
    from search.engines import get_engine
    from search.queries import SearchRequest, search

    start = time.perf_counter()
    documents = indexing.rebuild(KIND)
    taken = time.perf_counter() - start
    print(f"rebuild: {documents:,} documents in {taken:.1f} s, {documents / taken:,.0f} documents/s")
    engine, chance = get_engine(), random.Random(7)
    measure("match, top 20", lambda i: engine.search(KIND, match_body(chance, False)))
    measure("match, top 20 and two facets", lambda i: engine.search(KIND, match_body(chance, True)))
    words = [about.split()[:2] for about in Profile.objects.order_by("pk").values_list("about", flat=True)[:50]]
    measure("search by two words", lambda i: search(SearchRequest(KIND, ("members",), text=" ".join(words[i % 50]))))
    request = SearchRequest(KIND, ("members",), text="baba", facets=("country", "languages"), page=3)
    measure("search by a word, page 3, two facets", lambda i: search(request))
    profiles = list(Profile.objects.order_by("pk")[:200])

    def save_and_find(i: int) -> None:
        profile = profiles[i % 200]
        profile.headline = f"unheard{time.time_ns()}"
        profile.save()
        assert search(SearchRequest(KIND, ("members",), text=profile.headline)).total == 1

    measure("commit → searchable", save_and_find, 100)
    waiting = list(Profile.objects.values_list("pk", flat=True)[:5_000])
    from django.db import transaction

    with transaction.atomic():
        outbox.enqueue(KIND, waiting)
        start = time.perf_counter()
    print(f"drain: {len(waiting) / (time.perf_counter() - start):,.0f} outbox rows/s")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idiaspora.settings")
    django.setup()
    main()
