"""Which posts leave the board for other programs, and what of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from opportunities.board import FILTERS, SORTS
from opportunities.models import Opportunity
from opportunities.moments import format_moment, get_zone
from opportunities.opening import open_ranges
from search.listing import read_query, request_for
from search.queries import search
from search.results import hydrate


def posts_asked_for(query: QueryDict, *, size: int, closed_since: datetime | None = None) -> list[Opportunity]:
    """The newest posts that a board's address asks for, as a visitor sees them: open ones, and those that closed after
    `closed_since`.

    Raises EngineError while the search is away and the address asks for it: what a reader once took, it keeps.
    """
    asked = read_query(query, FILTERS, tuple(SORTS))
    since = closed_since or timezone.now()
    if not asked.text and not asked.values:
        rows = Opportunity.objects.published().open_since(since)
        return list(rows.select_related("organization").order_by("-first_published_at", "-pk")[:size])
    visitor = AnonymousUser()
    wanted = request_for(
        visitor, kind="opportunity", filters=FILTERS, asked=asked, ranges=open_ranges(since), size=size
    )
    found: list[Any] = [post for _hit, post in hydrate(search(replace(wanted, sort="newest")).hits, visitor)]
    # The index may lag by a moment.
    return [post for post in found if post.closes is None or post.closes > since]


def changed_at(opportunity: Opportunity) -> datetime:
    """When what others see of a post changed last."""
    return opportunity.last_published_at or opportunity.updated


def closes_in_words(opportunity: Opportunity) -> str:
    """«Closes on Fri 5 July, 18:00 Bishkek»."""
    if opportunity.closes is None:
        return _("No closing date")
    return _("Closes on %(moment)s") % {"moment": format_moment(opportunity.closes, get_zone(opportunity.zone))}


def parts_of(posts: Iterable[Opportunity]) -> list[tuple[Any, ...]]:
    """What profiles.syndication.answer() compares of posts."""
    return [(post.pk, post.updated, post.last_published_at, post.organization.updated) for post in posts]
