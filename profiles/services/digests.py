"""Writes to digests: how often, and that one was looked through."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.models import Digest
from profiles.switching_off import Switch

PERIODS = {Digest.Frequency.DAILY: timedelta(days=1), Digest.Frequency.WEEKLY: timedelta(days=7)}
REMEMBERED = 1000  # of a kind; what is new again after so many others was not published lately


@transaction.atomic
def choose_digest(*, user: Any, frequency: str) -> Digest:
    """From now on the member is mailed so often.  Whoever begins gets first what comes from now on."""
    now = timezone.now()
    frequency = Digest.Frequency(frequency)
    digest, _is_new = Digest.objects.select_for_update().get_or_create(user=user)
    if frequency == digest.frequency:
        return digest
    if digest.frequency == Digest.Frequency.OFF:
        digest.looked = now
    if frequency != Digest.Frequency.OFF:
        digest.due = max(now, digest.looked + PERIODS[frequency])
    digest.frequency = frequency
    digest.save(update_fields=["frequency", "looked", "due"])
    return digest


def stop_digest(user: Any) -> None:
    """No digest any more; nothing to whoever has none."""
    Digest.objects.filter(user=user).update(frequency=Digest.Frequency.OFF)


SWITCH = Switch("digest", _("What is new for you"), stop_digest, "profiles:digest")


def finish_digest(*, digest: Digest, now: datetime, told: Mapping[str, Sequence[int]]) -> bool:
    """Notes that a digest was looked through, and what it told.  False when somebody else did so meanwhile, or its
    owner chose otherwise: then nothing may be mailed."""
    values: dict[str, Any] = {"looked": now, "due": _next(digest, now)}
    if told:
        kinds = {*digest.sent, *told}
        sent = {kind: [*digest.sent.get(kind, ()), *told.get(kind, ())][-REMEMBERED:] for kind in kinds}
        values |= {"mailed": now, "sent": sent}
    as_read = Digest.objects.filter(pk=digest.pk, due=digest.due, looked=digest.looked, frequency=digest.frequency)
    return bool(as_read.update(**values))


def _next(digest: Digest, now: datetime) -> datetime:
    """The next time at the same hour, so that a mail doesn't come later from day to day."""
    period = PERIODS[Digest.Frequency(digest.frequency)]
    missed = max((now - digest.due) // period, 0)
    return digest.due + (missed + 1) * period
