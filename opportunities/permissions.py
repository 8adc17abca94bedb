"""Who may do what with an opportunity.  Reading is settled by OpportunityQuerySet.visible_to and editable_by."""

from typing import Any

from django.db.models import QuerySet

from opportunities.kinds import KINDS
from opportunities.models import Opportunity, PostingRight
from opportunities.questions import takes_applications
from profiles.models import Organization


def organizations_to_post_for(user: Any) -> "QuerySet[Organization]":
    """The organizations in whose name this account may post; a hidden one posts nothing."""
    return Organization.objects.postable_by(user).filter(is_hidden=False)


def posting_mode(user: Any, organization: Organization, kind: str) -> str:
    """What becomes of what an account posts: a value of PostingRight.Mode."""
    for right in PostingRight.objects.for_post(organization=organization, user=user):
        if right.kind in ("", kind):
            return right.mode
    if user.has_perm("opportunities.publish_opportunity"):
        return PostingRight.Mode.AT_ONCE
    return PostingRight.Mode.AT_ONCE if organization.is_verified else PostingRight.Mode.REVIEW


def refused_kinds(user: Any, organization: Organization) -> frozenset[str]:
    """The kinds that an account may not post for an organization; one statement."""
    refused: dict[str, bool] = {}
    rights = list(PostingRight.objects.for_post(organization=organization, user=user))
    for kind in KINDS:
        fitting = next((right for right in rights if right.kind in ("", kind)), None)
        refused[kind] = fitting is not None and fitting.mode == PostingRight.Mode.NEVER
    return frozenset(kind for kind, is_refused in refused.items() if is_refused)


def may_edit(user: Any, opportunity: Opportunity) -> bool:
    """Whether this account may change, submit, withdraw or delete it; nobody may while it is locked."""
    return not opportunity.locked and Opportunity.objects.editable_by(user).filter(pk=opportunity.pk).exists()


def publishes_at_once(user: Any, opportunity: Opportunity) -> bool:
    """Whether what this account submits is public without a review, unless its own words hold it."""
    organization = opportunity.organization
    mode = posting_mode(user, organization, opportunity.kind)
    return mode == PostingRight.Mode.AT_ONCE and not organization.is_hidden


def may_apply(user: Any, opportunity: Opportunity) -> bool:
    """Whether this account may apply here at all, open or not: the post is public, answered here, and not its own."""
    is_public = opportunity.live and not opportunity.locked and not opportunity.organization.is_hidden
    if not user.is_authenticated or not user.is_active or not is_public or not takes_applications(opportunity):
        return False
    return not Opportunity.objects.editable_by(user).filter(pk=opportunity.pk).exists()


def may_take_part(user: Any, opportunity: Opportunity) -> bool:
    """Whether this account may ask and bid at all, open or not: the tender is public, and not its own."""
    is_public = opportunity.live and not opportunity.locked and not opportunity.organization.is_hidden
    if not user.is_authenticated or not user.is_active or not is_public:
        return False
    return not Opportunity.objects.editable_by(user).filter(pk=opportunity.pk).exists()
