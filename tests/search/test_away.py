"""Elasticsearch is away, slow, busy or half broken: what the library does, with a real one behind a front that fails."""

from collections.abc import Callable
from typing import Any

import pytest

from profiles.models import Organization
from search import outbox, waiting
from search.documents import kinds
from search.engines import get_engine
from search.engines.base import EngineError, NotAskedError, State
from search.engines.breaker import FAILURES
from search.engines.connection import Cluster, ClusterAwayError, Connection
from search.indexing import rebuild
from search.models import OutboxRow
from search.queries import SearchRequest, complete, search
from tests.search.documents import KIND
from tests.search.faults import SLOW, Fault, Front, Outage

Make = Callable[..., Organization]
SHORT = 0.2  # seconds that a page waits where the cluster hangs

# (what happens, how often it must happen until nobody asks any more)
FAULTS = {
    "refused": (None, 1),
    "hung": (Fault.HANG, 1),
    "cut": (Fault.CUT, 1),
    "429": (Fault.BUSY, FAILURES),
    "503": (Fault.UNAVAILABLE, FAILURES),
}
each_fault = pytest.mark.parametrize("name", FAULTS)


def found() -> list[int]:
    return [hit.object_id for hit in search(SearchRequest(kind=KIND, viewer_audiences=("members",))).hits]


def begin(outage: Outage, name: str) -> None:
    fault, _ = FAULTS[name]
    outage.begin(fault, timeout=SHORT if fault == Fault.HANG else 30.0)


def rows() -> dict[int, tuple[str, int, bool]]:
    """{object: (what went wrong, attempts, whether it waits for a while)} of all that is in the outbox."""
    columns = ("object_id", "error", "attempts", "not_before")
    return {
        pk: (error, tries, later is not None) for pk, error, tries, later in OutboxRow.objects.values_list(*columns)
    }


@each_fault
def test_after_some_failures_nobody_asks_and_after_a_pause_exactly_one(name: str, outage: Outage, make: Make) -> None:
    one = make()
    outbox.drain()
    begin(outage, name)
    failures = FAULTS[name][1]
    for _ in range(failures):
        with pytest.raises(ClusterAwayError):
            found()
    outage.front.counted()
    for _ in range(5):
        with pytest.raises(NotAskedError):
            found()
    assert outage.front.counted() == []
    outage.pause()
    for _ in range(5):
        with pytest.raises(EngineError):
            found()
    assert len(outage.front.counted()) == (0 if name == "refused" else 1)  # a closed port counts nothing
    outage.end()
    with pytest.raises(NotAskedError):
        found()
    outage.pause()
    assert [found(), found()] == [[one.pk], [one.pk]]


@each_fault
def test_a_drain_loses_nothing_and_the_next_one_catches_up(name: str, outage: Outage, make: Make) -> None:
    made = [make(), make()]
    outbox.drain()
    begin(outage, name)
    made.append(make())
    with pytest.raises(EngineError):
        outbox.drain()
    [(pk, (error, attempts, _))] = rows().items()
    assert (pk, attempts) == (made[-1].pk, 1)
    assert error
    outage.end()
    assert outbox.drain() == 1
    assert (rows(), sorted(found())) == ({}, [one.pk for one in made])


@each_fault
def test_a_save_asks_elasticsearch_nothing(
    name: str, outage: Outage, make: Make, django_capture_on_commit_callbacks: Any
) -> None:
    begin(outage, name)
    with django_capture_on_commit_callbacks(execute=True), waiting.page():
        one = make()
        one.name = "Another"
        one.save()
    assert (outage.front.counted(), list(rows())) == ([], [one.pk])


def test_where_commits_drain_a_save_waits_once_and_the_next_not_at_all(
    outage: Outage, make: Make, django_capture_on_commit_callbacks: Any
) -> None:
    outage.engine.is_immediate = True
    outage.begin(Fault.HANG, timeout=SHORT)
    counts = []
    for _ in range(3):
        with waiting.page() as page, django_capture_on_commit_callbacks(execute=True):
            make()
        counts.append((len(outage.front.counted()), page.waited < 3 * SHORT))
    assert counts == [(1, True), (0, True), (0, True)]
    outage.end()
    outage.pause()
    assert outbox.drain() == 3


def test_half_of_a_bulk_is_rejected(outage: Outage, make: Make) -> None:
    outbox.drain()
    made = [make() for _ in range(4)]
    outage.begin(Fault.HALF)
    outbox.drain()
    error = "es_rejected_execution_exception: the queue is full"
    assert rows() == {made[1].pk: (error, 1, True), made[3].pk: (error, 1, True)}
    outage.end()
    assert outbox.drain(due=True) == 0  # a moment ago: they wait
    assert outbox.drain() == 2
    assert (rows(), sorted(found())) == ({}, [one.pk for one in made])


def test_one_red_index_fails_by_itself(outage: Outage, make: Make) -> None:
    one = make()
    outbox.drain()
    settings = {"index": {"number_of_replicas": 0, "routing.allocation.require._name": "nobody"}}
    red = f"{outage.prefix}-red-0"
    body = {"settings": settings, "aliases": {f"{outage.prefix}-red": {}}}
    outage.connection.ask("PUT", f"/{red}", body, {"wait_for_active_shards": "0"})
    for expected in [ClusterAwayError] * FAILURES + [NotAskedError]:
        with pytest.raises(expected):
            outage.connection.search(f"/{outage.prefix}-red/_search", b"{}", {"allow_partial_search_results": "false"})
    assert found() == [one.pk]


def test_a_red_index_of_a_kind_is_told(outage: Outage, make: Make) -> None:
    make()
    rebuild(KIND)
    assert outage.engine.health(kinds()).states == {KIND: State.READY}
    assert outage.engine.health(kinds()).red == frozenset()
    name = outage.engine._serving(KIND)
    outage.connection.ask("DELETE", f"/{name}")
    assert outage.engine.health(kinds()).states == {KIND: State.MISSING}
    definition = outage.engine._definition(outage.engine._kind(KIND), replicas=0, is_filled=True)
    definition["settings"]["index"]["routing.allocation.require._name"] = "nobody"
    aliases = {"aliases": {f"{outage.prefix}-{KIND}": {}}}
    outage.connection.ask("PUT", f"/{name}", definition | aliases, {"wait_for_active_shards": "0"})
    health = outage.engine.health(kinds())
    assert (health.states, health.red, health.cluster) == ({KIND: State.READY}, frozenset({KIND}), "red")
    with pytest.raises(ClusterAwayError, match="503"):
        found()


def test_the_searches_of_a_page_share_its_patience(outage: Outage, make: Make) -> None:
    make()
    outbox.drain()
    outage.begin(Fault.SLOW, timeout=2.5 * SLOW)
    with waiting.page() as page:
        answers = []
        for _ in range(6):
            try:
                answers.append(len(found()))
            except EngineError:
                answers.append(None)
    assert (answers[0], answers[-1]) == (1, None)
    assert page.waited < 4 * SLOW
    assert len(outage.front.counted()) <= 3
    assert found()  # elsewhere each search has its own


def test_out_of_patience_after_other_searches_does_not_open_the_breaker(outage: Outage, make: Make) -> None:
    make()
    outbox.drain()
    outage.begin(Fault.HANG, timeout=SHORT)
    with waiting.page() as page:
        page.waited = 0.6 * SHORT
        with pytest.raises(ClusterAwayError):
            found()
    assert not outage.connection.breaker.is_open


def test_a_completion_is_left_out(outage: Outage, make: Make, caplog: pytest.LogCaptureFixture) -> None:
    make("Osh Water Users")
    outbox.drain()
    assert complete(KIND, "name", "wat", ("members",)) == ["Osh Water Users"]
    outage.begin(None)
    with waiting.page() as page:
        assert complete(KIND, "name", "wat", ("members",)) == []
        assert complete(KIND, "name", "wat", ("members",)) == []
    assert page.did_without
    assert len([record for record in caplog.records if record.name == "search.fallback"]) == 1


def test_what_is_no_elasticsearch_is_away(outage: Outage, tested: Any) -> None:
    outage.begin(Fault.OTHER)
    with pytest.raises(ClusterAwayError, match="not Elasticsearch"):
        found()
    assert outage.connection.breaker.is_open


def test_a_second_host_answers_when_the_first_is_down(outage: Outage, make: Make, front: Front) -> None:
    one = make()
    outbox.drain()
    two = Connection(Cluster(hosts=("http://127.0.0.1:1", front.url), search_timeout=30.0))
    outage.engine.connection = two
    assert [found(), found(), found()] == [[one.pk]] * 3
    two.ask("GET", "/")
    assert get_engine().status(KIND).documents == 2
