"""`manage.py care_for_files`: every few minutes; ends embargoes whose day has come, reads what no worker has read."""

from typing import Any

from django.core.management.base import BaseCommand

from resources.reading_files import read_waiting
from resources.services import end_embargoes


class Command(BaseCommand):
    help = "Have files found from the day on that they are open, and read those that wait.  Run it every few minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{end_embargoes()} embargoes ended, {read_waiting()} files read")
