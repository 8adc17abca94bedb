"""What may be read of the board, and by whom."""

from typing import Any, Self

from django.db import models
from django.db.models import Q


class OpportunityQuerySet(models.QuerySet):
    def published(self) -> Self:
        """Live posts of organizations that are not hidden; closed ones keep their address and stay readable."""
        return self.filter(live=True, organization__is_hidden=False)

    def visible_to(self, viewer: Any) -> Self:
        """Published posts, and for those who post for the organization its drafts too."""
        if not viewer.is_authenticated:
            return self.published()
        mine = Q(organization__memberships__user=viewer, organization__memberships__role__in=["owner", "editor"])
        return self.filter(Q(live=True, organization__is_hidden=False) | Q(pk__in=self.model.objects.filter(mine).values("pk")))
