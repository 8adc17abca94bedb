"""`manage.py start`: the site on one's own machine, with the demo community when there are no members yet."""

import errno
import socket
from argparse import ArgumentParser
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.servers.basehttp import get_internal_wsgi_application, run

MEMBERS = 500
HOST = "127.0.0.1"
NOT_HERE = (
    "This is for trying the site on your own machine: set DEBUG=1, or use `make run`.  "
    "docs/operations.md tells how to serve it to others."
)


class Command(BaseCommand):
    help = "Prepare the site, load the demo community when there are no members, and serve it on this machine."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(NOT_HERE)
        refuse_taken(port)
        call_command("prepare")
        self._load_demo()
        application = get_internal_wsgi_application()
        try:
            run(HOST, port, application, threading=True, on_bind=self._greet)
        except OSError as error:
            raise CommandError(explain(error, port)) from error
        except KeyboardInterrupt:
            self.stdout.write("\nStopped.  Everything is kept for the next start.")

    def _load_demo(self) -> None:
        from profiles.models import Profile

        if not Profile.objects.exists():
            self.stdout.write(
                f"There are no members yet: making up a community of {MEMBERS}.  This takes half a minute, once."
            )
            # The log-ins are told when the site is up.
            call_command("demo", members=MEMBERS, skip_checks=True, stdout=StringIO())

    def _greet(self, port: object) -> None:
        address = f"http://{HOST}:{port}"
        rows = (
            (f"{address}/for-you/", "what fits you, each with the reason why"),
            (f"{address}/contribute/", "the board of opportunities"),
            (f"{address}/learn/", "the library"),
            (f"{address}/connect/", "people and organizations"),
            (f"{address}/admin/", "for editors and administrators"),
        )
        self.stdout.write(f"\nThe site is at {address}\n")
        for where, what in rows:
            self.stdout.write(f"  {where:<40}{what}")
        self._tell_logins()
        self.stdout.write("\nMail that the site sends is printed here.  Ctrl-C stops it.\n")
        self.stdout.flush()

    def _tell_logins(self) -> None:
        from django.contrib.auth import get_user_model

        from idiaspora.demo.logins import MEMBER, describe_logins

        if get_user_model().objects.filter(email=MEMBER.email).exists():
            self.stdout.write("\n" + describe_logins())


def refuse_taken(port: int) -> None:
    """Raises CommandError before any long work when the port can't be had."""
    if not 1 <= port <= 65535:
        raise CommandError(f"--port {port}: give a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(explain(error, port)) from error


def explain(error: OSError, port: int) -> str:
    """Why a port can't be had, in plain words, and what to do."""
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else 8000
        return f"Port {port} is in use.  Stop what uses it, or choose another: make run PORT={other}"
    if error.errno == errno.EACCES:
        return f"Port {port} is not open to your account.  Choose one above 1023: make run PORT=8000"
    return f"Port {port} can't be used: {error.strerror}"
