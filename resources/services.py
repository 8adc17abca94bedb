"""Writes to the repository.  Views, commands and the API come through here."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import reviewing
from profiles.slugs import save_with_free_slug
from profiles.tasks import enqueue
from profiles.uploads import Checked, all_or_none
from resources import permissions, review_services
from resources.models import Resource, ResourceFile
from resources.tasks import read_file
from taxonomy.services import terms_for

# Addresses under /learn/ that are no resources.
RESERVED_SLUGS = ("collections", "comment-mails", "contribute", "kept", "lists", "mine", "oai", "suggest")


@transaction.atomic
def create_draft(*, contributor: Any, title: str, **values: Any) -> Resource:
    """A new resource that only its contributor sees.  `values` as in save_draft."""
    resource = Resource(contributor=contributor, title=title, live=False)
    save_with_free_slug(resource, title, resource.save, reserved=RESERVED_SLUGS)
    return save_draft(resource=resource, contributor=contributor, **values)


def save_draft(
    *,
    resource: Resource,
    contributor: Any,
    topics: Iterable[str] | None = None,
    file: Checked | None = None,
    without_file: bool = False,
    **values: Any,
) -> Resource:
    """Keeps changes without publishing them.  `topics` are typed labels, `values` other fields of the model.

    `file` takes the place of the one that the version had; what was public stays so until this version is published.
    """
    before = resource.file
    if file is not None or without_file:
        resource.rights, resource.rights_declared = "", None
    with all_or_none() as keep, transaction.atomic():
        for name, value in values.items():
            setattr(resource, name, value)
        if topics is not None:
            resource.topics.set(terms_for(topics))
        if file is not None:
            kept: ResourceFile = keep(ResourceFile(resource=resource, checksum=file.checksum, **file.facts), file)
            resource.file = kept
            enqueue(read_file, file_pk=kept.pk)
        elif without_file:
            resource.file = None
        # A draft may be incomplete; what is missing is said when it is submitted.
        reviewing.save_draft(resource, user=contributor, clean=False)
        if before is not None and before != resource.file:
            ResourceFile.objects.never_public().filter(pk=before.pk).delete()
    return resource


def problems_of(resource: Resource) -> list[str]:
    """What stands in the way of submitting it, in words for its contributor."""
    problems = []
    if not resource.type:
        problems.append(_("Say what it is: a report, a video…"))
    if not resource.summary.strip():
        problems.append(_("Say in a few sentences what it tells."))
    if not resource.url.strip() and resource.file is None:
        problems.append(_("Say where it can be found, or add a file."))
    if resource.access == Resource.Access.EMBARGO and resource.opens is None:
        problems.append(_("Say from which day on everybody may open the file."))
    return problems


@transaction.atomic
def submit_resource(*, resource: Resource, contributor: Any, rights: str = "") -> bool:
    """Hands the latest version to the moderators, or publishes it when this account may; says whether it is public.

    `rights` is one of Resource.Rights; what was declared of the same file before needn't be said again.  Raises
    ValidationError when it is incomplete.
    """
    if resource.live and not resource.has_unpublished_changes:
        return True
    latest = resource.get_latest_revision_as_object()
    if problems := problems_of(latest):
        raise ValidationError(problems)
    _complete(latest, contributor, rights if latest.file else Resource.Rights.LINK)
    resource.refresh_from_db()
    review_services.settle(resource=resource, from_editor=True, changes_only=True)
    if permissions.publishes_at_once(contributor):
        reviewing.publish(resource, user=contributor)
        resource.refresh_from_db()
        return True
    reviewing.start_review(resource, user=contributor)
    return False


def _complete(version: Resource, contributor: Any, rights: str) -> None:
    """Keeps the ground, if it is another than before, with this version; it stays once it is public, when the day is
    over on which an earlier one left."""
    is_declared = bool(rights) and rights != version.rights
    if is_declared:
        version.rights, version.rights_declared = rights, timezone.now()
    if version.lacks_rights or version.rights not in ("", *Resource.Rights):
        raise ValidationError(_("Say on what ground the file may stand here."))
    if has_expired(version):
        version.expire_at = None
    elif not is_declared:
        return
    reviewing.save_draft(version, user=contributor, clean=False, overwrite=True)


def has_expired(resource: Resource) -> bool:
    """Whether it would leave the library as soon as it is public."""
    return resource.expire_at is not None and resource.expire_at <= timezone.now()


@transaction.atomic
def withdraw_resource(*, resource: Resource, contributor: Any) -> None:
    """Takes a resource out of the library, and out of review; it stays with its contributor as a draft."""
    reviewing.withdraw(resource, user=contributor)
    review_services.settle(resource=resource)


@transaction.atomic
def delete_draft(*, resource: Resource) -> None:
    """Deletes a resource that was never public.  Raises ValidationError of another."""
    if resource.first_published_at is not None or resource.live:
        raise ValidationError(_("This resource was public, so it can be withdrawn but not deleted."))
    resource.delete()


def end_embargoes() -> int:
    """Has the rule of files whose day has come say so, and their words be found; returns how many.  May run again at
    any time."""
    due = list(Resource.objects.past_embargo())
    for resource in due:
        with transaction.atomic():
            resource.access = Resource.Access.PUBLIC
            resource.save(update_fields=["access", "updated"])
    return len(due)
