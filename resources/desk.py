"""What waits for editors of the library: each kind with the oldest first, and only what this editor may act on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState

from resources import permissions
from resources.models import Answer, Resource, ResourceFile, ReviewNote

EXPIRES_SOON = timedelta(days=30)
UNTOUCHED = timedelta(days=3 * 365)
CARE = (Answer.Reason.BROKEN, Answer.Reason.OLD)


class Row(NamedTuple):
    title: str
    url: str  # where it is acted upon
    since: datetime  # or until, of what is still to come
    why: str | Promise = ""


class Waiting(NamedTuple):
    """`total` may be more than there are rows."""

    name: str
    heading: str | Promise
    rows: list[Row]
    total: int
    is_to_come: bool = False


def waiting_for(editor: Any, *, limit: int) -> list[Waiting]:
    """All kinds that this editor may act on, those too of which nothing waits; two statements each."""
    publishes = permissions.publishes_at_once(editor)
    care = [kind for kind in _CARE if publishes or not kind.publishers] if permissions.reads_drafts(editor) else []
    return [_read(kind, editor, limit) for kind in (*_REVIEW, *care)]


def number_for(editor: Any) -> int:
    """How much waits for an editor rather than for a contributor or a day."""
    answered = _answered(editor).count() if permissions.reads_drafts(editor) else 0
    return _to_review(editor).count() + answered


def has_desk(editor: Any) -> bool:
    return permissions.reads_drafts(editor) or permissions.publishes_at_once(editor)


def _to_review(editor: Any) -> QuerySet[Any]:
    kind = ContentType.objects.get_for_model(Resource)
    waiting = TaskState.objects.reviewable_by(editor).filter(workflow_state__base_content_type=kind)
    return waiting.select_related("revision").order_by("started_at", "pk")


def _review_row(state: Any) -> Row:
    return Row(state.revision.object_str, _edit(state.revision.object_id), state.started_at)


def _answered(_editor: Any) -> QuerySet[Any]:
    return _notes(is_from_editor=False)


def _asked(_editor: Any) -> QuerySet[Any]:
    return _notes(is_from_editor=True)


def _notes(**which: bool) -> QuerySet[Any]:
    rows: QuerySet[Any] = ReviewNote.objects.open().filter(**which, resource__contributor__isnull=False).order_by()
    by_resource = rows.values("resource", "resource__title").annotate(since=Min("written"))
    return by_resource.order_by("since", "resource")


def _note_row(note: Any) -> Row:
    return Row(note["resource__title"], reverse("resources_conversation", args=[note["resource"]]), note["since"])


def _expiring(_editor: Any) -> QuerySet[Any]:
    soon = timezone.now() + EXPIRES_SOON
    return Resource.objects.published().filter(expire_at__lte=soon).order_by("expire_at", "pk")


def _complained(_editor: Any) -> QuerySet[Any]:
    since = Q(resource__live=True, is_helpful=False, reason__in=CARE, made__gt=F("resource__last_published_at"))
    rows = Answer.objects.filter(since).order_by().values("resource", "resource__title")
    rows = rows.annotate(
        since=Min("made"),
        broken=Count("pk", filter=Q(reason=Answer.Reason.BROKEN)),
        old=Count("pk", filter=Q(reason=Answer.Reason.OLD)),
    )
    return rows.order_by("since", "resource")


def _complained_row(found: Any) -> Row:
    told = ((Answer.Reason.BROKEN, found["broken"]), (Answer.Reason.OLD, found["old"]))
    why = " · ".join(f"{reason.label} ({number})" for reason, number in told if number)
    return Row(found["resource__title"], _edit(found["resource"]), found["since"], why)


def _untouched(_editor: Any) -> QuerySet[Any]:
    before = timezone.now() - UNTOUCHED
    return Resource.objects.published().filter(last_published_at__lt=before).order_by("last_published_at", "pk")


def _unreadable(_editor: Any) -> QuerySet[Any]:
    current = Q(resource__live=True, resource__file=F("pk"), state=ResourceFile.State.FAILED)
    return ResourceFile.objects.filter(current).select_related("resource").order_by("uploaded", "pk")


class _Kind(NamedTuple):
    name: str
    heading: str | Promise
    rows: Callable[[Any], QuerySet[Any]]
    row: Callable[[Any], Row]
    publishers: bool = False
    is_to_come: bool = False


_REVIEW = (_Kind("review", _("To be reviewed"), _to_review, _review_row),)
_CARE = (
    _Kind("answered", _("The contributor has answered"), _answered, _note_row),
    _Kind("asked", _("The contributor is asked"), _asked, _note_row),
    _Kind(
        "expiring",
        _("Leaves the library within a month"),
        _expiring,
        lambda each: Row(each.title, _edit(each.pk), each.expire_at),
        publishers=True,
        is_to_come=True,
    ),
    _Kind("complained", _("Readers say that it is out of date, or its link broken"), _complained, _complained_row),
    _Kind(
        "unreadable",
        _("Its file can't be read for the search"),
        _unreadable,
        lambda file: Row(file.resource.title, _edit(file.resource_id), file.uploaded, file.name),
    ),
    _Kind(
        "untouched",
        _("Published three years ago or more, and not since"),
        _untouched,
        lambda each: Row(each.title, _edit(each.pk), each.last_published_at),
    ),
)


def _read(kind: _Kind, editor: Any, limit: int) -> Waiting:
    rows = kind.rows(editor)
    return Waiting(kind.name, kind.heading, [kind.row(each) for each in rows[:limit]], rows.count(), kind.is_to_come)


def _edit(pk: Any) -> str:
    return reverse("wagtailsnippets_resources_resource:edit", args=[pk])
