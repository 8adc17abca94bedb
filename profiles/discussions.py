"""What the pages of a group's discussions show of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from profiles.models import Community, CommunityMembership, Discussion, Post
from profiles.relations import relations_of
from profiles.viewing import Face, face_of

PAGE = 20


@dataclass(frozen=True)
class DiscussionRow:
    discussion: Discussion
    author: Face
    number: int  # of replies
    unread: bool

    @property
    def url(self) -> str:
        """Where one reads on: with news, the page that the newest post is on."""
        pages = self.number // PAGE + 1
        address = self.discussion.get_absolute_url()
        return f"{address}?page={pages}" if self.unread and pages > 1 else address


@dataclass(frozen=True)
class PostRow:
    """A post as one reader has it.  `is_nameless`: a moderator reads what somebody out of their sight wrote."""

    post: Post
    author: Face
    is_nameless: bool
    is_shown: bool  # with its words
    may_edit: bool
    may_moderate: bool


def discussions_of(community: Community, viewer: Any) -> QuerySet[Discussion]:
    """Those of a group that a member may read, pinned ones first, then the one with the newest post."""
    found = Discussion.objects.filter(community=community).visible_to(viewer)
    found = found.with_unread(viewer).with_numbers(viewer).newest_first(viewer)
    return found.select_related("community", "author__profile")


def discussion_rows(discussions: Iterable[Any], viewer: Any) -> list[DiscussionRow]:
    return [DiscussionRow(each, _face(each.author, viewer), each.number, each.unread) for each in discussions]


def posts_of(discussion: Discussion, viewer: Any, standing: CommunityMembership | None) -> QuerySet[Post]:
    """All posts in order; without those of members out of sight, unless one looks after the group."""
    posts = Post.objects.filter(discussion=discussion).select_related("author__profile")
    return posts if is_moderator(standing) else posts.in_sight_of(viewer)


def post_rows(posts: Iterable[Post], viewer: Any, standing: CommunityMembership | None) -> list[PostRow]:
    return [_post_row(post, viewer, standing) for post in posts]


def is_moderator(standing: CommunityMembership | None) -> bool:
    return standing is not None and standing.is_moderator


def is_member(standing: CommunityMembership | None) -> bool:
    return standing is not None and standing.is_active


def page_with(posts: QuerySet[Post], uuid: str) -> int | None:
    """The number of the page on which a post stands; None for one that is not among them."""
    found = posts.filter(uuid=uuid).first()
    if found is None:
        return None
    before = posts.filter(created__lt=found.created).count()
    return before // PAGE + 1


def paged(rows: QuerySet[Any]) -> Paginator[Any]:
    return Paginator(rows, PAGE)


def _face(user: Any, viewer: Any) -> Face:
    """No name of one who is out of the viewer's sight: a moderator sees the words without it."""
    if user is not None and user.pk in relations_of(viewer).blocked:
        return Face(_("Somebody out of your sight"))
    return face_of(user, viewer)


def _post_row(post: Post, viewer: Any, standing: CommunityMembership | None) -> PostRow:
    is_gone = post.is_taken_back or post.is_hidden
    is_own = post.author_id is not None and post.author_id == viewer.pk
    return PostRow(
        post=post,
        author=_face(post.author, viewer),
        is_nameless=post.author_id is not None and post.author_id in relations_of(viewer).blocked,
        is_shown=not is_gone and (not post.is_removed or is_moderator(standing)),
        may_edit=is_own and is_member(standing) and not is_gone and not post.is_removed,
        may_moderate=is_moderator(standing) and not is_gone,
    )
