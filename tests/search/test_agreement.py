"""The two engines answer alike: documents, changes and queries are drawn at random, and sent to both."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, note, seed, settings
from hypothesis import strategies as st

from search.documents import DocumentClass
from search.engines.base import Answer, Engine, Outcome, UnsupportedClause
from search.results import Hit
from tests.search.documents import KIND
from tests.search.engines import new_engine
from tests.search.strategies import changes, communities, requests, word_requests

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
Documents = dict[int, list[dict[str, Any]]]
# An index takes as long to make as a dozen queries: a few of them are asked much, and queries alone are made shorter.
few = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
many = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)


@pytest.fixture(params=["elasticsearch", "elasticsearch-3-shards"])
def pair(request: pytest.FixtureRequest, tmp_path: Path, tested: DocumentClass) -> Iterator[tuple[Engine, Engine]]:
    """The embedded engine, and one in a cluster."""
    with new_engine("embedded", tmp_path) as embedded, new_engine(request.param, tmp_path) as cluster:
        yield embedded, cluster


def fill(engine: Engine, documents: Documents) -> None:
    """Has an index with these documents and no others, nothing deleted or written twice in it."""
    with engine.building(KIND) as builder:
        builder.add([view for each in documents.values() for view in each])
        builder.swap()
        assert builder.refused == {}


def change(engine: Engine, documents: Documents) -> None:
    with engine.lock(KIND):
        assert engine.apply(KIND, documents) == Outcome()


def answers(pair: Sequence[Engine], body: dict[str, Any]) -> list[Answer | str]:
    """What each engine says; of a clause that it refuses, the name and the place."""
    found: list[Answer | str] = []
    for engine in pair:
        try:
            found.append(engine.search(KIND, body))
        except UnsupportedClause as refusal:
            found.append(f"{refusal.clause} at {refusal.where}")
    return found


def same(pair: Sequence[Engine], body: dict[str, Any]) -> None:
    note(f"{body}")
    embedded, cluster = answers(pair, body)
    assert embedded == cluster


def nearly_same(pair: Sequence[Engine], body: dict[str, Any]) -> None:
    """The same hits, with scores that are equal but for the order in which floats were added."""
    note(f"{body}")
    embedded, cluster = answers(pair, body)
    assert isinstance(embedded, Answer) and isinstance(cluster, Answer)
    assert embedded.total == cluster.total
    assert scores(cluster.hits) == pytest.approx(scores(embedded.hits), rel=1e-3, abs=1e-6)


def scores(hits: Sequence[Hit]) -> dict[int, float]:
    return {hit.object_id: hit.score for hit in hits}


def ask_many(requests: st.SearchStrategy[Any], check: Callable[[Any], None], number: int) -> None:
    """Checks some requests, others for each number."""

    @seed(number)
    @many
    @given(requests)
    def ask(body: Any) -> None:
        check(body)

    ask()


@few
@given(documents=communities(), rows=changes(), number=st.integers(0, 10**6))
def test_hits_totals_scores_counts_and_highlights_are_equal(
    pair: Sequence[Engine], documents: Documents, rows: Documents, number: int
) -> None:
    note(f"{documents}")
    for engine in pair:
        fill(engine, documents)
    ask_many(requests(), lambda body: same(pair, body), number)
    note(f"changed: {rows}")
    for engine in pair:
        change(engine, rows)
    ask_many(requests(), lambda body: same(pair, body), number + 1)


# What is deleted counts in how rare a word is until it is merged away, which each engine does in its own time.
@few
@given(documents=communities(), number=st.integers(0, 10**6))
def test_scores_of_words_are_equal(pair: Sequence[Engine], documents: Documents, number: int) -> None:
    note(f"{documents}")
    for engine in pair:
        fill(engine, documents)
    ask_many(word_requests(), lambda body: nearly_same(pair, body), number)
