"""Who is told of a post: its team of what comes in, and whoever counts on it when it changes."""

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from opportunities.models import Application, Bid, Choice, Opportunity, TenderQuestion
from opportunities.querysets import POSTING_ROLES


def team_of(opportunity: Opportunity) -> "QuerySet":
    """The open accounts that post for its organization."""
    posting = Q(memberships__organization=opportunity.organization_id, memberships__role__in=POSTING_ROLES)
    return get_user_model()._default_manager.filter(posting, is_active=True).distinct()


def followers_of(opportunity: Opportunity) -> "QuerySet":
    """The open accounts that saved a post, apply, asked about it or bid; nobody's while it isn't public."""
    users = get_user_model()._default_manager.filter(is_active=True, departure=None)
    if not Opportunity.objects.published().filter(pk=opportunity.pk).exists():
        return users.none()
    saved = Choice.objects.filter(opportunity=opportunity, decision=Choice.Decision.SAVED)
    asked = TenderQuestion.objects.filter(opportunity=opportunity, asker__isnull=False)
    bids = Bid.objects.filter(opportunity=opportunity, withdrawn=None)
    written = Application.objects.filter(opportunity=opportunity).exclude(status=Application.Status.WITHDRAWN)
    counting = Q(pk__in=saved.values("user")) | Q(pk__in=asked.values("asker")) | Q(pk__in=bids.values("bidder"))
    counting |= Q(pk__in=written.values("applicant"))
    return users.filter(counting).order_by("pk")
