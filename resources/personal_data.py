"""What the library holds of a member, for the copy of their data."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from profiles.data_sections import Section, labels_of, plain, register
from resources.models import (
    Answer,
    Comment,
    CommentMail,
    CommentMailsOff,
    FileRequest,
    ImportedFile,
    Kept,
    ReadingList,
    Resource,
    ResourceFile,
    ReviewNote,
)

FIELDS = (
    "type", "title", "summary", "language", "countries", "url", "authors", "year", "licence", "access", "opens",
    "rights", "rights_declared", "sdgs", "gcm", "duration", "live", "created",
)  # fmt: skip
ANSWER = ("is_helpful", "reason", "words", "made")
NOTE = ("words", "is_from_editor", "written")
ASKED = ("reason", "status", "answer", "created", "decided")
COMMENT = ("text", "created", "edited", "is_hidden")
KEPT, LIST = ("note", "created"), ("title", "is_shared", "created")


def _contributions(user: Any) -> list[dict[str, Any]]:
    return plain(Resource.objects.filter(contributor=user).order_by("pk"), *FIELDS)


def _imported(user: Any) -> list[dict[str, Any]]:
    return plain(ImportedFile.objects.filter(user=user).order_by("pk"), "name", "created")


def _about_resources(rows: QuerySet[Any], *fields: str) -> list[dict[str, Any]]:
    """Fields of rows, each with the title of its resource."""
    rows = rows.select_related("resource").order_by("pk")
    return [{"title": row.resource.title, **each} for row in rows for each in plain([row], *fields)]


def _kept(user: Any) -> list[dict[str, Any]]:
    return _about_resources(Kept.objects.filter(user=user), *KEPT)


def _lists(user: Any) -> list[dict[str, Any]]:
    rows = ReadingList.objects.filter(owner=user).prefetch_related("items__resource").order_by("pk")
    return [
        {**each, "resources": [item.resource.title for item in row.items.all()]}
        for row in rows
        for each in plain([row], *LIST)
    ]


def _answers(user: Any) -> list[dict[str, Any]]:
    return _about_resources(Answer.objects.filter(user=user), *ANSWER)


def _notes(user: Any) -> list[dict[str, Any]]:
    """What they wrote, and what editors asked them."""
    return _about_resources(ReviewNote.objects.filter(Q(author=user) | Q(resource__contributor=user)), *NOTE)


def _asked(user: Any) -> list[dict[str, Any]]:
    return _about_resources(FileRequest.objects.filter(asker=user), *ASKED)


def _comments(user: Any) -> list[dict[str, Any]]:
    return _about_resources(Comment.objects.filter(author=user), *COMMENT)


def _mails(user: Any) -> list[dict[str, Any]]:
    return _about_resources(CommentMail.objects.filter(user=user), "told")


def _mails_off(user: Any) -> list[dict[str, Any]]:
    return plain(CommentMailsOff.objects.filter(user=user), "since")


def _files(user: Any) -> Iterable[tuple[str, FieldFile]]:
    rows = ResourceFile.objects.filter(resource__contributor=user).order_by("pk")
    return [(f"library/{row.pk}-{row.name}", row.file) for row in rows]


register(
    Section(
        "resources",
        _("Resources you contributed"),
        labels_of(Resource, *FIELDS),
        _contributions,
        ["resources.Resource.contributor"],
        _files,
    ),
    Section(
        "kept-resources",
        _("Resources you keep, and your notes"),
        {"title": _("title"), **labels_of(Kept, *KEPT)},
        _kept,
        ["resources.Kept.user"],
    ),
    Section(
        "reading-lists",
        _("Reading lists"),
        {**labels_of(ReadingList, *LIST), "resources": _("resources")},
        _lists,
        ["resources.ReadingList.owner"],
    ),
    Section(
        "resource-comments",
        _("What you wrote about resources"),
        {"title": _("title"), **labels_of(Comment, *COMMENT)},
        _comments,
        ["resources.Comment.author"],
    ),
    Section(
        "comment-mails",
        _("When you were told of comments on resources"),
        {"title": _("title"), **labels_of(CommentMail, "told")},
        _mails,
        ["resources.CommentMail.user"],
    ),
    Section(
        "comment-mails-off",
        _("That you want no mails about comments"),
        labels_of(CommentMailsOff, "since"),
        _mails_off,
        ["resources.CommentMailsOff.user"],
    ),
    Section(
        "file-requests",
        _("Files you asked for"),
        {"title": _("title"), **labels_of(FileRequest, *ASKED)},
        _asked,
        ["resources.FileRequest.asker"],
    ),
    Section(
        "answers-about-resources",
        _("Whether resources helped you"),
        {"title": _("title"), **labels_of(Answer, *ANSWER)},
        _answers,
        ["resources.Answer.user"],
    ),
    Section(
        "review-notes",
        _("What editors asked about contributions, and what you answered or asked"),
        {"title": _("title"), **labels_of(ReviewNote, *NOTE)},
        _notes,
        ["resources.ReviewNote.author"],
    ),
)
register(
    Section(
        "imported_files",
        _("Files with resources that you have not finished importing"),
        labels_of(ImportedFile, "name", "created"),
        _imported,
        ["resources.ImportedFile.user"],
    )
)
