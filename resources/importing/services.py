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
from profiles.table_columns import guess_columns
from profiles.tables import Table
from resources import permissions
from resources.duplicates import twins_of_each
from resources.importing.checking import CHUNK, TWICE, Checked, check_records, check_some
from resources.importing.found import Found
from resources.importing.tables import TARGETS, found_in
from resources.models import ImportedFile, Resource, TaggedTopic
from resources.services import RESERVED_SLUGS
from search.outbox import enqueue
from taxonomy.services import clean_label, terms_for

FILES_AT_A_TIME = 5
FORGOTTEN_AFTER = timedelta(days=2)


@transaction.atomic
def keep_file(*, user: Any, name: str, content: Sequence[Found] | Table, defaults: Mapping[str, str]) -> ImportedFile:
    """Keeps an uploaded file: checked, or with a guess of what its columns are.

    Raises ValidationError when this account has too many unfinished ones.
    """
    if ImportedFile.objects.filter(user=user).count() >= FILES_AT_A_TIME:
        raise ValidationError(_("You have several unfinished imports. Finish or discard one of them first."))
    file = ImportedFile(user=user, name=name[:120], defaults=dict(defaults))
    if isinstance(content, Table):
        file.table, file.mapping = asdict(content), guess_columns(TARGETS, content.columns)
    else:
        _check(file, content)
    file.save()
    return file


@transaction.atomic
def settle_columns(*, file: ImportedFile, mapping: Mapping[str, int], defaults: Mapping[str, str]) -> None:
    """What the columns of a table are, and what holds for rows that don't say it; its rows are checked then."""
    file.mapping, file.defaults = dict(mapping), dict(defaults)
    _check(file, found_in(file.table["rows"], file.table["numbers"], mapping))
    file.save()


def _check(file: ImportedFile, records: Sequence[Found]) -> None:
    file.records = [asdict(each) for each in records]
    file.outcomes = [each.outcome for each in check_records(records, file.defaults)]


def looked_at(file: ImportedFile, places: Sequence[int]) -> list[Checked]:
    """What would become of some of its records now, counted from 0."""
    checked = check_some([Found(**file.records[place]) for place in places], file.defaults)
    for place, each in zip(places, checked, strict=True):
        if file.outcomes[place] == TWICE:
            each.call_twice()
    for each, twins in zip(checked, twins_of_each([each.resource for each in checked]), strict=True):
        each.twins = [] if each.problems else twins
        each.problems = [problem._replace(column=file.heading(problem.name)) for problem in each.problems]
    return checked


@transaction.atomic
def take_records(*, file: ImportedFile, user: Any, publish: bool = False) -> int:
    """Makes drafts of all records that are new, or publishes them where this account may; the file is done then.

    Returns how many.  They have no contributor: like what an operator imports they are the library's own.
    """
    ImportedFile.objects.select_for_update().get(pk=file.pk)
    checked = check_records([Found(**each) for each in file.records], file.defaults)
    new = [each for each in checked if each.is_new]
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
