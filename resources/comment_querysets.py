"""What of a discussion under a resource may be read, and by whom."""

from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from profiles.relations import relations_of
from resources import permissions

EDITABLE_FOR = timedelta(minutes=15)


class CommentQuerySet(models.QuerySet):
    def visible_to(self, viewer: Any) -> Self:
        """What a member reads of discussions of public resources; of visitors nothing.

        Whoever is out of their sight is so with the answers to them.  Moderators read what is hidden, too.
        """
        if not viewer.is_authenticated:
            return self.none()
        found = self.filter(resource__live=True, author__is_active=True)
        found = found.filter(Q(parent=None) | Q(parent__author__is_active=True))
        if not permissions.moderates_comments(viewer):
            found = found.filter(_shown("") | Q(author=viewer)).filter(Q(parent=None) | _shown("parent__"))
        if blocked := relations_of(viewer).blocked:
            found = found.exclude(author__in=blocked).exclude(parent__author__in=blocked)
        return found

    def editable_by(self, viewer: Any) -> Self:
        """One's own of the last minutes, as long as nobody has hidden it."""
        return self.of(viewer).filter(is_hidden=False, created__gt=timezone.now() - EDITABLE_FOR)

    def of(self, author: Any) -> Self:
        """What somebody wrote, of resources that are public."""
        return self.filter(author=author, resource__live=True) if author.is_authenticated else self.none()


def _shown(prefix: str) -> Q:
    """What neither a moderator has hidden, nor its author's profile."""
    return Q(**{f"{prefix}is_hidden": False, f"{prefix}author__profile__is_hidden": False})
