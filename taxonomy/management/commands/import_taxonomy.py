"""`manage.py import_taxonomy [FILE …]`: concepts into the database; those of the project when none is named."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from taxonomy.importing import CONCEPTS_DIR, TaxonomyError, doubled_labels, import_concepts, read_concepts
from taxonomy.models import Concept


class Command(BaseCommand):
    help = "Import expertise concepts from TOML files; without a file, those that come with the project."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        known = set(Concept.objects.values_list("key", flat=True)) if files else set()
        try:
            sources = read_concepts(files or CONCEPTS_DIR.glob("*.toml"), known)
        except (TaxonomyError, OSError) as error:
            raise CommandError(str(error)) from error
        if options["verbosity"] > 1:
            for language, label, first, second in doubled_labels(sources):
                whose = f"of {first} and of {second}; the first is found by it"
                self.stderr.write(f"warning: {language} label {label!r} is {whose}.")
        added, changed = import_concepts(sources)
        self.stdout.write(f"{len(sources)} concepts: {added} added, {changed} changed.")
