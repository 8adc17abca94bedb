"""Who has not come for years is reminded, then out of sight, and back with a log-in."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from profiles.models import Profile
from profiles.services import hide_dormant, remind_inactive
from tests.accounts.helpers import log_in
from tests.profiles.factories import PASSWORD
from tests.search.plugin import SearchIndex


@pytest.fixture
def long_gone(owner: Profile) -> Profile:
    """She was last here two years and a day ago."""
    owner.user.last_login = timezone.now() - timedelta(days=731)
    owner.user.set_password(PASSWORD)
    owner.user.save()
    return owner


def after(days: float) -> Any:
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


def test_one_reminder_then_out_of_sight_then_back(
    long_gone: Profile, stranger: Profile, search_index: SearchIndex, django_capture_on_commit_callbacks: Any
) -> None:
    browser = Client()
    browser.force_login(stranger.user)
    with django_capture_on_commit_callbacks(execute=True):
        assert (remind_inactive(), remind_inactive()) == (1, 0)
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["nurgul@example.org"], "Are you still there?")
    ]
    with after(29):
        assert hide_dormant() == 0
    with after(31):
        assert (hide_dormant(), hide_dormant()) == (1, 0)
    search_index.drain()
    assert "Nurgul" not in browser.get("/connect/").content.decode()
    assert browser.get(long_gone.get_absolute_url()).status_code == 404

    log_in(Client())
    search_index.drain()
    assert "Nurgul" in browser.get("/connect/").content.decode()
    assert browser.get(long_gone.get_absolute_url()).status_code == 200
    assert remind_inactive() == 0


def test_who_comes_after_the_reminder_stays(long_gone: Profile) -> None:
    remind_inactive()
    log_in(Client())
    with after(31):
        assert hide_dormant() == 0


def test_who_was_here_lately_hears_nothing(owner: Profile, colleague: Profile) -> None:
    assert remind_inactive() == 0


def test_zero_days_is_never(long_gone: Profile, settings: Any) -> None:
    settings.RETENTION = {**settings.RETENTION, "inactive": 0}
    assert (remind_inactive(), hide_dormant()) == (0, 0)
