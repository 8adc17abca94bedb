"""What profiles leave to a worker."""

import logging
from datetime import timedelta
from functools import partial
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django_tasks import task, task_backends
from django_tasks.base import Task

logger = logging.getLogger(__name__)
LATER = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))  # a mail is tried again


def enqueue(what: Task[Any, Any], **arguments: Any) -> None:
    """Has a task done once the change is certain: by a worker, whose queue is written in the same transaction, or,
    without one (settings.TASKS), by this process after the commit."""
    if task_backends[what.backend].supports_defer:
        what.enqueue(**arguments)
    else:
        transaction.on_commit(partial(what.enqueue, **arguments))


@task()
def deliver(to: str, subject: str, text: str, html: str, headers: dict[str, str] | None = None, tries: int = 0) -> None:
    """Sends one mail.  A task that is run again after a crash may send it twice; none is lost.

    While the mail server is away a worker tries again, four times in seven hours; then the task fails.
    """
    mail = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [to], headers=headers)
    mail.attach_alternative(html, "text/html")
    try:
        mail.send()
    except (SMTPException, OSError):
        if tries >= len(LATER) or not task_backends[deliver.backend].supports_defer:
            raise
        logger.warning("A mail could not be sent; try %d comes later", tries + 2)
        again = deliver.using(run_after=timezone.now() + LATER[tries])
        again.enqueue(to=to, subject=subject, text=text, html=html, headers=headers, tries=tries + 1)


@task()
def end_sessions(user_pk: int) -> None:
    """Signs an account out everywhere.  It goes through all sessions, so a worker does it."""
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user_pk):
            session.delete()


@task()
def tell_followers(post_pk: int) -> None:
    """Mails those who follow a discussion that there is something new in it, each once until they look again."""
    from profiles.community_news import tell_about  # it sends mail, which is sent by a task of this file

    tell_about(post_pk)
