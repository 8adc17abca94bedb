"""What a page shows of the discussion under its resource."""

import uuid as uuids
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from profiles.viewing import Face, face_of
from resources import permissions
from resources.comment_querysets import EDITABLE_FOR
from resources.models import Comment, Resource

PAGE = 20


@dataclass(frozen=True)
class Row:
    """A comment as one reader has it, with the answers to it."""

    comment: Comment
    author: Face
    may_edit: bool
    answers: list["Row"] = field(default_factory=list)


@dataclass(frozen=True)
class Discussion:
    """One page of it, the newest first; answers in their order."""

    rows: list[Row]
    page: int
    has_next: bool
    is_closed: bool
    may_moderate: bool

    @property
    def has_previous(self) -> bool:
        return self.page > 1


def discussion_of(resource: Resource, viewer: Any, *, page: str = "", comment: str = "") -> Discussion | None:
    """What a member reads; None for visitors.  `page` and `comment` are as the address has them: the page with a
    comment counts first.  The resource comes with saying_whether_closed()."""
    if not viewer.is_authenticated:
        return None
    seen = Comment.objects.filter(resource=resource).visible_to(viewer).select_related("author__profile")
    tops = seen.filter(parent=None).order_by("-created", "-pk")
    number = _page_with(seen, tops, comment) or (
        int(page) if page.isascii() and page.isdecimal() and len(page) < 5 else 1
    )
    number = max(number, 1)
    start = (number - 1) * PAGE
    shown: Sequence[Comment] = list(tops[start : start + PAGE + 1])
    rows = {each.pk: _row(each, viewer) for each in shown[:PAGE]}
    for answer in seen.filter(parent__in=rows) if rows else ():
        rows[answer.parent_id or 0].answers.append(_row(answer, viewer))
    return Discussion(
        rows=list(rows.values()),
        page=number,
        has_next=len(shown) > PAGE,
        is_closed=resource.is_closed,
        may_moderate=permissions.moderates_comments(viewer),
    )


def _page_with(seen: Any, tops: Any, uuid: str) -> int | None:
    try:
        found = seen.filter(uuid=uuids.UUID(uuid)).select_related("parent").first()
    except ValueError:
        return None
    if found is None:
        return None
    top = found.parent or found
    return int(tops.filter(created__gt=top.created).count()) // PAGE + 1


def _row(comment: Comment, viewer: Any) -> Row:
    is_fresh = comment.created > timezone.now() - EDITABLE_FOR
    may_edit = comment.author_id == viewer.pk and is_fresh and not comment.is_hidden
    return Row(comment, _face(comment.author, viewer), may_edit)


def _face(author: Any, viewer: Any) -> Face:
    """Other than in a group, anybody who has an account reads here: who keeps their profile from somebody isn't named
    to them."""
    face = face_of(author, viewer)
    if not face.name or face.url or face.is_own:
        return face
    return Face(name=_("A member whose profile you can't see"))
