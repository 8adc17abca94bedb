"""`manage.py match`: what fits a profile or an opportunity, with scores and reasons."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from tqdm import tqdm

from idiaspora.for_you import (
    MATCHERS,
    MATCHERS_FOR_OPPORTUNITIES,
    Suggestion,
    suggestions_for_opportunity,
    suggestions_for_profile,
)
from idiaspora.records.exporting import ref_of
from idiaspora.records.lookups import by_ref
from search.engines.base import EngineError


class Command(BaseCommand):
    help = "Show what fits a profile or an opportunity, best first, each with the reasons why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--profile", metavar="REF", help="the reference of a profile")
        who.add_argument("--opportunity", metavar="REF", help="the reference of an opportunity")
        who.add_argument("--subjects", metavar="FILE", type=Path, help="a file with one profile reference a line")
        parser.add_argument("--kind", choices=sorted(MATCHERS), help="opportunity; for an opportunity: profile")
        parser.add_argument("--limit", type=int, default=10)
        parser.add_argument("--json", action="store_true", help="one line of JSON for each subject")
        parser.add_argument("--language", default="en", help="the language of the reasons")

    def handle(self, *args: Any, kind: str | None, limit: int, json: bool, language: str, **options: Any) -> None:
        if limit < 1:
            raise CommandError("--limit: write a number from 1.")
        try:
            self._match(kind, limit, json, language, options)
        except EngineError as error:
            raise CommandError(f"The search can't be asked: {error}") from error

    def _match(self, kind: str | None, limit: int, json: bool, language: str, options: dict[str, Any]) -> None:
        with translation.override(language):
            if options["opportunity"]:
                kind = kind or "profile"
                if kind not in MATCHERS_FOR_OPPORTUNITIES:
                    raise CommandError(f"--kind: use {' or '.join(MATCHERS_FOR_OPPORTUNITIES)} for an opportunity.")
                (opportunity,) = self._known("opportunity", [options["opportunity"]])
                found = suggestions_for_opportunity(opportunity, kind, limit=limit)
                self._print(opportunity, kind, found, as_json=json)
                return
            kind = kind or "opportunity"
            refs = [options["profile"]] if options["profile"] else self._subjects(options["subjects"])
            profiles = self._known("profile", refs)
            for profile in tqdm(profiles, unit=" profiles", disable=True if len(refs) == 1 else None):
                self._print(profile, kind, suggestions_for_profile(profile, kind, limit=limit), as_json=json)

    def _subjects(self, file: Path) -> list[str]:
        try:
            return [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file}: {error}") from error

    def _known(self, kind: str, refs: Sequence[str]) -> list[Any]:
        """The objects of some references, in their order."""
        found = by_ref(kind, refs)
        missing = [ref for ref in refs if ref not in found]
        if missing:
            raise CommandError(
                f"No {kind} has the reference {missing[0]!r} ({len(missing)} of {len(refs)} are unknown)."
            )
        return [found[ref] for ref in refs]

    def _print(self, subject: Any, kind: str, found: list[Suggestion], *, as_json: bool) -> None:
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
            self.stdout.write(orjson.dumps({"subject": ref_of(subject), "results": results}).decode())
            return
        self.stdout.write(f"{subject} ({ref_of(subject)})")
        for number, s in enumerate(found, start=1):
            self.stdout.write(f"{number:3}. {s.score:6.2f}  {s.object}")
            self.stdout.write("             " + " · ".join(reason.text for reason in s.reasons))
