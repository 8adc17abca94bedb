"""How fast an index is filled, in one run on the same rows: python -m benchmarks.filling (after benchmarks.data)

Elasticsearch, where ELASTICSEARCH_URL names one: the floor (exactly our documents, ready made, pushed over two
connections, 2,000 to a request, then one refresh), `search rebuild`, and with --peers what modelsearch and
django-elasticsearch-dsl take for the same rows.  The embedded engine: its floor (documents ready made, added and
committed) and its rebuild.  Each in a fresh process, the floors and ours in turns; medians are compared.
"""

import argparse
import json
import statistics
import tempfile
import threading
from collections.abc import Iterator
from typing import IO, Any

from benchmarks import measuring
from benchmarks.measuring import KIND, Memory, Raw, Stopwatch, tell

CONNECTIONS = 2
SAMPLE = 20_000  # documents whose reading and writing is measured by its steps
EMBEDDED = {"ELASTICSEARCH_URL": ""}
PEERS = ("modelsearch", "django-elasticsearch-dsl")


def ready(limit: int | None = None) -> Iterator[list[dict[str, Any]]]:
    """Our documents in chunks, as they are before an engine has them."""
    from search import indexing
    from search.documents import chunks_of_keys, document_for, documents_of

    document, made = document_for(KIND), 0
    for pks in chunks_of_keys(document, indexing.CHUNK):
        documents = [fields for views in documents_of(document, pks).values() for fields in views]
        yield documents
        made += len(documents)
        if limit and made >= limit:
            return


# --- Elasticsearch ----------------------------------------------------------------------------------------------------
class Chunks:
    """Requests ready to be sent, kept in a file: memory is none of the floor's."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.ends, self.documents = file, [0], 0
        self.lock = threading.Lock()
        self.next = 0

    def put(self, lines: bytes, documents: int) -> None:
        self.file.write(lines)
        self.ends.append(self.ends[-1] + len(lines))
        self.documents += documents

    def take(self) -> bytes:
        """The next; b"" when none is left."""
        with self.lock:
            if self.next + 1 == len(self.ends):
                return b""
            start, end = self.ends[self.next : self.next + 2]
            self.next += 1
            self.file.seek(start)
            return self.file.read(end - start)


def floor() -> dict[str, float]:
    import orjson

    from search.engines import get_engine

    engine: Any = get_engine()
    of = engine._kind(KIND)
    index = f"{engine.prefix}-floor"
    raws = [Raw() for _ in range(CONNECTIONS)]
    with tempfile.TemporaryFile() as file:
        chunks = Chunks(file)
        for documents in ready():
            lines = [
                b'{"index":{"_id":"%d-%d"}}\n%b\n' % (fields["object_id"], n, orjson.dumps(of.outward(fields)))
                for n, fields in enumerate(documents)
            ]
            chunks.put(b"".join(lines), len(documents))

        def push(raw: Raw) -> None:
            while lines := chunks.take():
                answer = raw.ask("POST", f"/{index}/_bulk?filter_path=errors", lines, "application/x-ndjson")
                assert answer == b'{"errors":false}', answer

        definition = engine._definition(of, replicas=0)
        definition["settings"]["index"] |= {"refresh_interval": "-1"}
        raws[0].ask("PUT", f"/{index}", json.dumps(definition).encode())
        threads = [threading.Thread(target=push, args=(raw,)) for raw in raws]
        before, watch = measuring.cluster_processor(), Stopwatch()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        raws[0].ask("POST", f"/{index}/_refresh")
        found = watch.stop(chunks.documents) | _in_cluster(before, chunks.documents)
        raws[0].ask("DELETE", f"/{index}")
    return found


def rebuild() -> dict[str, float]:
    from search import indexing
    from search.engines import get_engine

    get_engine().status(KIND)  # the connection is open, and what it needs is loaded
    before = measuring.cluster_processor() if measuring.cluster() else None
    memory, watch = Memory(), Stopwatch()
    found = watch.stop(indexing.rebuild(KIND))
    return found | memory.risen() | _in_cluster(before, int(found["documents"]))


def _in_cluster(before: float | None, documents: int) -> dict[str, float]:
    """µs of processor time that the cluster took for one document."""
    return {} if before is None else {"cluster": (measuring.cluster_processor() - before) / documents * 1e6}


def steps() -> dict[str, dict[str, float]]:
    """What reading, converting and writing JSON take, each alone."""
    from search.engines import get_engine
    from search.engines.bulk import Operations

    engine: Any = get_engine()
    of = engine._kind(KIND)
    watch = Stopwatch()
    documents = [fields for chunk in ready(SAMPLE) for fields in chunk]
    found = {"reading": watch.stop(len(documents))}
    watch = Stopwatch()
    converted = [of.outward(fields) for fields in documents]
    found["converting"] = watch.stop(len(documents))
    watch, operations = Stopwatch(), Operations(2, 1)
    for fields in converted:
        operations.add(fields["object_id"], [fields])
    operations.lines()
    found["writing JSON"] = watch.stop(len(documents))
    return found


# --- The embedded engine ----------------------------------------------------------------------------------------------
def embedded_floor() -> dict[str, float]:
    from search.engines import get_engine

    engine: Any = get_engine()
    convert = engine._layout(KIND).convert
    documents = [convert(fields) for chunk in ready(SAMPLE) for fields in chunk]
    with engine.building(KIND) as builder:
        watch = Stopwatch()
        for made in documents:
            builder._writer.add_document(made)
        builder._writer.commit()
        return watch.stop(len(documents))


def embedded_steps() -> dict[str, dict[str, float]]:
    from search.engines import get_engine

    engine: Any = get_engine()
    watch = Stopwatch()
    documents = [fields for chunk in ready(SAMPLE) for fields in chunk]
    found = {"reading": watch.stop(len(documents))}
    convert, watch = engine._layout(KIND).convert, Stopwatch()
    for fields in documents:
        convert(fields)
    return found | {"converting": watch.stop(len(documents))}


STEPS = {
    "floor": floor, "rebuild": rebuild, "steps": steps, "embedded-floor": embedded_floor,
    "embedded-steps": embedded_steps,
}  # fmt: skip


# --- Telling ----------------------------------------------------------------------------------------------------------
def compare(floor_step: str, rounds: int, environment: dict[str, str]) -> float:
    """Measures the floor and ours in turns; prints both and the ratio, and says our documents/s."""
    floors, ours = [], []
    for _ in range(rounds):
        floors.append(measuring.step("benchmarks.filling", floor_step, environment=environment))
        ours.append(measuring.step("benchmarks.filling", "rebuild", environment=environment))
    _print("floor", floors)
    _print("rebuild", ours)
    ratios = [our["rate"] / floor["rate"] for our, floor in zip(ours, floors, strict=True)]
    memory, own = (max(each[name] for each in ours) for name in ("memory", "own memory"))
    print(f"  rebuild / floor: {statistics.median(ratios):.2f} ({', '.join(f'{ratio:.2f}' for ratio in ratios)})")
    print(
        f"  memory at its highest: {memory:+.0f} MB over the idle process, {own:+.0f} MB without mapped files",
        flush=True,
    )
    return statistics.median(each["rate"] for each in ours)


def _print(name: str, found: list[dict[str, float]]) -> None:
    rate = statistics.median(each["rate"] for each in found)
    processor = statistics.median(each["processor"] for each in found)
    seconds = ", ".join(f"{each['seconds']:.1f}" for each in found)
    cluster = [each["cluster"] for each in found if "cluster" in each]
    print(
        f"  {name}: {rate:,.0f} documents/s, {found[0]['documents']:,} in {seconds} s, "
        f"processor {processor:.0f} µs a document"
        + (f", {statistics.median(cluster):.0f} µs in the cluster" if cluster else ""),
        flush=True,
    )


def _print_steps(step: str, environment: dict[str, str]) -> None:
    for name, found in measuring.step("benchmarks.filling", step, environment=environment).items():
        print(f"    {name}: processor {found['processor']:.0f} µs a document, {found['rate']:,.0f} documents/s alone")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", action="store_true", help="also modelsearch and django-elasticsearch-dsl")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        measuring.set_up()
        tell(STEPS[options.step]())
        return
    with measuring.own_indices():
        if measuring.cluster():
            print("Elasticsearch")
            ours = compare("floor", options.rounds, {})
            _print_steps("steps", {})
            if options.peers:
                from benchmarks.peers import environment

                rates = {
                    name: measuring.step("benchmarks.peers.filling", name, environment=environment()) for name in PEERS
                }
                for name, found in rates.items():
                    _print(name, [found])
                best = max(found["rate"] for found in rates.values())
                print(f"  rebuild / the better of them: {ours / best:.1f}")
        print("Embedded")
        compare("embedded-floor", options.rounds, EMBEDDED)
        _print_steps("embedded-steps", EMBEDDED)


if __name__ == "__main__":
    main()
