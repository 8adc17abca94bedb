"""What the library holds of a member, for the copy of their data."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from profiles.data_sections import Section, labels_of, plain, register
from resources.models import ImportedFile, Kept, Resource

FIELDS = ("type", "title", "summary", "language", "countries", "url", "authors", "year", "licence", "live", "created")
KEPT = ("note", "created")


def _contributions(user: Any) -> list[dict[str, Any]]:
    return plain(Resource.objects.filter(contributor=user).order_by("pk"), *FIELDS)


def _imported(user: Any) -> list[dict[str, Any]]:
    return plain(ImportedFile.objects.filter(user=user).order_by("pk"), "name", "created")


def _about_resources(rows: QuerySet[Any], *fields: str) -> list[dict[str, Any]]:
    """Fields of rows, each with the title of its resource."""
    rows = rows.select_related("resource").order_by("pk")
    return [{"title": row.resource.title, **each} for row in rows for each in plain([row], *fields)]


def _kept(user: Any) -> list[dict[str, Any]]:
    return _about_resources(Kept.objects.filter(user=user), *KEPT)


register(
    Section(
        "resources",
        _("Resources you contributed"),
        labels_of(Resource, *FIELDS),
        _contributions,
        ["resources.Resource.contributor"],
    ),
    Section(
        "kept-resources",
        _("Resources you keep, and your notes"),
        {"title": _("title"), **labels_of(Kept, *KEPT)},
        _kept,
        ["resources.Kept.user"],
    ),
)
register(
    Section(
        "imported_files",
        _("Files with resources that you have not finished importing"),
        labels_of(ImportedFile, "name", "created"),
        _imported,
        ["resources.ImportedFile.user"],
    )
)
