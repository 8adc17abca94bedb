"""Mails to those who follow a discussion.  They name nobody and quote nothing: whoever may read it reads it there."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from profiles.mailing import send_to_member
from profiles.models import CommunityMembership, DiscussionFollow, Post
from profiles.relations import relations_of

Wish = DiscussionFollow.Wish


@transaction.atomic
def tell_about(post_pk: int) -> None:
    """Mails the followers of a post's discussion.  Run twice, it finds them told."""
    post = Post.objects.shown().select_related("discussion__community", "author").filter(pk=post_pk).first()
    if post is None or post.author is None or post.discussion.is_hidden or post.discussion.is_removed:
        return
    for user in followers_to_tell(post):
        is_told = DiscussionFollow.objects.filter(discussion=post.discussion, user=user, is_told=False)
        if is_told.update(is_told=True):
            send_to_member(
                user,
                "profiles/email/discussion_news",
                link=post.discussion.get_absolute_url(),
                title=str(post.discussion),
                community=post.discussion.community.name,
            )


def followers_to_tell(post: Post) -> QuerySet[Any]:
    """The accounts that follow, belong, want mails, have looked since the last one, and see who wrote."""
    discussion = post.discussion
    belongs = CommunityMembership.objects.filter(
        user=OuterRef("pk"), community=discussion.community_id, status=CommunityMembership.Status.ACTIVE, is_muted=False
    )
    follows = DiscussionFollow.objects.filter(
        user=OuterRef("pk"), discussion=discussion, wish=Wish.FOLLOW, is_told=False, last_seen__lt=post.created
    )
    users = get_user_model()._default_manager.filter(Exists(belongs), Exists(follows), is_active=True)
    author: Any = post.author
    out_of_sight = {author.pk, *relations_of(author).blocked}
    if discussion.author is not None:
        # Whoever doesn't see who began it doesn't see the discussion.
        out_of_sight |= relations_of(discussion.author).blocked
    return users.exclude(pk__in=out_of_sight).order_by("pk")
