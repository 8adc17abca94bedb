"""Which names people would take for each other, and who is told of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from profiles.lookalikes import distance, look_alikes, look_alikes_of
from profiles.models import Organization, Profile
from tests.profiles.factories import make_organization

BrowserOf = Callable[[Any], Client]
FORM = {"type": "association", "level": "local", "countries": ["KG"], "website": "", "description": ""}


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("Osh Water Users", "OSH  water-users", 0),
        ("Ала-Тоо", "Ala-Too", 0),  # the other script
        ("Ысык-Көл", "Issyk-Kul", 0),  # by its sounds
        ("Нур", "Hyp", 0),  # Cyrillic letters that look Latin
        ("Оsh Water Users", "Osh Water Users", 0),  # the first letter is Cyrillic
        ("Red Cross", "Red Cr0ss", 0),
        ("Osh Water Users", "Osh Water User", 1),
        ("Osh Water Users", "Osh Wtaer User", 2),
        ("Osh Water Users", "Osh Wtr Users X", None),
        ("Manas", "Mannas", 0),
        ("Manas", "Manat", 1),
        ("Nur", "Nut", None),  # too short for a slip of the pen
        ("Berlin Choir", "Madrid Choir", None),
        ("!!!", "???", None),
        ("", "", None),
    ],
)
def test_names(one: str, other: str, far: int | None) -> None:
    assert (distance(one, other), distance(other, one)) == (far, far)


def test_the_nearest_come_first_and_hidden_ones_are_for_moderators(db: None, stranger: Profile) -> None:
    near = make_organization("Osh Water Users")
    far = make_organization("Osh Wtaer User")
    make_organization("Osh Waterr Users", is_hidden=True)
    make_organization("Choir of Berlin")
    own = make_organization("OSH water users")
    assert look_alikes("Osh Water Users", viewer=stranger.user, besides=own) == [near, far]
    assert [each.name for each in look_alikes_of(own)] == ["Osh Water Users", "Osh Waterr Users", "Osh Wtaer User"]


def test_who_registers_is_asked_once_and_may_go_on(
    organization: Organization, stranger: Profile, browser_of: BrowserOf
) -> None:
    imported = make_organization("Osh Water User")
    client, sent = browser_of(stranger), {**FORM, "name": "Osh water users"}
    page = client.post("/connect/organizations/new/", sent)
    text = page.content.decode()
    assert (page.status_code, Organization.objects.count()) == (200, 2)
    assert f'href="{organization.get_absolute_url()}"' in text
    assert f'href="{imported.get_absolute_url()}claim/"' in text
    assert f'href="{organization.get_absolute_url()}claim/"' not in text  # it has an owner
    assert client.post("/connect/organizations/new/", {**sent, "anyway": "Another name"}).status_code == 200
    assert client.post("/connect/organizations/new/", {**sent, "anyway": "Osh water users"}).status_code == 302
    assert Organization.objects.count() == 3


def test_who_renames_is_asked_and_who_edits_the_rest_is_not(
    organization: Organization, owner: Profile, browser_of: BrowserOf
) -> None:
    make_organization("Osh Water Users")
    make_organization("Green Valley Trust")
    client, address = browser_of(owner), f"{organization.get_absolute_url()}edit/"
    assert client.post(address, {**FORM, "name": "Osh Water Users", "description": "Canals."}).status_code == 302
    assert client.post(address, {**FORM, "name": "Green Valley Trusts"}).status_code == 200
    assert Organization.objects.get(pk=organization.pk).name == "Osh Water Users"
    sent = {**FORM, "name": "Green Valley Trusts", "anyway": "Green Valley Trusts"}
    assert client.post(address, sent).status_code == 302
    assert Organization.objects.get(pk=organization.pk).name == "Green Valley Trusts"


def test_a_name_of_odd_characters_breaks_nothing(
    organization: Organization, stranger: Profile, browser_of: BrowserOf
) -> None:
    client = browser_of(stranger)
    for name in ('"><script>', "\x00", "x" * 10_000, "ʘ", "🦙🦙🦙🦙🦙"):
        assert client.post("/connect/organizations/new/", {**FORM, "name": name}).status_code in (200, 302, 422)
