"""Engines for tests, each with nothing in it and gone without a trace afterwards."""

import contextlib
import functools
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from search.engines.base import Engine
from search.engines.connection import Cluster, Connection
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine

ENGINES = ("embedded", "elasticsearch", "elasticsearch-3-shards")


@functools.cache
def cluster_connection() -> Connection:
    """One connection for the process, patient: a machine that runs tests is busy."""
    return Connection(Cluster(hosts=(os.environ["ELASTICSEARCH_URL"],), search_timeout=30.0))


@contextlib.contextmanager
def new_engine(name: str, folder: Path) -> Iterator[Engine]:
    """One of ENGINES.  The test is skipped where the service it needs is not up."""
    if name == "embedded":
        yield EmbeddedEngine(folder)
        return
    if not os.environ.get("ELASTICSEARCH_URL"):
        pytest.skip("ELASTICSEARCH_URL is not set: Elasticsearch is needed")
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    shards = 3 if name.endswith("3-shards") else 1
    made = _ForTests(cluster_connection(), prefix=prefix, shards=shards, checks=True, waits=True, is_immediate=True)
    yield made
    if made.is_touched:
        remove_indices(prefix)


class _ForTests(ElasticsearchEngine):
    """Knows whether it has made an index: most tests make none, and have nothing to clear up."""

    is_touched = False

    def _definition(self, *args: Any, **options: Any) -> dict[str, Any]:
        self.is_touched = True
        return super()._definition(*args, **options)


def remove_indices(prefix: str) -> None:
    """Deletes the indices of one test, by their names: a cluster may refuse to delete by a pattern."""
    if names := ",".join(cluster_connection().ask("GET", f"/{prefix}-*/_alias")):
        cluster_connection().ask("DELETE", f"/{names}")
