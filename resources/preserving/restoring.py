"""Fills an empty library from a bag, so that harvesters see nothing new."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from wagtail.images import get_image_model
from wagtail.signal_handlers import disable_reference_index_auto_update

from profiles.models import Organization
from resources.models import Collection, CollectionItem, Resource, TaggedTopic, Tombstone
from resources.preserving.bags import faults_of
from resources.preserving.exporting import ORGANIZATION, BagError
from resources.preserving.files import kept_or_gone, restore_file
from resources.preserving.rows import row_of
from search.outbox import enqueue
from taxonomy.services import terms_for

CHUNK = 500
KINDS = ("organizations", "resources", "collections", "tombstones", "files")


def restore_library(folder: Path) -> dict[str, int]:
    """Writes all that is in a bag, in one transaction; returns how much.

    Raises BagError of a library that isn't empty, or a bag that isn't whole; then nothing has been written.  Resources
    have no contributor afterwards: no accounts are in a bag.
    """
    if any(model._default_manager.exists() for model in (Resource, Collection, Tombstone)):
        raise BagError("The library is not empty. Restore into a new one.")
    if faults := faults_of(folder):
        raise BagError("\n".join(faults))
    data = folder / "data"
    with kept_or_gone() as stored, transaction.atomic(), disable_reference_index_auto_update():
        organizations = dict(_each(data, "organizations", _organization))
        resources = _restore_resources(list(_each(data, "resources", lambda told: _resource(told, organizations))))
        list(_each(data, "files", lambda told: restore_file(told, data, resources, stored)))
        _link_translations(data, resources)
        collections = list(_each(data, "collections", lambda told: _collection(told, data, resources)))
        gone = Tombstone.objects.bulk_create(_each(data, "tombstones", lambda told: row_of(Tombstone, told)))
        enqueue("resource", resources.values())
    counts = (organizations, resources, collections, gone, stored)
    return dict(zip(KINDS, map(len, counts), strict=True))


def _each(data: Path, name: str, read: Callable[[dict[str, Any]], Any]) -> Iterator[Any]:
    """What `read` makes of each record; where it can't, BagError names the line."""
    with (data / f"{name}.jsonl").open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield read(orjson.loads(line))
            except (ValidationError, DatabaseError, LookupError, TypeError, ValueError) as error:
                raise BagError(f"data/{name}.jsonl, line {number}: {error}") from error


def _organization(told: dict[str, Any]) -> tuple[str, Organization]:
    """The one that is here under this address; else a new one, which nobody answers for yet."""
    found = Organization.objects.filter(slug=told["slug"]).first()
    if found and found.name != told["name"]:
        raise ValueError(f"«{found.name}» has the address «{told['slug']}» here. Give it another first.")
    return told["slug"], found or Organization.objects.create(**{name: told[name] for name in ORGANIZATION})


def _resource(told: dict[str, Any], organizations: dict[str, Organization]) -> tuple[Resource, list[str]]:
    row = row_of(Resource, told)
    row.live = True
    row.organization = organizations[told["organization"]] if told["organization"] else None
    return row, told["topics"]


def _restore_resources(pairs: list[tuple[Resource, list[str]]]) -> dict[str, int]:
    """{uuid: key}.  Bulk writes send no signals: the caller has the index told."""
    for start in range(0, len(pairs), CHUNK):
        chunk = pairs[start : start + CHUNK]
        rows, updated = [row for row, _topics in chunk], [row.updated for row, _topics in chunk]
        Resource.objects.bulk_create(rows)
        for row, moment in zip(rows, updated, strict=True):
            row.updated = moment  # which saving has set to now
        Resource.objects.bulk_update(rows, ["updated"])
        terms = {term.name: term for term in terms_for(name for _row, topics in chunk for name in topics)}
        TaggedTopic.objects.bulk_create(
            TaggedTopic(content_object_id=row.pk, tag_id=terms[name].pk) for row, topics in chunk for name in topics
        )
    return {str(row.uuid): row.pk for row, _topics in pairs}


def _link_translations(data: Path, resources: dict[str, int]) -> None:
    """What each says that it translates; all of them are written by now."""
    for uuid, original in _each(data, "resources", lambda told: (told["uuid"], told["translation_of"])):
        if original is not None:
            Resource.objects.filter(pk=resources[uuid]).update(translation_of=resources[original])


def _collection(told: dict[str, Any], data: Path, resources: dict[str, int]) -> Collection:
    row = row_of(Collection, told)
    row.live = True
    if cover := told["cover"]:
        name = Path(cover["file"]).name
        file = ContentFile((data / "covers" / name).read_bytes(), name=name)
        row.cover = get_image_model().objects.create(title=cover["title"], file=file)
    Collection.objects.bulk_create([row])
    CollectionItem.objects.bulk_create(
        CollectionItem(collection=row, resource_id=resources[item["resource"]], note=item["note"], sort_order=place)
        for place, item in enumerate(told["items"])
    )
    return row
