"""`manage.py library export | check | restore FOLDER`: the whole library as a bag, and back."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from resources.preserving.bags import faults_of
from resources.preserving.exporting import BagError, export_library
from resources.preserving.restoring import restore_library


class Command(BaseCommand):
    help = "Write the published library into a folder (BagIt), check such a folder, fill an empty library from it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for action, what in {
            "export": "Write everything that is published into a new folder.",
            "check": "Verify every checksum; status 1 when one is wrong.",
            "restore": "Check the folder, then fill a library that is empty, in one transaction.",
        }.items():
            actions.add_parser(action, help=what).add_argument("folder", type=Path)

    def handle(self, *args: Any, action: str, folder: Path, **options: Any) -> None:
        if action == "check":
            self._check(folder)
        else:
            self._move(export_library if action == "export" else restore_library, folder)

    def _move(self, move: Callable[[Path], dict[str, int]], folder: Path) -> None:
        try:
            counts = move(folder)
        except (BagError, DatabaseError, OSError) as error:
            raise CommandError(str(error)) from error
        for name, count in counts.items():
            self.stdout.write(f"{name}: {count}")

    def _check(self, folder: Path) -> None:
        faults = faults_of(folder)
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{folder}: {len(faults)} faults.")
        self.stdout.write(f"{folder}: every checksum is right.")
