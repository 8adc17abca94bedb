"""Applications that nobody needs any more."""

from datetime import datetime

from django.db.models import Q

from opportunities.models import Application
from opportunities.querysets import ARRIVED


def delete_old_drafts(*, before: datetime) -> int:
    """What was begun or withdrawn and not touched since; returns how many."""
    return _delete(Q(updated__lte=before) & ~Q(status__in=ARRIVED))


def delete_old_applications(*, before: datetime) -> int:
    """What teams had: once the post closed so long ago and nothing has changed since; returns how many."""
    over = Q(opportunity__closes__lte=before) | Q(opportunity__closes=None)
    return _delete(Q(updated__lte=before, status__in=ARRIVED) & over)


def _delete(old: Q) -> int:
    _rows, by_model = Application.objects.filter(old).delete()
    return by_model.get(Application._meta.label, 0)
