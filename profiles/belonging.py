"""Who belongs to an organization, and who answers for it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from profiles.models import Membership, Organization
from profiles.relations import relations_of


def active_owners(organization: Organization) -> QuerySet:
    """The accounts that own an organization and are open: those who answer for it, and are told what concerns it."""
    return get_user_model().objects.filter(
        is_active=True, memberships__organization=organization, memberships__role=Membership.Role.OWNER
    )


def memberships_shown_to(viewer: Any, organization: Organization, *, is_owner: bool) -> list[Membership]:
    """Who belongs, the longest first, each with `shown_name`; two statements and those of the viewer's relations.

    Who is out of the viewer's sight isn't listed.  Owners have to manage all: they get a row without a name, as of
    somebody who hasn't written one, so that it tells of no block.
    """
    blocked = relations_of(viewer).blocked
    rows = organization.memberships.select_related("user__profile").order_by("created", "pk")
    shown = []
    for membership in rows:
        is_out_of_sight = membership.user_id in blocked
        if is_out_of_sight and not is_owner:
            continue
        profile = getattr(membership.user, "profile", None)
        membership.shown_name = "" if is_out_of_sight or profile is None else profile.name  # type: ignore[attr-defined]
        shown.append(membership)
    return shown
