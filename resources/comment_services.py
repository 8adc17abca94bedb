"""Writes to the discussion under a resource."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles.budgets import Budget
from profiles.tasks import enqueue
from resources.models import ClosedDiscussion, Comment, CommentMailsOff, Resource
from resources.tasks import tell_of_comment

A_DAY = Budget(50, 15)
LONGEST = 4000


@transaction.atomic
def write_comment(*, resource: Resource, author: Any, text: str, parent: Comment | None = None) -> Comment:
    """Writes under a public resource, or answers; whoever is concerned is told by mail.

    `parent` is one that the author sees and that answers nothing itself.  Raises ValidationError when the discussion is
    closed, the text is empty or too long, or they wrote too much today.
    """
    Resource.objects.select_for_update().published().get(pk=resource.pk)
    if ClosedDiscussion.objects.filter(resource=resource).exists():
        raise ValidationError(_("This discussion is closed."))
    if parent is not None and (parent.resource_id != resource.pk or parent.parent_id is not None):
        raise ValidationError(_("Answers can't be answered. Answer what they answer."))
    since = timezone.now() - timedelta(days=1)
    if A_DAY.is_spent(author, Comment.objects.filter(author=author, created__gt=since).count()):
        raise ValidationError(_("You wrote a lot today. Go on tomorrow."))
    comment = Comment.objects.create(resource=resource, author=author, text=_words(text), parent=parent)
    enqueue(tell_of_comment, comment_pk=comment.pk)
    return comment


@transaction.atomic
def edit_comment(*, comment: Comment, text: str) -> None:
    """What its author writes instead, within the first minutes; others see that it was edited."""
    comment.text, comment.edited = _words(text), timezone.now()
    comment.save(update_fields=["text", "edited"])


@transaction.atomic
def delete_comment(*, comment: Comment) -> None:
    """It is gone for good; answers to it stand for themselves."""
    comment.delete()


@transaction.atomic
def set_hidden(*, comment: Comment, is_hidden: bool) -> None:
    """A moderator takes a comment and what answers it out of everybody else's sight, or puts it back."""
    comment.is_hidden = is_hidden
    comment.save(update_fields=["is_hidden"])


@transaction.atomic
def set_closed(*, resource: Resource, is_closed: bool) -> None:
    """Closes a discussion to everybody, or opens it."""
    if is_closed:
        ClosedDiscussion.objects.get_or_create(resource=resource)
    else:
        ClosedDiscussion.objects.filter(resource=resource).delete()


@transaction.atomic
def set_mails(*, user: Any, wanted: bool) -> None:
    """Whether somebody wants mails about comments."""
    if wanted:
        CommentMailsOff.objects.filter(user=user).delete()
    else:
        CommentMailsOff.objects.get_or_create(user=user)


def _words(text: str) -> str:
    text = text.replace("\x00", "").strip()
    if not text:
        raise ValidationError(_("Write something first."))
    if len(text) > LONGEST:
        raise ValidationError(_("That is too long. Write at most %(count)d characters.") % {"count": LONGEST})
    return text
