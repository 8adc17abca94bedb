"""Two resources that are the same become one: nothing is lost, nothing is there twice, the other address leads to it."""

from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from profiles.models import Case, Report
from profiles.services.cases import decide_case
from profiles.services.reports import report_thing
from profiles.uploads import check_upload
from resources.duplicates import twins_of
from resources.merging import MOVED, STAYING, merge_resources
from resources.models import Answer, Collection, Downloads, Kept, MonthlyViews, ReadingListItem, Resource
from resources.reading_services import add_to_list, create_list, say_whether_helpful, write_note
from resources.review_services import ask_contributor
from tests.resources.documents_made import make_pdf
from tests.resources.factories import make_collection, make_resource
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


@pytest.fixture
def pair(contributor: Any) -> tuple[Resource, Resource]:
    stays = make_resource(title="Canals", slug="canals")
    goes = make_resource(title="Canals again", slug="again", contributor=contributor)
    return stays, goes


def merged(pair: tuple[Resource, Resource], editor: Any) -> None:
    merge_resources(stays=pair[0], goes=pair[1], editor=editor)


def test_every_relation_to_a_resource_is_moved_or_stays_for_a_reason() -> None:
    relations = {relation.related_model._meta.label for relation in Resource._meta.related_objects}
    moved = {model._meta.label for model, *_ in MOVED}
    assert relations - {"resources.Resource"} == moved | STAYING
    assert moved & STAYING == set()


def test_what_readers_have_is_moved_and_not_doubled(
    pair: tuple[Resource, Resource], contributor: Any, stranger: Any, moderator: Any
) -> None:
    stays, goes = pair
    write_note(user=stranger, resource=stays, note="Aravan")
    write_note(user=stranger, resource=goes, note="Page 4")
    write_note(user=contributor, resource=goes, note="Mine")
    both, one = create_list(owner=stranger, title="Both"), create_list(owner=stranger, title="One")
    for reading_list, resources in ((both, (goes, stays)), (one, (goes,))):
        for resource in resources:
            add_to_list(reading_list=reading_list, resource=resource)
    say_whether_helpful(user=stranger, resource=stays, is_helpful=True)
    say_whether_helpful(user=stranger, resource=goes, is_helpful=False, reason="old")
    say_whether_helpful(user=moderator, resource=goes, is_helpful=True)
    for model, column in ((MonthlyViews, "count"), (Downloads, "number")):
        for resource, month, number in ((stays, MAY, 3), (goes, MAY, 4), (goes, JUNE, 5)):
            model._default_manager.create(resource=resource, month=month, **{column: number})

    merged(pair, moderator)
    assert sorted(Kept.objects.values_list("user", "resource", "note")) == sorted(
        [(stranger.pk, stays.pk, "Aravan\n\nPage 4"), (contributor.pk, stays.pk, "Mine")]
    )
    items = ReadingListItem.objects.order_by("reading_list").values_list("reading_list", "resource", "place")
    assert list(items) == [(both.pk, stays.pk, 0), (one.pk, stays.pk, 0)]
    assert sorted(Answer.objects.values_list("user", "resource", "is_helpful", "reason")) == sorted(
        [(stranger.pk, stays.pk, False, "old"), (moderator.pk, stays.pk, True, "")]
    )
    for model, column in ((MonthlyViews, "count"), (Downloads, "number")):
        counted = model._default_manager.order_by("month").values_list("resource", "month", column)
        assert list(counted) == [(stays.pk, MAY, 7), (stays.pk, JUNE, 5)]


def test_nobody_judges_what_is_their_own_now(contributor: Any, moderator: Any) -> None:
    stays, goes = make_resource(contributor=contributor), make_resource()
    say_whether_helpful(user=contributor, resource=goes, is_helpful=True)
    merged((stays, goes), moderator)
    assert not Answer.objects.exists()


def test_collections_and_their_versions(pair: tuple[Resource, Resource], moderator: Any) -> None:
    stays, goes = pair
    both, one = make_collection("Both", goes, stays), make_collection("One", goes)
    for collection in (both, one):
        collection.save_revision()
    merged(pair, moderator)
    for collection in Collection.objects.all():
        assert [item.resource_id for item in collection.items.all()] == [stays.pk]
        collection.get_latest_revision().publish(user=moderator)
        assert [item.resource.title for item in Collection.objects.get(pk=collection.pk).shown_items()] == ["Canals"]


def test_addresses_harvests_and_the_index(
    pair: tuple[Resource, Resource], contributor: Any, stranger: Any, moderator: Any, as_user: Any,
    search_index: SearchIndex, django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    stays, goes = pair
    make_collection("Water", goes)
    search_index.drain()
    visitor = as_user()
    assert titles(visitor) == ["Canals again", "Canals"]
    with django_capture_on_commit_callbacks(execute=True):
        merged(pair, moderator)
    search_index.drain()
    assert titles(visitor) == ["Canals"]
    [collection] = Collection.objects.all()
    assert titles(visitor, f"?collections={collection.pk}") == ["Canals"]
    for client in (visitor, as_user(stranger), as_user(contributor), as_user(moderator)):
        answer = client.get("/learn/again/")
        assert (answer.status_code, answer.url) == (301, "/learn/canals/")
    told = visitor.get(f"/learn/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:{goes.uuid}")
    assert b'status="deleted"' in told.content
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (["contributor@example.org"], "«Canals again» was in the library already")
    assert "/learn/canals/" in letter.body
    assert "It was in the library already:" in as_user(contributor).get("/learn/mine/").content.decode()
    assert as_user(contributor).get("/learn/again/edit/").status_code == 404


def test_a_chain_leads_to_the_last_and_a_withdrawn_one_to_nothing(
    pair: tuple[Resource, Resource], moderator: Any
) -> None:
    stays, goes = pair
    last = make_resource(slug="last")
    merged(pair, moderator)
    merged((last, stays), moderator)
    assert set(Resource.objects.exclude(merged_into=None).values_list("merged_into", flat=True)) == {last.pk}
    assert Resource.objects.standing_for(goes.slug).get() == last
    Resource.objects.filter(pk=last.pk).update(live=False)
    assert not Resource.objects.standing_for(goes.slug).exists()


def test_who_is_published_again_is_no_double_any_more(pair: tuple[Resource, Resource], moderator: Any) -> None:
    merged(pair, moderator)
    goes = Resource.objects.get(slug="again")
    assert (goes.live, goes.locked) == (False, True)
    goes.save_revision().publish(user=moderator, skip_permission_checks=True)
    assert (Resource.objects.get(slug="again").merged_into, Resource.objects.standing_for("again").count()) == (None, 0)


def test_reports_that_wait_are_decided_on_the_one_that_stays(
    pair: tuple[Resource, Resource], stranger: Any, moderator: Any
) -> None:
    stays, goes = pair
    report_thing(thing=stays, reporter=stranger, reason="spam", words="Of stays")
    report_thing(thing=goes, reporter=stranger, reason="scam", words="Of goes")
    report_thing(thing=goes, reporter=None, reason="trafficking", words="A visitor")
    merged(pair, moderator)
    case = Case.objects.get(object_id=str(stays.pk))
    assert sorted(case.reports.values_list("reason", "words")) == [
        ("scam", "Of stays\n\nOf goes"),
        ("trafficking", "A visitor"),
    ]
    assert (case.is_open, case.is_urgent, Report.objects.count()) == (True, True, 2)
    assert not Case.objects.get(object_id=str(goes.pk)).is_open


def test_what_was_asked_of_the_contributor_stays_theirs(pair: tuple[Resource, Resource], moderator: Any) -> None:
    stays, goes = pair
    ask_contributor(resource=goes, editor=moderator, words="Which year?")
    merged(pair, moderator)
    assert (stays.review_notes.count(), goes.review_notes.get().settled is not None) == (0, True)


def test_translations_follow(pair: tuple[Resource, Resource], moderator: Any) -> None:
    stays, goes = pair
    russian = make_resource(title="Каналы", language="ru", translation_of=goes, work=goes.uuid)
    other = make_resource(title="The canals", translation_of=goes, work=goes.uuid)
    draft = make_resource(title="Les canaux", language="fr", live=False)
    draft.translation_of = goes
    draft.save_revision()
    merged(pair, moderator)
    russian.refresh_from_db()
    other.refresh_from_db()
    assert (russian.translation_of, russian.work) == (stays, stays.uuid)
    assert (other.translation_of, other.work) == (None, None)
    assert Resource.objects.get(pk=draft.pk).get_latest_revision_as_object().translation_of == stays


def test_what_cannot_be_merged(pair: tuple[Resource, Resource], moderator: Any) -> None:
    stays, goes = pair
    draft = make_resource(live=False)
    hidden = make_resource()
    case = report_thing(thing=hidden, reporter=None, reason="spam").case
    decide_case(case=case, action="hide", words="It is an advertisement", by=moderator)
    for one, other, why in ((stays, stays, "same"), (draft, stays, "not public"), (stays, hidden, "reported")):
        with pytest.raises(ValidationError, match=why):
            merge_resources(stays=one, goes=other, editor=moderator)
    merged(pair, moderator)
    with pytest.raises(ValidationError, match="already"):
        merged(pair, moderator)


def test_by_hand_in_the_admin(pair: tuple[Resource, Resource], moderator: Any, as_user: Any) -> None:
    stays, goes = pair
    desk = as_user(moderator)
    choose = reverse("resources_merge_choose", args=[goes.pk])
    address = reverse("resources_merge", args=[goes.pk, stays.pk])
    assert desk.get(choose).status_code == 200
    assert desk.post(choose, {"other": "Nothing like it"}).status_code == 200
    assert "That is the same resource" in desk.post(choose, {"other": "Canals again"}).content.decode()
    assert desk.post(choose, {"other": f"https://x.example{stays.get_absolute_url()}"}).url == address
    assert "What will happen" not in desk.get(address).content.decode()
    assert desk.post(address).status_code == 200
    assert Resource.objects.published().count() == 2
    told = desk.get(f"{address}?stays={stays.pk}").content.decode()
    assert ("«Canals» stays" in told, "Its contributor is told by e-mail" in told) == (True, True)
    edit = reverse("wagtailsnippets_resources_resource:edit", args=[stays.pk])
    assert desk.post(f"{address}?stays={stays.pk}").url == edit
    assert [each.title for each in Resource.objects.published()] == ["Canals"]
    history = reverse("wagtailsnippets_resources_resource:history", args=[stays.pk])
    assert "Merged with another" in desk.get(history).content.decode()


def test_only_by_who_publishes(pair: tuple[Resource, Resource], contributor: Any, stranger: Any, as_user: Any) -> None:
    addresses = (
        reverse("resources_merge_choose", args=[pair[0].pk]),
        reverse("resources_merge", args=[pair[0].pk, pair[1].pk]) + f"?stays={pair[0].pk}",
    )
    for person in (None, contributor, stranger):
        for address in addresses:
            assert as_user(person).post(address).status_code == 302
    assert Resource.objects.published().count() == 2


class TestTwins:
    @pytest.fixture
    def same_files(self, settings: Any, tmp_path: Any, contributor: Any) -> tuple[Resource, Resource]:
        settings.PRIVATE_ROOT = tmp_path / "private"
        words = make_pdf("Canals")
        files = [check_upload(SimpleUploadedFile(f"{name}.pdf", words)) for name in ("a", "b")]
        return (
            make_resource(title="Published", keep=files[0]),
            make_resource(title="Quite another name", keep=files[1], live=False, contributor=contributor),
        )

    def test_the_same_file_is_told_to_contributor_and_editor(
        self, same_files: tuple[Resource, Resource], contributor: Any, moderator: Any, as_user: Any
    ) -> None:
        published, draft = same_files
        assert [(twin.resource, twin.why) for twin in twins_of(draft)] == [(published, "the same file")]
        assert twins_of(published) == []
        for_editors = twins_of(published, for_editors=True)
        assert [(twin.resource, twin.why) for twin in for_editors] == [(draft, "the same file")]
        page = as_user(contributor).get(f"/learn/{draft.slug}/check/").content.decode()
        assert ("the same file" in page, "Published" in page) == (True, True)
        edit = reverse("wagtailsnippets_resources_resource:edit", args=[published.pk])
        shown = as_user(moderator).get(edit).content.decode()
        assert reverse("resources_merge", args=[published.pk, draft.pk]) in shown

    def test_what_is_merged_is_nobodys_twin(self, same_files: tuple[Resource, Resource], moderator: Any) -> None:
        published, draft = same_files
        merged((published, draft), moderator)
        assert twins_of(published, for_editors=True) == []

    def test_as_many_statements_for_many(self, same_files: tuple[Resource, Resource]) -> None:
        def used() -> int:
            with CaptureQueriesContext(connection) as captured:
                twins_of(same_files[0], for_editors=True)
            return len(captured)

        once = used()
        for _number in range(5):
            make_resource(url=same_files[0].url)
        assert used() == once


def titles(client: Any, query: str = "") -> list[str]:
    return [resource.title for resource in client.get(f"/learn/{query}").context["listing"].objects]
