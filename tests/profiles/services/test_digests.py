"""How often what is new is mailed, and when the next mail is due."""

from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine

from profiles.models import Digest, Profile
from profiles.services import choose_digest, finish_digest
from profiles.services.digests import REMEMBERED, stop_digest

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def at(moment: datetime) -> Any:
    return time_machine.travel(moment, tick=False)


def test_whoever_begins_gets_first_what_comes_from_then_on(owner: Profile) -> None:
    with at(NOON):
        digest = choose_digest(user=owner.user, frequency="weekly")
    assert (digest.looked, digest.due) == (NOON, NOON + 7 * DAY)


def test_more_often_is_sooner_and_choosing_the_same_changes_nothing(owner: Profile) -> None:
    with at(NOON):
        choose_digest(user=owner.user, frequency="weekly")
    with at(NOON + 3 * DAY):
        same = choose_digest(user=owner.user, frequency="weekly")
        assert (same.looked, same.due) == (NOON, NOON + 7 * DAY)
        sooner = choose_digest(user=owner.user, frequency="daily")
    assert (sooner.looked, sooner.due) == (NOON, NOON + 3 * DAY)


def test_what_came_while_it_was_off_is_no_news(owner: Profile) -> None:
    with at(NOON):
        choose_digest(user=owner.user, frequency="daily")
        stop_digest(owner.user)
    with at(NOON + 9 * DAY):
        digest = choose_digest(user=owner.user, frequency="daily")
    assert (digest.looked, digest.due) == (NOON + 9 * DAY, NOON + 10 * DAY)


def test_the_hour_stays_the_same_however_late_a_run_is(owner: Profile) -> None:
    with at(NOON):
        digest = choose_digest(user=owner.user, frequency="daily")
    late = NOON + 3 * DAY + timedelta(minutes=50)
    assert finish_digest(digest=digest, now=late, told={})
    digest.refresh_from_db()
    assert (digest.due, digest.looked, digest.mailed, digest.sent) == (NOON + 4 * DAY, late, None, {})


def test_what_is_sent_is_remembered_up_to_a_number(owner: Profile) -> None:
    digest = choose_digest(user=owner.user, frequency="daily")
    for told in ({"opportunity": [1, 2]}, {"opportunity": list(range(10, 10 + REMEMBERED)), "profile": [7]}):
        assert finish_digest(digest=digest, now=digest.due, told=told)
        digest.refresh_from_db()
    assert digest.sent == {"opportunity": list(range(10, 10 + REMEMBERED)), "profile": [7]}


def test_two_runs_at_once_finish_it_once(owner: Profile) -> None:
    choose_digest(user=owner.user, frequency="daily")
    one, other = Digest.objects.get(), Digest.objects.get()
    assert [finish_digest(digest=each, now=each.due, told={"opportunity": [1]}) for each in (one, other)] == [
        True,
        False,
    ]


def test_nothing_is_finished_of_what_was_switched_off_meanwhile(owner: Profile) -> None:
    digest = choose_digest(user=owner.user, frequency="daily")
    stop_digest(owner.user)
    assert not finish_digest(digest=digest, now=digest.due, told={"opportunity": [1]})
    assert Digest.objects.get().sent == {}
