"""What an answer takes, in one run on the same rows: python -m benchmarks.asking (after benchmarks.data)

A match of a member: five kinds of expertise, a country, an offer and the languages spoken; top 20, two facets.

* raw: the JSON that ours sends to Elasticsearch, over one connection that is kept open (bytes to dict, no more)
* client: the same bytes through Elasticsearch's own client with orjson
* ours: building the query, the engine, result objects with their reasons; in Elasticsearch and in the embedded engine
* modelsearch, with --peers: as near as it comes (any of the five, two facets, a count), filled for the purpose

They take turns, so whatever else the machine does befalls all alike.  Then: four threads at once; the same matches for
many members by one request each and together; searches by words.  Without ELASTICSEARCH_URL the embedded engine alone.
"""

import argparse
import random
from collections.abc import Callable
from itertools import cycle
from typing import Any

from benchmarks import measuring
from benchmarks.measuring import KIND, Raw, Times, taking_turns, together

THREADS = 4
POOL = 300  # different questions
FACETS = {name: {"terms": {"field": name, "size": 50}} for name in ("country", "expertise")}


def crafts(chance: random.Random) -> list[int]:
    """Numbers of five kinds of expertise, as members list them."""
    from benchmarks.data import TERMS, zipf

    return chance.choices(range(TERMS), cum_weights=zipf(TERMS), k=5)


def question(numbers: list[int]) -> Any:
    """What matching asks for somebody with this expertise."""
    from search.matching import UNIT, Question, Rule, Signal

    expertise = tuple(Rule("expertise", (f"bench-{n}",), UNIT + i) for i, n in enumerate(numbers))
    signals = [
        Signal("expertise", expertise, lambda fired: ", ".join(f.values[0] for f in fired)),
        Signal("place", (Rule("country", ("KG",), UNIT // 2),), lambda fired: "Near you", enough=False),
        Signal("open_to", (Rule("open_to", ("mentoring",), UNIT // 4),), lambda fired: "Mentors", enough=False),
    ]
    return Question(signals, ("members",), ({"terms": {"languages": ["ru", "en"]}},), limit=20)


def ask(engine: Any, numbers: list[int], facets: dict[str, Any] | None = None) -> list[Any]:
    """All of ours: from expertise to matches with their reasons."""
    asked = question(numbers)
    answer = engine.search(KIND, asked.to_body() | ({"aggs": facets} if facets else {}))
    return asked.explain(answer.hits)


class Ways:
    """The ways to ask, each a function of the number of the question."""

    def __init__(self) -> None:
        from django.conf import settings

        from search.engines.embedded import EmbeddedEngine

        chance = random.Random(7)
        self.numbers = [crafts(chance) for _ in range(POOL)]
        self.embedded = EmbeddedEngine(settings.SEARCH_INDEX_DIR)
        self.engines: dict[str, Any] = {"embedded": self.embedded}
        if measuring.cluster():
            from search.engines import get_engine

            self.engines["Elasticsearch"] = get_engine()

    def fill(self) -> None:
        """Rebuilds each index: what is asked must be what is there."""
        from search import engines, indexing

        for engine in self.engines.values():
            engines.use(engine)
            indexing.rebuild(KIND)

    def ours(self, name: str, facets: dict[str, Any] | None = FACETS) -> Callable[[int], Any]:
        return lambda i: ask(self.engines[name], self.numbers[i % POOL], facets)

    def bodies(self) -> list[bytes]:
        """What ours sends to Elasticsearch."""
        from search.engines.elastic_queries import sent

        fields = self.embedded._layout(KIND).fields
        return [sent(question(each).to_body() | {"aggs": FACETS}, fields, shards=1)[0] for each in self.numbers]

    def path(self) -> str:
        from search.engines.elastic_queries import sent

        _, params = sent({"query": {"match_all": {}}}, {}, shards=1)
        query = "&".join(f"{name}={value}" for name, value in params.items())
        return f"/{self.engines['Elasticsearch'].prefix}-{KIND}/_search?{query}"

    def raw(self, bodies: list[bytes]) -> Callable[[int], Any]:
        import orjson

        connection, path = Raw(), self.path()
        return lambda i: orjson.loads(connection.ask("POST", path, bodies[i % POOL]))

    def client(self, bodies: list[bytes]) -> Callable[[int], Any]:
        from elasticsearch import Elasticsearch, OrjsonSerializer

        client = Elasticsearch(measuring.cluster(), serializers={"application/json": OrjsonSerializer()})
        headers, path = {"accept": "application/json", "content-type": "application/json"}, self.path()
        return lambda i: client.perform_request("POST", path, headers=headers, body=bodies[i % POOL]).body


def modelsearch(numbers: list[list[int]]) -> Callable[[int], Any]:
    """Any of the five words, those who are listed, 20 objects, two facets and a count: five requests in all."""
    from modelsearch.backends import get_search_backend

    from benchmarks.peers.models import IndexedProfile

    backend = get_search_backend("default")
    listed = IndexedProfile.objects.filter(is_hidden=False)

    def run(i: int) -> Any:
        words = " ".join(f"craft_{n}" for n in numbers[i % POOL])
        found = backend.search(words, listed, fields=["crafts"], operator="or")
        return list(found[:20]), found.facet("country"), found.facet("crafts"), found.count()

    return run


def latency(ways: Ways, times: int, *, has_peers: bool) -> None:
    runs: dict[str, Callable[[int], Any]] = {"ours, embedded": ways.ours("embedded")}
    if "Elasticsearch" in ways.engines:
        bodies = ways.bodies()
        runs |= {
            "raw": ways.raw(bodies),
            "client and orjson": ways.client(bodies),
            "ours, Elasticsearch": ways.ours("Elasticsearch"),
        }
    if has_peers:
        runs["modelsearch"] = modelsearch(ways.numbers)
    print("One match, top 20 and two facets")
    found = taking_turns(runs, times)
    _print(found)
    _print_ratio(found, "ours, Elasticsearch", "raw")
    _print_ratio(found, "ours, embedded", "raw")
    _print_ratio(found, "modelsearch", "ours, Elasticsearch")
    print("One match, top 20")
    _print(taking_turns({f"ours, {name}": ways.ours(name, None) for name in ways.engines}, times))


def _print(found: dict[str, Times]) -> None:
    for name, each in found.items():
        print(f"  {name}: {each}", flush=True)


def _print_ratio(found: dict[str, Times], ours: str, other: str) -> None:
    if ours in found and other in found:
        print(f"  {ours} / {other}, p50: {found[ours].p50 / found[other].p50:.2f}", flush=True)


def throughput(ways: Ways, seconds: float, *, has_peers: bool) -> None:
    print(f"{THREADS} threads, requests/s")
    runs: dict[str, Callable[[], Callable[[int], Any]]] = {"ours, embedded": lambda: ways.ours("embedded")}
    if "Elasticsearch" in ways.engines:
        bodies = ways.bodies()
        runs |= {
            "raw": lambda: ways.raw(bodies),
            "client and orjson": lambda: ways.client(bodies),
            "ours, Elasticsearch": lambda: ways.ours("Elasticsearch"),
        }
    if has_peers:
        runs["modelsearch"] = lambda: modelsearch(ways.numbers)
    for name, make in runs.items():
        print(f"  {name}: {together([make() for _ in range(THREADS)], seconds):,.0f}", flush=True)


def digests(ways: Ways, members: int) -> None:
    """Matches for many members, in turns by one request each and together."""
    from search import engines
    from search.matching import match, match_many

    print(f"Digests: matches for {members:,} members, members/s")
    for name, engine in ways.engines.items():
        engines.use(engine)
        numbers = cycle(ways.numbers)
        asked = [question(next(numbers)) for _ in range(members)]
        alone = many = 0.0
        for first in range(0, members, 500):
            some = asked[first : first + 500]
            watch = measuring.Stopwatch()
            for each in some:
                match(kind=KIND, signals=each.signals, audiences=each.audiences, filters=each.filters, limit=20)
            alone += watch.stop(len(some))["seconds"]
            watch = measuring.Stopwatch()
            match_many(KIND, some)
            many += watch.stop(len(some))["seconds"]
        print(f"  {name}: {members / alone:,.0f} by one request each, {members / many:,.0f} together", flush=True)
        print(f"  {name}, together / alone: {alone / many:.2f}", flush=True)


def words(ways: Ways, times: int) -> None:
    """Searches by words: two of a profile, and one with facets on a later page."""
    from profiles.models import Profile
    from search import engines
    from search.queries import SearchRequest, search

    texts = [about.split()[:2] for about in Profile.objects.order_by("pk").values_list("about", flat=True)[:50]]
    third = SearchRequest(KIND, ("members",), text="baba", facets=("country", "languages"), page=3)

    def by(engine: Any, request: Callable[[int], SearchRequest]) -> Callable[[int], Any]:
        def run(i: int) -> Any:
            engines.use(engine)
            return search(request(i))

        return run

    for title, request in (
        ("Search by two words", lambda i: SearchRequest(KIND, ("members",), text=" ".join(texts[i % len(texts)]))),
        ("Search by a word, page 3, two facets", lambda i: third),
    ):
        print(title)
        _print(taking_turns({f"ours, {name}": by(engine, request) for name, engine in ways.engines.items()}, times))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=5.0, help="that four threads ask for")
    parser.add_argument("--members", type=int, default=2_000, help="that get a digest")
    parser.add_argument("--peers", action="store_true", help="also modelsearch")
    options = parser.parse_args()
    if options.peers:
        from benchmarks.peers import join

        join()
    with measuring.own_indices():
        measuring.set_up()
        ways = Ways()
        ways.fill()
        if options.peers:
            from benchmarks.peers.filling import by_modelsearch

            by_modelsearch()
        latency(ways, options.times, has_peers=options.peers)
        throughput(ways, options.seconds, has_peers=options.peers)
        digests(ways, options.members)
        words(ways, options.times)


if __name__ == "__main__":
    main()
