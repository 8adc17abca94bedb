"""What may be read of the repository, and by whom."""

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, F, Q, Sum, When
from django.utils import timezone

from resources import permissions


def site_day() -> date:
    """Today, by the site's own clock and zone, wherever its reader is."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


class ResourceQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(live=True)

    def withdrawn(self) -> Self:
        """What was public, and is out of the library now."""
        return self.filter(live=False, first_published_at__isnull=False)

    def visible_to(self, viewer: Any) -> Self:
        """Published resources, and for a contributor their own drafts."""
        if not viewer.is_authenticated:
            return self.published()
        return self.filter(Q(live=True) | Q(contributor=viewer))

    def editable_by(self, viewer: Any) -> Self:
        """What this account contributed."""
        return self.filter(contributor=viewer) if viewer.is_authenticated else self.none()

    def for_cards(self) -> Self:
        """With all that a card and a page show, in a constant number of queries."""
        return self.select_related("organization", "file").prefetch_related(card_relation())

    def past_embargo(self) -> Self:
        """Those whose day has come, and whose rule still says that it is to come."""
        return self.filter(access="embargo", opens__lte=site_day())


def card_relation() -> models.Prefetch:
    """What a card shows besides the resource and its organization, in one statement."""
    topics = apps.get_model("resources", "TaggedTopic")._default_manager
    return models.Prefetch("tagged_topics", topics.select_related("tag__concept"))


class CollectionQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(live=True)

    def holding(self, resource: Any) -> Self:
        """The published ones that a resource is in."""
        return self.published().filter(items__resource=resource)

    def for_cards(self) -> Self:
        """The published ones, those first that lead somebody in; `number` is how many resources one finds in each."""
        shown = Count("items", filter=Q(items__resource__live=True))
        leading = Case(When(audience="", then=1), default=0)
        found = self.published().annotate(number=shown).order_by(leading, "-is_featured", "title", "pk")
        return found.select_related("cover").prefetch_related("cover__renditions")

    def leading_in(self) -> Self:
        """Those for the top of the library: what is featured, and the paths of those who are new to something."""
        return self.for_cards().filter(Q(is_featured=True) | ~Q(audience=""))


class ResourceFileQuerySet(models.QuerySet):
    def openable_by(self, viewer: Any) -> Self:
        """What is current in a published resource, by its rule; one's own, and for editors all, in any version."""
        if permissions.reads_drafts(viewer):
            return self
        rule = Q(resource__access="public") | Q(resource__access="embargo", resource__opens__lte=site_day())
        own = Q(pk=None)
        if viewer.is_authenticated:
            rule |= Q(resource__access="members")
            own = Q(resource__contributor=viewer)
        return self.filter(Q(rule, resource__live=True, resource__file=F("pk")) | own)

    def for_members(self) -> Self:
        """What whoever logs in may open."""
        return self.filter(resource__live=True, resource__file=F("pk"), resource__access="members")

    def never_public(self) -> Self:
        """What only drafts have."""
        return self.filter(published=None).exclude(resource__live=True, resource__file=F("pk"))


class DownloadsQuerySet(models.QuerySet):
    def of(self, resource: Any) -> int:
        """How often its files were downloaded, in all months."""
        return self.filter(resource=resource).aggregate(all=Sum("number"))["all"] or 0
