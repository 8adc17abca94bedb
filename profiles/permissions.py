"""Who may do what with profiles and organizations.  Every write asks here; what is not allowed is denied."""

from typing import Any

from profiles.models import Membership, Organization, Profile


def role_in(user: Any, organization: Organization) -> str | None:
    """The role of an account in an organization, or None for a stranger."""
    if not user.is_authenticated:
        return None
    return Membership.objects.filter(organization=organization, user=user).values_list("role", flat=True).first()


def can_edit_profile(user: Any, profile: Profile) -> bool:
    """Nobody edits what another person says of themselves, moderators neither."""
    return user.is_authenticated and profile.user_id == user.pk


def can_edit_organization(user: Any, organization: Organization) -> bool:
    return role_in(user, organization) == Membership.Role.OWNER


def can_manage_members(user: Any, organization: Organization) -> bool:
    return role_in(user, organization) == Membership.Role.OWNER


def can_see_members(user: Any, organization: Organization) -> bool:
    """The list with roles is for the organization's own people; others see those whose profile is open to them."""
    return role_in(user, organization) is not None


def can_moderate(user: Any, model: type[Organization] | type[Profile]) -> bool:
    """Verifying and hiding are for those who may change organizations (or profiles) in the editors' admin."""
    return user.is_active and user.has_perm(f"profiles.change_{model._meta.model_name}")
