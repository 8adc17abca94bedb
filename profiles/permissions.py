"""Who may do what with profiles and organizations.  Every write asks here; what is not allowed is denied."""

from typing import Any

from profiles.models import Membership, Organization, Profile


def role_in(user: Any, organization: Organization) -> str | None:
    """The role of an account in an organization, or None for a stranger."""
    if not user.is_authenticated:
        return None
    return Membership.objects.filter(organization=organization, user=user).values_list("role", flat=True).first()


def can_manage_members(user: Any, organization: Organization) -> bool:
    return role_in(user, organization) == Membership.Role.OWNER


def can_moderate(user: Any, model: type[Organization] | type[Profile]) -> bool:
    """Verifying and hiding are for those who may change organizations (or profiles) in the editors' admin."""
    return user.is_active and user.has_perm(f"profiles.change_{model._meta.model_name}")
