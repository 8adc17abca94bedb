"""What the site adds to an organization's page: what it posts and what it shares."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles.models import Organization, Profile
from tests.idiaspora.conftest import BrowserOf
from tests.opportunities.factories import make_opportunity
from tests.profiles.factories import make_member, make_organization
from tests.resources.factories import make_resource

pytestmark = pytest.mark.django_db
ADDRESS = "/connect/organizations/osh-water-users/"


@pytest.fixture
def union(db: None) -> Organization:
    return make_organization("Osh Water Users", owner=make_member(name="Ulan").user)


def test_shows_its_public_posts_and_resources(union: Organization, engineer: Profile, browser_of: BrowserOf) -> None:
    make_opportunity(organization=union, title="Canals of Osh")
    make_opportunity(organization=union, title="A draft post", live=False)
    make_opportunity(organization=make_organization("Others"), title="A post of others")
    make_resource(organization=union, title="Watering by drops")
    make_resource(organization=union, title="A draft report", live=False)
    make_resource(title="A report of nobody")
    hidden = ("A draft post", "A post of others", "A draft report", "A report of nobody")
    for who in (engineer, None):
        page = browser_of(who).get(ADDRESS).content.decode()
        assert ("Canals of Osh" in page, "Watering by drops" in page) == (True, True)
        assert [title for title in hidden if title in page] == []


def test_a_member_can_save_from_there(union: Organization, engineer: Profile, browser_of: BrowserOf) -> None:
    post = make_opportunity(organization=union)
    assert [
        f'action="/contribute/{post.slug}/save/"' in browser_of(who).get(ADDRESS).content.decode()
        for who in (engineer, None)
    ] == [True, False]


def test_says_nothing_of_what_there_is_not(union: Organization, browser_of: BrowserOf) -> None:
    page = browser_of(None).get(ADDRESS).content.decode()
    assert ('id="opportunities-of"' in page, 'id="resources-of"' in page) == (False, False)


def test_as_many_queries_for_twenty_as_for_one(union: Organization, engineer: Profile, browser_of: BrowserOf) -> None:
    browser: Any = browser_of(engineer)

    def count() -> int:
        browser.get(ADDRESS)
        with CaptureQueriesContext(connection) as captured:
            browser.get(ADDRESS)
        return len(captured)

    def make_each() -> None:
        make_opportunity(organization=union, expertise=["welding"], places=[("Osh", "KG")])
        make_resource(organization=union, topics=["welding"])

    make_each()
    used = count()
    for _number in range(19):
        make_each()
    assert count() == used
