"""Writes to organizations: registering, editing, their people."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from profiles.invitations import DAYS, token_of
from profiles.mailing import send_to_address
from profiles.models import Invitation, Membership, Organization
from profiles.services.holding import hold, hold_anew
from profiles.services.verification import end_by_new_name
from profiles.slugs import RESERVED, save_with_free_slug

REGISTRATIONS_A_DAY = 5
INVITATIONS_A_DAY = 30


@transaction.atomic
def register_organization(*, by: Any, **fields: Any) -> Organization:
    """A new, unverified organization; who registers it becomes its owner.

    Raises ValidationError when this account has registered too many today.
    """
    yesterday = timezone.now() - timedelta(days=1)
    if (
        Membership.objects.filter(user=by, role=Membership.Role.OWNER, created__gt=yesterday).count()
        >= REGISTRATIONS_A_DAY
    ):
        raise ValidationError(_("You registered several organizations today. Go on tomorrow."))
    organization = Organization(**fields)
    save_with_free_slug(organization, organization.name, organization.save, word="organization", reserved=RESERVED)
    Membership.objects.create(organization=organization, user=by, role=Membership.Role.OWNER)
    return organization


@transaction.atomic
def update_organization(*, organization: Organization, by: Any, **fields: Any) -> Organization:
    """Writes what an owner edited.  A verified organization that changes its name has to be verified again.

    All else stays as it is now, whatever was read before: a moderator may have hidden it meanwhile.
    """
    hold_anew(organization)
    if organization.is_verified and fields.get("name", organization.name) != organization.name:
        organization.verified_at = organization.verified_by = None
        end_by_new_name(organization=organization, by=by)
    for field, value in fields.items():
        setattr(organization, field, value)
    organization.save()
    organization.save_revision(user=by)
    return organization


@transaction.atomic
def set_organization_hidden(*, organization: Organization, is_hidden: bool) -> None:
    organization.is_hidden = is_hidden
    organization.save(update_fields=["is_hidden", "updated"])


@transaction.atomic
def invite_member(*, organization: Organization, email: str, role: str, by: Any) -> Invitation:
    """Sends an invitation; nothing here depends on whether the address has an account, so nothing tells it.

    Raises ValidationError when this account has sent too many today.
    """
    yesterday = timezone.now() - timedelta(days=1)
    if Invitation.objects.filter(invited_by=by, created__gt=yesterday).count() >= INVITATIONS_A_DAY:
        raise ValidationError(_("You sent many invitations today. Go on tomorrow."))
    organization.invitations.filter(email__iexact=email, closed=None).update(closed=timezone.now())
    invitation = Invitation.objects.create(organization=organization, email=email.lower(), role=role, invited_by=by)
    send_to_address(
        invitation.email,
        "profiles/email/invitation",
        language=get_language() or settings.LANGUAGE_CODE,
        link=reverse("profiles:invitation", args=[token_of(invitation)]),
        organization=organization,
        invitation=invitation,
        days=DAYS,
    )
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation) -> None:
    invitation.closed = timezone.now()
    invitation.save(update_fields=["closed"])


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: Any) -> Membership:
    """Makes whoever holds the link a member; one who belongs already keeps the stronger role.

    Raises ValidationError when the invitation was used meanwhile.
    """
    # One row at a time: two people with the same link can't both get in.
    taken = Invitation.objects.filter(pk=invitation.pk, closed=None).update(closed=timezone.now())
    if not taken:
        raise ValidationError(_("This invitation was used or withdrawn. Ask for a new one."))
    membership, created = Membership.objects.get_or_create(
        organization=invitation.organization, user=user, defaults={"role": invitation.role}
    )
    strength = list(Membership.Role.values)  # owner first
    if not created and strength.index(invitation.role) < strength.index(membership.role):
        membership.role = invitation.role
        membership.save(update_fields=["role"])
    return membership


@transaction.atomic
def change_role(*, membership: Membership, role: str) -> None:
    """Raises ValidationError when that would leave the organization without an owner."""
    if role != Membership.Role.OWNER:
        _keep_an_owner(membership)
    membership.role = role
    membership.save(update_fields=["role"])


@transaction.atomic
def remove_member(*, membership: Membership) -> None:
    """Raises ValidationError when that would leave the organization without an owner."""
    _keep_an_owner(membership)
    membership.delete()


def _keep_an_owner(membership: Membership) -> None:
    """An owner whose account is closed answers for nothing, so there has to be another."""
    hold(Organization.objects.filter(pk=membership.organization_id))
    owners = Membership.objects.filter(organization=membership.organization_id, role=Membership.Role.OWNER)
    others = owners.filter(user__is_active=True).exclude(pk=membership.pk)
    if owners.filter(pk=membership.pk).exists() and not others.exists():
        raise ValidationError(_("An organization needs an owner. Make somebody else an owner first."))
