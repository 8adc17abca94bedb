"""What editors do with many resources at once: each as if it were done alone, or not at all, and why not."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from profiles import reviewing
from resources import permissions, services
from resources.models import Collection, CollectionItem, Resource
from taxonomy.services import terms_for


def why_not_publish(resource: Resource, editor: Any) -> str:
    """Why this editor can't publish the latest version now, in words; "" when they can."""
    if why := _why_not_decide(resource, editor):
        return why
    if resource.merged_into_id:
        return _("It was merged with another. Take that one.")
    if resource.live and not resource.has_unpublished_changes:
        return _("It is public already.")
    latest = resource.get_latest_revision_as_object()
    if services.has_expired(latest):
        return _("It would leave the library at once. Set another day in its editor.")
    problems = services.problems_of(latest)
    return problems[0] if problems else ""


def why_not_withdraw(resource: Resource, editor: Any) -> str:
    """Why this editor can't take it out of the library now; "" when they can."""
    why = _why_not_decide(resource, editor)
    return why or ("" if resource.live else _("It is not in the library."))


def why_not_describe(resource: Resource, editor: Any) -> str:
    """Why this editor can't change what it says about its language and topics now; "" when they can."""
    if why := _why_not_change(resource, editor):
        return why
    return _("It is being reviewed. Decide on it first.") if resource.workflow_in_progress else ""


def why_not_collect(resource: Resource, editor: Any) -> str:
    """Why this editor can't put it into a collection; "" when they can."""
    if not editor.has_perm("resources.change_collection"):
        return _("You may not change collections.")
    return _("It was merged with another. Take that one.") if resource.merged_into_id else ""


def _why_not_decide(resource: Resource, editor: Any) -> str:
    return _why_not_change(resource, editor) if permissions.publishes_at_once(editor) else _("You may not publish.")


def _why_not_change(resource: Resource, editor: Any) -> str:
    if not permissions.reads_drafts(editor):
        return _("You may not change resources.")
    lock = resource.get_lock()
    return _("It is locked.") if lock and lock.for_user(editor) else ""


@transaction.atomic
def publish_all(*, resources: Iterable[Resource], editor: Any) -> None:
    for resource in resources:
        reviewing.publish(resource, user=editor)


@transaction.atomic
def withdraw_all(*, resources: Iterable[Resource], editor: Any) -> None:
    for resource in resources:
        services.withdraw_resource(resource=resource, contributor=editor)


@transaction.atomic
def add_to_collection(*, collection: Collection, resources: Sequence[Resource], editor: Any) -> tuple[int, bool]:
    """Puts resources at the end of a collection; those that are in it stay where they are.  Says how many are new, and
    whether readers find them: not so where it isn't public, has changes that aren't, or this editor doesn't publish."""
    collection = Collection.objects.select_for_update().get(pk=collection.pk)
    latest = collection.get_latest_revision_as_object()
    items = list(latest.items.all())
    there = {item.resource_id for item in items}
    new = [resource for resource in resources if resource.pk not in there]
    last = max((item.sort_order or 0 for item in items), default=-1)
    added = [CollectionItem(resource=resource, sort_order=last + 1 + place) for place, resource in enumerate(new)]
    if added:
        latest.items.set([*items, *added])
    may = editor.has_perm("resources.publish_collection")
    return len(new), _save(latest, editor, is_changed=bool(added), may_publish=may)


@transaction.atomic
def describe_all(*, resources: Iterable[Resource], editor: Any, language: str, topics: Iterable[str]) -> None:
    """Sets the language (unless it is "") and adds topics: in public where there are no other changes and this editor
    publishes, else in the draft."""
    terms, may = terms_for(topics), permissions.publishes_at_once(editor)
    for resource in resources:
        latest = resource.get_latest_revision_as_object()
        latest.language = language or latest.language
        latest.topics.add(*terms)
        _save(latest, editor, is_changed=True, may_publish=may)


def _save(version: Any, editor: Any, *, is_changed: bool, may_publish: bool) -> bool:
    """Keeps a version, and publishes it where nothing else would become public with it; says whether it is public."""
    is_clean = version.live and not version.has_unpublished_changes
    if is_changed:
        if not version.live:
            version.save()
        revision = version.save_revision(user=editor, log_action=True)
        if is_clean and may_publish:
            revision.publish(user=editor, skip_permission_checks=True)
    return bool(is_clean and (may_publish or not is_changed))
