"""`manage.py match`: what fits a profile, with scores and reasons."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from tqdm import tqdm

from idiaspora.for_you import MATCHERS, Suggestion, suggestions_for_profile
from idiaspora.records.exporting import ref_of
from profiles.models import Profile


class Command(BaseCommand):
    help = "Show what fits a profile, best first, each with the reasons why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--profile", metavar="REF", help="the reference of a profile")
        who.add_argument("--subjects", metavar="FILE", type=Path, help="a file with one profile reference a line")
        parser.add_argument("--kind", choices=sorted(MATCHERS), default="opportunity")
        parser.add_argument("--limit", type=int, default=10)
        parser.add_argument("--json", action="store_true", help="one line of JSON for each profile")
        parser.add_argument("--language", default="en", help="the language of the reasons")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["limit"] < 1:
            raise CommandError("--limit: write a number from 1.")
        refs = [options["profile"]] if options["profile"] else self._subjects(options["subjects"])
        with translation.override(options["language"]):
            for profile in self._profiles(refs):
                found = suggestions_for_profile(profile, options["kind"], limit=options["limit"])
                self._print(profile, options["kind"], found, as_json=options["json"])

    def _subjects(self, file: Path) -> list[str]:
        try:
            return [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file}: {error}") from error

    def _profiles(self, refs: list[str]) -> Iterator[Profile]:
        known = Profile.objects.select_related("user", "place", "roots_place")
        profiles = {profile.ref: profile for profile in known.filter(ref__in=refs)}
        missing = [ref for ref in refs if ref not in profiles]
        if missing:
            raise CommandError(f"No profile has the reference {missing[0]!r} ({len(missing)} of {len(refs)} are unknown).")
        yield from (profiles[ref] for ref in tqdm(refs, unit=" profiles", disable=True if len(refs) == 1 else None))

    def _print(self, profile: Profile, kind: str, found: list[Suggestion], *, as_json: bool) -> None:
        if as_json:
            results = [
                {
                    "ref": ref_of(s.object),
                    "kind": kind,
                    "score": s.score,
                    "reasons": [{"code": reason.code, "text": reason.text} for reason in s.reasons],
                }
                for s in found
            ]
            self.stdout.write(orjson.dumps({"subject": profile.ref, "results": results}).decode())
            return
        self.stdout.write(f"{profile.name} ({profile.ref})")
        for number, s in enumerate(found, start=1):
            self.stdout.write(f"{number:3}. {s.score:6.2f}  {s.object}")
            self.stdout.write("             " + " · ".join(reason.text for reason in s.reasons))
