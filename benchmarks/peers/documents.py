"""Profiles as django-elasticsearch-dsl indexes them: the fields of our document that a site would declare, and tags."""

import os
from typing import Any

from django.db.models import QuerySet
from django_elasticsearch_dsl import Document, fields
from django_elasticsearch_dsl.registries import registry

from profiles.models import Profile


@registry.register_document
class ProfileDocument(Document):
    name = fields.TextField()
    headline = fields.TextField()
    about = fields.TextField()
    skills = fields.TextField(multi=True)
    crafts = fields.KeywordField(multi=True)
    languages = fields.KeywordField(multi=True)
    open_to = fields.KeywordField(multi=True)
    country = fields.KeywordField()
    city = fields.KeywordField()

    class Index:
        name = f"{os.environ['ELASTICSEARCH_INDEX_PREFIX']}-dsl"

    class Django:
        model = Profile
        queryset_pagination = 2_000
        auto_refresh = False

    def get_queryset(self) -> QuerySet[Any]:
        return Profile.objects.listed().select_related("place").prefetch_related("expertise", "interests")

    def prepare_skills(self, profile: Profile) -> list[str]:
        return [term.name for term in profile.expertise.all()]

    def prepare_crafts(self, profile: Profile) -> list[str]:
        return [term.slug for term in profile.expertise.all()]
