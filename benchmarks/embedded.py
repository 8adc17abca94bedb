"""The embedded engine on the profiles of VAR_DIR: python -m benchmarks.embedded (after migrate and benchmarks.data)

Prints, each on a line: documents/s of three rebuilds from the database; what each step takes; the floor (the same
documents, ready made, pushed into the engine); a match query (building, engine, results, reasons), with and
without two facets; searches by words; commit → searchable; outbox rows drained a second.

Processor time (of all threads) is printed beside wall time: it says how much there is to do, whatever else runs.
"""

import os
import random
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

import django

KIND = "profile"
QUERIES = 300
SAMPLE = 20_000  # documents of the floor and of the steps
REBUILDS = 3


def measure(name: str, run: Callable[[int], Any], times: int = QUERIES) -> None:
    """Prints the median and the 95th percentile of wall time, and the processor time of a run."""
    for i in range(10):
        run(i)
    taken, processor = [], time.process_time()
    for i in range(times):
        start = time.perf_counter()
        run(i)
        taken.append((time.perf_counter() - start) * 1000)
    processor = (time.process_time() - processor) / times * 1000
    taken.sort()
    p95 = taken[int(len(taken) * 0.95)]
    print(f"{name}: p50 {statistics.median(taken):.2f} ms, p95 {p95:.2f} ms, processor {processor:.2f} ms")


class Stopwatch:
    """Wall and processor time since it was made."""

    def __init__(self) -> None:
        self.wall, self.processor = time.perf_counter(), time.process_time()

    def says(self, name: str, documents: int) -> float:
        """Prints what so many documents took; returns documents/s."""
        wall, processor = time.perf_counter() - self.wall, time.process_time() - self.processor
        rate = documents / wall
        print(
            f"{name}: {documents:,} documents in {wall:.1f} s, {rate:,.0f} documents/s, "
            f"processor {processor / documents * 1e6:.0f} µs a document"
        )
        return rate


def signals(chance: random.Random) -> list[Any]:
    """Five kinds of expertise, a country and an offer, as matching asks."""
    from benchmarks.data import TERMS, zipf
    from search.matching import UNIT, Rule, Signal

    keys = [f"bench-{i}" for i in chance.choices(range(TERMS), cum_weights=zipf(TERMS), k=5)]
    expertise = tuple(Rule("expertise", (key,), UNIT + i) for i, key in enumerate(keys))
    return [
        Signal("expertise", expertise, lambda fired: ", ".join(f.values[0] for f in fired)),
        Signal("place", (Rule("country", ("KG",), UNIT // 2),), lambda fired: "Near you", enough=False),
        Signal("open_to", (Rule("open_to", ("mentoring",), UNIT // 4),), lambda fired: "Mentors", enough=False),
    ]


def match_with_facets(chance: random.Random) -> None:
    from search.engines import get_engine

    should = [query for signal in signals(chance) for query in signal.to_queries()]
    conditions = [{"terms": {"audience": ["members"]}}, {"terms": {"languages": ["ru", "en"]}}]
    query = {"bool": {"filter": conditions, "should": should, "minimum_should_match": 1}}
    facets = {name: {"terms": {"field": name, "size": 50}} for name in ("country", "expertise")}
    get_engine().search(KIND, {"query": query, "size": 20, "aggs": facets})


def filling() -> None:
    from search import indexing
    from search.documents import document_for, documents_of
    from search.engines import get_engine

    document, engine = document_for(KIND), get_engine()
    document.queryset().count()  # connects, so that what is at rest is in memory
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rates = []
    for _ in range(REBUILDS):
        watch = Stopwatch()
        rates.append(watch.says("rebuild", indexing.rebuild(KIND)))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1e3
    rate = statistics.median(rates)
    print(f"rebuild: median {rate:,.0f} documents/s; memory at its highest: {grown:+.0f} MB over the process at rest")
    pks = list(document.queryset().order_by("pk").values_list("pk", flat=True)[:SAMPLE])
    watch, documents = Stopwatch(), []
    with indexing._rarely_collecting():
        for first in range(0, len(pks), indexing.CHUNK):
            chunk = documents_of(document, pks[first : first + indexing.CHUNK])
            documents += [fields for views in chunk.values() for fields in views]
        watch.says("  reading alone", len(documents))
    convert = engine._layout(KIND).convert  # type: ignore[attr-defined]
    watch = Stopwatch()
    for fields in documents:
        convert(fields)
    watch.says("  converting alone", len(documents))
    ready = [convert(fields) for fields in documents]
    watch = Stopwatch()
    with engine.building(KIND) as builder:
        for made in ready:
            builder._writer.add_document(made)  # type: ignore[attr-defined]
        builder._writer.commit()  # type: ignore[attr-defined]
        floor = watch.says("  floor: ready documents pushed and committed", len(documents))
    print(f"rebuild against the floor: {rate / floor:.2f}")


def asking() -> None:
    from profiles.models import Profile
    from search.matching import match
    from search.queries import SearchRequest, search

    chance = random.Random(7)
    spoken = [{"terms": {"languages": ["ru", "en"]}}]
    measure(
        "match with reasons, top 20",
        lambda i: match(kind=KIND, signals=signals(chance), audiences=("members",), filters=spoken, limit=20),
    )
    measure("match, top 20 and two facets", lambda i: match_with_facets(chance))
    words = [about.split()[:2] for about in Profile.objects.order_by("pk").values_list("about", flat=True)[:50]]
    measure("search by two words", lambda i: search(SearchRequest(KIND, ("members",), text=" ".join(words[i % 50]))))
    request = SearchRequest(KIND, ("members",), text="baba", facets=("country", "languages"), page=3)
    measure("search by a word, page 3, two facets", lambda i: search(request))


def changing() -> None:
    from django.db import transaction

    from profiles.models import Profile
    from search import outbox
    from search.queries import SearchRequest, search

    profiles = list(Profile.objects.order_by("pk")[:200])

    def save_and_find(i: int) -> None:
        profile = profiles[i % 200]
        profile.headline = f"unheard{time.time_ns()}"
        profile.save()
        assert search(SearchRequest(KIND, ("members",), text=profile.headline)).total == 1

    measure("commit → searchable", save_and_find, 100)
    waiting = list(Profile.objects.values_list("pk", flat=True)[:5_000])
    with transaction.atomic():
        outbox.enqueue(KIND, waiting)
        start = time.perf_counter()
    print(f"drain: {len(waiting) / (time.perf_counter() - start):,.0f} outbox rows/s")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idiaspora.settings")
    django.setup()
    filling()
    asking()
    changing()
