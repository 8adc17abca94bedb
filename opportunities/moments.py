"""Instants as people read them: in the post's zone and the reader's, by the rules of the reader's language."""

import re
from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, get_timezone_location
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

ANYWHERE = "Etc/GMT+12"  # the last zone in which a day ends: «anywhere on Earth»
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?")


def parse_moment(value: Any) -> datetime | None:
    """The naive datetime of «2018-05-20T23:59»; None of anything else."""
    if not isinstance(value, str) or not MOMENT.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


@cache
def zone_names() -> frozenset[str]:
    """All names of zones.  They are read from the disk, which takes 10 ms, so once in a process."""
    return frozenset(available_timezones())


def get_zone(name: str) -> ZoneInfo:
    """The zone of a name; UTC when there is none such, so that a wrong record never breaks a page."""
    return ZoneInfo(name if name in zone_names() else "UTC")


class SkippedTimeError(ValueError):
    """A time that the clocks of a zone jump over."""


def instant_of(local: datetime, zone: ZoneInfo, *, closes: bool) -> datetime:
    """The instant, in UTC, at which the clocks of a zone show a naive time.

    Of an hour that happens twice (clocks go back) it is the one that shuts nobody out: it opens early and closes late.
    Raises SkippedTimeError when the clocks jump over it.
    """
    there = local.replace(tzinfo=zone, fold=1 if closes else 0)
    instant = there.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None, fold=0) != local.replace(fold=0):
        raise SkippedTimeError(local)
    return instant


@cache
def reading_locale(language: str) -> Locale:
    """The Babel locale whose dates a reader of a language expects; English dates are written «5 July 2026, 18:00»."""
    if language in ("en", ""):
        return Locale("en", "GB")
    try:
        return Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale("en", "GB")


def _locale() -> Locale:
    return reading_locale(get_language() or "en")


@cache
def _zone_city(name: str, locale: Locale) -> str:
    if name in ("UTC", "Etc/UTC", "GMT", "Etc/GMT") or "/" not in name:
        return name.removeprefix("Etc/")
    return get_timezone_location(name, locale=locale, return_city=True)


def zone_city(zone: ZoneInfo) -> str:
    """«Бишкек» for Asia/Bishkek in Russian; UTC for itself; «Anywhere on Earth» for the zone where days end last."""
    if zone.key == ANYWHERE:
        return _("Anywhere on Earth")
    return _zone_city(zone.key, _locale())


def format_day(at: datetime) -> str:
    """«Fri 5 July», with the year when it is another one than now."""
    locale = _locale()
    this_year = at.year == timezone.now().astimezone(at.tzinfo).year
    day = format_skeleton("MMMMd", at, tzinfo=at.tzinfo, locale=locale) if this_year else format_date_only(at)
    weekday = format_date(at.date(), "EEE", locale=locale)
    # Translators: a weekday's short name and a date, as in «Fri 5 July»
    return _("%(weekday)s %(day)s") % {"weekday": weekday, "day": day}


def format_date_only(at: datetime) -> str:
    """«5 July 2026», always with the year."""
    return format_date(at.date(), "long", locale=_locale())


def format_clock(at: datetime) -> str:
    return format_time(at, "short", tzinfo=at.tzinfo, locale=_locale())


def format_moment(at: datetime, zone: ZoneInfo) -> str:
    """«Fri 5 July, 18:00 Bishkek (15:00 your time)»; the reader's time is left out when it is unknown or the same."""
    there = at.astimezone(zone)
    words = {"day": format_day(there), "time": format_clock(there), "city": zone_city(zone)}
    here = at.astimezone(timezone.get_current_timezone())
    if timezone.get_current_timezone() == timezone.get_default_timezone() or here.utcoffset() == there.utcoffset():
        # Translators: «Fri 5 July, 18:00 Bishkek»
        return _("%(day)s, %(time)s %(city)s") % words
    if here.date() == there.date():
        # Translators: «Fri 5 July, 18:00 Bishkek (15:00 your time)»
        return _("%(day)s, %(time)s %(city)s (%(own_time)s your time)") % {**words, "own_time": format_clock(here)}
    # Translators: «Fri 5 July, 18:00 Bishkek (Sat 6 July, 03:00 your time)»
    return _("%(day)s, %(time)s %(city)s (%(own_day)s, %(own_time)s your time)") % {
        **words,
        "own_day": format_day(here),
        "own_time": format_clock(here),
    }


def time_left(until: datetime, now: datetime) -> str:
    """«in 5 days», «in 7 hours», «in 20 minutes»: never more than there is left."""
    minutes = int((until - now).total_seconds() // 60)
    if minutes < 60:
        count = max(minutes, 1)
        return ngettext("in %(count)d minute", "in %(count)d minutes", count) % {"count": count}
    hours = minutes // 60
    if hours < 48:
        return ngettext("in %(count)d hour", "in %(count)d hours", hours) % {"count": hours}
    days = hours // 24
    return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}
