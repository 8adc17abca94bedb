"""Calendars: of the board, of one post, and of what a member saved, under an address that only they know."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from opportunities import services
from opportunities.calendars import CONTENT_TYPE, entries_of, write_calendar
from opportunities.models import CalendarLink, Opportunity
from opportunities.querysets import card_relations
from opportunities.syndication import parts_of, posts_asked_for
from profiles.mailing import locale_of
from profiles.syndication import answer, for_everybody, in_language, later_while_search_is_away

MOST = 300
RECENTLY = timedelta(days=30)  # so long what is over stays, as past days of a calendar do
PRIVATE_HEADERS = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}


@login_not_required
@require_safe
@later_while_search_is_away
def board_calendar(request: HttpRequest) -> HttpResponse:
    """Deadlines and events of the board; the address takes its filters."""
    with for_everybody(request):
        since = timezone.now() - RECENTLY
        posts = posts_asked_for(request.GET, size=MOST, closed_since=since)
        # With filters nobody knows which of the withdrawn posts were in this calendar.
        is_whole = not set(request.GET) - {"lang"}
        withdrawn = (
            list(Opportunity.objects.withdrawn_since(since).select_related("organization")[:MOST]) if is_whole else []
        )
        title = f"{pgettext('title of the opportunities board', 'Contribute')} · {settings.WAGTAIL_SITE_NAME}"
        return _calendar(request, title, posts, withdrawn)


@login_not_required
@require_safe
def opportunity_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """One public post, to be put into a calendar."""
    post = get_object_or_404(Opportunity.objects.visible_to(AnonymousUser()).select_related("organization"), slug=slug)
    if not entries_of(post):
        raise Http404
    with for_everybody(request):
        return _calendar(request, post.title, [post], [])


@login_not_required
@require_safe
def saved_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """What a member saved; whoever knows the address reads it, until its owner takes it back."""
    link = get_object_or_404(CalendarLink.objects.select_related("user"), token=token, user__is_active=True)
    with in_language(locale_of(link.user)):
        posts = Opportunity.objects.saved_by(link.user).published()[:MOST]
        withdrawn = Opportunity.objects.filter(choices__user=link.user, choices__decision="saved").not_published()
        title = f"{_('Saved opportunities')} · {settings.WAGTAIL_SITE_NAME}"
        body = write_calendar(title, posts, withdrawn[:MOST])
    return HttpResponse(body, content_type=CONTENT_TYPE, headers=PRIVATE_HEADERS)


@require_POST
def make_link(request: HttpRequest) -> HttpResponse:
    """A new address; the one before no longer works."""
    services.renew_calendar_link(user=request.user)
    messages.success(request, _("Your calendar has an address now. Add it to your calendar program."))
    return redirect("opportunities:saved")


@require_POST
def remove_link(request: HttpRequest) -> HttpResponse:
    services.remove_calendar_link(user=request.user)
    messages.success(request, _("The address of your calendar no longer works."))
    return redirect("opportunities:saved")


def _calendar(request: HttpRequest, name: str, posts: list[Opportunity], withdrawn: list[Opportunity]) -> HttpResponse:
    def make() -> bytes:
        prefetch_related_objects(posts, *card_relations())
        return write_calendar(name, posts, withdrawn)

    return answer(request, parts_of([*posts, *withdrawn]), make, content_type=CONTENT_TYPE)
