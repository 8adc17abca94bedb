"""Deadlines and events as iCalendar (RFC 5545), which calendar programs subscribe to.

A deadline is a quarter of an hour that ends when the post closes: of one without any length some programs make an hour
that begins then.  Deadlines are instants and stand in UTC; events keep the clock of their place.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from opportunities.models import Opportunity, OpportunityPlace
from opportunities.moments import get_zone, parse_moment
from opportunities.syndication import changed_at
from profiles.mailing import absolute
from profiles.xml import printable

REFRESH = timedelta(hours=6)
QUARTER = timedelta(minutes=15)
LONGEST = 1500  # letters of a description
CONTENT_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar; `what` tells those of a post apart."""

    what: str
    begins: datetime
    ends: datetime | None
    summary: str


def entries_of(post: Opportunity) -> list[Entry]:
    """What there is to note of a post: when it takes place, and when it closes."""
    zone, entries = get_zone(post.zone), []
    starts, ends = (parse_moment(post.details.get(key)) for key in ("starts", "ends"))
    if starts is not None and post.kind in ("event", "training"):
        until = ends.replace(tzinfo=zone) if ends and ends > starts else None
        entries.append(Entry("event", starts.replace(tzinfo=zone), until, post.shown.title))
    if post.closes is not None:
        closes = post.closes.astimezone(UTC)
        entries.append(
            Entry("deadline", closes - QUARTER, closes, _("Closes: %(title)s") % {"title": post.shown.title})
        )
    return entries


def write_calendar(name: str, posts: Iterable[Opportunity], withdrawn: Iterable[Opportunity] = ()) -> bytes:
    """A calendar of posts loaded with for_cards().  Of those `withdrawn` it says that they are off, and no more."""
    calendar = Calendar()
    calendar.add("prodid", "-//iDiaspora//opportunities//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", printable(name))
    calendar.add("x-wr-calname", printable(name))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for post in posts:
        for entry in entries_of(post):
            calendar.add_component(_event(post, entry))
    for post in withdrawn:
        for entry in entries_of(post):
            calendar.add_component(_cancelled(post, entry))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(post: Opportunity, entry: Entry) -> Event:
    event = _dated(post, entry)
    event.add("summary", printable(entry.summary))
    event.add("description", printable("\n\n".join(_description(post))))
    event.add("url", absolute(post.get_absolute_url()))
    event.add("categories", [str(post.kind_class.label)])
    event.add("status", "CONFIRMED")
    if where := _where(post):
        event.add("location", printable(where))
    return event


def _cancelled(post: Opportunity, entry: Entry) -> Event:
    event = _dated(post, entry)
    event.add("summary", _("Withdrawn"))
    event.add("status", "CANCELLED")
    return event


def _dated(post: Opportunity, entry: Entry) -> Event:
    """An event under the same name for ever, so that a program that has it already changes it."""
    changed = changed_at(post) if post.live else post.updated
    event = Event()
    event.add("uid", f"{uuid.uuid5(uuid.NAMESPACE_URL, absolute(post.get_absolute_url()))}-{entry.what}")
    event.add("dtstamp", changed.astimezone(UTC))
    event.add("last-modified", changed.astimezone(UTC))
    event.add("sequence", max(int((changed - post.created).total_seconds()) // 60, 0))
    event.add("dtstart", entry.begins)
    if entry.ends is not None:
        event.add("dtend", entry.ends)
    # Nobody is busy because something closes.
    event.add("transp", "TRANSPARENT" if entry.what == "deadline" else "OPAQUE")
    return event


def _description(post: Opportunity) -> Iterator[str]:
    yield f"{post.kind_class.label} · {post.organization.name}"
    yield Truncator(post.shown.description).chars(LONGEST)
    if post.deadline_text:
        yield _("As announced: «%(words)s»") % {"words": post.deadline_text}
    yield absolute(post.get_absolute_url())


def _where(post: Opportunity) -> str:
    venue = post.details.get("venue")
    places: list[OpportunityPlace] = list(post.places.all())
    language = get_language() or settings.LANGUAGE_CODE
    named = [venue] if isinstance(venue, str) and venue else []
    return ", ".join(dict.fromkeys([*named, *filter(None, (place.words(language) for place in places))]))
