"""What may be read of groups, and by whom."""

from typing import Any, Self

from django.db import models
from django.db.models import Count, DateTimeField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone


def _standing(user: Any, **conditions: Any) -> QuerySet[Any]:
    """The groups to which an account stands in a certain way, for a subquery."""
    from profiles.models.community import CommunityMembership  # models are made with these querysets

    return CommunityMembership.objects.order_by().filter(user=user, **conditions).values("community")


def _blocked(viewer: Any) -> frozenset[int]:
    from profiles.relations import relations_of

    return relations_of(viewer).blocked


def _in_sight(viewer: Any) -> Q:
    """Written by somebody who is not out of the viewer's sight, whose account is in use or gone."""
    written = Q(author=None) | Q(author__is_active=True)
    blocked = _blocked(viewer)
    return written & ~Q(author__isnull=False, author__in=blocked) if blocked else written


def _shown_to(viewer: Any) -> Q:
    """A discussion that is there for everybody who reads the group, and begun by nobody out of the viewer's sight."""
    return Q(is_hidden=False, is_removed=False) & _in_sight(viewer)


class CommunityQuerySet(models.QuerySet):
    def visible_to(self, viewer: Any) -> Self:
        """Groups whose name a member may know: none for visitors, none that shut them out.

        One that is by invitation is known to those who belong and who are invited, one that a moderator of the site hid
        to its own moderators.
        """
        if not viewer.is_authenticated:
            return self.none()
        known = ~Q(entry="invited") | Q(pk__in=_standing(viewer, status__in=["active", "invited"]))
        own = Q(pk__in=_standing(viewer, status="active", role="moderator"))
        return self.filter((known & Q(is_hidden=False)) | own).exclude(pk__in=_standing(viewer, status="banned"))

    def read_by(self, viewer: Any) -> Self:
        """Groups whose discussions a member reads: the open ones, and their own."""
        own = Q(pk__in=_standing(viewer, status="active")) if viewer.is_authenticated else Q(pk=None)
        return self.visible_to(viewer).filter(Q(entry="open") | own)

    def belonged_to_by(self, user: Any) -> Self:
        return self.filter(pk__in=_standing(user, status="active"))

    def moderated_by(self, user: Any) -> Self:
        return self.filter(pk__in=_standing(user, status="active", role="moderator"))

    def shut_to(self, user: Any) -> Self:
        """Groups that shut this account out."""
        return self.filter(pk__in=_standing(user, status="banned"))

    def with_members(self, viewer: Any) -> Self:
        """`members` is how many belong, without those who are out of the viewer's sight."""
        from profiles.models.community import CommunityMembership

        active = CommunityMembership.objects.filter(community=OuterRef("pk"), status="active", user__is_active=True)
        counted = active.exclude(user__in=_blocked(viewer)).order_by().values("community").annotate(n=Count("pk"))
        return self.annotate(members=Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0))


class DiscussionQuerySet(models.QuerySet):
    def visible_to(self, viewer: Any) -> Self:
        """What a member may read, of the groups that they read; their moderators see also what is out of sight."""
        from profiles.models.community import Community

        found = self.filter(community__in=Community.objects.read_by(viewer))
        if not viewer.is_authenticated:
            return found
        moderated = Q(community__in=_standing(viewer, status="active", role="moderator"))
        return found.filter(_shown_to(viewer) | moderated)

    def with_unread(self, user: Any) -> Self:
        """`unread` says whether others wrote since this member looked last, or joined."""
        return self.annotate(unread=_has_news(user))

    def unread_by(self, user: Any) -> Self:
        return self.filter(_has_news(user))

    def with_numbers(self, viewer: Any) -> Self:
        """`number` is how many replies one sees in each."""
        from profiles.models.discussion import Post

        replies = Post.objects.shown().filter(_in_sight(viewer), is_opening=False, discussion=OuterRef("pk"))
        counted = replies.order_by().values("discussion").annotate(n=Count("pk")).values("n")
        return self.annotate(number=Coalesce(Subquery(counted, output_field=IntegerField()), 0))

    def newest_first(self, viewer: Any) -> Self:
        """Pinned ones first, then the one with the newest post that one sees, of the moment `latest`."""
        from profiles.models.discussion import Post

        latest: Any = F("last_post")
        if _blocked(viewer):  # somebody out of sight may have written last, and the order must not tell
            seen = Post.objects.filter(_in_sight(viewer), discussion=OuterRef("pk")).order_by("-created")
            latest = Coalesce(Subquery(seen.values("created")[:1]), F("created"))
        return self.annotate(latest=latest).order_by("-is_pinned", "-latest", "-pk")


class PostQuerySet(models.QuerySet):
    def shown(self) -> Self:
        """Posts with words in them that nobody has hidden."""
        return self.filter(is_hidden=False, is_removed=False).exclude(text="")

    def in_sight_of(self, viewer: Any) -> Self:
        """Without what was written by those who are out of the viewer's sight."""
        return self.filter(_in_sight(viewer))

    def visible_to(self, viewer: Any) -> Self:
        """Posts whose words a member may read, in lists and searches; of visitors none."""
        from profiles.models.community import Community
        from profiles.models.discussion import Discussion

        readable = Discussion.objects.filter(_shown_to(viewer), community__in=Community.objects.read_by(viewer))
        return self.shown().in_sight_of(viewer).filter(discussion__in=readable)


def _has_news(user: Any) -> Exists:
    from profiles.models.community import CommunityMembership
    from profiles.models.discussion import DiscussionFollow, Post

    looked = DiscussionFollow.objects.filter(discussion=OuterRef(OuterRef("pk")), user=user).values("last_seen")[:1]
    own = CommunityMembership.objects.filter(community=OuterRef(OuterRef("community")), user=user, status="active")
    joined = own.order_by().values("created")[:1]
    now = Value(timezone.now(), DateTimeField())  # to somebody who doesn't belong, nothing is new
    since = Coalesce(Subquery(looked), Subquery(joined), now)
    others = Post.objects.shown().filter(_in_sight(user)).exclude(author__isnull=False, author=user)
    return Exists(others.filter(discussion=OuterRef("pk"), created__gt=since))
