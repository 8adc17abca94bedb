"""The engines that answer.  Views, documents and queries never know which one it is."""

import re

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.base import Engine
from search.engines.connection import Cluster, Connection
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine

_engine: Engine | None = None


def get_engine() -> Engine:
    """The engine of this site, one for the process: in the cluster of the settings, or embedded when there is none."""
    global _engine
    if _engine is None:
        _engine = _in_cluster() if settings.ELASTICSEARCH["hosts"] else EmbeddedEngine(settings.SEARCH_INDEX_DIR)
    return _engine


def _in_cluster() -> ElasticsearchEngine:
    said = settings.ELASTICSEARCH
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", said["index_prefix"]):
        raise ImproperlyConfigured("ELASTICSEARCH_INDEX_PREFIX may have small letters, digits, - and _ only")
    cluster = Cluster(
        hosts=tuple(said["hosts"]),
        api_key=said["api_key"],
        username=said["username"],
        password=said["password"],
        ca_certs=said["ca_certs"],
        search_timeout=said["search_timeout"],
        write_timeout=said["write_timeout"],
    )
    return ElasticsearchEngine(
        Connection(cluster),
        prefix=said["index_prefix"],
        shards=said["shards"],
        replicas=said["replicas"],
        checks=settings.DEBUG,
        is_immediate=settings.SEARCH_DRAIN == "commit",
    )


def use(engine: Engine | None) -> None:
    """Has this engine answer from now on, in tests and benchmarks; None goes back to the one of the settings."""
    global _engine
    _engine = engine


__all__ = ["ElasticsearchEngine", "Engine", "get_engine", "use"]
