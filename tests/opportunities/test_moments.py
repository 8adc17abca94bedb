"""Deadlines in every zone of the world: gaps, hours that happen twice, ±14 hours, and the last second."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
import time_machine
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from opportunities.forms import zone_choices
from opportunities.models import Opportunity
from opportunities.moments import ANYWHERE, SkippedTimeError, format_moment, get_zone, instant_of, zone_city

ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
LOCAL = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1))
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
BERLIN = ZoneInfo("Europe/Berlin")


@given(zone=ZONES, local=LOCAL, closes=st.booleans())
def test_the_clocks_there_show_the_time_that_was_said(zone: ZoneInfo, local: datetime, closes: bool) -> None:
    try:
        instant = instant_of(local, zone, closes=closes)
    except SkippedTimeError:
        there = local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
        assert there.replace(tzinfo=None, fold=0) != local  # no clock of that zone ever shows it
    else:
        assert instant.astimezone(zone).replace(tzinfo=None, fold=0) == local


@given(zone=ZONES, at=INSTANTS)
def test_every_instant_can_be_said_and_shuts_nobody_out(zone: ZoneInfo, at: datetime) -> None:
    """Of an hour that happens twice it opens with the first and closes with the second."""
    local = at.astimezone(zone).replace(tzinfo=None, fold=0)
    assert instant_of(local, zone, closes=False) <= at <= instant_of(local, zone, closes=True)


@given(zone=ZONES, at=INSTANTS)
def test_open_until_the_last_microsecond(zone: ZoneInfo, at: datetime) -> None:
    post = Opportunity(live=True, closes=at, zone=zone.key)
    before = at - timedelta(microseconds=1)
    assert [post.is_open(before), post.is_closed(before), post.is_open(at), post.is_closed(at)] == [
        True,
        False,
        False,
        True,
    ]
    with time_machine.travel(before, tick=False):
        assert (post.is_open(), post.is_closed()) == (True, False)
    with time_machine.travel(at, tick=False):
        assert (post.is_open(), post.is_closed()) == (False, True)


@given(at=INSTANTS)
def test_the_ends_of_the_world_are_26_hours_apart(at: datetime) -> None:
    local = at.replace(tzinfo=None)
    first, last = (instant_of(local, ZoneInfo(name), closes=True) for name in ("Pacific/Kiritimati", ANYWHERE))
    assert last - first == timedelta(hours=26)
    assert instant_of(local, ZoneInfo("Etc/GMT-14"), closes=True) == first


@pytest.mark.parametrize(
    ("local", "closes", "instant"),
    [
        ("2026-10-25T02:30", False, "2026-10-25T00:30"),  # clocks go back: the first of two
        ("2026-10-25T02:30", True, "2026-10-25T01:30"),  # and the second
        ("2026-03-29T03:00", True, "2026-03-29T01:00"),
        ("2026-03-29T01:59:59", True, "2026-03-29T00:59:59"),
    ],
)
def test_when_clocks_change(local: str, closes: bool, instant: str) -> None:
    found = instant_of(datetime.fromisoformat(local), BERLIN, closes=closes)
    assert found == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@pytest.mark.parametrize("local", ["2026-03-29T02:00", "2026-03-29T02:59:59.999999"])
def test_an_hour_that_there_is_not(local: str) -> None:
    with pytest.raises(SkippedTimeError):
        instant_of(datetime.fromisoformat(local), BERLIN, closes=True)


def test_anywhere_on_earth_is_a_zone_with_a_name() -> None:
    assert zone_choices()[0][0] == ANYWHERE
    assert get_zone(ANYWHERE).utcoffset(datetime(2026, 7, 5)) == timedelta(hours=-12)
    ends = instant_of(datetime(2026, 7, 5, 23, 59), get_zone(ANYWHERE), closes=True)
    assert ends == datetime(2026, 7, 6, 11, 59, tzinfo=UTC)
    with time_machine.travel(datetime(2026, 7, 1, tzinfo=UTC)):
        assert format_moment(ends, get_zone(ANYWHERE)) == "Sun 5 July, 23:59 Anywhere on Earth"
    with translation.override("ru"):
        assert zone_city(get_zone(ANYWHERE)) == "в любой точке Земли"
