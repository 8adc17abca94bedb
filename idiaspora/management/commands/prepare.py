"""`manage.py prepare`: what each start of the site runs first. Quick when nothing is to be done."""

import hashlib
import json
from io import StringIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

import taxonomy
from search import indexing
from search.documents import document_for, kinds
from search.engines import get_engine
from search.engines.base import EngineError, State

DATA = Path(taxonomy.__file__).parent / "data"
SOURCES = {"import_taxonomy": "concepts/*.toml", "import_places": "places.tsv.gz"}  # command → the files it reads


class Command(BaseCommand):
    help = "Migrate, import the bundled vocabulary, and rebuild the search index, as far as each is due."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        if has_pending_migrations():
            self._say("Bringing the database up to date…", verbosity)
            call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        imported = _read_imported()
        for command, pattern in SOURCES.items():
            fingerprint = fingerprint_of(pattern)
            if imported.get(command) == fingerprint and _is_filled(command):
                continue
            self._say(
                {"import_taxonomy": "Importing expertise…", "import_places": "Importing places…"}[command], verbosity
            )
            call_command(command, verbosity=0, stdout=self.stdout if verbosity > 1 else StringIO())
            imported[command] = fingerprint
            _imported_file().write_text(json.dumps(imported, indent=1) + "\n")
        try:
            for kind in kinds():
                if get_engine().status(kind).state != State.READY:
                    indexing.rebuild(kind, show_progress=verbosity > 0 and document_for(kind).queryset().exists())
        except EngineError as error:
            if not get_engine().is_shared:
                raise
            # The site serves without it meanwhile, so it must be able to start without it.
            self.stderr.write(
                f"The search can't be prepared: {error}.  Once it is back: manage.py search rebuild --stale"
            )

    def _say(self, words: str, verbosity: int) -> None:
        if verbosity:
            self.stdout.write(words)
            self.stdout.flush()


def has_pending_migrations() -> bool:
    """Whether a migration file is not among the applied ones.  Reads names only: Django's graph takes a second."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    return any(key not in applied for config in apps.get_app_configs() for key in _migrations_of(config))


def _migrations_of(config: Any) -> list[tuple[str, str]]:
    return [(config.label, path.stem) for path in Path(config.path, "migrations").glob("[0-9a-zA-Z]*.py")]


def fingerprint_of(pattern: str) -> str:
    """Changes with the content of the bundled files."""
    digest = hashlib.sha256()
    for path in sorted(DATA.glob(pattern)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _is_filled(command: str) -> bool:
    model = apps.get_model("taxonomy", "Concept" if command == "import_taxonomy" else "Place")
    return model.objects.exists()


def _imported_file() -> Path:
    return Path(settings.VAR_DIR) / "imported.json"


def _read_imported() -> dict[str, str]:
    """The fingerprints of what was imported last; none, so that all is imported, without a sound file."""
    try:
        kept = json.loads(_imported_file().read_text())
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}
