"""Two hundred members apply in the seconds around the deadline, from several threads with real commits."""

import threading
import time
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone

from opportunities.models import Application, Opportunity
from opportunities.services import save_application, send_application
from profiles.models import Profile
from tests.opportunities.factories import HERE, make_opportunity
from tests.profiles.factories import make_member, make_organization

MEMBERS, THREADS = 200, 8


def send_one(post: Opportunity, member: Profile) -> str:
    try:
        kept = save_application(opportunity=post, applicant=member.user, values={"message": f"I am {member.pk}"})
        return f"sent {send_application(application=kept).number}"
    except ValidationError as error:
        return "late" if "closed" in error.messages[0] else error.messages[0]


def send_all(post: Opportunity, members: Iterable[Profile], told: dict[int, str], clicks: int) -> None:
    """As the page does for each of them: keep what was written, then send it, once for each click."""
    try:
        for member in members:
            for _click in range(clicks):
                told[member.user_id] = send_one(post, member)
    finally:
        connections.close_all()


def rush(post: Opportunity, members: list[Profile], clicks: int) -> dict[int, str]:
    told: dict[int, str] = {}
    threads = [
        threading.Thread(target=send_all, args=(post, members[start::THREADS], told, clicks))
        for start in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


@pytest.fixture
def members(transactional_db: None) -> list[Profile]:
    return [make_member() for _number in range(MEMBERS)]


@pytest.fixture
def post(members: list[Profile]) -> Opportunity:
    return make_opportunity(organization=make_organization(owner=make_member().user), details=HERE)


def test_none_is_lost_doubled_or_late(post: Opportunity, members: list[Profile]) -> None:
    first, begun = make_member(), time.monotonic()
    assert send_one(post, first) == "sent 1"
    each = time.monotonic() - begun
    # The deadline falls in the middle of the rush, however fast this machine is.
    closes = timezone.now() + timedelta(seconds=each * MEMBERS / 4)
    Opportunity.objects.filter(pk=post.pk).update(closes=closes)

    told = rush(post, members, clicks=1)

    rows = {row.applicant_id: row for row in Application.objects.exclude(applicant=first.user)}
    assert set(rows) == {member.user_id for member in members} == set(told)
    arrived = [row for row in rows.values() if row.status == "sent"]
    late = [row for row in rows.values() if row.status == "draft"]
    assert len(arrived) + len(late) == MEMBERS
    assert [row for row in arrived if row.sent is None or row.sent >= closes] == []
    assert sorted(row.number or 0 for row in arrived) == list(range(2, len(arrived) + 2))
    in_order: list[Any] = sorted(arrived, key=lambda row: row.number or 0)
    assert [row.sent for row in in_order] == sorted(row.sent for row in in_order)
    # Everybody was told what is true, and whoever was late has their words.
    assert told == {pk: f"sent {row.number}" if row.status == "sent" else "late" for pk, row in rows.items()}
    messages = {member.user_id: f"I am {member.pk}" for member in members}
    assert {pk: row.message for pk, row in rows.items()} == messages


def test_clicked_twice_each_is_one(post: Opportunity, members: list[Profile]) -> None:
    crowd = members[:40]
    rush(post, [*crowd, *crowd[1:], crowd[0]], clicks=2)  # each in two threads at once
    assert sorted(Application.objects.values_list("number", flat=True)) == list(range(1, 41))
