"""Sends the digests that are due.  May be run every hour and twice at once: each member is mailed once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import ngettext

from idiaspora.digesting.finding import Found, find
from idiaspora.digesting.readers import Reader, batches, due, read
from idiaspora.digesting.writing import Written, write
from profiles.mailing import send_switchable
from profiles.services import finish_digest
from search.engines.base import EngineError


@dataclass
class Outcome:
    """How many were mailed, how many had nothing new, how many are left for the next run and why."""

    mailed: int = 0
    quiet: int = 0
    left: int = 0
    why: str = ""


def send_due(
    *, now: datetime | None = None, everybody: bool = False, done: Callable[[int], Any] = lambda number: None
) -> Outcome:
    """Looks through every digest that is due, `everybody`'s if asked; `done` hears how many were since it last did.

    While the engine is away nothing is written down, so the next run does the same.
    """
    now = now or timezone.now()
    outcome = Outcome()
    for language, digests in batches(due(now, everybody=everybody)):
        with translation.override(language), timezone.override(timezone.get_default_timezone()):
            try:
                readers = read(digests)
                found = find(readers)
            except EngineError as error:
                outcome.left += len(digests)
                outcome.why = str(error)
            else:
                for reader, each in zip(readers, found, strict=True):
                    _send(reader, each, now, language, outcome)
        done(len(digests))
    return outcome


@transaction.atomic
def _send(reader: Reader, found: Found, now: datetime, language: str, outcome: Outcome) -> None:
    """The digest of one member, in a transaction of its own."""
    written = write(reader, found)
    if not finish_digest(digest=reader.digest, now=now, told=written.told):
        return
    if not written.told:
        outcome.quiet += 1
        return
    subject = _subject(written)
    context = {"title": subject, "matches": written.matches, "parts": written.parts}
    send_switchable(reader.user, "idiaspora/email/digest", link="/for-you/", off="digest", language=language, **context)
    outcome.mailed += 1


def _subject(written: Written) -> str:
    """«3 new for you: Canals of Osh», the best of them."""
    words = ngettext("%(count)d new for you: %(first)s", "%(count)d new for you: %(first)s", written.number)
    return words % {"count": written.number, "first": written.first.title}
