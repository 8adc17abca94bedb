"""`manage.py expire_verifications`: once a day; ends verifications whose time is over, and reminds before."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from profiles.services import expire_verifications, remind_of_expiry


class Command(BaseCommand):
    help = "End the verifications whose time is over, and tell owners of those that end within 30 days.  Run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        ended, reminded = expire_verifications(today=today), remind_of_expiry(today=today)
        self.stdout.write(f"{ended} ended, {reminded} reminded")
