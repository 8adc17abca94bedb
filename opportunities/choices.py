"""What a page shows of a member's own matters: which posts they keep, put aside or have applied to."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import IntegerField, OuterRef, Subquery, Value
from django.http import HttpRequest

from opportunities.models import Application, Choice, Opportunity, Reminder
from opportunities.services import days_ahead


class Applied(NamedTuple):
    """Where somebody's application to a post stands."""

    status: str
    sent: datetime | None


class Own(NamedTuple):
    decisions: dict[int, tuple[str, int | None]]  # {opportunity id: (decision, days of the reminder)}
    applied: dict[int, Applied]


def buttons_for(
    request: HttpRequest | None, opportunity: Opportunity, *, dismissible: bool, back: str = ""
) -> dict[str, Any]:
    """What _choice.html needs; nothing is offered to who isn't signed in.

    `back` is where a page without scripts returns to (default: the page that is asked for).
    """
    if request is None or not request.user.is_authenticated:
        return {"is_offered": False}
    decision, days = _own(request).decisions.get(opportunity.pk, ("", None))
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


def applied_to(request: HttpRequest | None, opportunity: Opportunity) -> Applied | None:
    """The application of who is signed in, drafts too; None when there is none."""
    if request is None or not request.user.is_authenticated:
        return None
    return _own(request).applied.get(opportunity.pk)


def _own(request: Any) -> Own:
    """The matters of who is signed in: read once for all the cards of a page, by one statement."""
    if not hasattr(request, "own_opportunities"):
        reminder = Reminder.objects.filter(user=OuterRef("user"), opportunity=OuterRef("opportunity"))
        chosen = Choice.objects.filter(user=request.user).annotate(days=Subquery(reminder.values("days")[:1]))
        written = Application.objects.filter(applicant=request.user).order_by()
        written = written.annotate(days=Value(None, IntegerField()))
        own = Own({}, {})
        rows = chosen.order_by().values_list("opportunity_id", "decision", "made", "days")
        for pk, what, at, days in rows.union(written.values_list("opportunity_id", "status", "sent", "days"), all=True):
            if what in Choice.Decision:
                own.decisions[pk] = (what, days)
            else:
                own.applied[pk] = Applied(what, at)
        request.own_opportunities = own
    found: Own = request.own_opportunities
    return found
