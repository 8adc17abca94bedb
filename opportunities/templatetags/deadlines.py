"""When a post closes, in words: the time left, the instant in the post's zone and in the reader's."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from opportunities.moments import format_date_only, format_moment, get_zone, time_left, zone_city

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


@register.filter
def in_zone(at: datetime, zone: str) -> str:
    """An instant in the zone of a post, and in the reader's."""
    return format_moment(at, get_zone(zone))


@register.filter
def day(at: datetime) -> str:
    """«5 July 2026» of an instant, in the reader's zone."""
    return format_date_only(timezone.localtime(at))


@register.filter
def to_the_second(at: datetime, zone: str) -> str:
    """An instant as a receipt says it: «5 July 2026, 17:59:59 Bishkek (UTC+06:00)»."""
    there = at.astimezone(get_zone(zone))
    offset = there.strftime("%z")
    words = {"day": format_date_only(there), "time": there.strftime("%H:%M:%S"), "city": zone_city(get_zone(zone))}
    # Translators: «5 July 2026, 17:59:59 Bishkek»
    return _("%(day)s, %(time)s %(city)s") % words + f" (UTC{offset[:3]}:{offset[3:]})"


@register.inclusion_tag("opportunities/_deadline_history.html")
def deadline_history(opportunity: Any) -> dict[str, Any]:
    """What was announced before the deadline that holds now, the last first; nearly always nothing."""
    if not getattr(opportunity, "is_moved", True):
        return {"changes": []}
    return {"changes": list(opportunity.deadline_changes.order_by("-made", "-pk"))}
