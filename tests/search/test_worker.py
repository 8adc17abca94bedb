"""search/worker.py and search/tasks.py: the outbox is drained without anybody asking."""

import threading
import time

import pytest
from django.db import connections, transaction

from search import outbox, worker
from search.engines.base import EngineError
from search.models import Claim, OutboxRow
from search.tasks import drain_outbox
from search.worker import Worker
from tests.search.documents import KIND


@pytest.fixture
def told():
    return []


@pytest.fixture
def run(told, monkeypatch):
    """Runs a worker for as many steps as are asked for, without resting."""

    def steps(count):
        one = Worker(told.append)
        pauses = []

        def rest(seconds):
            pauses.append(seconds)
            if len(pauses) == count:
                one.end()

        monkeypatch.setattr(one, "_rest", rest)
        one.run()
        return pauses

    return steps


def test_drains_at_once_and_rests_when_there_is_nothing(make, run, told):
    make()
    assert run(2) == [0.0, worker.PAUSE]
    assert (OutboxRow.objects.count(), told) == (0, [])


def test_an_engine_that_is_away_is_asked_more_and_more_rarely_until_it_is_back(
    make, run, told, search_index, monkeypatch
):
    def fail(*args):
        raise EngineError("Elasticsearch can't be reached")

    make()
    with monkeypatch.context() as patch:
        patch.setattr(type(search_index.engine), "apply", fail)
        assert run(6) == [1.0, 2.0, 4.0, 8.0, 15.0, 15.0]
    assert told[0] == "Elasticsearch can't be reached; trying again in 1 s"
    assert OutboxRow.objects.count() == 1


def test_tells_that_it_answers_again(make, told, search_index, monkeypatch):
    def fail(*args):
        raise EngineError("away")

    make()
    one = Worker(told.append)
    with monkeypatch.context() as patch:
        patch.setattr(type(search_index.engine), "apply", fail)
        one._step()
    one._step()
    assert told == ["away; trying again in 1 s", "It answers again."]
    assert OutboxRow.objects.count() == 0


def test_claims_of_the_dead_are_forgotten(db, run):
    dead = Claim.objects.create(worker="gone:1")
    Claim.objects.update(made="2026-01-01T00:00:00Z")
    alive = Claim.objects.create(worker="here:2")
    row = OutboxRow.objects.create(kind="nothing", object_id=1, claim=dead)
    run(1)
    row.refresh_from_db()
    assert (row.claim, list(Claim.objects.all())) == (None, [alive])


def test_the_task_drains_and_finds_nothing_the_second_time(make):
    make()
    assert drain_outbox.enqueue().return_value == 1
    assert drain_outbox.enqueue().return_value == 0


def test_a_transaction_queues_one_task(make, settings, search_index, monkeypatch, django_capture_on_commit_callbacks):
    settings.SEARCH_DRAIN = "task"
    monkeypatch.setattr(search_index.engine, "is_immediate", False)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        make()
        make()
    assert callbacks.count(drain_outbox.enqueue) == 1
    assert OutboxRow.objects.count() == 0


def test_several_at_once_do_every_row_once(transactional_db, tested, search_index, monkeypatch):
    """Threads with connections of their own drain together; none waits for another's rows, none does them again."""
    from profiles.models import Organization

    monkeypatch.setattr(outbox, "CHUNK", 7)
    monkeypatch.setattr(search_index.engine, "is_immediate", False)
    with transaction.atomic():
        for i in range(60):
            Organization.objects.create(slug=f"o{i}", name=f"Org {i}", type="association", level="national")
    done, failures = [], []

    def drain():
        try:
            done.append(outbox.drain())
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=drain) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failures, sum(done)) == ([], 60)
    assert not OutboxRow.objects.exists()
    assert not Claim.objects.exists()
    search_index.engine.refresh(KIND)
    found = {fields["object_id"] for fields in search_index.engine.documents(KIND, -1, None).values()}
    assert found == set(Organization.objects.values_list("pk", flat=True))


def test_it_ends_while_it_rests(told):
    one = Worker(told.append)
    threading.Timer(0.1, one.end).start()
    start = time.monotonic()
    one._rest(30)
    assert time.monotonic() - start < 10
