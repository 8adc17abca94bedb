"""`manage.py export_records FILE.jsonl`: everything as records, members' addresses too; for the operator alone."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from idiaspora.records.exporting import all_records


class Command(BaseCommand):
    help = (
        "Export all records to a JSON Lines file that import_records takes. It holds members' addresses: keep it safe."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.jsonl")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        # Written beside and renamed, so that a stopped export never looks like a whole one.
        unfinished = file.with_name(file.name + ".part")
        count = 0
        try:
            unfinished.unlink(missing_ok=True)
            unfinished.touch(mode=0o600)
            with unfinished.open("wb") as out:
                for record in tqdm(all_records(), unit=" records", disable=None):
                    out.write(orjson.dumps(record) + b"\n")
                    count += 1
            unfinished.rename(file)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        self.stdout.write(f"{count} records in {file}")
