"""Leaving takes everything along."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.test import Client

from profiles.models import Membership, Organization, Profile
from profiles.services import set_photo

BrowserOf = Callable[[Any], Client]


def test_an_account_is_deleted_with_all_that_belongs_to_it(
    owner: Profile, colleague: Profile, organization: Organization, browser_of: BrowserOf, settings: Any,
    search_index: Any, django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    set_photo(profile=owner, photo=ContentFile(b"webp"))
    search_index.drain()
    client = browser_of(owner)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/profile/delete/", {"email": "Nurgul@Example.org", "at_once": "on"})
    search_index.drain()

    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/profile/").status_code == 302
    assert list(get_user_model().objects.values_list("email", flat=True)) == ["azamat@example.org"]
    assert not EmailAddress.objects.filter(email="nurgul@example.org").exists()
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []
    assert list(Membership.objects.values_list("user", flat=True)) == [colleague.user.pk]
    assert browser_of(colleague).get(owner.get_absolute_url()).status_code == 404
    assert b"Nurgul" not in browser_of(colleague).get("/connect/").content


def test_without_hurry_there_are_days_to_think_again(
    owner: Profile, browser_of: BrowserOf, django_capture_on_commit_callbacks: Any
) -> None:
    client = browser_of(owner)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/profile/delete/", {"email": "nurgul@example.org"})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/profile/").status_code == 302
    owner.user.refresh_from_db()
    assert not owner.user.is_active
    assert "We sent you a link" in client.get("/").content.decode()


def test_an_operator_without_days_of_grace_erases_at_once(owner: Profile, browser_of: BrowserOf, settings: Any) -> None:
    settings.RETENTION = {**settings.RETENTION, "departures": 0}
    client = browser_of(owner)
    assert b"at_once" not in client.get("/profile/delete/").content
    client.post("/profile/delete/", {"email": "nurgul@example.org"})
    assert not get_user_model().objects.filter(email="nurgul@example.org").exists()


def test_the_password_is_asked_for_again(owner: Profile, browser_of: BrowserOf) -> None:
    owner.user.set_password("correct horse battery")
    owner.user.save()
    response = browser_of(owner).post("/profile/delete/", {"email": "nurgul@example.org"})
    assert response["Location"].partition("?")[0] == "/accounts/reauthenticate/"
    owner.user.refresh_from_db()
    assert owner.user.is_active


def test_another_address_deletes_nothing(owner: Profile, stranger: Profile, browser_of: BrowserOf) -> None:
    for typed in ("", "pierre@example.org", "nurgul"):
        assert browser_of(owner).post("/profile/delete/", {"email": typed}).status_code == 422
    assert Profile.objects.count() == 2


def test_who_owns_an_organization_alone_is_told(
    owner: Profile, organization: Organization, browser_of: BrowserOf
) -> None:
    client = browser_of(owner)
    assert organization.name in client.get("/profile/delete/").content.decode()
    Membership.objects.update(role="owner")
    assert organization.name not in client.get("/profile/delete/").content.decode()
