"""What the library holds of a member, for the copy of their data."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from profiles.data_sections import Section, labels_of, plain, register
from resources.models import ImportedFile, Resource

FIELDS = ("type", "title", "summary", "language", "countries", "url", "authors", "year", "licence", "live", "created")


def _contributions(user: Any) -> list[dict[str, Any]]:
    return plain(Resource.objects.filter(contributor=user).order_by("pk"), *FIELDS)


def _imported(user: Any) -> list[dict[str, Any]]:
    return plain(ImportedFile.objects.filter(user=user).order_by("pk"), "name", "created")


register(
    Section(
        "resources",
        _("Resources you contributed"),
        labels_of(Resource, *FIELDS),
        _contributions,
        ["resources.Resource.contributor"],
    )
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
