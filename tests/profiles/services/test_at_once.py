"""Two who change who belongs, or what an organization is, in the same moment: neither breaks, and somebody is left."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from profiles import services
from profiles.models import CommunityMembership, Membership, Organization
from profiles.services import belonging
from tests.profiles.at_once import at_once
from tests.profiles.factories import make_community, make_member, make_organization

ROUNDS = 10


@pytest.fixture
def two(transactional_db: None) -> list[Any]:
    return [make_member().user, make_member().user]


def test_two_owners_step_down(two: list[Any]) -> None:
    for _round in range(ROUNDS):
        organization = make_organization(owner=two[0])
        Membership.objects.create(organization=organization, user=two[1], role="owner")
        one, other = organization.memberships.all()
        told = at_once(
            lambda one=one: services.change_role(membership=one, role="member"),
            lambda other=other: services.remove_member(membership=other),
        )
        assert sorted(told) == ["done", "refused"]
        assert organization.memberships.filter(role="owner").count() == 1


def test_two_owners_leave_the_site(transactional_db: None) -> None:
    for _round in range(ROUNDS):
        one, other, publisher = (make_member().user for _number in range(3))
        organization = make_organization(owner=one, editor=publisher)
        Membership.objects.create(organization=organization, user=other, role="owner")
        told = at_once(
            lambda one=one: services.delete_account(user=one), lambda o=other: services.delete_account(user=o)
        )
        assert told == ["done", "done"]
        assert list(organization.memberships.values_list("user", "role")) == [(publisher.pk, "owner")]


def test_two_moderators_step_down(two: list[Any]) -> None:
    for _round in range(ROUNDS):
        community = make_community(moderator=two[0], members=[two[1]])
        community.memberships.update(role="moderator")
        one, other = community.memberships.all()
        told = at_once(
            lambda one=one: belonging.make_member(membership=one),
            lambda other=other: belonging.make_member(membership=other),
        )
        assert sorted(told) == ["done", "refused"]
        assert community.memberships.filter(role="moderator").count() == 1


def test_two_moderators_leave_a_group(two: list[Any]) -> None:
    left = make_member().user
    for _round in range(ROUNDS):
        community = make_community(moderator=two[0], members=[two[1], left])
        community.memberships.exclude(user=left).update(role="moderator")
        rows = CommunityMembership.objects.filter(community=community, role="moderator")
        one, other = rows.select_related("community", "user")
        told = at_once(
            lambda one=one: belonging.leave_community(membership=one),
            lambda other=other: belonging.ban_from_community(membership=other),
        )
        assert told == ["done", "done"]
        moderators = community.memberships.filter(role="moderator")
        assert list(moderators.values_list("user", "status")) == [(left.pk, "active")]


@pytest.mark.parametrize("deed", ["verify", "rename"])
def test_a_verification_ends_while_somebody_decides(deed: str, two: list[Any]) -> None:
    moderator = get_user_model().objects.create_user("mira@example.org")
    today = timezone.localdate()
    for _round in range(ROUNDS):
        organization = make_organization(owner=two[0])
        decision = {"organization": organization, "by": moderator, "reason": "Seen.", "checklist": []}
        services.verify_organization(**decision, expires=today - timedelta(days=1))
        stale = Organization.objects.get(pk=organization.pk)
        deeds = {
            "verify": lambda decision=decision: services.verify_organization(**decision),
            "rename": lambda stale=stale: services.update_organization(organization=stale, by=two[0], name="New"),
        }
        assert at_once(lambda: services.expire_verifications(today=today), deeds[deed]) == ["done", "done"]
        organization.refresh_from_db()
        accepted = organization.verifications.filter(status="accepted")
        assert organization.is_verified == accepted.exists() == (deed == "verify")


def test_what_a_moderator_has_hidden_meanwhile_stays_hidden(two: list[Any]) -> None:
    organization = make_organization(owner=two[0])
    owners = Organization.objects.get(pk=organization.pk)
    services.set_organization_hidden(organization=organization, is_hidden=True)
    services.update_organization(organization=owners, by=two[0], name="New")
    organization.refresh_from_db()
    assert (organization.name, organization.is_hidden) == ("New", True)
