"""What profiles leave to a worker."""

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.mail import EmailMultiAlternatives
from django_tasks import task


@task()
def deliver(to: str, subject: str, text: str, html: str) -> None:
    """Sends one mail.  A task that is run again after a crash may send it twice; none is lost."""
    mail = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [to])
    mail.attach_alternative(html, "text/html")
    mail.send()


@task()
def end_sessions(user_pk: int) -> None:
    """Signs an account out everywhere.  It goes through all sessions, so a worker does it."""
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user_pk):
            session.delete()
