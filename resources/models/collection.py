"""Collections: resources that an editor chose, put in order and introduced."""

from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, Orderable, PreviewableMixin, RevisionMixin

from resources.curating import CollectionForm
from resources.models.resource import Resource
from resources.querysets import CollectionQuerySet
from resources.translations import add_translations


class Collection(DraftStateMixin, RevisionMixin, PreviewableMixin, ClusterableModel):
    """Where it is for somebody who is new to something, it is their path: «start here»."""

    class Audience(models.TextChoices):
        NEWCOMER = "newcomer", _("For who is new in a country")
        ENTREPRENEUR = "entrepreneur", _("For who founds a business")
        RETURNEE = "returnee", _("For who returns")
        MINISTRY = "ministry", _("For ministries and authorities")

    slug = models.SlugField(_("address"), max_length=120, unique=True, allow_unicode=True)
    title = models.CharField(_("title"), max_length=160)
    introduction = models.TextField(
        _("introduction"), max_length=4000, help_text=_("What one learns from it, and in which order to read.")
    )
    language = models.CharField(_("language"), max_length=12, default="en")  # ISO 639-1
    audience = models.CharField(
        _("start here"),
        max_length=20,
        choices=Audience,
        blank=True,
        help_text=_("Shown first in the library to lead somebody in."),
    )
    cover = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("cover")
    )
    is_featured = models.BooleanField(_("featured"), default=False, help_text=_("Shown at the top of the library."))
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="collection")

    base_form_class = CollectionForm

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering: ClassVar = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def revisions(self) -> GenericRelation:
        return self._revisions

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Harvesters, for whom a published collection is a set, learn from the datestamps of resources what joined or
        left it; of the others nothing changes."""
        with transaction.atomic():
            before = _harvested(self.pk)
            super().save(*args, **kwargs)
            touch({pk for pk, _slug in before ^ _harvested(self.pk)})

    def get_absolute_url(self) -> str:
        return reverse("resources:collection", args=[self.slug])

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "resources/collection_preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        return {"collection": self, "items": self.shown_items()}

    def shown_items(self) -> list["CollectionItem"]:
        """What readers find in it: the published ones, in the editor's order, with all that their cards show."""
        items = [item for item in self.items.all() if item.resource_id]
        resources = Resource.objects.published().for_cards().in_bulk([item.resource_id for item in items])
        add_translations(resources.values())
        shown = [item for item in items if item.resource_id in resources]
        for item in shown:
            item.resource = resources[item.resource_id]
        return shown


class CollectionItem(Orderable):
    collection = ParentalKey(Collection, on_delete=models.CASCADE, related_name="items")
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="collection_items", verbose_name=_("resource"))
    note = models.CharField(_("why it is here"), max_length=300, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("resource of a collection")
        verbose_name_plural = _("resources of a collection")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collection", "resource"], name="once_in_a_collection")
        ]

    def __str__(self) -> str:
        return f"{self.collection}: {self.resource}"


@receiver(pre_delete, sender=Collection, dispatch_uid="resources.deleted_collection")
def deleted_collection(sender: Any, instance: Collection, **kwargs: Any) -> None:
    touch({pk for pk, _slug in _harvested(instance.pk)})


def touch(keys: set[int]) -> None:
    """Has these resources harvested anew.  What was never public stays as it is."""
    if keys:
        public = Resource.objects.filter(Q(live=True) | Q(first_published_at__isnull=False))
        public.filter(pk__in=keys).update(updated=timezone.now())


def _harvested(pk: int | None) -> set[tuple[int, str]]:
    """{(resource, address of the collection)} of what is in it, when it is published."""
    places = CollectionItem.objects.filter(collection=pk, collection__live=True)
    return set(places.values_list("resource", "collection__slug")) if pk else set()
