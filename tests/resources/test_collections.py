"""Collections: an editor puts them together in the admin, readers are led by them."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from resources.documents import ResourceDocument
from resources.models import Collection, Resource
from tests.resources.factories import make_collection, make_resource
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db
ADD = "/admin/snippets/resources/collection/add/"


def titles(client: Client, address: str) -> list[str]:
    page = client.get(address).content.decode()
    return re.findall(r'class="card-title"><a href="[^"]*"><bdi[^>]*>([^<]*)', page)


def form(*resources: Resource, **fields: str) -> dict[str, str]:
    """What the editor's page sends; the resources in the order given."""
    items = {
        "items-TOTAL_FORMS": str(len(resources)), "items-INITIAL_FORMS": "0", "items-MIN_NUM_FORMS": "0",
        "items-MAX_NUM_FORMS": "1000",
    }  # fmt: skip
    for place, resource in enumerate(resources):
        items |= {f"items-{place}-resource": str(resource.pk), f"items-{place}-note": f"Step {place}",
                  f"items-{place}-ORDER": str(place), f"items-{place}-id": "", f"items-{place}-DELETE": ""}  # fmt: skip
    return {"title": "Welcome", "slug": "welcome", "introduction": "Read in this order.", "language": "en",
            "audience": "newcomer", "cover": "", **items, **fields}  # fmt: skip


def test_a_moderator_publishes_one_and_readers_follow_it(
    moderator: Any, stranger: Any, as_user: Any, search_index: SearchIndex, django_capture_on_commit_callbacks: Any
) -> None:
    second, first, draft = make_resource(title="Second"), make_resource(title="First"), make_resource(live=False)
    desk = as_user(moderator)
    assert as_user(stranger).get(ADD).status_code == 302
    twice = desk.post(ADD, form(first, second, first))
    assert (twice.status_code, "«First» is in it twice" in twice.content.decode()) == (200, True)
    assert desk.post(ADD, form(first, draft, second, slug="draft")).status_code == 302
    assert Client().get("/learn/collections/draft/").status_code == 404
    Collection.objects.get().delete()
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(ADD, {**form(first, draft, second), "action-publish": "1"}).status_code == 302
    made = Collection.objects.get()
    assert titles(Client(), "/learn/collections/welcome/") == ["First", "Second"]
    page = Client().get("/learn/collections/welcome/").content.decode()
    assert [words in page for words in ("Start here", "For who is new in a country", "Step 0", "Step 1")] == [
        True, True, True, False,
    ]  # fmt: skip
    assert "Welcome" in Client().get(first.get_absolute_url()).content.decode()
    search_index.drain()
    assert set(titles(Client(), f"/learn/?collections={made.pk}")) == {"First", "Second"}
    listed = Client().get("/learn/")
    assert [collection.title for collection in listed.context["collections"]] == ["Welcome"]
    assert Client().get("/learn/", {"q": "first"}).context["collections"] == []
    desk.post(f"/admin/snippets/resources/collection/unpublish/{made.pk}/")
    assert Client().get("/learn/collections/welcome/").status_code == 404
    search_index.drain()
    assert ResourceDocument.build(first)[0].get("collections") is None


def test_those_that_lead_somebody_in_come_first(client: Client, db: None) -> None:
    assert "No collections yet" in client.get("/learn/collections/").content.decode()
    for title, fields in [("Plain", {}), ("Draft", {"live": False}), ("Featured", {"is_featured": True}),
                          ("Path", {"audience": "returnee"})]:  # fmt: skip
        make_collection(title, make_resource(), make_resource(live=False), **fields)
    assert titles(client, "/learn/collections/") == ["Path", "Featured", "Plain"]
    assert titles(client, "/learn/")[:2] == ["Path", "Featured"]
    assert client.get("/learn/collections/").content.decode().count("1 resource<") == 3


@pytest.mark.parametrize("address", ["/learn/", "/learn/collections/", "/learn/collections/one/"])
def test_as_many_statements_for_many(
    address: str, client: Client, search_index: SearchIndex, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    cover = get_image_model().objects.create(title="Canal", file=get_test_image_file(size=(900, 600)))
    resources = [make_resource(topics=["irrigation"])]
    one = make_collection("One", *resources, slug="one", is_featured=True, cover=cover)
    search_index.drain()
    client.get(address)  # the renditions are made
    counts = []
    for many in (1, 6):
        for _ in range(many - 1):
            other = make_resource(topics=["irrigation"])
            one.items.create(resource=other)
            one.save()
            make_collection("More", other, is_featured=True, cover=cover)
        search_index.drain()
        client.get(address)
        with CaptureQueriesContext(connection) as statements:
            assert client.get(address).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]
