"""Whose digest is due, and what is to be known of them, in a constant number of statements for each batch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet, prefetch_related_objects

from opportunities.leaving_out import LeftOut, left_out_of_many
from opportunities.models import Choice
from profiles.mailing import mailable
from profiles.models import Digest, SavedSearch
from profiles.relations import read_relations
from profiles.saved_searches import list_of
from profiles.subjects import Subject, subjects_of

TOGETHER = 50  # members that the engine is asked about in one request
DECIDED = 1000  # posts of which a member has decided, the last ones


@dataclass(frozen=True)
class Reader:
    """A member whose digest is due.  `decided` are posts that they saved, put aside or applied to."""

    digest: Digest
    subject: Subject
    left_out: LeftOut
    decided: tuple[int, ...]
    searches: tuple[SavedSearch, ...]

    @property
    def user(self) -> Any:
        return self.digest.user

    def sent(self, kind: str) -> tuple[int, ...]:
        """What they have been mailed of a kind."""
        return tuple(self.digest.sent.get(kind, ()))


def due(now: datetime, *, everybody: bool = False) -> QuerySet[Digest]:
    """Digests to look through; with `everybody` those that are not due yet, too."""
    wanted = mailable(Digest.objects.exclude(frequency=Digest.Frequency.OFF))
    return wanted if everybody else wanted.filter(due__lte=now)


def batches(rows: QuerySet[Digest]) -> Iterator[tuple[str, list[Digest]]]:
    """(language, digests) of at most TOGETHER each: words of a search and reasons are in one language."""
    for language, _name in settings.LANGUAGES:
        speak = Q(user__profile__locale=language)
        if language == settings.LANGUAGE_CODE:
            speak |= ~Q(user__profile__locale__in=dict(settings.LANGUAGES))
        following, last = rows.filter(speak).order_by("pk"), 0
        while batch := list(_with_profiles(following.filter(pk__gt=last))[:TOGETHER]):
            yield language, batch
            last = batch[-1].pk


def _with_profiles(rows: QuerySet[Digest]) -> QuerySet[Digest]:
    return rows.select_related("user__profile__place", "user__profile__roots_place")


def read(digests: Sequence[Digest]) -> list[Reader]:
    """The readers of digests, in order."""
    users: list[Any] = [digest.user for digest in digests]
    pks = [user.pk for user in users]
    prefetch_related_objects(users, "groups")
    read_relations(users)
    left_out = left_out_of_many(pks)
    decided = _listed(Choice.objects.filter(user__in=pks).order_by("-pk").values_list("user", "opportunity"))
    searches: dict[int, list[SavedSearch]] = {}
    for saved in SavedSearch.objects.filter(user__in=pks):
        if list_of(saved.kind) is not None:
            searches.setdefault(saved.user_id, []).append(saved)
    return [
        Reader(
            digest=digest,
            subject=subject,
            left_out=left_out[digest.user_id],
            decided=(*decided.get(digest.user_id, ())[:DECIDED], *left_out[digest.user_id].applied),
            searches=tuple(searches.get(digest.user_id, ())),
        )
        for digest, subject in zip(digests, subjects_of([user.profile for user in users]), strict=True)
    ]


def _listed(rows: Any) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for user, number in rows:
        found.setdefault(user, []).append(number)
    return found
