"""What follows when a resource is deleted, by whomever."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from resources.models import Resource, Tombstone


@receiver(post_delete, sender=Resource, dispatch_uid="resources.leave_tombstone")
def leave_tombstone(sender: Any, instance: Resource, **kwargs: Any) -> None:
    """What was public leaves word that it is gone, for those who took its record along."""
    if instance.first_published_at is not None:
        Tombstone.objects.update_or_create(
            pk=instance.uuid, defaults={"type": instance.type, "language": instance.language}
        )
