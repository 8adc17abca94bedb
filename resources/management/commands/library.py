"""`manage.py library export | check | restore FOLDER`: the whole library as a bag, and back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from resources.preserving.bags import faults_of
from resources.preserving.exporting import BagError, Export, export_library
from resources.preserving.restoring import restore_library


class Command(BaseCommand):
    help = "Write the published library into a folder (BagIt), check such a folder, fill an empty library from it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for action, what in {
            "export": "Write all that is published into a new folder; status 1 when a file is missing or damaged.",
            "check": "Verify every checksum; status 1 when one is wrong.",
            "restore": "Check the folder, then fill a library that is empty, in one transaction.",
        }.items():
            actions.add_parser(action, help=what).add_argument("folder", type=Path)

    def handle(self, *args: Any, action: str, folder: Path, **options: Any) -> None:
        if action == "check":
            self._check(folder)
            return
        try:
            if action == "export":
                self._told(export_library(folder))
            else:
                self._restored(restore_library(folder))
        except (BagError, DatabaseError, OSError) as error:
            raise CommandError(str(error)) from error

    def _count(self, counts: dict[str, int]) -> None:
        for name, count in counts.items():
            self.stdout.write(f"{name}: {count}")

    def _restored(self, counts: dict[str, int]) -> None:
        self._count(counts)
        if counts["files"]:
            self.stdout.write("The words of files are found once manage.py care_for_files has read them.")

    def _told(self, export: Export) -> None:
        self._count(export.counts)
        if export.restricted:
            self.stdout.write(f"{len(export.restricted)} of the files are not for everybody: keep this folder private.")
        for where in export.restricted:
            self.stdout.write(f"not public: {where}")
        for where in export.lost:
            self.stderr.write(f"not in the bag: {where}")
        if export.lost:
            raise CommandError(
                f"{len(export.lost)} files are missing or damaged. Put them back from a backup, and export again."
            )

    def _check(self, folder: Path) -> None:
        faults = faults_of(folder)
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{folder}: {len(faults)} faults.")
        self.stdout.write(f"{folder}: every checksum is right.")
