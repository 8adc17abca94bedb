"""When a post closes, in words: the time left, the instant in the post's zone and in the reader's."""

from typing import Any

from django import template
from django.utils import timezone

from opportunities.moments import format_date_only, format_moment, get_zone, time_left

register = template.Library()
SOON_DAYS = 3


@register.inclusion_tag("opportunities/_deadline.html")
def deadline(opportunity: Any) -> dict[str, Any]:
    """One line, as on cards."""
    now, zone, closes = timezone.now(), get_zone(opportunity.zone), opportunity.closes
    if closes is None:
        return {"state": "open-ended"}
    if closes <= now:
        return {"state": "closed", "day": format_date_only(closes.astimezone(zone))}
    return {
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
