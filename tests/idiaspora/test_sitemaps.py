"""The sitemap lists what is public, all of it and nothing else."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from idiaspora import sitemaps
from opportunities.models import Opportunity
from profiles.models import Organization, Profile
from tests.opportunities.factories import make_opportunity
from tests.profiles.factories import make_member, make_organization
from tests.resources.factories import make_collection, make_resource

pytestmark = pytest.mark.django_db
LINK = "{http://www.w3.org/1999/xhtml}link"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def read(client: Client, address: str) -> dict[str, str | None]:
    """{address: when it changed}."""
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml; charset=utf-8")
    root = ElementTree.fromstring(response.content)
    return {
        str(each.findtext("s:loc", None, NAMES)): each.findtext("s:lastmod", None, NAMES)
        for each in [*root.findall("s:url", NAMES), *root.findall("s:sitemap", NAMES)]
    }


def paths(client: Client) -> set[str]:
    """All that is listed, in all files of the index."""
    files = read(client, "/sitemap.xml")
    return {each.removeprefix("http://testserver") for file in files for each in read(client, file)}


def test_holds_what_is_public(client: Client) -> None:
    organization, hidden = make_organization("Open"), make_organization("Hidden", is_hidden=True)
    public, closed = (
        make_opportunity(organization=organization),
        make_opportunity(organization=organization, closes=timezone.now() - timedelta(days=1)),
    )
    make_opportunity(organization=organization, live=False)
    make_opportunity(organization=hidden)
    resource, _draft = make_resource(), make_resource(live=False)
    collection, _hidden = make_collection("Open", resource), make_collection("Draft", resource, live=False)
    seen = make_member(name="Nurgul", audiences={"profile": "public"})
    for audience in ("members", "connections", "private"):
        make_member(name=f"For {audience}", audiences={"profile": audience})
    left = make_member(name="Gone", audiences={"profile": "public"})
    left.user.is_active = False
    left.user.save()
    assert paths(client) == {
        "/", "/contribute/", "/learn/", "/connect/", "/connect/organizations/", "/connect/map/",
        public.get_absolute_url(), closed.get_absolute_url(), organization.get_absolute_url(),
        resource.get_absolute_url(), seen.get_absolute_url(), collection.get_absolute_url(), "/learn/collections/",
    }  # fmt: skip


def test_is_the_same_for_those_who_see_more(client: Client) -> None:
    member = make_member(name="Nurgul")
    make_opportunity(organization=make_organization(owner=member.user), live=False)
    before = paths(client)
    client.force_login(member.user)
    assert paths(client) == before


def test_says_when_a_page_changed_and_of_people_the_day_alone(client: Client) -> None:
    post = make_opportunity(organization=make_organization())
    member = make_member(name="Nurgul", audiences={"profile": "public"})
    moment = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
    Opportunity.objects.update(last_published_at=moment)
    Profile.objects.update(updated=moment)
    assert read(client, "/sitemap-opportunities-1.xml") == {
        f"http://testserver{post.get_absolute_url()}": "2026-06-01T09:30:00+00:00"
    }
    assert read(client, "/sitemap-people-1.xml") == {f"http://testserver{member.get_absolute_url()}": "2026-06-01"}


def test_lists_nobody_where_the_directory_is_for_members(client: Client, settings: object) -> None:
    make_member(name="Nurgul", audiences={"profile": "public"})
    make_organization()
    settings.DIRECTORY_FOR_MEMBERS_ONLY = True  # type: ignore[attr-defined]
    assert paths(client) == {"/", "/contribute/", "/learn/", "/learn/collections/"}
    for file in ("people-1", "organizations-1"):
        assert client.get(f"/sitemap-{file}.xml").status_code == 404


def test_is_divided_into_files(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    organization = make_organization()
    posts = [make_opportunity(organization=organization) for _number in range(5)]
    monkeypatch.setattr(sitemaps, "LARGEST", 2)
    files = [file for file in read(client, "/sitemap.xml") if "opportunities" in file]
    assert files == [f"http://testserver/sitemap-opportunities-{number}.xml" for number in (1, 2, 3)]
    listed = [address for file in files for address in read(client, file)]
    assert listed == [f"http://testserver{post.get_absolute_url()}" for post in posts]


def test_takes_one_statement_for_any_number(client: Client) -> None:
    organization = make_organization()
    used = []
    for number in (1, 29):
        for _number in range(number):
            make_opportunity(organization=organization)
        with CaptureQueriesContext(connection) as captured:
            client.get("/sitemap-opportunities-1.xml")
        used.append(len(captured))
    assert used == [1, 1]


@pytest.mark.parametrize(
    "file", ["x", "people-0", "people-2", "people-01", "people--1", "people-²", "nothing-1", "people-99999999", "%00"]
)
def test_other_files_there_are_none(file: str, client: Client) -> None:
    assert client.get(f"/sitemap-{file}.xml").status_code in (400, 404)


def test_says_of_the_library_when_it_changed_and_in_which_languages_there_is_the_same(client: Client) -> None:
    moment = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
    original = make_resource(slug="original", language="en", last_published_at=moment)
    make_resource(slug="перевод", language="ru", work=original.uuid, last_published_at=moment)
    make_resource(slug="draft", language="fr", work=original.uuid, live=False)
    make_resource(slug="alone", work=uuid4(), last_published_at=moment)
    make_collection("Open", original, slug="open", last_published_at=moment)
    assert set(read(client, "/sitemap-resources-1.xml").values()) == {"2026-06-01T09:30:00+00:00"}
    assert read(client, "/sitemap-collections-1.xml") == {
        "http://testserver/learn/collections/open/": "2026-06-01T09:30:00+00:00"
    }
    root = ElementTree.fromstring(client.get("/sitemap-resources-1.xml").content)
    links = {
        str(url.findtext("s:loc", None, NAMES)): [
            (each.get("hreflang"), each.get("href")) for each in url.findall(LINK)
        ]
        for url in root.findall("s:url", NAMES)
    }
    translated = quote("http://testserver/learn/перевод/", safe=":/")
    both = [("en", "http://testserver/learn/original/"), ("ru", translated)]
    assert links == {
        "http://testserver/learn/original/": both, translated: both, "http://testserver/learn/alone/": [],
    }  # fmt: skip


def test_any_slug_is_written_as_xml(client: Client) -> None:
    Organization.objects.bulk_create([Organization(name="&", slug="a&b<c", type="association")])
    assert "http://testserver/connect/organizations/a&b%3Cc/" in read(client, "/sitemap-organizations-1.xml")


def test_robots_are_told_where_it_is(client: Client) -> None:
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode().splitlines()
