"""manage.py send_digests: mails members what is new for them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from idiaspora.digesting.readers import due
from idiaspora.digesting.sending import send_due


class Command(BaseCommand):
    help = "Mail members what is new for them, where it is due. Run it every hour; twice does no harm."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", action="store_true", help="those too that are not due yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many were mailed.  Exit status 1 when the search was away for some: the next run mails them."""
        now, everybody = timezone.now(), options["now"]
        with tqdm(total=due(now, everybody=everybody).count(), unit="member", disable=None) as bar:
            outcome = send_due(now=now, everybody=everybody, done=bar.update)
        self.stdout.write(f"Mailed: {outcome.mailed}. Nothing new for: {outcome.quiet}.")
        if outcome.left:
            raise CommandError(
                f"Not looked through: {outcome.left}, the next run does it. Search is away: {outcome.why}"
            )
