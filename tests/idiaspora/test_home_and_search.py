"""The front page and the one search box over everything."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from idiaspora.doors import doors_for
from idiaspora.models import HomePage
from tests.idiaspora.conftest import BrowserOf
from tests.opportunities.factories import make_opportunity
from tests.profiles.factories import make_community, make_member, make_organization
from tests.resources.factories import make_resource
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db


@pytest.fixture
def community(search_index: SearchIndex) -> Any:
    union = make_organization("Irrigation Union", verified=True)
    make_opportunity(organization=union, title="Irrigation of orchards", expertise=["irrigation"])
    make_opportunity(organization=union, title="Irrigation in the past", closes=timezone.now() - timedelta(days=1))
    make_opportunity(organization=union, title="Irrigation, a draft", live=False)
    make_resource(title="Irrigation by drops")
    make_member(
        name="Public Person", headline="Irrigation for all", audiences={"profile": "public", "headline": "public"}
    )
    make_member(name="Members Person", headline="Irrigation for members")
    search_index.drain()
    return union


def headings(client: Client, typed: str) -> dict[str, list[str]]:
    sections = client.get("/search/", {"q": typed}).context["sections"]
    return {
        section.kind: sorted(getattr(obj, "title", None) or obj.name for obj in section.objects) for section in sections
    }


def test_a_visitor_finds_what_is_public(community: Any, client: Client) -> None:
    assert headings(client, "irrigation") == {
        "opportunity": ["Irrigation in the past", "Irrigation of orchards"],
        "profile": ["Public Person"],
        "organization": ["Irrigation Union"],
        "resource": ["Irrigation by drops"],
    }


def test_a_member_finds_members_and_groups_too(
    community: Any, browser_of: BrowserOf, search_index: SearchIndex
) -> None:
    member = make_member(name="Somebody")
    for name, entry in [("Irrigation talk", "open"), ("Irrigation in secret", "invited")]:
        make_community(name, entry=entry, moderator=make_member().user)
    make_community("Irrigation, shut out", moderator=make_member().user).memberships.create(
        user=member.user, status="banned"
    )
    search_index.drain()
    found = headings(browser_of(member), "irrigation")
    assert (found["profile"], found["community"]) == (["Members Person", "Public Person"], ["Irrigation talk"])


def test_nothing_found_says_what_to_do(community: Any, client: Client) -> None:
    page = client.get("/search/", {"q": "qwertyuiop"}).content.decode()
    assert "Nothing has all of these words" in page
    assert "Join or log in" in page


def test_what_was_typed_is_shown_and_never_run(client: Client) -> None:
    page = client.get("/search/", {"q": '<script>alert("x")</script>'}).content.decode()
    assert "<script>alert" not in page


def test_the_doors_count_what_the_lists_behind_them_show(community: Any, client: Client) -> None:
    from django.contrib.auth.models import AnonymousUser

    connect, learn, contribute = doors_for(AnonymousUser())
    assert (connect.number, learn.number, contribute.number) == (2, 1, 1)
    assert contribute.newest_title == "Irrigation of orchards"


def test_a_directory_for_members_alone_says_nothing_at_the_door(
    community: Any, client: Client, browser_of: BrowserOf, settings: Any
) -> None:
    settings.DIRECTORY_FOR_MEMBERS_ONLY = True
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Home", slug="front"))
    Site.objects.update(root_page=home)
    told = client.get("/").content.decode()
    assert "Irrigation of orchards" in told  # the board stays open
    assert [words for words in ("Irrigation Union", "<b>2</b>") if words in told] == []
    assert "Members see who is here." in told
    member = browser_of(make_member(name="Somebody")).get("/").content.decode()
    assert [words for words in ("Irrigation Union", "<b>3</b>") if words not in member] == []


def test_the_front_page_has_the_doors(community: Any, client: Client) -> None:
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="Home", slug="front", sentence="Say what you can do."))
    Site.objects.update(root_page=home)
    page = client.get("/").content.decode()
    assert "Say what you can do." in page
    for address in ('href="/connect/"', 'href="/learn/"', 'href="/contribute/"'):
        assert address in page
