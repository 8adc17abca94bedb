"""search rebuild | drain | work | status | check: the index from the command line."""

import json
import signal
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections
from django.db.models import Min
from django.utils import timezone

from search import indexing, outbox
from search.documents import kinds
from search.engines import get_engine
from search.engines.base import EngineError, State
from search.models import OutboxRow

PAUSE = 0.5  # seconds between two looks into an empty outbox
PAUSE_AFTER_FAILURE = 5.0


class Command(BaseCommand):
    help = "Rebuilds, drains, watches and checks the search index."
    _is_ended = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        known = ", ".join(kinds())
        rebuild = actions.add_parser("rebuild", help="Build the index anew beside the one that serves, then swap.")
        rebuild.add_argument("kinds", nargs="*", help=f"All by default: {known}")
        rebuild.add_argument(
            "--stale", action="store_true", help="Only what is missing, never filled, or made for other fields."
        )
        drain = actions.add_parser("drain", help="Bring the index up to date with the outbox, and end.")
        drain.add_argument("--parked", action="store_true", help="Try again what was refused many times.")
        actions.add_parser("work", help="Drain for ever, until SIGTERM or Ctrl-C.")
        status = actions.add_parser("status", help="Documents, size, and what waits, for each kind.")
        check = actions.add_parser("check", help="Compare the index with the database, document by document.")
        check.add_argument("kinds", nargs="*", help=f"All by default: {known}")
        check.add_argument("--repair", action="store_true", help="Correct what differs.")
        for each in (status, check):
            each.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        try:
            getattr(self, f"do_{action}")(**options)
        except EngineError as error:
            raise CommandError(str(error)) from error

    def _chosen(self, named: list[str]) -> list[str]:
        for kind in named:
            if kind not in kinds():
                raise CommandError(f"There is no kind {kind!r}; there are {', '.join(kinds())}")
        return named or kinds()

    def do_rebuild(self, kinds: list[str], stale: bool, verbosity: int, **options: Any) -> None:
        for kind in self._chosen(kinds):
            if stale and get_engine().status(kind).state == State.READY:
                continue
            start = time.monotonic()
            documents = indexing.rebuild(kind, show_progress=verbosity > 0)
            if verbosity:
                self.stdout.write(f"{kind}: {documents:,} documents in {time.monotonic() - start:.1f} s")

    def do_drain(self, parked: bool, **options: Any) -> None:
        self.stdout.write(f"{outbox.drain(parked=parked):,} outbox rows done")

    def do_work(self, **options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        self.stdout.write("Draining the outbox; SIGTERM ends it.")
        while not self._is_ended:
            try:
                pause = 0 if outbox.drain(outbox.CHUNK) else PAUSE
            except (EngineError, DatabaseError) as error:
                self.stderr.write(f"{error}; trying again in {PAUSE_AFTER_FAILURE:.0f} s")
                pause = PAUSE_AFTER_FAILURE
                close_old_connections()
            wake = time.monotonic() + pause
            while not self._is_ended and time.monotonic() < wake:
                time.sleep(0.05)
        self.stdout.write("Ended; what is left waits in the outbox.")

    def _end(self, *_: Any) -> None:
        self._is_ended = True

    def do_status(self, json: bool, **options: Any) -> None:
        rows = [self._status(kind) for kind in kinds()]
        if json:
            self._json({"engine": get_engine().name, "kinds": rows})
            return
        for row in rows:
            self.stdout.write(
                f"{row['kind']}: {row['state']}, {row['documents']:,} documents, {row['bytes'] / 1e6:.1f} MB; "
                f"outbox: {row['waiting']} waiting ({row['lag_seconds']:.0f} s), {row['parked']} parked, "
                f"{row['held']} held for a rebuild"
            )

    def _status(self, kind: str) -> dict[str, Any]:
        index = get_engine().status(kind)
        rows = OutboxRow.objects.filter(kind=kind)
        waiting = rows.filter(is_held=False, is_parked=False)
        oldest = waiting.aggregate(oldest=Min("created"))["oldest"]
        return {
            "kind": kind,
            "state": str(index.state),
            "documents": index.documents,
            "bytes": index.bytes,
            "waiting": waiting.count(),
            "lag_seconds": (timezone.now() - oldest).total_seconds() if oldest else 0.0,
            "parked": rows.filter(is_parked=True).count(),
            "held": rows.filter(is_held=True).count(),
        }

    def do_check(self, kinds: list[str], repair: bool, json: bool, **options: Any) -> None:
        found = [indexing.check(kind, repair=repair) for kind in self._chosen(kinds)]
        if json:
            rows = [
                {"kind": each.kind, "checked": each.checked}
                | {name: sorted(getattr(each, name)) for name in ("missing", "stale", "extra")}
                for each in found
            ]
            self._json({"repaired": repair, "kinds": rows})
        else:
            for each in found:
                self.stdout.write(
                    f"{each.kind}: {each.checked:,} rows checked; {len(each.missing)} missing, "
                    f"{len(each.stale)} stale, {len(each.extra)} extra"
                    + (", repaired" if repair and each.object_ids else "")
                )
        if not repair and any(each.object_ids for each in found):
            raise CommandError("The index differs from the database; `search check --repair` corrects it.")

    def _json(self, value: Any) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False))
