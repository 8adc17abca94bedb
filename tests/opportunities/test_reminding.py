"""Reminders of deadlines: asked for on a saved post, sent once for each deadline."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client

from opportunities.models import Choice, Opportunity, Reminder
from opportunities.reminding import send_due
from opportunities.services import make_choice, set_reminder, withdraw_choice
from profiles.models import Organization, Profile
from profiles.services import leave
from tests.opportunities.factories import make_opportunity

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def at(moment: datetime) -> Any:
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def post(verified: Organization) -> Opportunity:
    """It closes in ten days."""
    return make_opportunity(
        organization=verified, title="Canals of Osh", closes=NOON + 10 * DAY, zone="Asia/Bishkek", slug="canals"
    )


@pytest.fixture
def send(django_capture_on_commit_callbacks: Any) -> Any:
    """What a run at a moment mails."""

    def run(moment: datetime) -> list[Any]:
        mail.outbox.clear()
        with at(moment), django_capture_on_commit_callbacks(execute=True):
            number = send_due()
        assert number == len(mail.outbox)
        return [message.subject for message in mail.outbox]

    return run


def remind(user: Any, post: Opportunity, days: int = 3) -> Reminder:
    with at(NOON):
        return set_reminder(user=user, opportunity=post, days=days)


def test_it_comes_when_it_was_wanted_and_once(post: Opportunity, stranger: Any, send: Any) -> None:
    remind(stranger, post)
    closes = NOON + 10 * DAY
    assert send(closes - 3 * DAY - timedelta(hours=1)) == []
    assert send(closes - 3 * DAY) == ["Closes soon: Canals of Osh"]
    (message,) = mail.outbox
    assert message.to == ["stranger@example.org"]
    assert ("Thu 12 November, 18:00 Bishkek" in message.body, "/contribute/canals/" in message.body) == (True, True)
    assert send(closes - 2 * DAY) == []


def test_a_run_that_was_missed_is_made_up_for_until_it_closes(post: Opportunity, stranger: Any, send: Any) -> None:
    remind(stranger, post, days=7)
    assert send(NOON + 10 * DAY) == []
    assert send(NOON + 9 * DAY) == ["Closes soon: Canals of Osh"]


def test_an_extended_post_is_told_of_anew(post: Opportunity, stranger: Any, send: Any) -> None:
    remind(stranger, post)
    assert len(send(NOON + 8 * DAY)) == 1
    Opportunity.objects.filter(pk=post.pk).update(closes=NOON + 20 * DAY)
    assert send(NOON + 9 * DAY) == []
    assert send(NOON + 18 * DAY) == ["Closes soon: Canals of Osh"]
    assert send(NOON + 19 * DAY) == []


def test_none_for_what_is_withdrawn_or_hidden(
    post: Opportunity, stranger: Any, verified: Organization, send: Any
) -> None:
    remind(stranger, post)
    Opportunity.objects.filter(pk=post.pk).update(live=False)
    assert send(NOON + 8 * DAY) == []
    Opportunity.objects.filter(pk=post.pk).update(live=True)
    Organization.objects.update(is_hidden=True)
    assert send(NOON + 8 * DAY) == []
    Organization.objects.update(is_hidden=False)
    assert len(send(NOON + 8 * DAY)) == 1


def test_none_for_who_is_gone_or_has_no_confirmed_address(
    post: Opportunity, author: Any, stranger: Any, colleague: Any, send: Any
) -> None:
    for user in (author, stranger, colleague):
        remind(user, post)
    author.emailaddress_set.update(verified=False)
    Profile.objects.filter(user=stranger).update(is_dormant=True)
    leave(user=colleague)
    assert send(NOON + 8 * DAY) == []


def test_it_goes_with_the_saving(post: Opportunity, stranger: Any) -> None:
    remind(stranger, post)
    assert Choice.objects.get().decision == "saved"
    withdraw_choice(user=stranger, opportunity=post, decision="saved")
    assert not Reminder.objects.exists()
    remind(stranger, post)
    make_choice(user=stranger, opportunity=post, decision="dismissed")
    assert not Reminder.objects.exists()


def test_one_click_in_the_mail_ends_them_all(post: Opportunity, stranger: Any, author: Any, send: Any) -> None:
    for user in (stranger, author):
        remind(user, post)
    send(NOON + 8 * DAY)
    message = next(each for each in mail.outbox if each.to == ["stranger@example.org"])
    address = message.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    assert Client(enforce_csrf_checks=True).post(address).status_code == 200
    assert [reminder.user for reminder in Reminder.objects.all()] == [author]


class TestThePage:
    def test_offers_what_is_still_ahead(self, post: Opportunity, stranger: Any, as_user: Any) -> None:
        client = as_user(stranger)
        for days, ahead in ((10, [1, 3, 7]), (5, [1, 3]), (0.5, []), (-1, [])):
            with at(NOON + 10 * DAY - days * DAY):
                form = client.get("/contribute/canals/remind/").context["form"]
                assert [value for value, _label in form.fields["days"].choices] == ahead

    def test_sets_changes_and_ends_it(self, post: Opportunity, stranger: Any, as_user: Any) -> None:
        client = as_user(stranger)
        with at(NOON):
            assert "Remind me" not in client.get("/contribute/canals/").content.decode()
            for days in ("3", "7"):
                assert client.post("/contribute/canals/remind/", {"days": days}).url == "/contribute/canals/"
            assert [reminder.days for reminder in Reminder.objects.all()] == [7]
            assert "7 days before" in client.get("/contribute/canals/").content.decode()
            assert "7 days before" in client.get("/contribute/saved/").content.decode()
            client.post("/contribute/canals/remind/", {"off": "1"})
            assert (Reminder.objects.count(), Choice.objects.count()) == (0, 1)
            assert "Remind me" in client.get("/contribute/canals/").content.decode()

    @pytest.mark.parametrize("days", ["", "2", "-1", "x", "\x00", "9" * 10_000])
    def test_refuses_other_days(self, days: str, post: Opportunity, stranger: Any, as_user: Any) -> None:
        with at(NOON):
            assert as_user(stranger).post("/contribute/canals/remind/", {"days": days}).status_code == 422
        assert not Reminder.objects.exists()

    def test_is_for_ones_own_alone(self, post: Opportunity, stranger: Any, author: Any, as_user: Any) -> None:
        remind(stranger, post)
        with at(NOON):
            assert as_user(author).get("/contribute/canals/remind/").context["reminder"] is None
            as_user(author).post("/contribute/canals/remind/", {"off": "1"})
        assert [reminder.user for reminder in Reminder.objects.all()] == [stranger]


def test_the_command_says_how_many(post: Opportunity, stranger: Any, capsys: pytest.CaptureFixture[str]) -> None:
    remind(stranger, post)
    with at(NOON + 8 * DAY):
        call_command("send_reminders")
        call_command("send_reminders")
    assert capsys.readouterr().out.splitlines() == ["Mailed: 1", "Mailed: 0"]
