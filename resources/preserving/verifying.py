"""Files of the library are read again now and then, lest one is lost that nobody opened: what is damaged is known, and
told."""

import errno
import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import IO, Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone

from profiles.mailing import send_to_member
from resources.models import ResourceFile

AT_ONCE = 50  # files that are written down together
Damage = ResourceFile.Damage


def read_through(row: ResourceFile, into: IO[bytes] | None = None) -> tuple[str, str]:
    """(checksum, damage) of what is stored, read piece by piece and copied where `into` is given.

    Raises OSError when the storage itself can't be read, as by a process that may not.
    """
    digest = hashlib.sha256()
    try:
        with row.file.open("rb") as stored:
            for chunk in stored.chunks():
                digest.update(chunk)
                if into is not None:
                    into.write(chunk)
    except (FileNotFoundError, ValueError):  # a row without a file has none that could be opened
        return "", Damage.MISSING
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        return "", Damage.CHANGED  # as disks fail
    checksum = digest.hexdigest()
    return checksum, "" if row.checksum in ("", checksum) else Damage.CHANGED


def verify_files(*, before: datetime, until: datetime) -> Iterator[int]:
    """Verifies what is due, a batch after the other; yields how many each had.  Ends with the first batch after
    `until`; another run goes on where this one stopped."""
    started = timezone.now()
    while timezone.now() < until:
        # Each once in a run, damaged ones too.
        due = ResourceFile.objects.to_verify(before).exclude(verified__gte=started)
        batch = list(due[:AT_ONCE])
        if not batch:
            return
        found = [(row, *read_through(row)) for row in batch]
        with transaction.atomic():
            for row, checksum, damage in found:
                _note(row, checksum, damage)
        yield len(batch)


def _note(row: ResourceFile, checksum: str, damage: str) -> None:
    now = timezone.now()
    values: dict[str, Any] = {"verified": now}
    if damage != row.damage:
        values |= {"damage": damage, "damaged": now if damage else None, "is_damage_told": False}
    if not row.checksum and not damage:
        values["checksum"] = checksum  # from now on it is what it has to be
    ResourceFile.objects.filter(pk=row.pk).update(**values)


@transaction.atomic
def tell_operators() -> int:
    """Mails superusers that files are damaged of which they haven't been told; returns how many.  No file is named."""
    untold = list(ResourceFile.objects.damaged_ones().filter(is_damage_told=False).values_list("pk", "damage"))
    if not untold:
        return 0
    counts = {damage.value: sum(said == damage for _pk, said in untold) for damage in Damage}
    for operator in get_user_model()._default_manager.filter(is_superuser=True, is_active=True):
        send_to_member(operator, "resources/email/damaged", link=reverse("resources_files"), **counts)
    ResourceFile.objects.filter(pk__in=[pk for pk, _damage in untold]).update(is_damage_told=True)
    return len(untold)


def summed_up() -> Mapping[str, Any]:
    """How many files there are, how long ago they were verified, and how many are damaged; one statement."""
    now = timezone.now()
    week, month = now - timedelta(days=7), now - timedelta(days=30)
    return ResourceFile.objects.aggregate(
        all=Count("pk"),
        week=Count("pk", filter=Q(verified__gte=week)),
        month=Count("pk", filter=Q(verified__gte=month, verified__lt=week)),
        older=Count("pk", filter=Q(verified__lt=month)),
        never=Count("pk", filter=Q(verified=None)),
        missing=Count("pk", filter=Q(damage=Damage.MISSING)),
        changed=Count("pk", filter=Q(damage=Damage.CHANGED)),
        last=Max("verified"),
    )
