"""When a post closes, in words: the time left, the instant in the post's zone and in the reader's."""

from typing import Any

from django import template
from django.utils import timezone

from opportunities.moments import format_date_only, format_moment, get_zone, time_left

register = template.Library()
SOON_DAYS = 3


@register.inclusion_tag("opportunities/_deadline.html")
def deadline(opportunity: Any, with_words: bool = False) -> dict[str, Any]:
    """One line; `with_words` adds the words in which the deadline was announced."""
    now, zone, closes = timezone.now(), get_zone(opportunity.zone), opportunity.closes
    context: dict[str, Any] = {"announced": opportunity.deadline_text if with_words else ""}
    if closes is None:
        return {**context, "state": "open-ended"}
    if closes <= now:
        return {**context, "state": "closed", "day": format_date_only(closes.astimezone(zone))}
    return {
        **context,
        "state": "soon" if (closes - now).days < SOON_DAYS else "open",
        "left": time_left(closes, now),
        "moment": format_moment(closes, zone),
    }


@register.filter
def opens_later(opportunity: Any) -> str:
    """The moment a post opens, when that is still to come; else nothing."""
    if opportunity.opens is None or opportunity.opens <= timezone.now():
        return ""
    return format_moment(opportunity.opens, get_zone(opportunity.zone))
