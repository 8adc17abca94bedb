"""The shared vocabulary: concepts with their labels, terms that people typed, and places."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

MAX_LABEL = 200  # characters


class Version(models.Model):
    """What a part of the vocabulary («concepts», «places») is at; its token changes whenever that part does."""

    name = models.CharField(max_length=20, primary_key=True)
    token = models.CharField(max_length=32)


class Concept(models.Model):
    """A kind of expertise.  `labels` is {language: [preferred, alternative, …]}; `codes` {"ISCED-F": "0913", …}."""

    key = models.SlugField(_("key"), max_length=100, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    labels = models.JSONField(_("labels"), default=dict)
    codes = models.JSONField(_("codes"), default=dict, blank=True)
    # Skills that every profession lists (teamwork, driving): they say little about who fits, and weigh little.
    is_general = models.BooleanField(_("general skill"), default=False)
    imported = models.JSONField(default=dict, blank=True, editable=False)  # what the files said at the last import
    updated = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepts")
        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        return self.label(get_language() or "en")

    def label(self, language: str) -> str:
        """The preferred label in a language (`ru`, `pt-br`); English where there is none."""
        labels = self.labels.get(language.split("-")[0]) or self.labels.get("en") or [self.key]
        return labels[0]


class Label(models.Model):
    """One label of a concept; taxonomy/lexicon.py looks typed labels up among them."""

    concept = models.ForeignKey(Concept, models.CASCADE, related_name="label_set")
    language = models.CharField(max_length=12)
    text = models.CharField(max_length=MAX_LABEL)
    folded = models.CharField(max_length=MAX_LABEL)
    # Kept, for making them takes longer than all the rest of loading the labels.
    stemmed = models.CharField(max_length=400)
    latin = models.CharField(max_length=400, blank=True)  # of labels in other scripts
    is_preferred = models.BooleanField(default=False)


class Term(TagBase):
    """A label as somebody typed it: of a concept when one is known, else pending until an editor decides."""

    class Status(models.TextChoices):
        PENDING = "pending", _("pending")
        RESOLVED = "resolved", _("resolved")
        REJECTED = "rejected", _("rejected")

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(_("slug"), max_length=220, unique=True, allow_unicode=True)
    concept = models.ForeignKey(Concept, models.SET_NULL, null=True, blank=True, related_name="terms")
    # The concept that a pending term's words are nearest to: what editors are offered first, a weak hint in matching.
    suggestion = models.ForeignKey(Concept, models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PENDING, db_index=True)
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering: ClassVar = ["name"]

    def label(self, language: str) -> str:
        """What a reader of this language sees: the concept's label, or the words as typed."""
        return self.concept.label(language) if self.concept else self.name


class Place(models.Model):
    """A city of GeoNames (over 15,000 people, or a capital).  The primary key is its GeoNames id."""

    id = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2, db_index=True)  # ISO 3166-1 alpha-2
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    timezone = models.CharField(_("time zone"), max_length=40)
    population = models.PositiveIntegerField(_("population"), default=0)
    geohash = models.CharField(max_length=7)
    # Names in other scripts that readers of these languages see: {"ru": "Бишкек", "ar": "بيشكيك"}.
    names = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering: ClassVar = ["-population"]

    def __str__(self) -> str:
        return self.label(get_language() or "en")

    def label(self, language: str) -> str:
        return self.names.get(language.split("-")[0]) or self.name


class PlaceName(models.Model):
    """One name of a place, folded, for completion and for finding a city that a record names."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="name_set")
    folded = models.CharField(max_length=200, db_index=True)
    population = models.PositiveIntegerField(default=0)

    class Meta:
        # Completing «m» sorts thousands of names by population: from the index alone, that is quick.
        indexes: ClassVar = [models.Index(fields=["folded", "-population", "place"], name="place_names_by_beginning")]
