"""What the library holds of a member, for the copy of their data."""

from collections.abc import Iterable
from typing import Any

from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from profiles.data_sections import Section, labels_of, plain, register
from resources.models import Resource, ResourceFile

FIELDS = (
    "type", "title", "summary", "language", "countries", "url", "authors", "year", "licence", "access", "opens",
    "live", "created",
)  # fmt: skip


def _contributions(user: Any) -> list[dict[str, Any]]:
    return plain(Resource.objects.filter(contributor=user).order_by("pk"), *FIELDS)


def _files(user: Any) -> Iterable[tuple[str, FieldFile]]:
    rows = ResourceFile.objects.filter(resource__contributor=user).order_by("pk")
    return [(f"library/{row.pk}-{row.name}", row.file) for row in rows]


register(
    Section(
        "resources",
        _("Resources you contributed"),
        labels_of(Resource, *FIELDS),
        _contributions,
        ["resources.Resource.contributor"],
        _files,
    )
)
