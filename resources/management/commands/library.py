"""`manage.py library export | check | restore FOLDER`: the whole library as a bag, and back; `library verify`: whether
its files are what they were."""

from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from tqdm import tqdm

from resources.models import ResourceFile
from resources.preserving.bags import faults_of
from resources.preserving.exporting import BagError, Export, export_library
from resources.preserving.restoring import restore_library
from resources.preserving.verifying import tell_operators, verify_files


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
        verify = actions.add_parser(
            "verify", help="Read files again that weren't for long; status 1 when one is damaged."
        )
        verify.add_argument("--days", type=int, default=30, help="how long ago is long (30)")
        verify.add_argument("--minutes", type=float, default=10, help="when to leave the rest to the next run (10)")

    def handle(self, *args: Any, action: str, folder: Path | None = None, **options: Any) -> None:
        if folder is None:
            self._verify(options["days"], options["minutes"])
        elif action == "check":
            self._check(folder)
        else:
            self._move(action, folder)

    def _move(self, action: str, folder: Path) -> None:
        try:
            if action == "export":
                self._told(export_library(folder))
            else:
                self._restored(restore_library(folder))
        except (BagError, DatabaseError, OSError) as error:
            raise CommandError(str(error)) from error

    def _verify(self, days: int, minutes: float) -> None:
        now = timezone.now()
        verified = 0
        try:
            with tqdm(unit="file", disable=None) as bar:
                for number in verify_files(before=now - timedelta(days=days), until=now + timedelta(minutes=minutes)):
                    verified += number
                    bar.update(number)
        except OSError as error:
            raise CommandError(f"{error}. Run this as the account that runs the site.") from error
        finally:
            tell_operators()
        self.stdout.write(f"files verified: {verified}")
        damaged = ResourceFile.objects.damaged_ones().select_related("resource")
        for row in damaged:
            self.stderr.write(f"{row.resource.slug}/{row.name}: {row.damage} (private/{row.file.name})")
        if damaged:
            raise CommandError(f"Missing or damaged files: {len(damaged)}. Put them back from a backup.")

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
            self.stdout.write(f"Files that are not for everybody: {len(export.restricted)}. Keep this folder private.")
        for where in export.restricted:
            self.stdout.write(f"not public: {where}")
        for where in export.lost:
            self.stderr.write(f"not in the bag: {where}")
        if export.lost:
            raise CommandError(
                f"Missing or damaged files: {len(export.lost)}. Put them back from a backup, and export again."
            )

    def _check(self, folder: Path) -> None:
        faults = faults_of(folder)
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{folder}: {len(faults)} faults.")
        self.stdout.write(f"{folder}: every checksum is right.")
