"""What a page shows of a member's choices: its buttons, and which of them are pressed."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest

from opportunities.models import Choice, Opportunity, Reminder
from opportunities.services import days_ahead


def buttons_for(
    request: HttpRequest | None, opportunity: Opportunity, *, dismissible: bool, back: str = ""
) -> dict[str, Any]:
    """What _choice.html needs; nothing is offered to who isn't signed in.

    `back` is where a page without scripts returns to (default: the page that is asked for).
    """
    if request is None or not request.user.is_authenticated:
        return {"is_offered": False}
    decision, days = _decisions(request).get(opportunity.pk, ("", None))
    is_saved = decision == Choice.Decision.SAVED
    return {
        "is_offered": True,
        "opportunity": opportunity,
        "dismissible": dismissible,
        "is_saved": is_saved,
        "is_dismissed": decision == Choice.Decision.DISMISSED,
        "remindable": is_saved and bool(days or days_ahead(opportunity)),
        "reminder": Reminder.Days(days).label if days else "",
        "back": back or request.get_full_path(),
    }


def _decisions(request: Any) -> dict[int, tuple[str, int | None]]:
    """{opportunity id: (decision, days of the reminder)} of who is signed in: read once for all the cards of a page."""
    if not hasattr(request, "opportunity_decisions"):
        reminder = Reminder.objects.filter(user=OuterRef("user"), opportunity=OuterRef("opportunity"))
        rows = Choice.objects.filter(user=request.user).annotate(days=Subquery(reminder.values("days")[:1]))
        found = rows.values_list("opportunity_id", "decision", "days")
        request.opportunity_decisions = {pk: (decision, days) for pk, decision, days in found}
    return request.opportunity_decisions
