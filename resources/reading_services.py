"""What readers write about resources: what they keep, and their notes on it."""

from typing import Any

from django.db import transaction

from resources.models import Kept, Resource


@transaction.atomic
def keep(*, user: Any, resource: Resource, note: str = "") -> None:
    """Keeps a resource; `note` is what is given back when giving it up is undone.  One that is kept stays as it is."""
    Kept.objects.get_or_create(user=user, resource=resource, defaults={"note": note})


@transaction.atomic
def give_up(*, user: Any, resource: Resource) -> str:
    """Keeps a resource no longer.  Says what was noted on it, for undoing."""
    kept = Kept.objects.filter(user=user, resource=resource).first()
    if kept is None:
        return ""
    kept.delete()
    return kept.note


@transaction.atomic
def write_note(*, user: Any, resource: Resource, note: str) -> None:
    """What a member notes for themselves on a resource, which they keep from then on."""
    Kept.objects.update_or_create(user=user, resource=resource, defaults={"note": note.strip()})
