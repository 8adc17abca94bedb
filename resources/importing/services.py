"""Writes of an import: a file is kept until its records are resources, or it is discarded."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.signal_handlers import disable_reference_index_auto_update

from profiles.slugs import numbered, slug_base
from resources import permissions
from resources.importing.checking import CHUNK, Checked, check_records
from resources.importing.found import Found
from resources.models import ImportedFile, Resource, TaggedTopic
from resources.services import RESERVED_SLUGS
from search.outbox import enqueue
from taxonomy.services import clean_label, terms_for

FILES_AT_A_TIME = 5
FORGOTTEN_AFTER = timedelta(days=2)


@transaction.atomic
def keep_file(*, user: Any, name: str, records: Sequence[Found], defaults: Mapping[str, str]) -> ImportedFile:
    """Keeps an uploaded file.  Raises ValidationError when this account has too many unfinished ones."""
    if ImportedFile.objects.filter(user=user).count() >= FILES_AT_A_TIME:
        raise ValidationError(_("You have several unfinished imports. Finish or discard one of them first."))
    return ImportedFile.objects.create(
        user=user, name=name[:120], records=[asdict(each) for each in records], defaults=dict(defaults)
    )


def checked(file: ImportedFile) -> list[Checked]:
    """What would become of each of its records now."""
    return check_records([Found(**each) for each in file.records], file.defaults)


@transaction.atomic
def take_records(*, file: ImportedFile, user: Any, publish: bool = False) -> int:
    """Makes drafts of all records that are new, or publishes them where this account may; the file is done then.

    Returns how many.  They have no contributor: like what an operator imports they are the library's own.
    """
    ImportedFile.objects.select_for_update().get(pk=file.pk)
    new = [each for each in checked(file) if each.is_new]
    _name(new, publish=publish and permissions.publishes_at_once(user))
    with disable_reference_index_auto_update():
        for start in range(0, len(new), CHUNK):
            _write(new[start : start + CHUNK])
    file.delete()
    return len(new)


def _name(new: Sequence[Checked], *, publish: bool) -> None:
    """Gives each an address that is free."""
    taken = {*RESERVED_SLUGS, *Resource.objects.values_list("slug", flat=True)}
    numbers: dict[str, int] = {}
    for each in new:
        resource = each.resource
        base = slug_base(resource.title) or "resource"
        resource.slug, numbers[base] = numbered(base, taken, numbers.get(base, 1))
        taken.add(resource.slug)
        resource.live, resource.has_unpublished_changes = publish, not publish
        if publish:
            resource.first_published_at = resource.last_published_at = timezone.now()


def _write(chunk: Sequence[Checked]) -> None:
    """Bulk writes send no signals: the index is told here."""
    Resource.objects.bulk_create([each.resource for each in chunk])
    terms = {term.name: term for term in terms_for(topic for each in chunk for topic in each.topics)}
    TaggedTopic.objects.bulk_create(
        TaggedTopic(content_object_id=each.resource.pk, tag_id=terms[name].pk)
        for each in chunk
        for name in dict.fromkeys(map(clean_label, each.topics))
        if name in terms
    )
    enqueue("resource", [each.resource.pk for each in chunk if each.resource.live])


@transaction.atomic
def discard_file(*, file: ImportedFile) -> None:
    file.delete()


def forget_files() -> int:
    """Deletes files that nobody went on with; for the daily clearing away."""
    deleted, _by_model = ImportedFile.objects.filter(created__lte=timezone.now() - FORGOTTEN_AFTER).delete()
    return deleted
