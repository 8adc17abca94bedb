"""The engines that answer.  Views, documents and queries never know which one it is."""

from django.conf import settings

from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine

_engine: Engine | None = None


def get_engine() -> Engine:
    """The engine of this site, one for the process."""
    global _engine
    if _engine is None:
        _engine = EmbeddedEngine(settings.SEARCH_INDEX_DIR)
    return _engine


def use(engine: Engine | None) -> None:
    """Has this engine answer from now on, in tests and benchmarks; None goes back to the one of the settings."""
    global _engine
    _engine = engine


__all__ = ["Engine", "get_engine", "use"]
