"""What members decide about posts: to keep one, to put it aside and why, to be reminded of its deadline."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opportunities.leaving_out import concepts_of
from opportunities.models import Choice, Opportunity, Reminder


@transaction.atomic
def make_choice(*, user: Any, opportunity: Opportunity, decision: str) -> None:
    """Remembers that a member saves a post, or doesn't want to be shown it; one takes the place of the other."""
    defaults = {"decision": Choice.Decision(decision), "made": timezone.now(), "reason": ""}
    Choice.objects.update_or_create(user=user, opportunity=opportunity, defaults=defaults)
    if decision != Choice.Decision.SAVED:
        clear_reminder(user=user, opportunity=opportunity)


@transaction.atomic
def withdraw_choice(*, user: Any, opportunity: Opportunity, decision: str) -> None:
    """Forgets such a choice; another one stays."""
    Choice.objects.filter(user=user, opportunity=opportunity, decision=decision).delete()
    if decision == Choice.Decision.SAVED:
        clear_reminder(user=user, opportunity=opportunity)


@transaction.atomic
def give_reason(*, user: Any, opportunity: Opportunity, reason: str) -> None:
    """Why a post that the member put aside is not for them; nothing of a post that they didn't."""
    own = Choice.objects.filter(user=user, opportunity=opportunity, decision=Choice.Decision.DISMISSED)
    own.update(reason=Choice.Reason(reason))


@transaction.atomic
def suggest_concept_again(*, user: Any, concept: str) -> None:
    """Forgets that posts which ask for a concept were not a member's field; the posts themselves stay aside."""
    said = Choice.objects.filter(user=user, decision=Choice.Decision.DISMISSED, reason=Choice.Reason.FIELD)
    asked = concepts_of(set(said.values_list("opportunity", flat=True)))
    said.filter(opportunity__in=[post for post, keys in asked.items() if concept in keys]).update(reason="")


@transaction.atomic
def suggest_far_again(*, user: Any) -> None:
    """Forgets that posts were too far for a member; they stay aside."""
    far = Choice.objects.filter(user=user, decision=Choice.Decision.DISMISSED, reason=Choice.Reason.FAR)
    far.update(reason="")


@transaction.atomic
def set_reminder(*, user: Any, opportunity: Opportunity, days: int) -> Reminder:
    """Reminds a member so many days before a post closes, in place of an earlier wish; the post is saved besides.

    Raises ValidationError when that moment has passed, or there is none.
    """
    if days not in days_ahead(opportunity):
        raise ValidationError(_("It is too late for this reminder. Choose a day closer to the deadline."))
    make_choice(user=user, opportunity=opportunity, decision=Choice.Decision.SAVED)
    reminder, _is_new = Reminder.objects.update_or_create(
        user=user, opportunity=opportunity, defaults={"days": days, "told_of": None}
    )
    return reminder


def days_ahead(opportunity: Opportunity) -> list[int]:
    """The reminders that a member can still choose."""
    if opportunity.closes is None:
        return []
    left = opportunity.closes - timezone.now()
    return [days for days in Reminder.Days.values if timedelta(days=days) < left]


def clear_reminder(*, user: Any, opportunity: Opportunity) -> None:
    Reminder.objects.filter(user=user, opportunity=opportunity).delete()


def clear_reminders(user: Any) -> None:
    """No reminders any more."""
    Reminder.objects.filter(user=user).delete()
