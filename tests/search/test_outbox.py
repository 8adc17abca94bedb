"""search/outbox.py: nothing is lost, nothing is stale for good, and a request never fails for the search's sake."""

import logging

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from profiles.models import Membership, Organization
from search import outbox
from search.engines.base import EngineError
from search.models import OutboxRow
from tests.search.documents import KIND


@pytest.fixture
def indexed(search_index):
    """The object ids in the index."""
    return lambda: sorted(
        fields["object_id"]
        for fields in search_index.engine.documents(KIND, -1, None).values()
        if fields["audience"] == ["members"]
    )


@pytest.fixture
def broken(monkeypatch, search_index):
    """An engine whose disk is full, until mended."""

    def fail(*args):
        raise EngineError("The disk is full")

    monkeypatch.setattr(type(search_index.engine), "apply", fail)
    return lambda: monkeypatch.undo()


def drains_among(callbacks):
    return [each for each in callbacks if isinstance(each, outbox._Drain)]


def waiting():
    return list(OutboxRow.objects.filter(kind=KIND).values_list("object_id", "attempts", "error"))


def test_a_save_waits_in_the_outbox_and_a_drain_indexes_it(make, search_index, indexed):
    one = make()
    assert waiting() == [(one.pk, 0, "")]
    assert search_index.drain() == 1
    assert (indexed(), waiting()) == ([one.pk], [])


def test_a_save_that_is_rolled_back_leaves_nothing(make):
    with pytest.raises(RuntimeError), transaction.atomic():
        make()
        raise RuntimeError
    assert waiting() == []


def test_saved_then_deleted_leaves_the_index(make, search_index, indexed):
    one = make()
    search_index.drain()
    one.delete()
    search_index.drain()
    assert (indexed(), waiting()) == ([], [])


def test_what_no_longer_belongs_in_the_index_leaves_it(make, search_index, indexed):
    one = make()
    search_index.drain()
    one.is_hidden = True
    one.save()
    search_index.drain()
    assert indexed() == []


def test_a_related_row_indexes_its_object_again(make, search_index):
    one = make()
    user = get_user_model().objects.create(email="aigul@example.org")
    search_index.drain()
    membership = Membership.objects.create(organization=one, user=user)
    search_index.drain()
    assert search_index.engine.documents(KIND, -1, None)[f"{one.pk}-members"]["people"] == 1
    membership.delete()
    search_index.drain()
    assert search_index.engine.documents(KIND, -1, None)[f"{one.pk}-members"]["people"] == 0


def test_members_added_from_either_side_index_the_organization(make):
    one = make()
    user = get_user_model().objects.create(email="aigul@example.org")
    OutboxRow.objects.all().delete()
    one.members.add(user)
    assert {object_id for object_id, *_ in waiting()} == {one.pk}
    OutboxRow.objects.all().delete()
    user.organizations.clear()
    assert {object_id for object_id, *_ in waiting()} == {one.pk}


def test_an_engine_that_fails_keeps_the_row_and_says_why(make, search_index, indexed, broken):
    one = make()
    with pytest.raises(EngineError):
        search_index.drain()
    assert waiting() == [(one.pk, 1, "The disk is full")]
    broken()
    assert search_index.drain() == 1
    assert (indexed(), waiting()) == ([one.pk], [])


def test_a_row_that_comes_during_a_drain_waits_for_the_next(make, search_index, monkeypatch):
    one = make(name="Before")
    apply = type(search_index.engine).apply

    def change_meanwhile(engine, kind, changes, ticket):
        Organization.objects.filter(pk=one.pk).update(name="After")
        outbox.enqueue(KIND, [one.pk])
        monkeypatch.undo()
        return apply(engine, kind, changes, ticket)

    monkeypatch.setattr(type(search_index.engine), "apply", change_meanwhile)
    outbox._drain_chunk(KIND, 0, 500)
    assert waiting() == [(one.pk, 0, "")]
    assert search_index.engine.documents(KIND, -1, None)[f"{one.pk}-members"]["name"][0] == "Before"
    search_index.drain()
    assert search_index.engine.documents(KIND, -1, None)[f"{one.pk}-members"]["name"][0] == "After"


def test_one_that_can_not_be_made_does_not_hold_up_the_others_and_is_parked(
    make, search_index, indexed, tested, monkeypatch, caplog
):
    caplog.set_level(logging.CRITICAL, "search.outbox")
    bad, good = make(), make()
    read = tested.read

    def read_all_but_one(pks):
        if bad.pk in pks:
            raise ZeroDivisionError("a bad row")
        return read(pks)

    monkeypatch.setattr(tested, "read", read_all_but_one)
    for _ in range(outbox.REFUSALS + 2):
        search_index.drain()
    assert indexed() == [good.pk]
    [row] = OutboxRow.objects.filter(kind=KIND)
    assert (row.object_id, row.attempts, row.is_parked, row.error) == (
        bad.pk,
        outbox.REFUSALS,
        True,
        "ZeroDivisionError: a bad row",
    )
    monkeypatch.undo()
    assert search_index.drain() == 0
    bad.save()
    assert search_index.drain() == 1
    assert (indexed(), waiting()) == ([bad.pk, good.pk], [])


def test_parked_rows_are_tried_again_when_asked(make, search_index, indexed):
    one = make()
    OutboxRow.objects.update(is_parked=True)
    assert search_index.drain() == 0
    assert outbox.drain(parked=True) == 1
    assert indexed() == [one.pk]


def test_a_drain_stops_at_its_limit(make, search_index):
    for _ in range(3):
        make()
    assert outbox.drain(2) == 2
    assert len(waiting()) == 1


def test_many_are_drained_with_as_many_queries_as_one(make, search_index):
    counts = []
    for many in (1, 1, 30):  # the first warms the process
        for _ in range(many):
            make()
        with CaptureQueriesContext(connection) as queries:
            assert search_index.drain() == many
        counts.append(len(queries))
    assert counts[2] == counts[1]


class TestAfterCommit:
    """With real commits the index follows each of them."""

    def test_the_change_is_there_on_the_next_page(self, make, names, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            make("Ala-Too")
        assert waiting() == []
        assert names("ala") == ["Ala-Too"]

    def test_many_changes_of_a_transaction_are_drained_once(self, make, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks() as callbacks:
            for _ in range(5):
                make()
        assert len(drains_among(callbacks)) == 1

    def test_an_engine_that_fails_does_not_fail_the_request(
        self, make, broken, django_capture_on_commit_callbacks, caplog
    ):
        with django_capture_on_commit_callbacks(execute=True):
            one = make()
        assert waiting() == [(one.pk, 1, "The disk is full")]
        assert "could not be drained" in caplog.text
        broken()
        with django_capture_on_commit_callbacks(execute=True):
            make()
        assert waiting() == []

    def test_a_savepoint_that_is_rolled_back_takes_no_drain_of_others_with_it(
        self, make, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks() as callbacks:
            with pytest.raises(RuntimeError), transaction.atomic():
                make()
                raise RuntimeError
            make(slug="kept")
        assert len(drains_among(callbacks)) == 1
        assert len(waiting()) == 1
