"""The pages of the board that everybody reads."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from opportunities.applications import counts_of
from opportunities.board import SORTS, find_opportunities
from opportunities.calendars import entries_of
from opportunities.models import Opportunity
from opportunities.similar import similar_opportunities
from profiles.visitors import same_for_all


@login_not_required
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    listing, with_closed = find_opportunities(request)
    # Without words there is nothing that could match better or worse.
    sorts = [(name, words) for name, (words, _field) in SORTS.items() if name != "relevance" or listing.asked.text]
    context = {"listing": listing, "with_closed": with_closed, "sorts": sorts}
    return same_for_all(render(request, "opportunities/board.html", context), until=Opportunity.objects.next_moment)


@login_not_required
@require_safe
def opportunity(request: HttpRequest, slug: str) -> HttpResponse:
    posts = Opportunity.objects.visible_to(request.user).with_own(request.user).for_page()
    found = get_object_or_404(posts, slug=slug)
    read_as_asked(request, found)
    may_edit = found.is_own and not found.locked
    context = {
        "opportunity": found,
        "is_open": found.is_open(),
        "is_closed": found.is_closed(),
        "may_edit": may_edit,
        "arrived": counts_of([found]).get(found.pk, 0) if may_edit else 0,
        "address_shown": getattr(found, "address_shown", None) if may_edit else None,
        "preview": not found.live,
        "has_dates": bool(entries_of(found)),
        "similar": similar_opportunities(found, request.user) if found.live else [],
    }
    page = render(request, "opportunities/opportunity.html", context)
    return same_for_all(page, until=Opportunity.objects.next_moment)


def read_as_asked(request: HttpRequest, opportunity: Opportunity) -> None:
    """Shows a post in the language that `?text=` names, when it has it."""
    asked = request.GET.get("text", "")
    if asked in {text.language for text in opportunity.texts}:
        opportunity.read_in = asked
