"""Tickets: whatever order the writes of several workers arrive in, what was read last stays."""

import pytest

from profiles.models import Organization
from search import outbox
from search.documents import document_for, documents_of
from search.models import Claim, OutboxRow
from tests.search.documents import KIND
from tests.search.engines import new_engine


@pytest.fixture
def shared(tested, tmp_path):
    """An engine that several workers change at once, whatever the site under test searches in."""
    from search import engines

    with new_engine("elasticsearch", tmp_path) as engine:
        engines.use(engine)
        yield engine
        engines.use(None)


@pytest.fixture
def names(shared):
    def in_index():
        shared.refresh(KIND)
        views = shared.documents(KIND, -1, None).values()
        return {fields["object_id"]: fields["name"][0] for fields in views if fields["audience"] == ["members"]}

    return in_index


def take():
    return outbox._take(outbox.get_engine(), outbox._waiting(KIND, 0, parked=False, due=False), outbox.CHUNK)


def test_what_one_has_claimed_another_does_not_take(make, shared):
    one = make()
    taken = take()
    assert taken.objects == [one.pk]
    assert take().rows == []
    assert outbox.drain() == 0
    outbox._release(taken)
    assert outbox.drain() == 1


def test_a_claim_that_is_too_old_is_anybodys(make, shared, names):
    one = make("One")
    dead = take()
    Claim.objects.filter(pk=dead.ticket).update(made="2026-01-01T00:00:00Z")
    assert outbox.drain() == 1
    assert names() == {one.pk: "One"}


def test_an_older_ticket_does_not_overwrite_a_newer_one(make, shared, names):
    """A slow worker has read the name; it is changed and indexed by another; then the slow one writes."""
    one = make("Before")
    slow = take()
    read = documents_of(document_for(KIND), slow.objects)
    Organization.objects.filter(pk=one.pk).update(name="After")
    outbox.enqueue(KIND, [one.pk])
    assert outbox.drain() == 1
    assert shared.apply(KIND, read, slow.ticket) == type(shared.apply(KIND, {}))()
    assert names() == {one.pk: "After"}


def test_an_older_ticket_does_not_bring_back_what_was_deleted(make, shared, names):
    one = make("Here")
    slow = take()
    read = documents_of(document_for(KIND), slow.objects)
    one.delete()
    assert outbox.drain() == 1
    shared.apply(KIND, read, slow.ticket)
    assert names() == {}


def test_a_view_that_is_gone_leaves_with_a_newer_ticket_only(make, shared, names):
    one = make("One", website="https://example.org")
    outbox.drain()
    slow = outbox.draw_ticket()
    read = documents_of(document_for(KIND), [one.pk])
    Organization.objects.filter(pk=one.pk).update(website="", level="local")
    outbox.enqueue(KIND, [one.pk])
    outbox.drain()
    shared.apply(KIND, read, slow)
    shared.refresh(KIND)
    assert set(shared.documents(KIND, -1, None)) == {f"{one.pk}-members"}


def test_tickets_only_rise(db):
    drawn = [outbox.draw_ticket() for _ in range(5)]
    assert drawn == sorted(set(drawn))
    assert not Claim.objects.exists()


def test_what_can_not_be_written_now_is_put_off_and_what_is_refused_is_parked(make, shared, monkeypatch):
    from search.engines.base import Outcome

    refused, busy, good = make(), make(), make()

    def apply(kind, changes, ticket):
        return Outcome({refused.pk: "mapping"}, {busy.pk: "es_rejected_execution_exception: queue full"})

    monkeypatch.setattr(shared, "apply", apply)
    for _ in range(outbox.REFUSALS):
        outbox.drain()
    rows = OutboxRow.objects.filter(kind=KIND).order_by("object_id").values_list("object_id", "attempts", "is_parked")
    assert list(rows) == [(refused.pk, outbox.REFUSALS, True), (busy.pk, outbox.REFUSALS, False)]
    assert good.pk not in OutboxRow.objects.values_list("object_id", flat=True)
    assert outbox.drain(due=True) == 0
    assert OutboxRow.objects.get(object_id=busy.pk).attempts == outbox.REFUSALS  # not even tried
    monkeypatch.undo()
    outbox.unpark()
    assert outbox.drain() == 2
