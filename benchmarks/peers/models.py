"""Profiles as modelsearch indexes them: the fields of our document that a site would declare, and the tags."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from wagtail.search import index

from profiles.models import Profile


class IndexedProfile(index.Indexed, Profile):
    class Meta:
        proxy = True

    search_fields: ClassVar = [
        index.SearchField("name"),
        index.SearchField("headline"),
        index.SearchField("about"),
        index.SearchField("skills"),
        index.FilterField("crafts"),
        index.SearchField("crafts"),
        index.FilterField("languages"),
        index.FilterField("open_to"),
        index.FilterField("country"),
        index.FilterField("city"),
        index.FilterField("is_hidden"),
    ]

    @classmethod
    def get_indexed_objects(cls) -> QuerySet[Any]:
        return cls.objects.listed().select_related("place").prefetch_related("expertise", "interests")

    @property
    def skills(self) -> list[str]:
        return [term.name for term in self.expertise.all()]

    @property
    def crafts(self) -> list[str]:
        """Each a word of its own, so that one is not found by another's."""
        return [term.slug.replace("-", "_") for term in self.expertise.all()]
