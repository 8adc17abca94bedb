"""Writes to discussions: beginning, answering, editing, taking back, moderating, following."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles.budgets import spend_discussion, spend_post
from profiles.models import Community, CommunityMembership, Discussion, DiscussionFollow, Post
from profiles.tasks import enqueue, tell_followers

Wish = DiscussionFollow.Wish


@transaction.atomic
def start_discussion(*, community: Community, author: Any, title: str, text: str) -> Discussion:
    """Begins a discussion; its author follows it.

    Raises ValidationError when the author doesn't belong to the group, or began too many today.
    """
    _require_membership(community, author)
    spend_discussion(author)
    spend_post(author)
    now = timezone.now()
    discussion = Discussion.objects.create(
        community=community, author=author, title=_one_line(title), created=now, last_post=now
    )
    Post.objects.create(discussion=discussion, author=author, text=_words(text), is_opening=True, created=now)
    choose_wish(discussion=discussion, user=author, wish=Wish.FOLLOW)
    return discussion


@transaction.atomic
def reply(*, discussion: Discussion, author: Any, text: str) -> Post:
    """Answers; who answers follows, unless they chose otherwise, and those who follow are mailed, once until they look.

    Raises ValidationError when the author doesn't belong to the group, the discussion is closed, or they wrote too much
    today.
    """
    discussion = Discussion.objects.select_for_update(of=("self",)).select_related("community").get(pk=discussion.pk)
    membership = _require_membership(discussion.community, author)
    if discussion.is_locked and not membership.is_moderator:
        raise ValidationError(_("This discussion is closed to new posts."))
    spend_post(author)
    post = Post.objects.create(discussion=discussion, author=author, text=_words(text))
    discussion.last_post = post.created
    discussion.save(update_fields=["last_post"])
    mark_seen(discussion=discussion, user=author)
    rows = DiscussionFollow.objects.filter(discussion=discussion, user=author, wish=Wish.NONE)
    rows.update(wish=Wish.FOLLOW)
    enqueue(tell_followers, post_pk=post.pk)
    return post


@transaction.atomic
def edit_post(*, post: Post, text: str, title: str = "") -> None:
    """What its author writes instead; others see that it was edited.  An opening has a title too."""
    post.text, post.edited = _words(text), timezone.now()
    post.save(update_fields=["text", "edited"])
    if post.is_opening and title.strip():
        post.discussion.title = _one_line(title)
        post.discussion.save(update_fields=["title"])


@transaction.atomic
def take_post_back(*, post: Post) -> bool:
    """Its words are gone for good.  Where others have written since, a note stays in its place, else nothing.

    Says whether the discussion is still there: one of which nothing is left goes.
    """
    if is_answered(post):
        post.text, post.edited = "", None
        post.save(update_fields=["text", "edited"])
        return True
    return delete_post(post=post)


def is_answered(post: Post) -> bool:
    """Whether others have written since; an opening is one that anything follows."""
    others = post.discussion.posts.exclude(pk=post.pk)
    if post.is_opening:
        return others.exists()
    return others.filter(created__gte=post.created).exclude(author__isnull=False, author=post.author_id).exists()


@transaction.atomic
def delete_post(*, post: Post) -> bool:
    """Deletes a post without a trace, and the discussion with its last one.  Says whether the discussion is still
    there."""
    discussion = post.discussion
    post.delete()
    latest = discussion.posts.order_by("-created", "-pk").first()
    if latest is None:
        discussion.delete()
        return False
    discussion.last_post = latest.created
    discussion.save(update_fields=["last_post"])
    return True


@transaction.atomic
def set_removed(*, thing: Discussion | Post, is_removed: bool) -> None:
    """A moderator of the group takes a whole discussion out of everybody else's sight, or a post, in whose place a note
    stays; or puts it back."""
    thing.is_removed = is_removed
    thing.save(update_fields=["is_removed"])


@transaction.atomic
def set_words_hidden(*, thing: Discussion | Post, is_hidden: bool) -> None:
    """A moderator of the site takes a discussion or a post out of sight, or puts it back."""
    thing.is_hidden = is_hidden
    thing.save(update_fields=["is_hidden"])


@transaction.atomic
def set_pinned(*, discussion: Discussion, is_pinned: bool) -> None:
    """Above the others of its group, or among them."""
    discussion.is_pinned = is_pinned
    discussion.save(update_fields=["is_pinned"])


@transaction.atomic
def set_locked(*, discussion: Discussion, is_locked: bool) -> None:
    """Closed to new posts of all but moderators, or open."""
    discussion.is_locked = is_locked
    discussion.save(update_fields=["is_locked"])


@transaction.atomic
def choose_wish(*, discussion: Discussion, user: Any, wish: str) -> None:
    """Whether a member wants mails about a discussion."""
    DiscussionFollow.objects.update_or_create(discussion=discussion, user=user, defaults={"wish": Wish(wish)})


def mark_seen(*, discussion: Discussion, user: Any) -> None:
    """Everything so far has been seen, and the next news may be mailed again; one statement."""
    seen = DiscussionFollow(discussion=discussion, user=user, last_seen=timezone.now(), is_told=False)
    DiscussionFollow.objects.bulk_create(
        [seen], update_conflicts=True, unique_fields=["discussion", "user"], update_fields=["last_seen", "is_told"]
    )


def _require_membership(community: Community, user: Any) -> CommunityMembership:
    found = community.memberships.filter(user=user, status=CommunityMembership.Status.ACTIVE).first()
    if found is None:
        raise ValidationError(_("Join the group to write in it."))
    return found


def _words(text: str) -> str:
    text = text.strip()
    if not text:
        raise ValidationError(_("Write something first."))
    return text


def _one_line(title: str) -> str:
    return " ".join(title.split())[:160]
