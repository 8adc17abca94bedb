"""Writes the published library into a bag: organizations, resources, their files, collections, what was deleted."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone

from profiles.models import Organization
from resources.models import Collection, Resource, Tombstone, address_digest
from resources.preserving.bags import close_bag
from resources.preserving.files import copy_files, published_files
from resources.preserving.rows import kept

ORGANIZATION = ("slug", "ref", "name", "type", "level", "countries", "website", "description")


class BagError(Exception):
    """Says in words what stands in the way."""


@dataclass(frozen=True)
class Export:
    """What is in a bag; `restricted` names the files that not everybody may open, `lost` those that it lacks."""

    counts: dict[str, int]
    restricted: list[str]
    lost: list[str]


def export_library(folder: Path) -> Export:
    """Makes a bag of a new folder.  Raises BagError when the folder isn't empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BagError(f"{folder} is not empty. Name a new folder.")
    data = folder / "data"
    data.mkdir(parents=True)
    with transaction.atomic():
        counts = {
            "organizations": _write(data, "organizations", _organizations()),
            "resources": _write(data, "resources", _resources()),
            "collections": _write(data, "collections", _collections(data)),
            "tombstones": _write(data, "tombstones", _tombstones()),
        }
        rows = published_files()
    # Copying takes its time: nobody waits for it with what they write.
    files = list(copy_files(rows, data))
    lost = [f"{each.where}: {each.fault}" for each in files if each.fault]
    counts["files"] = _write(data, "files", (each.record for each in files)) - len(lost)
    described = ", ".join(f"{count} {name}" for name, count in counts.items())
    close_bag(folder, {
        "Bagging-Date": timezone.now().date().isoformat(),
        "Bag-Software-Agent": "iDiaspora, manage.py library export",
        "External-Description": f"A library: {described}",
    })  # fmt: skip
    restricted = [f"{each.where}: {each.rule}" for each in files if each.rule and not each.fault]
    return Export(counts, restricted, lost)


def _write(data: Path, name: str, records: Iterable[dict[str, Any]]) -> int:
    count = 0
    with (data / f"{name}.jsonl").open("wb") as file:
        for record in records:
            file.write(orjson.dumps(record, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE))
            count += 1
    return count


def _organizations() -> Iterator[dict[str, Any]]:
    """Those whose the resources are, as everybody reads of them."""
    named = Resource.objects.published().exclude(organization=None).values("organization")
    for row in Organization.objects.filter(pk__in=named).order_by("slug"):
        if not row.is_hidden:
            yield {name: getattr(row, name) for name in ORGANIZATION}


def _resources() -> Iterator[dict[str, Any]]:
    rows = Resource.objects.published().order_by("created", "uuid").for_page().select_related("translation_of")
    for row in rows.iterator(chunk_size=500):
        topics = sorted(row.tagged_topics.all(), key=lambda tagged: tagged.pk)
        organization = row.organization
        is_told = organization is not None and not organization.is_hidden
        yield {
            **kept(row),
            "topics": [tagged.tag.name for tagged in topics],
            "organization": organization.slug if is_told else None,
            "translation_of": row.translation_of.uuid if row.translation_of and row.translation_of.live else None,
        }


def _collections(data: Path) -> Iterator[dict[str, Any]]:
    for row in Collection.objects.published().order_by("slug").select_related("cover"):
        items = [{"resource": item.resource.uuid, "note": item.note} for item in row.shown_items()]
        yield {**kept(row), "items": items, "cover": _cover(data, row.cover)}


def _cover(data: Path, image: Any) -> dict[str, str] | None:
    """The picture beside the records, under its digest."""
    if image is None:
        return None
    with image.file.open("rb") as file:
        content = file.read()
    name = f"covers/{hashlib.sha256(content).hexdigest()}{PurePath(image.file.name).suffix.lower()}"
    (data / "covers").mkdir(exist_ok=True)
    (data / name).write_bytes(content)
    return {"file": name, "title": image.title}


def _tombstones() -> Iterator[dict[str, Any]]:
    """What is deleted, and what is out of the library: of that, too, nobody is told more than this."""
    names = ("deleted", "uuid", "type", "language", "address")
    withdrawn = Resource.objects.withdrawn().values_list("updated", *names[1:4], "slug")
    gone = [(*values, address_digest(slug)) for *values, slug in withdrawn]
    yield from (
        dict(zip(names, values, strict=True)) for values in sorted([*Tombstone.objects.values_list(*names), *gone])
    )
