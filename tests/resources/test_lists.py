"""Reading lists: put in order by a member, theirs alone until they share them."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from profiles.data_sections import sections
from profiles.models import Block
from resources import reading_services
from resources.models import ReadingList, Resource
from resources.reading_services import add_to_list, create_list, write_note
from tests.resources.factories import make_resource

pytestmark = pytest.mark.django_db


def titles(client: Client, made: ReadingList) -> list[str]:
    page = client.get(made.get_absolute_url()).content.decode()
    return re.findall(r'class="card-title"><a href="[^"]*"><bdi[^>]*>([^<]*)', page)


def arrange(client: Client, made: ReadingList, title: str, do: str) -> str:
    item = made.items.get(resource__title=title)
    return str(client.post(f"{made.get_absolute_url()}arrange/", {"item": item.pk, "do": do}).url)


def test_a_list_is_made_from_a_resource_and_put_in_order(
    stranger: Any, contributor: Any, as_user: Any, monkeypatch: Any
) -> None:
    one, two, three = (make_resource(title=title, slug=title.lower()) for title in ("One", "Two", "Three"))
    hers, other = as_user(stranger), as_user(contributor)
    hers.post("/learn/one/lists/", {"title": "Water"})
    made = ReadingList.objects.get()
    for resource in (two, three, two):
        assert hers.post(f"/learn/{resource.slug}/lists/", {"list": made.uuid}).url == made.get_absolute_url()
    assert "It is in this list." in hers.get("/learn/two/lists/").content.decode()
    assert titles(hers, made) == ["One", "Two", "Three"]
    assert arrange(hers, made, "Three", "up") == f"{made.get_absolute_url()}#item-{made.items.get(resource=three).pk}"
    arrange(hers, made, "One", "down")
    assert titles(hers, made) == ["Three", "One", "Two"]
    arrange(hers, made, "Two", "down")  # there is nothing below it
    arrange(hers, made, "One", "remove")
    assert titles(hers, made) == ["Three", "Two"]
    for page in ("", "change/", "delete/", "arrange/"):
        assert other.post(f"{made.get_absolute_url()}{page}", {"title": "Mine"}).status_code in (404, 405), page
    assert other.post("/learn/one/lists/", {"list": made.uuid}).status_code == 200  # and nothing is in it
    assert hers.post(f"{made.get_absolute_url()}arrange/", {"item": "9" * 30, "do": "up"}).status_code == 302
    hers.post(f"{made.get_absolute_url()}change/", {"title": "Canals"})
    assert list(ReadingList.objects.values_list("title", "is_shared")) == [("Canals", False)]
    told = {section.name: section for section in sections()}["reading-lists"].rows(stranger)
    assert [(row["title"], row["resources"]) for row in told] == [("Canals", ["Three", "Two"])]

    monkeypatch.setattr(reading_services, "MAX_ITEMS", 2)
    full = hers.post("/learn/one/lists/", {"list": made.uuid})
    assert "«Canals» has 2 resources. Take one out to add another." in full.content.decode()
    monkeypatch.setattr(reading_services, "MAX_LISTS", 1)
    for address in ("/learn/lists/", "/learn/one/lists/"):
        refused = hers.post(address, {"title": "Another"}).content.decode()
        assert ("You have 1 lists. Delete one to make another." in refused, "Another" in refused) == (True, True)
    assert "2 resources" in hers.get("/learn/lists/").content.decode()
    hers.post(f"{made.get_absolute_url()}delete/")
    assert (ReadingList.objects.count(), Resource.objects.count()) == (0, 3)


def test_what_is_shared_shows_published_resources_alone_to_members_in_sight(
    stranger: Any, contributor: Any, moderator: Any, as_user: Any
) -> None:
    other = as_user(contributor)
    made = create_list(owner=stranger, title="Water")
    for title, live in (("Open", True), ("Withdrawn", False)):
        resource = make_resource(title=title, live=live)
        add_to_list(reading_list=made, resource=resource)
        write_note(user=stranger, resource=resource, note="Nobody's business")
    address = made.get_absolute_url()
    assert (other.get(address).status_code, Client().get(address).status_code) == (404, 302)
    as_user(stranger).post(f"{address}change/", {"title": "Water", "is_shared": "on"})
    assert titles(other, made) == ["Open"]
    page = other.get(address).content.decode()
    shown = [
        words in page for words in ("Pierre Martin", "Nobody&#x27;s business", "No longer", "arrange/", "/report/")
    ]
    assert shown == [True, False, False, False, True]
    assert "No longer in the library" in as_user(stranger).get(address).content.decode()
    assert Client().get(address).status_code == 302

    profile = stranger.profile
    profile.audiences = {"profile": "connections"}
    profile.save()
    assert (titles(other, made), "Pierre Martin" in other.get(address).content.decode()) == (["Open"], False)
    block = Block.objects.create(blocker=stranger, blocked=contributor)
    assert other.get(address).status_code == 404
    block.delete()
    for change in ({"is_hidden": True}, {"is_hidden": False, "is_shared": False}):
        ReadingList.objects.filter(pk=made.pk).update(**change)
        assert other.get(address).status_code == 404
    ReadingList.objects.filter(pk=made.pk).update(is_shared=True)
    assert other.get(address).status_code == 200
    type(stranger).objects.filter(pk=stranger.pk).update(is_active=False)
    assert other.get(address).status_code == 404


def test_as_many_statements_for_many(stranger: Any, as_user: Any) -> None:
    hers, counts = as_user(stranger), []
    made = create_list(owner=stranger, title="Water")
    for many in (1, 29):
        for number in range(many):
            add_to_list(reading_list=made, resource=make_resource(topics=["irrigation"]))
            create_list(owner=stranger, title=f"{number}")
        addresses = (made.get_absolute_url(), "/learn/lists/", f"/learn/{made.items.first().resource.slug}/lists/")
        for address in addresses:
            hers.get(address)
            with CaptureQueriesContext(connection) as statements:
                assert hers.get(address).status_code == 200
            counts.append(len(statements))
    assert counts[:3] == counts[3:]
