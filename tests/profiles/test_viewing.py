"""What is hidden in a profile is in no page, whoever looks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import translation

from profiles.models import AUDIENCE_FIELDS, Organization, Profile
from profiles.services import save_section, set_photo
from profiles.viewing import view_as, view_profile, view_profiles
from tests.profiles.factories import make_member

ALL = dict.fromkeys(AUDIENCE_FIELDS, "public")
TRACES = {
    "headline": "Irrigation engineer",
    "about": "beside a canal",
    "photo": "/photo/",
    "place": "Berlin",
    "roots": "Kyrgyzstan",
    "expertise": "irrigation",
    "interests": "beekeeping",
    "languages": "Georgian",
    "open_to": "Mentoring",
    "links": "https://example.org/nurgul",
}
BrowserOf = Callable[[Any], Client]


@pytest.fixture
def shown(owner: Profile) -> Profile:
    """The owner, with everything shown to everyone."""
    set_photo(profile=owner, photo=ContentFile(b"webp"))
    return save_section(profile=owner, values={}, audiences=ALL)


def pages(client: Client, profile: Profile, organization: Organization) -> str:
    """Everything of the page's own that a visitor gets to read about somebody."""
    addresses = (profile.get_absolute_url(), organization.get_absolute_url(), "/connect/?q=Nurgul", "/connect/")
    return "".join(client.get(address).content.decode().partition("</header>")[2] for address in addresses)


@pytest.mark.parametrize("field", TRACES)
def test_a_field_for_oneself_is_in_no_page_of_others(
    shown: Profile, stranger: Profile, organization: Organization, browser_of: BrowserOf, search_index: Any, field: str
) -> None:
    organization.countries = []
    organization.description = ""
    organization.save()
    search_index.drain()
    trace = TRACES[field]
    assert trace in pages(browser_of(stranger), shown, organization)
    assert trace in pages(browser_of(None), shown, organization)

    save_section(profile=shown, values={}, audiences={field: "private"})
    search_index.drain()

    assert trace not in pages(browser_of(stranger), shown, organization)
    assert trace not in pages(browser_of(None), shown, organization)
    assert trace in pages(browser_of(shown), shown, organization)


@pytest.mark.parametrize("field", TRACES)
def test_a_field_for_members_is_in_no_page_of_visitors(
    shown: Profile, stranger: Profile, organization: Organization, browser_of: BrowserOf, search_index: Any, field: str
) -> None:
    organization.countries = []
    organization.description = ""
    organization.save()
    save_section(profile=shown, values={}, audiences={field: "members"})
    search_index.drain()
    trace = TRACES[field]
    assert trace in pages(browser_of(stranger), shown, organization)
    assert trace not in pages(browser_of(None), shown, organization)


def test_the_defaults_are_cautious(owner: Profile, stranger: Profile) -> None:
    assert view_profile(owner, AnonymousUser()) is None
    view = view_profile(owner, stranger.user)
    assert view is not None
    assert (view.headline, view.place, view.roots, view.links) == ("Irrigation engineer", "Berlin, Germany", (), ())


def test_who_hides_the_whole_is_seen_by_nobody_else(shown: Profile, stranger: Profile) -> None:
    for audience in ("private", "connections", "nonsense"):
        shown.audiences["profile"] = audience
        assert view_profile(shown, stranger.user) is None
        assert view_as(shown, "public") is None
        assert view_profile(shown, shown.user) is not None


def test_whom_a_moderator_hides_or_who_has_no_name_is_seen_by_nobody_else(shown: Profile, stranger: Profile) -> None:
    shown.is_hidden = True
    assert view_profile(shown, stranger.user) is None
    own = view_profile(shown, shown.user)
    assert own is not None
    assert own.is_hidden
    shown.is_hidden, shown.name = False, ""
    assert view_profile(shown, stranger.user) is None


def test_facts_are_in_the_readers_language(shown: Profile) -> None:
    with translation.override("ru"):
        view = view_as(shown, "public")
    assert view is not None
    assert (view.place, view.languages) == ("Берлин, Германия", ("Грузинский",))


def test_a_link_that_is_not_https_is_not_shown(shown: Profile) -> None:
    shown.links = ["javascript:alert(1)", "http://example.org", "https://example.org"]
    view = view_as(shown, "public")
    assert view is not None
    assert view.links == ("https://example.org",)


def test_thirty_views_need_as_many_queries_as_one(stranger: Profile, django_assert_num_queries: Any) -> None:
    for _ in range(30):
        make_member(city="Osh", expertise=["accounting"], interests=["beekeeping"])
    view_profiles(Profile.objects.order_by("-pk")[:1], stranger.user)
    for count in (1, 30):
        with django_assert_num_queries(3):
            assert len(view_profiles(Profile.objects.order_by("-pk")[:count], stranger.user)) == count
