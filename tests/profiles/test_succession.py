"""Who answers for an organization after its last owner: its publisher, or nobody, and everybody knows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from idiaspora.merging import merge_accounts
from profiles import services
from profiles.invitations import token_of
from profiles.models import Membership, Organization, Profile
from tests.profiles.factories import make_member, make_organization

BrowserOf = Callable[[Any], Client]


def roles(organization: Organization) -> dict[str, str]:
    return dict(organization.memberships.values_list("user__profile__name", "role"))


def add(organization: Organization, name: str, role: str, days: int) -> Profile:
    """Somebody who has belonged to it for so many days."""
    profile = make_member(f"{name.lower()}@example.org", name=name)
    membership = Membership.objects.create(organization=organization, user=profile.user, role=role)
    Membership.objects.filter(pk=membership.pk).update(created=timezone.now() - timedelta(days=days))
    return profile


def told() -> list[tuple[str, str]]:
    """Who was told what, but for whoever left: they hear that their account is erased."""
    sent = [(message.to[0], message.subject) for message in mail.outbox]
    return [(to, subject) for to, subject in sent if subject != "Your account is erased"]


@pytest.fixture
def leave(django_capture_on_commit_callbacks: Any) -> Callable[[Profile], None]:
    def delete(who: Profile) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            services.delete_account(user=who.user)

    return delete


def test_the_publisher_who_has_been_there_longest_takes_over(
    organization: Organization, owner: Profile, leave: Any
) -> None:
    add(organization, "Old", "member", 900)
    add(organization, "Early", "editor", 500)
    closed = add(organization, "Closed", "editor", 800)
    get_user_model().objects.filter(pk=closed.user_id).update(is_active=False)
    leave(owner)
    assert roles(organization) == {
        "Azamat Toktosunov": "editor", "Old": "member", "Early": "owner", "Closed": "editor",
    }  # fmt: skip
    assert told() == [("early@example.org", "You are an owner of Osh Water Users now")]


def test_without_a_publisher_nobody_answers_and_its_people_are_told(
    owner: Profile, stranger: Profile, leave: Any, browser_of: BrowserOf
) -> None:
    organization = make_organization("Choir", owner=owner.user, member=stranger.user)
    leave(owner)
    assert roles(organization) == {"Pierre Martin": "member"}
    assert told() == [("pierre@example.org", "Nobody answers for Choir any more")]
    for page in ("", "members/"):
        text = browser_of(stranger).get(f"{organization.get_absolute_url()}{page}").content.decode()
        assert "Nobody answers for this organization here at present." in text
    assert browser_of(stranger).get(f"{organization.get_absolute_url()}claim/").status_code == 200


def test_another_owner_goes_on_and_nobody_is_told(
    organization: Organization, owner: Profile, colleague: Profile, leave: Any
) -> None:
    add(organization, "Second", "owner", 1)
    leave(owner)
    assert (roles(organization), told()) == ({"Azamat Toktosunov": "editor", "Second": "owner"}, [])


def test_an_owner_whose_account_is_closed_does_not_count(
    organization: Organization, owner: Profile, colleague: Profile, leave: Any, browser_of: BrowserOf
) -> None:
    closed = add(organization, "Closed", "owner", 1)
    get_user_model().objects.filter(pk=closed.user_id).update(is_active=False)
    membership = organization.memberships.get(user=owner.user)
    browser_of(owner).post(f"{organization.get_absolute_url()}members/{membership.pk}/remove/")
    assert roles(organization)["Nurgul Asanova"] == "owner"
    leave(owner)
    assert roles(organization) == {"Azamat Toktosunov": "owner", "Closed": "owner"}


def test_merging_leaves_no_organization_without_an_owner(db: None, django_capture_on_commit_callbacks: Any) -> None:
    superuser = get_user_model().objects.create_superuser("root@example.org", "correct horse battery")
    kept, other, publisher = make_member(name="Nurgul"), make_member(name="Nurgul A."), make_member(name="Azamat")
    moved = make_organization("Moved", owner=other.user, editor=publisher.user)
    shared = make_organization("Shared", owner=other.user, member=kept.user, editor=publisher.user)
    with django_capture_on_commit_callbacks(execute=True):
        merge_accounts(kept=kept.user, other=other.user, by=superuser)
    expected = {"Nurgul": "owner", "Azamat": "editor"}
    assert (roles(moved), roles(shared), told()) == (expected, expected, [])


def test_who_leaves_is_told_what_will_come_of_it(
    organization: Organization, owner: Profile, browser_of: BrowserOf
) -> None:
    make_organization("Choir", owner=owner.user)
    text = browser_of(owner).get("/profile/delete/").content.decode()
    assert "otherwise the publisher who has been there longest becomes its owner." in text
    assert "otherwise nobody answers for it" in text


def test_an_owner_hands_over(
    organization: Organization, owner: Profile, colleague: Profile, browser_of: BrowserOf,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    def hand_over(who: Profile, whose: Profile) -> int:
        membership = organization.memberships.get(user=whose.user)
        with django_capture_on_commit_callbacks(execute=True):
            return (
                browser_of(who).post(f"{organization.get_absolute_url()}members/{membership.pk}/hand-over/").status_code
            )

    assert hand_over(colleague, colleague) == 404
    assert hand_over(owner, owner) == 302
    assert roles(organization) == {"Nurgul Asanova": "owner", "Azamat Toktosunov": "editor"}
    assert hand_over(owner, colleague) == 302
    assert roles(organization) == {"Nurgul Asanova": "editor", "Azamat Toktosunov": "owner"}
    assert told() == [("azamat@example.org", "You are an owner of Osh Water Users now")]


def test_it_is_not_handed_to_an_account_that_is_closed(
    organization: Organization, owner: Profile, colleague: Profile, browser_of: BrowserOf
) -> None:
    get_user_model().objects.filter(pk=colleague.user_id).update(is_active=False)
    membership = organization.memberships.get(user=colleague.user)
    browser_of(owner).post(f"{organization.get_absolute_url()}members/{membership.pk}/hand-over/")
    assert roles(organization) == {"Nurgul Asanova": "owner", "Azamat Toktosunov": "editor"}


def test_blocked_members_do_not_see_each_other_among_its_people(
    organization: Organization, owner: Profile, colleague: Profile, browser_of: BrowserOf
) -> None:
    other = add(organization, "Bermet", "member", 5)
    services.block_member(blocker=other.user, blocked=colleague.user)
    services.block_member(blocker=other.user, blocked=owner.user)
    address = f"{organization.get_absolute_url()}members/"
    seen = {
        who.name: [each.shown_name for each in browser_of(who).get(address).context["memberships"]]
        for who in (owner, colleague, other)
    }
    assert seen == {
        "Nurgul Asanova": ["", "Nurgul Asanova", "Azamat Toktosunov"],  # owners manage all, and read no name
        "Azamat Toktosunov": ["Nurgul Asanova", "Azamat Toktosunov"],
        "Bermet": ["Bermet"],
    }
    assert "Bermet" not in browser_of(owner).get(address).content.decode()


def test_an_invitation_does_not_name_somebody_out_of_sight(
    organization: Organization, owner: Profile, stranger: Profile, browser_of: BrowserOf
) -> None:
    invitation = organization.invitations.create(email="pierre@example.org", invited_by=owner.user)
    address = f"/connect/invitations/{token_of(invitation)}/"
    assert "Nurgul Asanova" in browser_of(stranger).get(address).content.decode()
    services.block_member(blocker=owner.user, blocked=stranger.user)
    page = browser_of(stranger).get(address)
    assert (page.status_code, "Nurgul Asanova" in page.content.decode()) == (200, False)


def test_its_page_of_people_takes_as_many_statements_for_thirty_as_for_two(
    organization: Organization, owner: Profile, browser_of: BrowserOf
) -> None:
    client, address = browser_of(owner), f"{organization.get_absolute_url()}members/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(28):
        add(organization, f"Member{number}", "member", number)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
