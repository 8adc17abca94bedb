"""What groups hold of a member, for the copy of their data."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from profiles.data_sections import Section, labels_of, plain
from profiles.models import Community, CommunityMembership, Discussion, DiscussionFollow, Post

Status = CommunityMembership.Status
# What moderators of a group decided in silence is told to nobody: who is shut out doesn't know of the group.
UNTOLD = (Status.BANNED,)


def _memberships(user: Any) -> list[dict[str, Any]]:
    rows = CommunityMembership.objects.filter(user=user).exclude(status__in=UNTOLD).select_related("community")
    return [
        {"group": row.community.name, **each}
        for row in rows.order_by("pk")
        for each in plain([row], "status", "role", "note", "is_muted", "created")
    ]


def _founded(user: Any) -> list[dict[str, Any]]:
    """The groups that one founded and may still know of."""
    rows = Community.objects.visible_to(user).filter(founder=user).order_by("pk")
    return plain(rows, "name", "about", "kind", "entry", "created")


def _posts(user: Any) -> list[dict[str, Any]]:
    """What one wrote, wherever it stands."""
    rows = Post.objects.filter(author=user).exclude(text="").select_related("discussion__community").order_by("pk")
    return [
        {
            "group": row.discussion.community.name,
            "title": row.discussion.title if row.discussion.author_id == user.pk else "",
            **each,
        }
        for row in rows
        for each in plain([row], "text", "created", "edited")
    ]


def _follows(user: Any) -> list[dict[str, Any]]:
    visible = Discussion.objects.visible_to(user)
    rows = DiscussionFollow.objects.filter(user=user, discussion__in=visible).select_related("discussion")
    return [
        {"discussion": str(row.discussion), **each}
        for row in rows.order_by("pk")
        for each in plain([row], "wish", "last_seen", "is_told")
    ]


GROUP: Any = _("Group")
SECTIONS = (
    Section(
        "groups", _("Groups"),
        {"group": GROUP, **labels_of(CommunityMembership, "status", "role", "note", "is_muted", "created")},
        _memberships, ["profiles.CommunityMembership.user"],
    ),
    Section(
        "groups-started", _("Groups you started"), labels_of(Community, "name", "about", "kind", "entry", "created"),
        _founded, ["profiles.Community.founder"],
    ),
    Section(
        "posts", _("What you wrote in groups"),
        {"group": GROUP, "title": _("Title"), **labels_of(Post, "text", "created", "edited")},
        _posts, ["profiles.Post.author", "profiles.Discussion.author"],
    ),
    Section(
        "discussions-followed", _("Discussions you have read"),
        {"discussion": _("Discussion"), **labels_of(DiscussionFollow, "wish", "last_seen", "is_told")},
        _follows, ["profiles.DiscussionFollow.user"],
    ),
)  # fmt: skip
LEFT_OUT = {"profiles.CommunityMembership.invited_by": "how those whom one invited stand to a group is theirs to tell"}
