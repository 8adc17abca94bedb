"""`manage.py import_feed FILE --organization SLUG`: drafts of the entries of a saved feed.  Nothing is fetched."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from opportunities.importing.feed_files import Item, read_feed
from opportunities.importing.rows import CheckedRow
from opportunities.importing.services import make_drafts
from opportunities.kinds import KINDS
from profiles.models import Organization


class Command(BaseCommand):
    help = (
        "Make drafts of the entries of an Atom or RSS file.  What was imported before stays as it is; nothing is "
        "published, and no address in the file is opened."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--organization", required=True, metavar="SLUG", help="whose posts they are")
        parser.add_argument("--kind", default="vacancy", choices=KINDS, help="what kind they are (default: vacancy)")
        parser.add_argument("--language", default="en", help="their language, where the feed says none (default: en)")
        parser.add_argument("--dry-run", action="store_true", help="say what would be made, and make nothing")

    def handle(self, *args: Any, file: Path, organization: str, kind: str, **options: Any) -> None:
        try:
            items = read_feed(file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except ValidationError as error:
            raise CommandError(f"{file}: {' '.join(error.messages)}") from error
        owner = Organization.objects.filter(slug=organization).first()
        if owner is None:
            raise CommandError(f"No organization has the address «{organization}».")
        rows = [_row(number, item, owner, kind, options["language"]) for number, item in enumerate(items, 1)]
        if options["dry_run"]:
            self.stdout.write("\n".join(row.title for row in rows))
            self.stdout.write(f"{len(rows)} entries; this was a dry run, nothing was written.")
            return
        made = make_drafts(organization=owner, author=None, rows=rows)
        self.stdout.write(f"{made} drafts made, {len(rows) - made} were here already.")


def _row(number: int, item: Item, organization: Organization, kind: str, language: str) -> CheckedRow:
    details = {"apply": {"url": item.link}} if item.link else {}
    values = {"title": item.title, "description": item.text, "language": item.language or language, "details": details}
    return CheckedRow(number, f"feed-{organization.pk}-{item.key}", kind, item.title, values=values)
