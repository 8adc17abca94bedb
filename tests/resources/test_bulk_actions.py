"""Many resources at once in the editors' list: named before it is done, with what can't be done and why."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse

from resources.merging import merge_resources
from resources.models import Collection, Resource
from resources.services import submit_resource
from tests.resources.factories import make_collection, make_resource
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(moderator: Any, as_user: Any) -> Client:
    return as_user(moderator)


@pytest.fixture
def editor(db: None) -> Any:
    """Changes drafts, and decides nothing."""
    user = get_user_model().objects.create_user("editor@example.org")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def act(action: str, *resources: Resource) -> str:
    address = reverse("wagtail_bulk_action", args=["resources", "resource", action])
    return f"{address}?{'&'.join(f'id={resource.pk}' for resource in resources)}"


def refused(client: Client, address: str) -> dict[str, str]:
    answer = client.get(address)
    assert answer.status_code == 200
    found = answer.context["items_with_no_access"]
    for each in found:
        assert f"{each}</bdi>: {each.refusal}" in answer.content.decode()
    return {each.title: each.refusal for each in found}


def test_the_list_offers_them(desk: Client) -> None:
    make_resource()
    page = desk.get("/admin/snippets/resources/resource/").content.decode()
    for action in ("publish", "withdraw", "collect", "describe"):
        assert f"/admin/bulk/resources/resource/{action}/" in page


def test_publish(
    desk: Client, contributor: Any, moderator: Any, search_index: SearchIndex, as_user: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    sent = make_resource(title="Sent", contributor=contributor, live=False)
    submit_resource(resource=sent, contributor=contributor)
    draft, public = make_resource(title="Draft", live=False), make_resource(title="Public")
    empty = make_resource(title="Empty", live=False, summary="")
    taken = make_resource(title="Merged", live=False)
    merge_resources(stays=public, goes=taken, editor=moderator)
    mail.outbox.clear()
    address = act("publish", sent, draft, public, empty, taken)
    assert refused(desk, address) == {
        "Public": "It is public already.",
        "Empty": "Say in a few sentences what it tells.",
        "Merged": "It was merged with another. Take that one.",
    }
    assert Resource.objects.published().count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(address).status_code == 302
    search_index.drain()
    found = as_user().get("/learn/").context["listing"].objects
    assert {resource.title for resource in found} == {"Sent", "Draft", "Public"}
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["contributor@example.org"], "«Sent» is public")
    ]


def test_withdraw(desk: Client, contributor: Any, as_user: Any, search_index: SearchIndex) -> None:
    public, draft = make_resource(title="Public", slug="public"), make_resource(title="Draft", live=False)
    locked = make_resource(title="Locked", locked=True)
    address = act("withdraw", public, draft, locked)
    assert refused(desk, address) == {"Draft": "It is not in the library.", "Locked": "It is locked."}
    desk.post(address)
    search_index.drain()
    assert [resource.title for resource in Resource.objects.published()] == ["Locked"]
    assert as_user().get("/learn/public/").status_code == 410
    assert [resource.title for resource in as_user().get("/learn/").context["listing"].objects] == ["Locked"]


def test_into_a_collection(desk: Client, as_user: Any, search_index: SearchIndex) -> None:
    first, second, third = (make_resource(title=title) for title in ("First", "Second", "Third"))
    collection = make_collection("Water", first)
    address = act("collect", third, first, second)
    assert desk.post(address, {"collection": ""}).status_code == 200
    assert desk.post(address, {"collection": collection.pk}).status_code == 302
    shown = [item.resource.title for item in Collection.objects.get().shown_items()]
    assert (shown[0], sorted(shown)) == ("First", ["First", "Second", "Third"])
    search_index.drain()
    found = as_user().get(f"/learn/?collections={collection.pk}").context["listing"].objects
    assert {resource.title for resource in found} == {"First", "Second", "Third"}


def test_a_collection_with_changes_that_are_not_public_keeps_them_so(desk: Client) -> None:
    first, second = make_resource(title="First"), make_resource(title="Second")
    collection = make_collection("Water", first)
    collection.title = "Water and canals"
    collection.save_revision()
    answer = desk.post(
        f"{act('collect', second)}&next=/admin/snippets/resources/resource/", {"collection": collection.pk}, follow=True
    )
    assert "once its latest version is published" in answer.content.decode()
    public = Collection.objects.get()
    assert (public.title, [item.resource.title for item in public.shown_items()]) == ("Water", ["First"])
    latest = public.get_latest_revision_as_object()
    assert (latest.title, [item.resource.title for item in latest.shown_items()]) == (
        "Water and canals",
        ["First", "Second"],
    )


def test_language_and_topics(desk: Client, contributor: Any, as_user: Any, search_index: SearchIndex) -> None:
    public = make_resource(title="Public", topics=["welding"])
    changed = make_resource(title="Changed")
    changed.title = "Changed, not public"
    changed.save_revision()
    sent = make_resource(title="Sent", contributor=contributor, live=False)
    submit_resource(resource=sent, contributor=contributor)
    changed = Resource.objects.get(pk=changed.pk)
    address = act("describe", public, changed, sent)
    assert refused(desk, address) == {"Sent": "It is being reviewed. Decide on it first."}
    assert "Choose a language or name a topic." in desk.post(address, {"topics": ""}).content.decode()
    assert desk.post(address, {"language": "ru", "topics": "accounting"}).status_code == 302
    search_index.drain()
    found = as_user().get("/learn/?topics=accounting&language=ru").context["listing"].objects
    assert [resource.title for resource in found] == ["Public"]
    assert sorted(term.name for term in Resource.objects.get(pk=public.pk).topics.all()) == ["accounting", "welding"]
    latest = Resource.objects.get(pk=changed.pk).get_latest_revision_as_object()
    assert (latest.title, latest.language) == ("Changed, not public", "ru")
    assert Resource.objects.get(pk=changed.pk).language == "en"


def test_who_may_not_publish_only_prepares(editor: Any, as_user: Any) -> None:
    client, resource, draft = as_user(editor), make_resource(title="Canals"), make_resource(title="Draft", live=False)
    assert refused(client, act("publish", draft)) == {"Draft": "You may not publish."}
    assert refused(client, act("withdraw", resource)) == {"Canals": "You may not publish."}
    for action in ("publish", "withdraw"):
        client.post(act(action, resource, draft))
    client.post(act("describe", resource), {"language": "ru"})
    public = Resource.objects.published().get()
    assert (public.title, public.language, public.get_latest_revision_as_object().language) == ("Canals", "en", "ru")


@pytest.mark.parametrize("action", ["publish", "withdraw", "collect", "describe"])
def test_members_do_nothing(action: str, stranger: Any, contributor: Any, as_user: Any) -> None:
    resource, collection = make_resource(live=action == "withdraw"), make_collection("Water")
    for person in (None, stranger, contributor):
        answer = as_user(person).post(act(action, resource), {"collection": collection.pk, "language": "ru"})
        assert answer.status_code == 302
    kept = Resource.objects.get()
    assert (kept.live, kept.language, collection.items.count()) == (action == "withdraw", "en", 0)
    assert kept.get_latest_revision() is None
