"""manage.py send_reminders: mails members the deadlines that they want to be reminded of."""

from typing import Any

from django.core.management.base import BaseCommand

from opportunities.reminding import send_due


class Command(BaseCommand):
    help = "Mail members the deadlines that they want to be reminded of. Run it every hour; twice does no harm."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many were mailed."""
        self.stdout.write(f"Mailed: {send_due()}")
