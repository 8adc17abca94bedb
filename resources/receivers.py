"""What follows when a resource is published or deleted, by whomever."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import WorkflowState
from wagtail.signals import published, unpublished, workflow_rejected

from profiles.uploads import delete_file
from resources import review_services
from resources.models import Resource, ResourceFile, Tombstone, address_digest
from resources.translations import settle_work, touch_others, work_of
from resources.versions import note_version, withdraw_versions


@receiver(published, sender=Resource, dispatch_uid="resources.published_file")
def published_file(sender: Any, instance: Resource, **kwargs: Any) -> None:
    """What was public once is kept as long as its resource: versions that were published can be restored."""
    if instance.live:  # else it is scheduled: Wagtail tells of that by the same signal
        ResourceFile.objects.filter(pk=instance.file_id, published=None).update(published=timezone.now())


@receiver(published, sender=Resource, dispatch_uid="resources.published_settles")
def published_settles(sender: Any, instance: Resource, **kwargs: Any) -> None:
    """Whoever publishes or schedules it is content with it, whatever was asked before; and what is public is no other's
    double any more."""
    review_services.settle(resource=instance)
    if instance.live:
        Resource.objects.filter(pk=instance.pk).exclude(merged_into=None).update(merged_into=None)


@receiver(workflow_rejected, sender=WorkflowState, dispatch_uid="resources.keep_what_was_asked")
def keep_what_was_asked(sender: Any, instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    """«Request changes» in the admin is a turn of the conversation, in which it can be answered."""
    resource = instance.content_object
    if isinstance(resource, Resource):
        words = instance.current_task_state.specific.get_comment()
        review_services.note_requested_change(resource=resource, editor=user, words=words)


@receiver(published, sender=Resource, dispatch_uid="resources.published_version")
def published_version(sender: Any, instance: Resource, revision: Any = None, **kwargs: Any) -> None:
    """Readers are told which version it is, and what changed."""
    if revision is not None and instance.live:
        note_version(resource=instance, revision=revision)


@receiver(published, sender=Resource, dispatch_uid="resources.published_translation")
def published_translation(sender: Any, instance: Resource, **kwargs: Any) -> None:
    """What it says that it translates is settled once a version that says so is public."""
    if instance.live:
        settle_work(instance)


@receiver(unpublished, sender=Resource, dispatch_uid="resources.unpublished_translation")
def unpublished_translation(sender: Any, instance: Resource, **kwargs: Any) -> None:
    """Its translations no longer name it, and nobody reads its earlier versions."""
    withdraw_versions(resource=instance)
    touch_others({work_of(instance)}, instance)


@receiver(post_delete, sender=ResourceFile, dispatch_uid="resources.deleted_file")
def deleted_file(sender: Any, instance: ResourceFile, **kwargs: Any) -> None:
    """Files go with their rows, whoever deletes them."""
    delete_file(instance.file)
    delete_file(instance.picture)


@receiver(post_delete, sender=Resource, dispatch_uid="resources.leave_tombstone")
def leave_tombstone(sender: Any, instance: Resource, **kwargs: Any) -> None:
    """What was public leaves word that it is gone, for those who took its record along, or that of a translation."""
    if instance.first_published_at is not None:
        told = {"type": instance.type, "language": instance.language, "address": address_digest(instance.slug)}
        Tombstone.objects.update_or_create(pk=instance.uuid, defaults=told)
        touch_others({work_of(instance)}, instance)
