"""manage.py retention: clears away what is kept no longer."""

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from idiaspora.retention import JOBS

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Clear away what is kept no longer: run it once a day. What a run could not do, the next one does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("jobs", nargs="*", metavar="JOB", help=f"only these of: {', '.join(JOBS)}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints a line for each job.  Exit status 1 when one failed, after the others have been done."""
        unknown = [name for name in options["jobs"] if name not in JOBS]
        if unknown:
            raise CommandError(f"There is no job {', '.join(unknown)}. Choose of: {', '.join(JOBS)}.")
        failed = [name for name in options["jobs"] or JOBS if not self._run(name)]
        if failed:
            raise CommandError(f"Not done, see above: {', '.join(failed)}.")

    def _run(self, name: str) -> bool:
        title, job = JOBS[name]
        try:
            number = job()
        except Exception:  # one job that fails must not keep the others from being done
            logger.exception("retention: %s failed", name)
            return False
        self.stdout.write(f"{title}: {number}")
        return True
