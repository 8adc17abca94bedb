"""`manage.py import_help_lines`: the help-lines that come with the project into the database."""

from typing import Any

from django.core.management.base import BaseCommand

from profiles.services.help_lines import add_shipped_help_lines


class Command(BaseCommand):
    help = "Add the help-lines that come with the project; those that are there stay as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{add_shipped_help_lines()} help-lines added.  Check each before you rely on it.")
