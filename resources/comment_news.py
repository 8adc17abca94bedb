"""Mails about what is new under a resource.  They name nobody and quote nothing: whoever may read it reads it there."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.mailing import locale_of, mailable, send_switchable
from profiles.models import Profile
from profiles.relations import relations_of
from profiles.switching_off import Switch
from resources.comment_services import set_mails
from resources.models import Comment, CommentMail, CommentMailsOff

ONCE_IN = timedelta(days=1)  # for each resource, however much is written
SWITCH = Switch(
    "comments",
    _("Comments on resources"),
    lambda user: set_mails(user=user, wanted=False),
    "resources:comment-mails",
)


@transaction.atomic
def tell_about(comment_pk: int) -> None:
    """Tells the contributor of a resource and those who wrote under it of a comment.  Run twice, it finds them told."""
    comments = Comment.objects.filter(resource__live=True, is_hidden=False, author__is_active=True)
    comment = comments.select_related("resource", "author").filter(pk=comment_pk).first()
    if comment is None:
        return
    now = timezone.now()
    told = CommentMail.objects.filter(resource=comment.resource, told__gt=now - ONCE_IN).values("user")
    for profile in concerned(comment).exclude(user__in=told):
        CommentMail.objects.update_or_create(user=profile.user, resource=comment.resource, defaults={"told": now})
        send_switchable(
            profile.user,
            "resources/email/comment",
            link=f"{comment.resource.get_absolute_url()}#discussion",
            off="comments",
            language=locale_of(profile.user),
            title=comment.resource.title,
        )


def concerned(comment: Comment) -> QuerySet[Profile]:
    """The profiles of those who contributed or wrote, want mails, and see who wrote now."""
    author: Any = comment.author
    wrote = Comment.objects.filter(resource=comment.resource, is_hidden=False).values("author")
    found = mailable(Profile.objects.filter(Q(user=comment.resource.contributor_id) | Q(user__in=wrote)))
    out_of_sight = {author.pk, *relations_of(author).blocked}
    if comment.parent is not None:
        # Whoever doesn't see what is answered doesn't see the answer.
        out_of_sight |= relations_of(comment.parent.author).blocked
    off = CommentMailsOff.objects.values("user")
    return found.exclude(user__in=out_of_sight).exclude(user__in=off).select_related("user").order_by("pk")
