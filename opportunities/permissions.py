"""Who may do what with an opportunity.  Reading is settled by OpportunityQuerySet.visible_to and editable_by."""

from typing import Any

from django.db.models import QuerySet

from opportunities.models import Opportunity, PostingRight
from opportunities.questions import takes_applications
from profiles.models import Organization
from search.audiences import has_editors_permission


def organizations_to_post_for(user: Any) -> "QuerySet[Organization]":
    """The organizations in whose name this account may post; a hidden one posts nothing."""
    return Organization.objects.postable_by(user).filter(is_hidden=False)


def posting_mode(user: Any, organization: Organization, kind: str) -> str:
    """What becomes of what an account posts, unless its own words hold it: a value of PostingRight.Mode."""
    right = PostingRight.objects.for_post(organization=organization, user=user, kind=kind).first()
    if right is not None:
        mode = right.mode
    elif organization.is_verified or may_publish(user):
        mode = PostingRight.Mode.AT_ONCE
    else:
        mode = PostingRight.Mode.REVIEW
    if mode == PostingRight.Mode.AT_ONCE and organization.is_hidden:
        return PostingRight.Mode.REVIEW
    return mode


def may_publish(user: Any) -> bool:
    """Whether what this account posts is public without a review, for whomever it posts."""
    return has_editors_permission(user, "opportunities.publish_opportunity")


def may_edit(user: Any, opportunity: Opportunity) -> bool:
    """Whether this account may change, submit, withdraw or delete it; nobody may while it is locked."""
    return not opportunity.locked and Opportunity.objects.editable_by(user).filter(pk=opportunity.pk).exists()


def may_take_part(user: Any, opportunity: Opportunity) -> bool:
    """Whether this account may ask, bid or apply at all, open or not: the post is public, and not its own."""
    is_public = opportunity.live and not opportunity.locked and not opportunity.organization.is_hidden
    if not user.is_authenticated or not user.is_active or not is_public:
        return False
    return not Opportunity.objects.editable_by(user).filter(pk=opportunity.pk).exists()


def may_apply(user: Any, opportunity: Opportunity) -> bool:
    """Whether this account may apply here at all, open or not: the post is answered here, too."""
    return takes_applications(opportunity) and may_take_part(user, opportunity)
