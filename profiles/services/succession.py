"""Who answers for an organization after its owner."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from profiles.mailing import send_to_member
from profiles.models import Membership, Organization
from profiles.services.holding import hold

Role = Membership.Role


@transaction.atomic
def hand_over(*, membership: Membership, by: Any) -> None:
    """An owner names their successor, who becomes an owner and is told; they themselves go on as a publisher.

    Raises ValidationError when that account is closed, or is their own.
    """
    hold(Organization.objects.filter(pk=membership.organization_id))
    own = Membership.objects.get(organization=membership.organization_id, user=by)
    if membership.pk == own.pk or not membership.user.is_active:
        raise ValidationError(_("You can't hand it over to this account. Choose somebody else."))
    _become_owner(membership)
    own.role = Role.EDITOR
    own.save(update_fields=["role"])


def settle_succession(*, leaver: Any) -> None:
    """Before an account goes: its longest-serving publisher takes over each organization that it owns alone.

    Where there is none, those who belong are told that nobody answers for it.  Within the caller's transaction.
    """
    hold(Organization.objects.owned_by(leaver))
    for organization in Organization.objects.orphaned_by(leaver):
        others = organization.memberships.filter(user__is_active=True).exclude(user=leaver)
        heir = others.filter(role=Role.EDITOR).order_by("created", "pk").first()
        if heir is not None:
            _become_owner(heir)
            continue
        for membership in others.select_related("user"):
            link = organization.get_absolute_url()
            send_to_member(membership.user, "profiles/email/ownerless", link=link, organization=organization)


def _become_owner(membership: Membership) -> None:
    membership.role = Role.OWNER
    membership.save(update_fields=["role"])
    organization = membership.organization
    link = reverse("profiles:organization-members", args=[organization.slug])
    send_to_member(membership.user, "profiles/email/successor", link=link, organization=organization)
