"""search rebuild | drain | work | status | check: the index from the command line."""

import json
import signal
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import indexing, outbox
from search.documents import kinds
from search.engines import get_engine
from search.engines.base import EngineError, State
from search.models import OutboxRow
from search.status import KindStatus, outbox_rows, status_of
from search.worker import Worker

TOLD = 20  # parked rows that `status` tells of


class Command(BaseCommand):
    help = "Rebuilds, drains, watches and checks the search index."

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
        worker = Worker(self.stderr.write)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.end())
        self.stdout.write("Draining the outbox; SIGTERM ends it.")
        worker.run()
        self.stdout.write("Ended; what is left waits in the outbox.")

    def do_status(self, json: bool, **options: Any) -> None:
        rows = outbox_rows()
        found = [status_of(kind, rows) for kind in kinds()]
        engine = get_engine()
        parked = list(OutboxRow.objects.filter(is_parked=True).values("kind", "object_id", "attempts", "error")[:TOLD])
        if json:
            told = {"engine": engine.name, **engine.describe()}
            self._json({**told, "kinds": [each.to_dict() for each in found], "parked": parked})
            return
        self._tell_engine(engine.name, engine.describe())
        for each in found:
            self._tell_kind(each)
        for row in parked:
            self.stdout.write(f"parked: {row['kind']} {row['object_id']} after {row['attempts']} tries: {row['error']}")

    def _tell_engine(self, name: str, said: dict[str, Any]) -> None:
        plain = ", ".join(f"{key} {value}" for key, value in said.items() if not isinstance(value, dict))
        self.stdout.write(f"{name}: {plain}")
        for index, aliases in said.get("indices", {}).items():
            self.stdout.write(f"  {index} → {', '.join(aliases) or 'nothing: left by a rebuild that was killed'}")

    def _tell_kind(self, each: KindStatus) -> None:
        self.stdout.write(
            f"{each.kind}: {each.state}, {each.documents:,} documents, {each.bytes / 1e6:.1f} MB; "
            f"outbox: {each.waiting} waiting ({each.lag_seconds:.0f} s), {each.failing} failing, "
            f"{each.parked} parked, {each.held} held for a rebuild"
        )

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
