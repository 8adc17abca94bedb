"""Two resources that are the same thing become one; the address of the other leads to it."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from profiles import reviewing
from profiles.mailing import send_to_member
from profiles.services.reports import is_hidden_by_a_case, move_reports
from resources import review_services
from resources.models import (
    Answer,
    Collection,
    CollectionItem,
    Comment,
    Downloads,
    Kept,
    MonthlyViews,
    ReadingListItem,
    Resource,
)
from resources.models.collection import touch
from resources.translations import settle_work

# Relations to a resource that stay with the one that goes: they are about it alone.
STAYING = frozenset({
    "resources.ResourceFile",  # its versions
    "resources.TaggedTopic",
    "resources.ReviewNote",  # between its contributor and editors
    "resources.ResourceVersion",
    "resources.FileRequest",  # for its file, whose rule is its own
    "resources.ClosedDiscussion",  # that of the other one is open or closed for itself
})  # fmt: skip


def problem_of(stays: Resource, goes: Resource) -> str:
    """Why they can't be merged, in words; "" when they can."""
    if stays.pk == goes.pk:
        return _("That is the same resource. Name another one.")
    if not stays.live:
        return _("«%(title)s» is not public, so nobody could be led to it. Publish it first.") % {"title": stays.title}
    if goes.merged_into_id is not None:
        return _("«%(title)s» has been merged already.") % {"title": goes.title}
    if is_hidden_by_a_case(goes):
        return _("«%(title)s» is hidden because it was reported. Decide that first.") % {"title": goes.title}
    return ""


@transaction.atomic
def merge_resources(*, stays: Resource, goes: Resource, editor: Any) -> None:
    """What readers and editors have done with `goes` is moved to `stays`, never doubled.  `goes` leaves the library,
    with its versions; its contributor is told.  Raises ValidationError where that can't be."""
    list(Resource.objects.select_for_update().filter(pk__in=(stays.pk, goes.pk)).order_by("pk"))  # nobody else merges
    stays, goes = (Resource.objects.select_related("contributor").get(pk=each.pk) for each in (stays, goes))
    if problem := problem_of(stays, goes):
        raise ValidationError(problem)
    for model, same, combine in MOVED:
        _move(model, same, combine, stays, goes)
    Answer.objects.filter(resource=stays, user=stays.contributor).delete()  # one's own is for others to judge
    _move_in_versions(stays, goes)
    _move_translations(stays, goes)
    touch({stays.pk})  # it may be in collections now that the other was in
    move_reports(source=goes, target=stays)
    review_services.settle(resource=goes)
    reviewing.take_down(goes, user=editor)
    Resource.objects.filter(merged_into=goes).update(merged_into=stays)
    goes.merged_into = stays
    goes.save(update_fields=["merged_into", "updated"])
    log(stays, "resources.merge", user=editor, data={"merged": {"id": goes.pk, "title": goes.title}})
    if goes.contributor is not None and goes.contributor != editor:
        link = stays.get_absolute_url()
        send_to_member(goes.contributor, "resources/email/merged", link=link, title=goes.title, other=stays.title)


def what_moves(goes: Resource) -> dict[str, int]:
    """How much of each there is, for who decides: {name of a model: number}."""
    found: Counter[str] = Counter()
    for model, _same, _combine in MOVED:
        found[model.__name__] = model._default_manager.filter(resource=goes).count()
    return dict(found)


def _move(model: Any, same: str, combine: Callable[[Any, Any], None], stays: Resource, goes: Resource) -> None:
    """Rows of `goes` become rows of `stays`; where that has one with the same `same`, both become one.

    They are saved one by one, so that the index hears of it.
    """
    there = {getattr(row, same): row for row in model._default_manager.filter(resource=stays)}
    for row in model._default_manager.filter(resource=goes):
        other = there.get(getattr(row, same))
        if other is None:
            row.resource = stays
            row.save(update_fields=["resource"])
        else:
            combine(other, row)
            row.delete()
            other.save()


def _join_notes(kept: Kept, other: Kept) -> None:
    kept.note = "\n\n".join(dict.fromkeys(filter(None, (kept.note, other.note))))[:4000]
    kept.created = min(kept.created, other.created)


def _keep_the_first_place(item: ReadingListItem, other: ReadingListItem) -> None:
    item.place = min(item.place, other.place)


def _keep_the_note(item: CollectionItem, other: CollectionItem) -> None:
    item.note = item.note or other.note
    item.sort_order = min(item.sort_order or 0, other.sort_order or 0)


def _keep_the_last_word(answer: Answer, other: Answer) -> None:
    if other.made > answer.made:
        for name in ("is_helpful", "reason", "words", "made"):
            setattr(answer, name, getattr(other, name))


def _add_views(month: MonthlyViews, other: MonthlyViews) -> None:
    month.count += other.count


def _add_downloads(month: Downloads, other: Downloads) -> None:
    month.number += other.number


def _keep_both(comment: Comment, other: Comment) -> None:
    """No two comments are the same, so none takes the place of another."""


# (model, what makes two rows of it the same, how they become one)
MOVED: tuple[tuple[Any, str, Callable[[Any, Any], None]], ...] = (
    (Kept, "user_id", _join_notes),
    (ReadingListItem, "reading_list_id", _keep_the_first_place),
    (CollectionItem, "collection_id", _keep_the_note),
    (Answer, "user_id", _keep_the_last_word),
    (Comment, "uuid", _keep_both),
    (MonthlyViews, "month", _add_views),
    (Downloads, "month", _add_downloads),
)


def _move_in_versions(stays: Resource, goes: Resource) -> None:
    """Collections that an editor saves or restores later must not bring back what is gone."""
    of_collections = ContentType.objects.get_for_model(Collection)
    for revision in Revision.objects.filter(content_type=of_collections).iterator():
        items = revision.content.get("items", [])
        if not any(item["resource"] == goes.pk for item in items):
            continue
        has_it = any(item["resource"] == stays.pk for item in items)
        kept = [item for item in items if item["resource"] != goes.pk or not has_it]
        revision.content["items"] = [
            {**item, "resource": stays.pk} if item["resource"] == goes.pk else item for item in kept
        ]
        revision.save(update_fields=["content"])


def _move_translations(stays: Resource, goes: Resource) -> None:
    """What translates the one translates the other; what is in the same language stands alone."""
    for row in Resource.objects.filter(translation_of=goes):
        row.translation_of = stays if row.pk != stays.pk and row.language != stays.language else None
        row.save(update_fields=["translation_of", "updated"])
        settle_work(row)
    of_resources = ContentType.objects.get_for_model(Resource)
    said = Revision.objects.filter(content_type=of_resources, content__translation_of=goes.pk)
    for revision in said.exclude(object_id=str(stays.pk)):
        revision.content["translation_of"] = stays.pk
        revision.save(update_fields=["content"])
