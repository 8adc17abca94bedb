"""Who may do what with an opportunity.  Reading is settled by OpportunityQuerySet.visible_to and editable_by."""

from typing import Any

from django.db.models import QuerySet

from opportunities.models import Opportunity
from opportunities.questions import takes_applications
from profiles.models import Organization


def organizations_to_post_for(user: Any) -> "QuerySet[Organization]":
    """The organizations in whose name this account may post; a hidden one posts nothing."""
    return Organization.objects.postable_by(user).filter(is_hidden=False)


def may_edit(user: Any, opportunity: Opportunity) -> bool:
    """Whether this account may change, submit, withdraw or delete it; nobody may while it is locked."""
    return not opportunity.locked and Opportunity.objects.editable_by(user).filter(pk=opportunity.pk).exists()


def publishes_at_once(user: Any, opportunity: Opportunity) -> bool:
    """Whether what this account submits is public without a review: of verified organizations, or by a moderator."""
    organization = opportunity.organization
    return (organization.is_verified and not organization.is_hidden) or user.has_perm(
        "opportunities.publish_opportunity"
    )


def may_apply(user: Any, opportunity: Opportunity) -> bool:
    """Whether this account may apply here at all, open or not: the post is public, answered here, and not its own."""
    is_public = opportunity.live and not opportunity.locked and not opportunity.organization.is_hidden
    if not user.is_authenticated or not user.is_active or not is_public or not takes_applications(opportunity):
        return False
    return not Opportunity.objects.editable_by(user).filter(pk=opportunity.pk).exists()
