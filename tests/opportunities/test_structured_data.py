"""What search engines read of a post's page: extruct takes it from the HTML as they do."""

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import extruct
import pytest
from django.test import Client
from django.utils import timezone

from profiles.models import Organization
from tests.opportunities.factories import HERE, make_opportunity

DATED = {"starts": "2099-08-01T10:00", "ends": "2099-08-02T17:00"}


def read(client: Client, post: Any) -> list[dict[str, Any]]:
    page = client.get(post.get_absolute_url()).content.decode()
    return list(extruct.extract(page, base_url="http://testserver/", syntaxes=["json-ld"])["json-ld"])


@pytest.fixture
def facts() -> dict[str, Any]:
    return {"zone": "Asia/Bishkek", "closes": datetime(2099, 7, 5, 12, tzinfo=UTC), "places": [("Osh", "KG")]}


def test_one_applies_directly_where_the_post_is_answered_here(verified: Organization, client: Client) -> None:
    Organization.objects.update(countries=["KG"])
    ways: list[dict[str, Any]] = [HERE, {"apply": {"url": "https://osh.example/"}}, {}]
    posts = [make_opportunity(organization=verified, details=details) for details in ways]
    assert [read(client, post)[0]["directApply"] for post in posts] == [True, False, False]


def test_a_job_posting_is_whole(verified: Organization, facts: dict[str, Any], client: Client) -> None:
    Organization.objects.update(website="https://osh.example/")
    post = make_opportunity(
        organization=verified, title="Welder & co", description="One.\n\nTwo <b>.",
        first_published_at=datetime(2026, 6, 1, 20, tzinfo=UTC), **facts,
    )  # fmt: skip
    assert read(client, post) == [
        {
            "@context": "https://schema.org",
            "@type": "JobPosting",
            "title": "Welder & co",
            "description": "<p>One.</p>\n\n<p>Two &lt;b&gt;.</p>",
            "url": f"http://testserver/contribute/{post.slug}/",
            "identifier": {"@type": "PropertyValue", "name": "Osh Water Users", "value": post.slug},
            "employmentType": "FULL_TIME",
            "hiringOrganization": {
                "@type": "Organization",
                "name": "Osh Water Users",
                "sameAs": "https://osh.example/",
                "url": "https://osh.example/",
            },
            "jobLocation": [
                {
                    "@type": "Place",
                    "address": {"@type": "PostalAddress", "addressLocality": "Osh", "addressCountry": "KG"},
                }
            ],
            "directApply": False,
            "inLanguage": "en",
            "datePosted": "2026-06-02",  # in Bishkek
            "validThrough": "2099-07-05T18:00:00+06:00",
        }
    ]


def test_remote_work_says_from_where(verified: Organization, facts: dict[str, Any], client: Client) -> None:
    (document,) = read(client, make_opportunity(organization=verified, remote="yes", **facts))
    assert document["jobLocationType"] == "TELECOMMUTE"
    assert document["applicantLocationRequirements"] == [{"@type": "Country", "name": "KG"}]


def test_without_a_place_it_is_the_organizations_country_and_without_that_there_is_none(
    verified: Organization, client: Client
) -> None:
    post = make_opportunity(organization=verified)
    (document,) = read(client, post)
    assert document["jobLocation"] == [
        {"@type": "Place", "address": {"@type": "PostalAddress", "addressCountry": "KG"}}
    ]
    Organization.objects.update(countries=[])
    assert read(client, post) == []


def test_a_closed_post_keeps_its_date(verified: Organization, facts: dict[str, Any], client: Client) -> None:
    closes = timezone.now() - timedelta(days=3)
    post = make_opportunity(organization=verified, **{**facts, "closes": closes})
    (document,) = read(client, post)
    assert datetime.fromisoformat(document["validThrough"]) == closes
    assert "This post is closed" in client.get(post.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("remote", "details", "mode", "location"),
    [
        ("no", {"venue": "Hall"}, "Offline", [
            {"@type": "Place", "name": "Hall", "address": {"@type": "PostalAddress", "addressLocality": "Osh", "addressCountry": "KG"}},
        ]),
        ("yes", {}, "Online", [{"@type": "VirtualLocation", "url": "…"}]),
        ("hybrid", {}, "Mixed", [
            {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": "Osh", "addressCountry": "KG"}},
            {"@type": "VirtualLocation", "url": "…"},
        ]),
    ],
)  # fmt: skip
def test_an_event_says_when_with_its_zone_and_where(
    remote: str, details: dict[str, Any], mode: str, location: Any,
    verified: Organization, facts: dict[str, Any], client: Client,
) -> None:  # fmt: skip
    post = make_opportunity(organization=verified, kind="event", remote=remote, details={**DATED, **details}, **facts)
    (document,) = read(client, post)
    address = f"http://testserver/contribute/{post.slug}/"
    expected = [{**each, "url": address} if "url" in each else each for each in location]
    assert (document["@type"], document["startDate"], document["endDate"]) == (
        "Event",
        "2099-08-01T10:00:00+06:00",
        "2099-08-02T17:00:00+06:00",
    )
    assert document["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"
    assert (document["location"], document["eventStatus"]) == (expected, "https://schema.org/EventScheduled")
    assert document["organizer"]["name"] == "Osh Water Users"


def test_a_training_is_a_course_that_is_held_once(
    verified: Organization, facts: dict[str, Any], client: Client
) -> None:
    post = make_opportunity(organization=verified, kind="training", remote="hybrid", details=DATED, **facts)
    (document,) = read(client, post)
    assert (document["@type"], document["provider"]["name"]) == ("Course", "Osh Water Users")
    (held,) = document["hasCourseInstance"]
    assert (held["@type"], held["courseMode"], held["startDate"]) == (
        "CourseInstance",
        "Blended",
        "2099-08-01T10:00:00+06:00",
    )
    undated = make_opportunity(organization=verified, kind="training", **facts)
    assert "hasCourseInstance" not in read(client, undated)[0]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_networks_read_what_is_shared(
    language: str, verified: Organization, facts: dict[str, Any], client: Client
) -> None:
    post = make_opportunity(organization=verified, title='The "best" <job>', **facts)
    page = client.get(f"{post.get_absolute_url()}?from=x", headers={"Accept-Language": language}).content.decode()
    told = {
        name: html.unescape(value) for name, value in re.findall(r'<meta property="og:(\S+)" content="([^"]*)">', page)
    }
    address = f"http://testserver/contribute/{post.slug}/"
    assert told == {
        "site_name": "iDiaspora",
        "type": "article",
        "title": 'The "best" <job>',
        "description": "What you will do.",
        "url": address,
        "locale": {"en": "en_GB", "ar": "ar_AR"}[language],
        "image": f"{address}picture.png",
        "image:width": "1200",
        "image:height": "630",
        "image:alt": 'The "best" <job>',
    }
    assert f'<link rel="canonical" href="{address}">' in page


def test_a_draft_tells_networks_nothing(verified: Organization, author: Any, as_user: Any) -> None:
    draft = make_opportunity(organization=verified, live=False, title="Secret")
    page = as_user(author).get(draft.get_absolute_url()).content.decode()
    assert "og:" not in page
    assert "ld+json" not in page
