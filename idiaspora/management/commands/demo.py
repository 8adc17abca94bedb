"""`manage.py demo --members 500`: a made-up community to try the site with."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from idiaspora.demo.community import SeedTakenError, load_community
from idiaspora.demo.logins import describe_logins
from profiles.models import Profile
from search import indexing
from search.documents import kinds
from taxonomy.models import Concept, Place

MOST = 100_000


class Command(BaseCommand):
    help = "Load a made-up community: members, organizations, posts, a library, pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--members", type=int, default=500, help="How many (500).")
        parser.add_argument("--seed", type=int, default=1, help="Another number gives other people (1).")
        parser.add_argument("--add", action="store_true", help="Also when there are members already.")
        parser.add_argument(
            "--public-passwords", action="store_true", help="Also when DEBUG is off, as on a site for trying."
        )

    def handle(
        self, *args: Any, members: int, seed: int, add: bool, public_passwords: bool, verbosity: int, **options: Any
    ) -> None:
        if not (settings.DEBUG or public_passwords):
            raise CommandError(
                "DEBUG is off, so this may be a real site, and everybody knows the demo's passwords, "
                "the administrator's too.  "
                "If that is what you want, add --public-passwords."
            )
        if not 10 <= members <= MOST:
            raise CommandError(f"--members {members}: give a number from 10 to {MOST:,}.")
        if Profile.objects.exists() and not add:
            raise CommandError(
                "There are members already, and nothing was changed.  With --add the made-up ones come to them."
            )
        if not (Concept.objects.exists() and Place.objects.exists()):
            raise CommandError("There are no concepts or places yet.  Run `manage.py prepare` first.")
        quiet = verbosity == 0

        def progress(rows: Any, desc: str) -> Any:
            return tqdm(rows, desc=desc, disable=quiet)

        try:
            load_community(members=members, seed=seed, now=timezone.now(), progress=progress)
        except SeedTakenError as error:
            raise CommandError(
                f"The members of seed {seed} are here already.  Choose another number with --seed."
            ) from error
        for kind in kinds():
            indexing.rebuild(kind, show_progress=not quiet)
        if not quiet:
            self.stdout.write(describe_logins())
