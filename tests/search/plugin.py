"""The search index in tests: every test that touches the database gets an empty index of its own.

tests/conftest.py imports `search_index`, and with it `_own_index`, which every test uses by itself.

* With `transactional_db` (and a live server) commits are real: the outbox is drained after each, as on the site.
* With `db` nothing is ever committed, so nothing is drained: say `search_index.drain()` to bring the index up to date.
* `search_index.rebuild("profile", …)` (all kinds when none is named) fills the index with what is in the database.

The engine is the embedded one, or, with TEST_ENGINE=elasticsearch, the cluster of ELASTICSEARCH_URL.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from search import documents, engines, indexing, outbox
from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine
from search.results import ResultPage
from tests.search.engines import new_engine


class SearchIndex:
    """The index of one test."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def drain(self) -> int:
        """Brings the index up to date with what the test has saved."""
        return outbox.drain()

    def rebuild(self, *kinds: str) -> None:
        for kind in kinds or documents.kinds():
            indexing.rebuild(kind)

    def ids(self, page: ResultPage) -> list[int]:
        """The object ids of a page, in order."""
        return [hit.object_id for hit in page.hits]


@pytest.fixture(autouse=True)
def _own_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine whose index comes to be when it is first written to."""
    folder: Path = tmp_path_factory.getbasetemp() / "index" / f"{next(_NUMBERS)}"
    with new_engine(settings.TEST_ENGINE, folder) as engine:
        engines.use(engine)
        yield engine
        engines.use(None)


@pytest.fixture
def embedded_index(_own_index: Engine, tmp_path: Path) -> Iterator[SearchIndex]:
    """For tests of what only the embedded engine does: its folders, its locks."""
    engine = EmbeddedEngine(tmp_path / "index")
    engines.use(engine)
    yield SearchIndex(engine)
    engines.use(_own_index)


def _count() -> Iterator[int]:
    number = 0
    while True:
        yield number
        number += 1


_NUMBERS = _count()


@pytest.fixture
def search_index(_own_index: Engine) -> SearchIndex:
    """Drains, rebuilds and asks the index of this test."""
    return SearchIndex(_own_index)
