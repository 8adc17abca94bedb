"""What may be read of the repository, and by whom."""

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q


class ResourceQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(live=True)

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
        return self.select_related("organization").prefetch_related(card_relation())


def card_relation() -> models.Prefetch:
    """What a card shows besides the resource and its organization, in one statement."""
    topics = apps.get_model("resources", "TaggedTopic")._default_manager
    return models.Prefetch("tagged_topics", topics.select_related("tag__concept"))
