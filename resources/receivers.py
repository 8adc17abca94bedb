"""What follows when a resource is published or deleted, by whomever."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import published

from profiles.uploads import delete_file
from resources.models import Resource, ResourceFile, Tombstone


@receiver(published, sender=Resource, dispatch_uid="resources.published_file")
def published_file(sender: Any, instance: Resource, **kwargs: Any) -> None:
    """What was public once is kept as long as its resource: versions that were published can be restored."""
    ResourceFile.objects.filter(pk=instance.file_id, published=None).update(published=timezone.now())


@receiver(post_delete, sender=ResourceFile, dispatch_uid="resources.deleted_file")
def deleted_file(sender: Any, instance: ResourceFile, **kwargs: Any) -> None:
    """Files go with their rows, whoever deletes them."""
    delete_file(instance.file)


@receiver(post_delete, sender=Resource, dispatch_uid="resources.leave_tombstone")
def leave_tombstone(sender: Any, instance: Resource, **kwargs: Any) -> None:
    """What was public leaves word that it is gone, for those who took its record along."""
    if instance.first_published_at is not None:
        Tombstone.objects.update_or_create(
            pk=instance.uuid, defaults={"type": instance.type, "language": instance.language}
        )
