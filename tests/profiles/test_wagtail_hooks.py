"""Moderators verify and hide in the editors' admin; nobody else, and nobody reads profiles there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from profiles.models import Organization, Profile

BrowserOf = Callable[[Any], Client]


def test_a_moderator_verifies_an_organization(
    organization: Organization, moderator: Any, browser_of: BrowserOf
) -> None:
    client = browser_of(moderator)
    address = f"/admin/profiles/verify/{organization.pk}/"
    assert address in client.get("/admin/snippets/profiles/organization/").content.decode()
    assert client.get(address).status_code == 200
    assert not Organization.objects.get().is_verified
    assert client.post(address).status_code == 422  # without a word of why
    assert client.post(address, {"reason": "Seen in the register.", "checklist": ["register"]}).status_code == 302
    verified = Organization.objects.get()
    assert (verified.is_verified, verified.verified_by) == (True, moderator)
    assert list(ModelLogEntry.objects.filter(action="profiles.verify").values_list("user", "label")) == [
        (moderator.pk, "Osh Water Users")
    ]
    assert "Verified" in browser_of(None).get(organization.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "name", ["verify", "unverify", "hide-organization", "show-organization", "hide-profile", "show-profile"]
)
def test_nobody_else_decides(
    organization: Organization, owner: Profile, stranger: Profile, browser_of: BrowserOf, name: str
) -> None:
    pk = owner.pk if name.endswith("profile") else organization.pk
    for who in (owner, stranger, None):
        response = browser_of(who).post(f"/admin/profiles/{name}/{pk}/")
        assert response.status_code == 302
        assert "/accounts/login/" in response["Location"] or response["Location"] == "/admin/login/"
    assert not Organization.objects.get().is_verified
    assert not Profile.objects.filter(is_hidden=True).exists()


def test_a_hidden_profile_is_seen_by_its_owner_until_it_is_shown_again(
    owner: Profile, stranger: Profile, moderator: Any, browser_of: BrowserOf
) -> None:
    def statuses() -> list[int]:
        return [browser_of(who).get(owner.get_absolute_url()).status_code for who in (owner, stranger)]

    browser_of(moderator).post(f"/admin/profiles/hide-profile/{owner.pk}/")
    assert statuses() == [200, 404]
    browser_of(moderator).post(f"/admin/profiles/show-profile/{owner.pk}/")
    assert statuses() == [200, 200]


def test_a_moderator_reads_only_the_name_of_a_profile(owner: Profile, moderator: Any, browser_of: BrowserOf) -> None:
    client = browser_of(moderator)
    pages = "".join(
        client.get(f"/admin/snippets/profiles/profile/{page}").content.decode() for page in ("", f"edit/{owner.pk}/")
    )
    assert "Nurgul Asanova" in pages
    for private in ("Irrigation engineer", "canal", "Berlin", "beekeeping", "nurgul@example.org", "example.org/nurgul"):
        assert private not in pages


def test_a_moderator_makes_and_deletes_neither(
    organization: Organization, owner: Profile, moderator: Any, browser_of: BrowserOf
) -> None:
    client = browser_of(moderator)
    for address in (
        "profile/add/",
        "organization/add/",
        f"profile/delete/{owner.pk}/",
        f"organization/delete/{organization.pk}/",
    ):
        assert client.post(f"/admin/snippets/profiles/{address}")["Location"] == "/admin/"
    assert (Profile.objects.filter(pk=owner.pk).count(), Organization.objects.count()) == (1, 1)
