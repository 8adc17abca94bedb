"""Files of published resources into a bag and out of it, piece by piece: the largest takes no more memory than the
smallest."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files import File

from profiles.private_files import private_storage
from resources.models import Resource, ResourceFile
from resources.preserving.bags import digest_of
from resources.preserving.rows import kept, row_of
from resources.preserving.verifying import read_through

FACTS = ("name", "size", "digest", "checksum", "content_type", "uploaded", "published")


@dataclass(frozen=True)
class Exported:
    """What became of a file: its record for the bag, and who may open it here."""

    record: dict[str, Any]
    where: str  # «wells/report.pdf»: the resource's address, the file's name
    rule: str  # empty for what everybody may open

    @property
    def fault(self) -> str:
        return str(self.record["fault"])


def published_files() -> list[ResourceFile]:
    """The current one of each published resource, whatever its rule."""
    current = Resource.objects.published().exclude(file=None).values("file")
    rows = ResourceFile.objects.filter(pk__in=current).select_related("resource")
    return list(rows.order_by("resource__created", "resource__uuid"))


def copy_files(rows: Iterable[ResourceFile], data: Path) -> Iterator[Exported]:
    """Each into data/files/, under its checksum.  What is missing or no longer what it was is not, and says so."""
    folder = data / "files"
    for row in rows:
        folder.mkdir(exist_ok=True)
        checksum, fault = _copied(row, folder)
        facts = {**kept(row, FACTS), "checksum": row.checksum or checksum}
        path = f"files/{checksum}{row.extension}" if not fault else None
        resource = row.resource
        rule = "" if resource.is_open else f"{resource.access} {resource.opens or ''}".strip()
        record = {"resource": resource.uuid, **facts, "path": path, "fault": fault}
        yield Exported(record, f"{resource.slug}/{row.name}", rule)


def _copied(row: ResourceFile, folder: Path) -> tuple[str, str]:
    """(checksum, fault): the checksum is that of what was read."""
    part = folder / "part"
    with part.open("wb") as copy:
        checksum, fault = read_through(row, into=copy)
    if fault:
        part.unlink()
    else:
        part.replace(folder / f"{checksum}{row.extension}")
    return checksum, fault


@contextmanager
def kept_or_gone() -> Iterator[list[str]]:
    """Yields a list for the names of what is stored; all of it goes again when what is done within fails."""
    names: list[str] = []
    try:
        yield names
    except BaseException:
        for name in names:
            private_storage().delete(name)
        raise


def restore_file(told: Mapping[str, Any], data: Path, resources: Mapping[str, int], stored: list[str]) -> None:
    """Saves the file of a resource, whose words are still to be read; its name in the storage is added to `stored`.

    One that the bag lacks has its row all the same, so that it is known what is missing.  Raises ValueError when the
    content isn't what the record says.
    """
    row = row_of(ResourceFile, told, FACTS)
    row.resource_id = resources[told["resource"]]
    row.file.name = f"library/{secrets.token_urlsafe(24)}{row.extension}"
    if told["path"]:
        path = data / "files" / Path(told["path"]).name
        if digest_of(path) != row.checksum:
            raise ValueError(f"{told['path']}: not the file with this checksum")
        with path.open("rb") as content:
            row.file.name = row.file.storage.save(row.file.name, File(content))
        stored.append(row.file.name)
    ResourceFile.objects.bulk_create([row])
    Resource.objects.filter(pk=row.resource_id).update(file=row)
