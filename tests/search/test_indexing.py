"""search/indexing.py: rebuilding while the site runs, and checking what is there."""

from datetime import UTC, datetime
from typing import Any

import pytest

from profiles.models import Organization
from search import indexing, outbox
from search.documents import Epoch
from search.engines.base import EngineError, State
from search.engines.elastic_builder import ElasticsearchBuilder
from search.engines.embedded import EmbeddedEngine, _Builder
from search.models import OutboxRow, Rebuild
from tests.search.documents import KIND


@pytest.fixture
def indexed(search_index):
    """{object id: name} of what the index holds for members."""

    def names():
        documents = search_index.engine.documents(KIND, -1, None).values()
        return {fields["object_id"]: fields["name"][0] for fields in documents if fields["audience"] == ["members"]}

    return names


@pytest.fixture
def indices(search_index):
    """The names of all indices of the kind, serving or not."""

    def names():
        engine = search_index.engine
        if isinstance(engine, EmbeddedEngine):
            return [path.name for path in (engine.folder / KIND).iterdir() if path.is_dir()]
        return list(engine._indices(KIND))

    return names


@pytest.fixture
def builder(search_index) -> type[Any]:
    """The class that fills a new index."""
    return _Builder if isinstance(search_index.engine, EmbeddedEngine) else ElasticsearchBuilder


def test_fills_the_index_with_what_belongs_in_it(make, search_index, indexed):
    one, _hidden = make("One"), make("Hidden", is_hidden=True)
    assert indexing.rebuild(KIND) == 2  # its public view and that of members
    assert indexed() == {one.pk: "One"}
    assert search_index.engine.status(KIND).state == State.READY
    search_index.drain()
    assert not OutboxRow.objects.exists()


def test_reads_all_rows_by_chunks(make, indexed, monkeypatch):
    monkeypatch.setattr(indexing, "CHUNK", 3)
    made = {make(f"{i}").pk for i in range(10)}
    indexing.rebuild(KIND)
    assert set(indexed()) == made


def test_the_old_index_is_deleted_and_one_stays(make, indices):
    make()
    indexing.rebuild(KIND)
    indexing.rebuild(KIND)
    assert len(indices()) == 1


def test_changes_during_a_rebuild_are_in_the_new_index(make, search_index, indexed, builder, monkeypatch):
    """One is changed, one deleted and one added after they were read, and drained into the old index meanwhile."""
    changed, deleted = make("Before"), make("Deleted")
    search_index.drain()
    add = builder.add

    def change_meanwhile(filling, documents):
        add(filling, documents)
        monkeypatch.undo()
        changed.name = "After"
        changed.save()
        deleted.delete()
        make("Added")
        outbox.drain()
        assert set(indexed().values()) == {"After", "Added"}

    monkeypatch.setattr(builder, "add", change_meanwhile)
    indexing.rebuild(KIND)
    assert set(indexed().values()) == {"After", "Added"}
    assert not OutboxRow.objects.exists()


def test_a_change_that_is_drained_before_the_older_row_is_loaded_stays(
    make, search_index, indexed, builder, monkeypatch
):
    """The rebuild has read the row; before it writes that, the row is changed, or gone, and drained."""
    changed, deleted = make("Before"), make("Deleted")
    search_index.drain()
    add = builder.add

    def change_before(filling, documents):
        monkeypatch.undo()
        changed.name = "After"
        changed.save()
        deleted.delete()
        outbox.drain()
        add(filling, documents)

    monkeypatch.setattr(builder, "add", change_before)
    indexing.rebuild(KIND)
    assert set(indexed().values()) == {"After"}
    assert not OutboxRow.objects.exists()


def test_a_killed_rebuild_leaves_the_old_index_serving_and_the_next_clears_up(
    make, search_index, indexed, indices, builder, monkeypatch
):
    one = make("One")
    search_index.drain()

    def die(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(builder, "swap", die)
        # a killed process clears up nothing
        patch.setattr(type(search_index.engine), "_remove_orphans", lambda *args: None)
        patch.setattr(builder, "close", lambda *args: None)
        with pytest.raises(KeyboardInterrupt):
            indexing.rebuild(KIND)
    assert len(indices()) == 2
    assert indexed() == {one.pk: "One"}
    two = make("Two")
    search_index.drain()
    assert indexed() == {one.pk: "One", two.pk: "Two"}
    indexing.rebuild(KIND)
    assert indexed() == {one.pk: "One", two.pk: "Two"}
    assert len(indices()) == 1
    assert not Rebuild.objects.exists()
    assert not OutboxRow.objects.exists()


def test_two_rebuilds_of_a_kind_do_not_meet(make, embedded_index):
    make()
    with embedded_index.engine.building(KIND), pytest.raises(EngineError, match="being rebuilt already"):
        indexing.rebuild(KIND)


def test_another_process_sees_changes_and_swaps(make, embedded_index):
    search_index = embedded_index
    other = EmbeddedEngine(search_index.engine.folder)
    one = make("One")
    search_index.drain()
    assert set(other.documents(KIND, -1, None)) == {f"{one.pk}-public", f"{one.pk}-members"}
    one.delete()
    search_index.drain()
    assert other.documents(KIND, -1, None) == {}
    two = make("Two")
    indexing.rebuild(KIND)
    assert set(other.documents(KIND, -1, None)) == {f"{two.pk}-public", f"{two.pk}-members"}


def test_an_index_made_for_other_fields_is_not_asked(make, embedded_index, find, monkeypatch):
    search_index = embedded_index
    make()
    search_index.drain()
    monkeypatch.setattr(search_index.engine._layout(KIND), "fingerprint", "another")
    assert search_index.engine.status(KIND).state == State.OUTDATED
    with pytest.raises(EngineError, match="search rebuild tested"):
        find("x")
    indexing.rebuild(KIND)
    assert find().total == 1


class TestCheck:
    @pytest.fixture
    def off(self, make, search_index):
        """An index that lacks one, has one as it was, and has one that is gone."""
        right, missing, stale, extra = (make(name) for name in ("Right", "Missing", "Stale", "Extra"))
        missing_pk, stale_pk, extra_pk = missing.pk, stale.pk, extra.pk
        Organization.objects.filter(pk=missing_pk).update(is_hidden=True)
        search_index.drain()
        Organization.objects.filter(pk=missing_pk).update(is_hidden=False)
        Organization.objects.filter(pk=stale_pk).update(name="Changed behind its back")
        Organization.objects.filter(pk=extra_pk)._raw_delete("default")
        return missing_pk, stale_pk, extra_pk

    def test_finds_what_differs(self, off):
        missing, stale, extra = off
        found = indexing.check(KIND)
        assert (found.checked, found.missing, found.stale, found.extra) == (3, {missing}, {stale}, {extra})

    def test_repairs_it(self, off):
        indexing.check(KIND, repair=True)
        assert indexing.check(KIND).object_ids == []

    def test_finds_nothing_where_all_is_well(self, make, search_index):
        make()
        search_index.drain()
        assert indexing.check(KIND).object_ids == []


@pytest.mark.parametrize("moment", [datetime(2026, 3, 29, 1, 59, 59, 999_999, UTC), datetime(1999, 12, 31, tzinfo=UTC)])
def test_the_database_counts_seconds_as_python_does(make, moment):
    one = make(created=moment)
    assert Organization.objects.values_list(Epoch("created"), Epoch("verified_at")).get(pk=one.pk) == (
        int(moment.timestamp()),
        None,
    )
