"""The address of a member's own calendar: made, made anew, taken back."""

from typing import Any

from django.db import transaction

from opportunities.models import CalendarLink


@transaction.atomic
def renew_calendar_link(*, user: Any) -> CalendarLink:
    """A new address for a member's calendar; one that they had no longer works."""
    CalendarLink.objects.filter(user=user).delete()
    return CalendarLink.objects.create(user=user)


@transaction.atomic
def remove_calendar_link(*, user: Any) -> None:
    CalendarLink.objects.filter(user=user).delete()
