"""`manage.py import_places`: the cities that come with the project into the database."""

from typing import Any

from django.core.management.base import BaseCommand

from taxonomy.places import import_places


class Command(BaseCommand):
    help = "Fill the table of places from the file that comes with the project."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{import_places()} places.")
