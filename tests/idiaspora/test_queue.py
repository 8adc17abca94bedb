"""Work that waits in the database: in the transaction of its change, done once, tried again, forgotten when it is done."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from idiaspora.queue import delete_failed, requeue_abandoned
from profiles.mailing import send_to_address
from profiles.services import delete_account
from profiles.tasks import deliver
from tests.profiles.factories import make_member

DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def queue(settings: Any) -> Iterator[None]:
    """Mails wait for a worker.  One sets how loud its loggers are for the whole process: that ends with the test."""
    settings.TASKS = DATABASE
    loggers = [logging.getLogger(name) for name in ("django_tasks", "django_tasks_db")]
    levels = [each.level for each in loggers]
    yield
    for each, level in zip(loggers, levels, strict=True):
        each.setLevel(level)


def send(to: str = "nurgul@example.org") -> None:
    send_to_address(to, "profiles/email/left", language="en")


def work() -> None:
    """A worker that does what is due, and ends."""
    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0)


def test_without_a_queue_the_request_does_the_work(db: None, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        send()
        assert mail.outbox == []
    assert [message.to for message in mail.outbox] == [["nurgul@example.org"]]
    assert DBTaskResult.objects.count() == 0


def test_a_mail_waits_in_the_transaction_of_its_change(db: None, queue: None) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        send()
        raise RuntimeError
    assert DBTaskResult.objects.count() == 0
    send()
    assert (DBTaskResult.objects.ready().count(), mail.outbox) == (1, [])


@pytest.mark.django_db(transaction=True)
def test_a_worker_sends_it_and_nothing_of_it_stays(queue: None) -> None:
    send()
    work()
    assert [message.to for message in mail.outbox] == [["nurgul@example.org"]]
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_while_the_mail_server_is_away_it_is_tried_again(queue: None, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    send()
    work()
    waiting = DBTaskResult.objects.get()
    assert waiting.status == TaskResultStatus.READY
    assert timedelta(seconds=0) < waiting.run_after - timezone.now() <= timedelta(minutes=1)
    for _ in range(4):
        DBTaskResult.objects.update(run_after=timezone.now())
        work()
    failed = DBTaskResult.objects.get()
    assert (failed.status, failed.args_kwargs["kwargs"]["tries"]) == (TaskResultStatus.FAILED, 4)
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=8))
    assert delete_failed() == 1


def test_what_a_dead_worker_held_is_done_anew(db: None, queue: None) -> None:
    send()
    send()
    rows = DBTaskResult.objects.order_by("enqueued_at")
    for row, minutes in zip(rows, (61, 59), strict=True):
        row.claim("dead")
        DBTaskResult.objects.filter(pk=row.pk).update(started_at=timezone.now() - timedelta(minutes=minutes))
    assert requeue_abandoned() == 1
    assert DBTaskResult.objects.ready().count() == 1


def test_mails_to_whoever_leaves_are_not_kept_for_them(db: None, queue: None) -> None:
    member = make_member("nurgul@example.org")
    send()
    send("another@example.org")
    delete_account(user=member.user)
    left = [row.args_kwargs["kwargs"] for row in DBTaskResult.objects.filter(task_path=deliver.module_path)]
    assert sorted((row["to"], row["subject"]) for row in left) == [
        ("another@example.org", "Your account is erased"),
        ("nurgul@example.org", "Your account is erased"),  # the last one, that it is done
    ]


def test_the_worker_starts_and_ends_in_good_order(tmp_path: Path) -> None:
    """The command as operators run it."""
    environment = {
        **os.environ, "VAR_DIR": str(tmp_path), "TASKS": "database", "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "DJANGO_SETTINGS_MODULE": "idiaspora.settings", "PYTHONPATH": str(site_settings.BASE_DIR),
    }  # fmt: skip
    manage = [sys.executable, str(site_settings.BASE_DIR / "manage.py")]
    subprocess.run([*manage, "migrate", "django_tasks_database"], env=environment, check=True, capture_output=True)
    command = [*manage, "db_worker", "--no-startup-delay"]
    worker = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    assert worker.stderr is not None
    assert "Starting worker" in worker.stderr.readline()
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=60)
    assert worker.returncode == 0
