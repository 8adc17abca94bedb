"""search/indexing.py: rebuilding while the site runs, and checking what is there."""

from datetime import UTC, datetime

import pytest

from profiles.models import Organization
from search import indexing, outbox
from search.documents import Epoch
from search.engines.base import EngineError, State
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


def folders(search_index):
    return [path for path in (search_index.engine.folder / KIND).iterdir() if path.is_dir()]


def test_fills_the_index_with_what_belongs_in_it(make, search_index, indexed):
    one, _hidden = make("One"), make("Hidden", is_hidden=True)
    assert indexing.rebuild(KIND) == 2  # its public view and that of members
    assert indexed() == {one.pk: "One"}
    assert search_index.engine.status(KIND).state == State.READY
    assert not OutboxRow.objects.exists()


def test_reads_all_rows_by_chunks(make, indexed, monkeypatch):
    monkeypatch.setattr(indexing, "CHUNK", 3)
    made = {make(f"{i}").pk for i in range(10)}
    indexing.rebuild(KIND)
    assert set(indexed()) == made


def test_the_old_index_is_deleted_and_one_folder_stays(make, search_index):
    make()
    indexing.rebuild(KIND)
    indexing.rebuild(KIND)
    assert len(folders(search_index)) == 1


def test_changes_during_a_rebuild_are_in_the_new_index(make, search_index, indexed, monkeypatch):
    """One is changed, one deleted and one added after they were read, and drained into the old index meanwhile."""
    changed, deleted = make("Before"), make("Deleted")
    search_index.drain()
    add = _Builder.add

    def change_meanwhile(builder, documents):
        add(builder, documents)
        monkeypatch.undo()
        changed.name = "After"
        changed.save()
        deleted.delete()
        make("Added")
        outbox.drain()
        assert set(indexed().values()) == {"After", "Added"}

    monkeypatch.setattr(_Builder, "add", change_meanwhile)
    indexing.rebuild(KIND)
    assert set(indexed().values()) == {"After", "Added"}
    assert not OutboxRow.objects.exists()


def test_a_killed_rebuild_leaves_the_old_index_serving_and_the_next_clears_up(make, search_index, indexed, monkeypatch):
    one = make("One")
    search_index.drain()

    def die(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(_Builder, "swap", die)
        patch.setattr(EmbeddedEngine, "_remove_orphans", lambda *args: None)  # a killed process clears up nothing
        with pytest.raises(KeyboardInterrupt):
            indexing.rebuild(KIND)
    assert len(folders(search_index)) == 2
    assert indexed() == {one.pk: "One"}
    two = make("Two")
    search_index.drain()
    assert indexed() == {one.pk: "One", two.pk: "Two"}
    assert Rebuild.objects.exists()
    indexing.rebuild(KIND)
    assert indexed() == {one.pk: "One", two.pk: "Two"}
    assert len(folders(search_index)) == 1
    assert not Rebuild.objects.exists()
    assert not OutboxRow.objects.exists()


def test_two_rebuilds_of_a_kind_do_not_meet(make, search_index):
    make()
    with search_index.engine.building(KIND), pytest.raises(EngineError, match="being rebuilt already"):
        indexing.rebuild(KIND)


def test_another_process_sees_changes_and_swaps(make, search_index):
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


def test_an_index_made_for_other_fields_is_not_asked(make, search_index, find, monkeypatch):
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
