"""What the benchmarks share: clocks, memory, percentiles, steps in fresh processes, and indices of one's own."""

import contextlib
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

KIND = "profile"
ROOT = Path(__file__).parent.parent
_STATUS = Path("/proc/self/status")


def set_up() -> None:
    """Django, with the settings of the site."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idiaspora.settings")
    import django

    django.setup()


class Stopwatch:
    """Wall and processor time (of all threads of this process) since it was made."""

    def __init__(self) -> None:
        self.wall, self.processor = time.perf_counter(), time.process_time()

    def stop(self, documents: int) -> dict[str, float]:
        """What so many documents took: seconds, documents/s, µs of processor time for one."""
        wall, processor = time.perf_counter() - self.wall, time.process_time() - self.processor
        return {
            "documents": documents,
            "seconds": wall,
            "rate": documents / wall,
            "processor": processor / max(documents, 1) * 1e6,
        }


class Memory:
    """How far memory rises above what the process held when this was made, in MB: in all, and of its own.

    In all counts the pages of files that are mapped, as the index of the embedded engine is: the system takes them back
    when it wants them.  What is the process's own is looked at so many times a second.
    """

    SECONDS_BETWEEN = 0.05

    def __init__(self) -> None:
        with contextlib.suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5")  # the highest counts from now on
        self.before, self.own_before = _memory("VmRSS"), _memory("RssAnon")
        self.own, self.is_over = self.own_before, threading.Event()
        self.watcher = threading.Thread(target=self._watch, daemon=True)
        self.watcher.start()

    def _watch(self) -> None:
        while not self.is_over.wait(self.SECONDS_BETWEEN):
            self.own = max(self.own, _memory("RssAnon"))

    def risen(self) -> dict[str, float]:
        """{"memory": in all, "own memory": …}"""
        self.is_over.set()
        self.watcher.join()
        return {"memory": _memory("VmHWM") - self.before, "own memory": self.own - self.own_before}


def _memory(name: str) -> float:
    found = re.search(rf"{name}:\s+(\d+) kB", _STATUS.read_text()) if _STATUS.exists() else None
    return int(found[1]) / 1e3 if found else 0.0


@dataclass(frozen=True)
class Times:
    """Milliseconds of repeated runs, and those of processor time that one took."""

    p50: float
    p95: float
    processor: float

    def __str__(self) -> str:
        return f"p50 {self.p50:.2f} ms, p95 {self.p95:.2f} ms, processor {self.processor:.2f} ms"


def taking_turns(runs: Mapping[str, Callable[[int], Any]], times: int, *, warm: int = 20) -> dict[str, Times]:
    """Runs each so often, one after the other in turns, after some rounds that don't count.

    They are given different numbers at each turn: none finds what the one before it has just warmed.
    """
    taken: dict[str, list[float]] = {name: [] for name in runs}
    processor = dict.fromkeys(runs, 0.0)
    for i in range(-min(warm, times), times):
        for offset, (name, run) in enumerate(runs.items()):
            start, used = time.perf_counter(), time.process_time()
            run(i + 37 * offset)
            if i >= 0:
                taken[name].append((time.perf_counter() - start) * 1000)
                processor[name] += time.process_time() - used
    return {
        name: Times(statistics.median(each), percentile(each, 0.95), processor[name] / times * 1000)
        for name, each in taken.items()
    }


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def together(runs: Sequence[Callable[[int], Any]], seconds: float) -> float:
    """Runs a second of several threads, one for each callable."""
    done, end = [0] * len(runs), time.perf_counter() + seconds

    def work(number: int) -> None:
        while time.perf_counter() < end:
            runs[number](done[number])
            done[number] += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(runs))]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - start)


# --- Steps ------------------------------------------------------------------------------------------------------------
def step(module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Any:
    """What `python -m module --step …` prints as its last line, JSON; in a process that has done nothing else."""
    command = [sys.executable, "-m", module, "--step", *arguments]
    made = subprocess.run(command, cwd=ROOT, env={**os.environ, **(environment or {})}, stdout=subprocess.PIPE)
    if made.returncode:
        raise SystemExit(f"{' '.join(command[1:])} failed")
    return json.loads(made.stdout.splitlines()[-1])


def tell(value: Any) -> None:
    """Prints what a step found, for step()."""
    print(json.dumps(value), flush=True)


# --- Elasticsearch ----------------------------------------------------------------------------------------------------
def cluster() -> str:
    """The address of the cluster; "" when there is none."""
    return os.environ.get("ELASTICSEARCH_URL", "").split(",")[0]


class Raw:
    """One connection that is kept open, and nothing else between us and the cluster: the floor of all clients."""

    def __init__(self) -> None:
        where = urlsplit(cluster())
        self.connection = http.client.HTTPConnection(where.hostname or "", where.port or 9200, timeout=60)

    def ask(self, method: str, path: str, body: bytes | None = None, type_: str = "application/json") -> bytes:
        self.connection.request(method, path, body, {"Content-Type": type_})
        answer = self.connection.getresponse()
        read = answer.read()
        if answer.status >= 400 and not (method == "DELETE" and answer.status == 404):
            raise RuntimeError(f"{method} {path}: {answer.status} {read[:500]!r}")
        return read


def cluster_processor() -> float:
    """Processor time that the cluster has taken since it began, in seconds; of all that it does, for whomever."""
    nodes = json.loads(Raw().ask("GET", "/_nodes/stats/process"))["nodes"].values()
    return sum(node["process"]["cpu"]["total_in_millis"] for node in nodes) / 1000


@contextlib.contextmanager
def own_indices() -> Iterator[str]:
    """A prefix for indices, which are deleted at the end, and patience with a busy cluster.

    Before set_up(): settings read them.
    """
    os.environ.setdefault("ELASTICSEARCH_SEARCH_TIMEOUT", "30")
    prefix = os.environ["ELASTICSEARCH_INDEX_PREFIX"] = f"bench-{uuid.uuid4().hex[:8]}"
    try:
        yield prefix
    finally:
        if cluster():
            raw = Raw()
            for name in json.loads(raw.ask("GET", f"/{prefix}*/_alias")):
                raw.ask("DELETE", f"/{name}")
