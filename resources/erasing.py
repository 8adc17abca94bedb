"""What of a member stands in the library beside their account: erased together with it."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.models import ModelLogEntry, Revision

from profiles.models import Profile
from resources.models import Resource, ResourceFile, ReviewNote, TaggedTopic
from taxonomy.services import delete_unused_terms


@receiver(pre_delete, sender=settings.AUTH_USER_MODEL, dispatch_uid="resources.erase_contributions")
def erase_contributions(sender: Any, instance: Any, **kwargs: Any) -> None:
    """What was never published goes, files too.  The rest stays, and no longer names its contributor as an author."""
    contributed = Resource.objects.filter(contributor=instance)
    ReviewNote.objects.filter(resource__in=contributed).delete()  # what was asked may say who they are
    drafts = contributed.filter(first_published_at=None)
    typed = list(TaggedTopic.objects.filter(content_object__in=drafts).values_list("tag", flat=True))
    kind = ContentType.objects.get_for_model(Resource)
    numbers = [str(pk) for pk in drafts.values_list("pk", flat=True)]
    ModelLogEntry.objects.filter(content_type=kind, object_id__in=numbers).delete()  # their titles stand there
    drafts.delete()
    ResourceFile.objects.never_public().filter(resource__in=contributed).delete()
    delete_unused_terms(typed)
    name = Profile.objects.filter(user=instance).values_list("name", flat=True).first()
    if not name:
        return
    published = list(contributed)
    for resource in published:
        if name in resource.authors:
            resource.authors = _without(resource.authors, name)
            resource.save(update_fields=["authors", "updated"])
    keys = [str(resource.pk) for resource in published]
    for revision in Revision.objects.filter(content_type=kind, object_id__in=keys):
        if name in (revision.content.get("authors") or ()):
            revision.content["authors"] = _without(revision.content["authors"], name)
            revision.save(update_fields=["content"])


def _without(authors: list[str], name: str) -> list[str]:
    return [author for author in authors if author != name]
