"""When a post closes, as readers in other zones and languages read it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from opportunities.moments import format_moment, get_zone, time_left
from opportunities.templatetags.deadlines import deadline, opens_later

BISHKEK = ZoneInfo("Asia/Bishkek")
CLOSES = datetime(2026, 7, 5, 18, tzinfo=BISHKEK)


def post(closes: datetime | None, **fields: object) -> SimpleNamespace:
    return SimpleNamespace(**{"closes": closes, "opens": None, "zone": "Asia/Bishkek", "deadline_text": "", **fields})


class TestFormatMoment:
    @pytest.fixture(autouse=True)
    def _in_june(self) -> Iterator[None]:
        with time_machine.travel(datetime(2026, 6, 30, 10, tzinfo=UTC), tick=False):
            yield

    @pytest.mark.parametrize(
        ("language", "reader", "words"),
        [
            ("en", "Europe/Paris", "Sun 5 July, 18:00 Bishkek (14:00 your time)"),
            ("en", "UTC", "Sun 5 July, 18:00 Bishkek"),
            ("en", "Asia/Dhaka", "Sun 5 July, 18:00 Bishkek"),  # another zone, the same clock
            ("en", "Pacific/Auckland", "Sun 5 July, 18:00 Bishkek (Mon 6 July, 00:00 your time)"),
            ("ru", "UTC", "вс, 5 июля, 18:00 (Бишкек)"),
        ],
    )
    def test_in_the_zone_of_the_post_and_of_the_reader(self, language: str, reader: str, words: str) -> None:
        with (
            translation.override(language),
            timezone.override(ZoneInfo(reader) if reader != "UTC" else timezone.get_default_timezone()),
        ):
            assert format_moment(CLOSES.astimezone(UTC), BISHKEK) == words

    def test_another_year_is_named(self) -> None:
        assert format_moment(datetime(2019, 7, 5, 12, tzinfo=UTC), BISHKEK) == "Fri 5 July 2019, 18:00 Bishkek"

    def test_summer_time_belongs_to_the_day_of_the_deadline(self) -> None:
        berlin = ZoneInfo("Europe/Berlin")
        instants = [datetime(2026, 10, 24, 16, tzinfo=UTC), datetime(2026, 10, 26, 16, tzinfo=UTC)]
        assert [format_moment(at, berlin) for at in instants] == [
            "Sat 24 October, 18:00 Berlin",
            "Mon 26 October, 17:00 Berlin",
        ]

    def test_a_zone_that_nobody_knows_is_utc(self) -> None:
        assert format_moment(CLOSES, get_zone("Mars/Olympus")) == "Sun 5 July, 12:00 UTC"


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(seconds=1), "in 1 minute"),
        (timedelta(minutes=59, seconds=59), "in 59 minutes"),
        (timedelta(hours=1), "in 1 hour"),
        (timedelta(hours=47, minutes=59), "in 47 hours"),
        (timedelta(days=2), "in 2 days"),
        (timedelta(days=5, hours=23), "in 5 days"),
    ],
)
def test_time_left_is_never_more_than_there_is(left: timedelta, words: str) -> None:
    assert time_left(CLOSES + left, CLOSES) == words


class TestDeadline:
    @pytest.mark.parametrize(
        ("before", "state"),
        [
            (timedelta(days=5), "open"),
            (timedelta(days=2, hours=23), "soon"),
            (timedelta(seconds=1), "soon"),
            (timedelta(0), "closed"),
            (-timedelta(seconds=1), "closed"),
        ],
    )
    def test_states(self, before: timedelta, state: str) -> None:
        with time_machine.travel(CLOSES - before, tick=False):
            assert deadline(post(CLOSES))["state"] == state

    def test_closed_says_on_which_day_there(self) -> None:
        midnight_passed = datetime(2026, 7, 4, 19, tzinfo=UTC)  # the 5th in Bishkek
        with time_machine.travel(CLOSES, tick=False):
            assert deadline(post(midnight_passed))["day"] == "5 July 2026"

    def test_open_ended(self) -> None:
        assert deadline(post(None)) == {"state": "open-ended"}

    def test_opens_later(self) -> None:
        with time_machine.travel(CLOSES - timedelta(days=9), tick=False):
            assert opens_later(post(CLOSES, opens=CLOSES - timedelta(days=5))) == "Tue 30 June, 18:00 Bishkek"
            assert opens_later(post(CLOSES, opens=CLOSES - timedelta(days=10))) == ""
