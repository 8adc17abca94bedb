"""What changes cost and when they are seen: python -m benchmarks.changing (after benchmarks.data)

In each engine: a save with and without search, commit → searchable, outbox rows drained a second.  With Elasticsearch,
where ELASTICSEARCH_URL names one, workers are processes of their own (`manage.py search work`), and are so while saves
are timed and followed; rows are drained by one of them and by two.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from benchmarks import measuring
from benchmarks.measuring import KIND, ROOT, percentile, tell

PATIENCE = 120.0  # seconds until what should be seen by then never will be
LOOKS = 0.005  # seconds between two looks


@contextlib.contextmanager
def workers(count: int) -> Iterator[None]:
    """So many processes that drain the outbox; they are ready when this is entered."""
    command = [sys.executable, "-u", "manage.py", "search", "work"]
    started = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ) for _ in range(count)
    ]
    try:
        for each in started:
            assert each.stdout is not None
            each.stdout.readline()  # «Draining …»
        yield
    finally:
        for each in started:
            each.terminate()
        for each in started:
            each.communicate(timeout=60)


def headline(profile: Any) -> Any:
    """Changes what is found of a profile, to a word that nobody has used."""
    profile.headline = f"unheard{time.time_ns()}"
    return profile


def saving(times: int) -> dict[str, Any]:
    """A save with search, and one that no signal tells of, in turns; and how many requests to the cluster it made."""
    from elastic_transport import Transport

    from profiles.models import Profile
    from search import receivers
    from search.documents import document_for

    profiles, document = list(Profile.objects.order_by("pk")[:200]), document_for(KIND)
    taken: dict[str, list[float]] = {"with search": [], "without": []}
    requests = 0
    perform = Transport.perform_request

    def counted(*args: Any, **options: Any) -> Any:
        nonlocal requests
        requests += 1
        return perform(*args, **options)

    Transport.perform_request = counted  # type: ignore[method-assign]
    for i in range(times):
        for name, change in (("with search", receivers.connect), ("without", receivers.disconnect)):
            change(document)
            profile = headline(profiles[i % len(profiles)])
            start = time.perf_counter()
            profile.save()
            taken[name].append((time.perf_counter() - start) * 1000)
    receivers.connect(document)
    Transport.perform_request = perform  # type: ignore[method-assign]
    return {name: spread(each) for name, each in taken.items()} | {"requests": requests}


def spread(taken: list[float]) -> dict[str, float]:
    return {"p50": percentile(taken, 0.5), "p95": percentile(taken, 0.95)}


def freshness(times: int, *, is_immediate: bool) -> dict[str, float]:
    """From the commit until a search finds the change; from before the save where that waits for it."""
    from profiles.models import Profile
    from search.queries import SearchRequest, search

    profiles = list(Profile.objects.order_by("-pk")[:200])
    taken = []
    for i in range(times):
        profile = headline(profiles[i % len(profiles)])
        start = time.perf_counter()
        profile.save()
        if not is_immediate:
            start = time.perf_counter()
        request = SearchRequest(KIND, ("members",), text=profile.headline)
        while search(request).total != 1:
            _must_not_last(start)
            time.sleep(LOOKS)
        taken.append((time.perf_counter() - start) * 1000)
    return spread(taken)


def _must_not_last(start: float) -> None:
    if time.perf_counter() - start > PATIENCE:
        raise SystemExit("What was waited for never happened")


def fill_outbox(rows: int) -> int:
    """Outbox rows of so many profiles, each once; says how many."""
    from profiles.models import Profile
    from search.models import OutboxRow

    pks = list(Profile.objects.order_by("pk").values_list("pk", flat=True)[:rows])
    OutboxRow.objects.bulk_create([OutboxRow(kind=KIND, object_id=pk) for pk in pks], batch_size=1_000)
    return len(pks)


def drained(rows: int, count: int) -> float:
    """Rows/s that so many workers drain, from the moment that they see the rows."""
    from django.db import transaction

    from search.models import OutboxRow

    with workers(count):
        with transaction.atomic():
            filled = fill_outbox(rows)
        start = time.perf_counter()
        while OutboxRow.objects.exists():
            _must_not_last(start)
            time.sleep(LOOKS)
        return filled / (time.perf_counter() - start)


def embedded(times: int, rows: int) -> None:
    from search import indexing, outbox

    indexing.rebuild(KIND)
    found: dict[str, Any] = {"saving": saving(times), "freshness": freshness(times, is_immediate=True)}
    filled = fill_outbox(rows)
    start = time.perf_counter()
    outbox.drain()
    tell(found | {"drained": {"by one": filled / (time.perf_counter() - start)}})


def in_cluster(times: int, rows: int) -> None:
    from search import indexing, outbox

    indexing.rebuild(KIND)
    with workers(1):
        found: dict[str, Any] = {"saving": saving(times), "freshness": freshness(times, is_immediate=False)}
    outbox.drain()
    tell(found | {"drained": {"by one": drained(rows, 1), "by two": drained(rows, 2)}})


STEPS = {"embedded": embedded, "elasticsearch": in_cluster}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--rows", type=int, default=10_000, help="outbox rows to drain")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        measuring.set_up()
        STEPS[options.step](options.times, options.rows)
        return
    with measuring.own_indices():
        for name, environment in (("embedded", {"ELASTICSEARCH_URL": ""}), ("elasticsearch", {})):
            if name == "elasticsearch" and not measuring.cluster():
                continue
            arguments = (name, "--times", str(options.times), "--rows", str(options.rows))
            _print(name, measuring.step("benchmarks.changing", *arguments, environment=environment))


def _print(name: str, found: dict[str, Any]) -> None:
    print(name.title())
    saving = found["saving"]
    for what in ("with search", "without"):
        print(f"  a save {what}: p50 {saving[what]['p50']:.2f} ms, p95 {saving[what]['p95']:.2f} ms")
    more = saving["with search"]["p50"] - saving["without"]["p50"]
    print(f"  what search adds to a save: {more:+.2f} ms (p50), {saving['requests']} requests to a cluster in all")
    print(f"  commit → searchable: p50 {found['freshness']['p50']:.0f} ms, p95 {found['freshness']['p95']:.0f} ms")
    for how, rate in found["drained"].items():
        print(f"  outbox drained {how}: {rate:,.0f} rows/s", flush=True)


if __name__ == "__main__":
    main()
