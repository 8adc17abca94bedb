"""What every engine must do alike.  A further engine is one more entry of ENGINES; the tests stay as they are."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from search import engines
from search.documents import DocumentClass
from search.engines.base import Answer, Engine, Outcome
from search.queries import SearchRequest, search
from search.results import ResultPage
from tests.search.documents import KIND
from tests.search.engines import ENGINES, new_engine


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path, tested: DocumentClass) -> Iterator[Engine]:
    """An engine with nothing in it."""
    with new_engine(request.param, tmp_path) as made:
        engines.use(made)
        yield made
        engines.use(None)


@pytest.fixture
def put(engine: Engine) -> Callable[..., None]:
    """Puts one document in the index: put(1, name="…").  By default it is public, and newer the higher its number."""

    def put_one(object_id: int, **fields: Any) -> None:
        document = {"object_id": object_id, "audience": ["public"], "newest": object_id, **fields}
        put_views(engine, object_id, document)

    return put_one


def put_views(engine: Engine, object_id: int, *documents: dict[str, Any]) -> None:
    """Replaces all documents of an object."""
    with engine.lock(KIND):
        assert engine.apply(KIND, {object_id: documents}) == Outcome()


@pytest.fixture
def put_all(engine: Engine) -> Callable[..., None]:
    """Puts many at once: a list of field dictionaries, numbered from 1."""

    def put_many(documents: list[dict[str, Any]]) -> None:
        changes = {
            i: [{"object_id": i, "audience": ["public"], "newest": i, **fields}]
            for i, fields in enumerate(documents, 1)
        }
        with engine.lock(KIND):
            assert engine.apply(KIND, changes) == Outcome()

    return put_many


@pytest.fixture
def ask(engine: Engine) -> Callable[..., Answer]:
    """Sends a query as it is."""
    return lambda query=None, **body: engine.search(KIND, {"query": query or {"match_all": {}}, **body})


@pytest.fixture
def ids(ask: Callable[..., Answer]) -> Callable[..., list[int]]:
    """The object ids that a query finds, in order."""
    return lambda query=None, **body: [hit.object_id for hit in ask(query, **body).hits]


@pytest.fixture
def look(engine: Engine) -> Callable[..., ResultPage]:
    """Searches as a page does, as the public unless told otherwise."""
    return lambda text="", **values: search(
        SearchRequest(**{"kind": KIND, "viewer_audiences": ("public",), "text": text, **values})
    )


@pytest.fixture
def found(look: Callable[..., ResultPage]) -> Callable[..., list[int]]:
    """The object ids that a search finds, in order."""
    return lambda text="", **values: [hit.object_id for hit in look(text, **values).hits]
