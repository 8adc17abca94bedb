"""Digests, read and asked as they are sent: python -m benchmarks.digests (after benchmarks.data)

The same members in turns: each by itself, and in the batches of `manage.py send_digests` (one `_msearch` where there is
a cluster).  What is measured is reading members and asking the engine, for matches and for two saved searches each;
writing and sending mails costs the same either way.  In each engine; ELASTICSEARCH_URL adds the cluster.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from benchmarks import measuring


def subscribe(members: int) -> list[Any]:
    """The digests of so many members, due, with two saved searches each; all that there is counts as new."""
    from django.utils import timezone

    from profiles.models import Digest, Profile, SavedSearch

    users = list(Profile.objects.order_by("pk").values_list("user", flat=True)[:members])
    long_ago = timezone.now() - timedelta(days=3650)
    Digest.objects.all().delete()
    Digest.objects.bulk_create(
        [Digest(user_id=user, frequency="daily", looked=long_ago, due=long_ago) for user in users], batch_size=1000
    )
    SavedSearch.objects.bulk_create(
        [
            SavedSearch(user_id=user, kind=kind, query=query, name=query, seen=long_ago)
            for user in users
            for kind, query in (("opportunity", "q=engineer"), ("profile", "q=teacher"))
        ],
        batch_size=1000,
        ignore_conflicts=True,
    )
    return users


def look_through(batches: Sequence[Sequence[Any]]) -> int:
    """Reads and asks as a run does; how many members had something to be told."""
    from idiaspora.digesting.finding import find
    from idiaspora.digesting.readers import read

    return sum(bool(each.matches or each.searches) for digests in batches for each in find(read(digests)))


def together() -> list[list[Any]]:
    """The batches of a run."""
    from idiaspora.digesting.readers import batches
    from profiles.models import Digest

    return [digests for _language, digests in batches(Digest.objects.all())]


def alone() -> list[list[Any]]:
    return [[digest] for digests in together() for digest in digests]


def timed(batches: Callable[[], list[list[Any]]]) -> float:
    """Seconds of one run; accounts are read anew, so that nothing is known of them."""
    made = batches()
    start = time.perf_counter()
    look_through(made)
    return time.perf_counter() - start


def measure(name: str, engine: Any, members: int, rounds: int) -> None:
    from search import engines, indexing

    engines.use(engine)
    for kind in ("opportunity", "profile"):
        indexing.rebuild(kind)
    look_through(together()[:2])  # warm
    taken: dict[str, list[float]] = {"alone": [], "together": []}
    for _round in range(rounds):
        taken["alone"].append(timed(alone))
        taken["together"].append(timed(together))
    one, many = min(taken["alone"]), min(taken["together"])
    print(f"{name}: {members / one:,.0f} members/s by themselves, {members / many:,.0f} together", flush=True)
    print(f"{name}, digests together / alone: {one / many:.2f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with measuring.own_indices():
        measuring.set_up()
        from django.conf import settings

        from search.engines import get_engine
        from search.engines.embedded import EmbeddedEngine

        members = len(subscribe(options.members))
        measure("embedded", EmbeddedEngine(settings.SEARCH_INDEX_DIR), members, options.rounds)
        if measuring.cluster():
            from search import engines

            engines.use(None)
            measure("Elasticsearch", get_engine(), members, options.rounds)


if __name__ == "__main__":
    main()
