"""Inviting people to an organization, their roles, leaving."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from profiles.models import Invitation, Membership, Organization, Profile

BrowserOf = Callable[[Any], Client]


def roles(organization: Organization) -> dict[str, str]:
    return dict(organization.memberships.values_list("user__profile__name", "role"))


@pytest.fixture
def invite(
    owner: Profile, organization: Organization, browser_of: BrowserOf, django_capture_on_commit_callbacks: Any
) -> Callable[..., Any]:
    """The owner invites an address; gives back the page's answer."""

    def send(email: str, role: str = "editor") -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return browser_of(owner).post(
                f"{organization.get_absolute_url()}members/invite/", {"email": email, "role": role}
            )

    return send


def link_in_mail() -> str:
    found = re.search(r"http://127\.0\.0\.1:8000(\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def test_who_is_invited_accepts_and_belongs(
    organization: Organization, stranger: Profile, browser_of: BrowserOf, invite: Any
) -> None:
    invite("pierre@example.org")
    assert [message.to for message in mail.outbox] == [["pierre@example.org"]]
    client = browser_of(stranger)
    page = client.get(link_in_mail()).content.decode()
    assert "Nurgul Asanova invites you as: Publisher." in page
    assert client.post(link_in_mail())["Location"] == organization.get_absolute_url()
    assert roles(organization) == {"Nurgul Asanova": "owner", "Azamat Toktosunov": "editor", "Pierre Martin": "editor"}


def test_inviting_tells_nothing_of_who_has_an_account(stranger: Profile, invite: Any) -> None:
    known, unknown = invite("pierre@example.org"), invite("nobody@example.org")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    bodies = [re.sub(r"http\S+", "", message.body) for message in mail.outbox]
    assert bodies[0] == bodies[1]


def test_an_invitation_is_good_once(
    organization: Organization, stranger: Profile, colleague: Profile, browser_of: BrowserOf, invite: Any
) -> None:
    invite("pierre@example.org", "owner")
    browser_of(stranger).post(link_in_mail())
    Membership.objects.filter(user=stranger.user).delete()
    assert browser_of(stranger).post(link_in_mail()).status_code == 404
    assert browser_of(colleague).post(link_in_mail()).status_code == 404
    assert roles(organization) == {"Nurgul Asanova": "owner", "Azamat Toktosunov": "editor"}


def test_a_newer_invitation_replaces_the_older_and_two_weeks_end_it(
    stranger: Profile, browser_of: BrowserOf, invite: Any
) -> None:
    invite("pierre@example.org")
    older = link_in_mail()
    invite("pierre@example.org")
    newer = link_in_mail()
    client = browser_of(stranger)
    assert (client.get(older).status_code, client.get(newer).status_code) == (404, 200)
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        assert browser_of(stranger).get(newer).status_code == 404


def test_a_withdrawn_invitation_lets_nobody_in(
    organization: Organization, owner: Profile, stranger: Profile, browser_of: BrowserOf, invite: Any
) -> None:
    invite("pierre@example.org")
    invitation = Invitation.objects.get()
    address = f"{organization.get_absolute_url()}invitations/{invitation.pk}/withdraw/"
    assert browser_of(owner).post(address).status_code == 302
    assert browser_of(owner).post(address).status_code == 404
    assert browser_of(stranger).post(link_in_mail()).status_code == 404


def test_an_invitation_never_weakens_a_role(
    organization: Organization, owner: Profile, browser_of: BrowserOf, invite: Any
) -> None:
    invite("nurgul@example.org", "member")
    browser_of(owner).post(link_in_mail())
    assert roles(organization)["Nurgul Asanova"] == "owner"


def test_the_invitations_of_a_day_are_limited(invite: Any) -> None:
    statuses = [invite(f"someone{number}@example.org").status_code for number in range(31)]
    assert (statuses[:30], statuses[30]) == ([302] * 30, 422)
    assert len(mail.outbox) == 30


@pytest.mark.parametrize(
    "data",
    [
        {"email": "nonsense", "role": "editor"},
        {"email": "a@example.org\nBcc: b@example.org", "role": "editor"},
        {"email": "a@example.org", "role": "king"},
    ],
)
def test_what_is_no_invitation_is_not_sent(
    owner: Profile, organization: Organization, browser_of: BrowserOf, data: dict[str, str]
) -> None:
    assert browser_of(owner).post(f"{organization.get_absolute_url()}members/invite/", data).status_code == 422
    assert (mail.outbox, Invitation.objects.count()) == ([], 0)


def test_an_owner_changes_roles_and_the_last_one_stays(
    organization: Organization, owner: Profile, colleague: Profile, browser_of: BrowserOf
) -> None:
    def change(who: Profile, whose: Profile, role: str) -> None:
        membership = organization.memberships.get(user=whose.user)
        browser_of(who).post(f"{organization.get_absolute_url()}members/{membership.pk}/role/", {"role": role})

    change(colleague, colleague, "owner")
    assert roles(organization) == {"Nurgul Asanova": "owner", "Azamat Toktosunov": "editor"}
    change(owner, owner, "member")
    assert roles(organization) == {"Nurgul Asanova": "owner", "Azamat Toktosunov": "editor"}
    change(owner, colleague, "owner")
    change(colleague, owner, "member")
    assert roles(organization) == {"Nurgul Asanova": "member", "Azamat Toktosunov": "owner"}


def test_one_leaves_by_oneself_but_the_last_owner_does_not(
    organization: Organization, owner: Profile, colleague: Profile, browser_of: BrowserOf
) -> None:
    def remove(who: Profile, whose: Profile) -> int:
        membership = organization.memberships.get(user=whose.user)
        return browser_of(who).post(f"{organization.get_absolute_url()}members/{membership.pk}/remove/").status_code

    assert remove(owner, owner) == 302
    assert roles(organization) == {"Nurgul Asanova": "owner", "Azamat Toktosunov": "editor"}
    assert remove(colleague, owner) == 404
    assert remove(colleague, colleague) == 302
    assert roles(organization) == {"Nurgul Asanova": "owner"}


def test_a_membership_of_another_organization_is_out_of_reach(
    organization: Organization, owner: Profile, stranger: Profile, browser_of: BrowserOf
) -> None:
    other = Organization.objects.create(name="Other", slug="other", type="association")
    theirs = Membership.objects.create(organization=other, user=stranger.user, role="owner")
    client = browser_of(owner)
    for action in ("role", "remove"):
        assert (
            client.post(
                f"{organization.get_absolute_url()}members/{theirs.pk}/{action}/", {"role": "member"}
            ).status_code
            == 404
        )
    assert roles(other) == {"Pierre Martin": "owner"}
