"""Mail to members: what happens while the mail server is away."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from profiles.models import Profile, Report

BrowserOf = Callable[[Any], Client]


def test_a_mail_server_that_is_away_holds_nothing_up(
    owner: Profile,
    stranger: Profile,
    browser_of: BrowserOf,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    with caplog.at_level(logging.ERROR), django_capture_on_commit_callbacks(execute=True):
        response = browser_of(stranger).post(f"/report/profile/{owner.slug}/", {"reason": "scam"})
    assert response.status_code == 302
    assert Report.objects.get().reporter == stranger.user
    assert [record.name for record in caplog.records if "deliver" in record.getMessage()] == ["django_tasks"]
