"""What a page shows of a member's choices: its buttons, and which of them are pressed."""

from typing import Any

from django.http import HttpRequest

from opportunities.models import Choice, Opportunity


def buttons_for(
    request: HttpRequest | None, opportunity: Opportunity, *, dismissible: bool, back: str = ""
) -> dict[str, Any]:
    """What _choice.html needs; nothing is offered to who isn't signed in.

    `back` is where a page without scripts returns to (default: the page that is asked for).
    """
    if request is None or not request.user.is_authenticated:
        return {"is_offered": False}
    decision = _decisions(request).get(opportunity.pk)
    return {
        "is_offered": True,
        "opportunity": opportunity,
        "dismissible": dismissible,
        "is_saved": decision == Choice.Decision.SAVED,
        "is_dismissed": decision == Choice.Decision.DISMISSED,
        "back": back or request.get_full_path(),
    }


def _decisions(request: Any) -> dict[int, str]:
    """{opportunity id: decision} of who is signed in: read once for all the cards of a page."""
    if not hasattr(request, "opportunity_decisions"):
        rows = Choice.objects.filter(user=request.user).values_list("opportunity_id", "decision")
        request.opportunity_decisions = dict(rows)
    return request.opportunity_decisions
