"""`manage.py import_records FILE.jsonl [--dry-run]`: organizations, people, posts and resources from elsewhere."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from idiaspora.records.importing import BadRecords, Report, import_records
from idiaspora.records.reading import Fault, read_records


class Command(BaseCommand):
    help = "Import records from a JSON Lines file. Importing twice changes nothing; of a bad file nothing is written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.jsonl")
        parser.add_argument("--dry-run", action="store_true", help="check everything and write nothing")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            records, faults = read_records(file)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        if faults:
            self._refuse(file, faults)
        try:
            report = import_records(
                records, dry_run=dry_run, progress=lambda rows: tqdm(rows, unit=" records", disable=None)
            )
        except BadRecords as error:
            self._refuse(file, error.faults)
        self._tell(report, dry_run)

    def _refuse(self, file: Path, faults: list[Fault]) -> None:
        for fault in faults:
            self.stderr.write(str(fault))
        raise CommandError(f"{file}: {len(faults)} faults; nothing was imported.")

    def _tell(self, report: Report, dry_run: bool) -> None:
        for warning in report.warnings:
            self.stderr.write(f"warning: {warning}")
        for (kind, outcome), count in sorted(report.counts.items()):
            self.stdout.write(f"{kind}: {count} {outcome}")
        if dry_run:
            self.stdout.write("This was a dry run; nothing was written.")
