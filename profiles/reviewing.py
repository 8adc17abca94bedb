"""How what members write comes before others: drafts, review in Wagtail's workflow, publication, withdrawal.

Opportunities and resources are snippets with draft-state, revision and workflow mixins; their services share this.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import Revision, Workflow, WorkflowState
from wagtail.users.models import UserProfile

WHILE_WRITING = timedelta(hours=1)
WORKFLOW_NAME = "Moderation of opportunities and resources"


@dataclass(frozen=True)
class ReviewState:
    """Where something stands, as its author is told."""

    name: str  # draft, waiting, returned, scheduled, published, withdrawn
    since: datetime | None = None  # waiting for review since; scheduled: public from
    comment: str = ""  # what the moderator wrote when it was returned
    live: bool = False  # an earlier version is published meanwhile

    @property
    def has_changes(self) -> bool:
        """Whether a published thing has changes that nobody else sees yet."""
        return self.live and self.name != "published"


@transaction.atomic
def save_draft(obj: Any, *, user: Any, clean: bool = True, overwrite: bool = False) -> None:
    """Keeps `obj` as its latest revision.  What is published stays as it is.

    What waits for review is taken back, so that a moderator never approves what they have not read.  With `overwrite`,
    as of a page that saves itself every few seconds, it takes the place of what the same person has just saved.
    """
    if obj.pk is None:
        obj.live = False
        obj.save()
    else:
        _cancel_review(obj, user)
        if not obj.live:
            obj.save()
    before = _just_saved(obj, user) if overwrite else None
    obj.save_revision(user=user, clean=clean, log_action=before is None, overwrite_revision=before)


def _just_saved(obj: Any, user: Any) -> Any:
    """The latest revision, if this person has saved it a while ago and nobody else has seen it; else None."""
    latest = obj.get_latest_revision()
    if latest is None or latest.user_id != user.pk or latest.pk == obj.live_revision_id or latest.approved_go_live_at:
        return None
    return latest if timezone.now() - latest.created_at < WHILE_WRITING else None


@transaction.atomic
def publish(obj: Any, *, user: Any) -> None:
    """Makes the latest revision public.  The caller has settled that `user` may."""
    revision = obj.get_latest_revision() or obj.save_revision(user=user)
    revision.publish(user=user, skip_permission_checks=True)


@transaction.atomic
def start_review(obj: Any, *, user: Any) -> None:
    """Hands the latest revision to the moderators; does nothing when it is with them already."""
    type(obj).objects.select_for_update().get(pk=obj.pk)
    state = obj.workflow_states.active().first()
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        return
    if obj.get_latest_revision() is None:
        obj.save_revision(user=user)
    _remember_language(user)
    if state is not None:
        state.requested_by = user
        state.save()
        state.resume(user=user)
        return
    workflow = obj.get_workflow()
    if workflow is None:
        raise Workflow.DoesNotExist(f"No active workflow is bound to {obj._meta.label}.")
    workflow.start(obj, user)


@transaction.atomic
def withdraw(obj: Any, *, user: Any) -> None:
    """Takes `obj` from the public, from the moderators and from what is scheduled; its text stays as a draft.

    The caller has settled that `user` may.
    """
    _cancel_review(obj, user)
    Revision.objects.for_instance(obj).exclude(approved_go_live_at=None).update(approved_go_live_at=None)
    if obj.live:
        UnpublishAction(obj, user=user).execute(skip_permission_checks=True)


def review_states(objects: Sequence[Any]) -> dict[int, ReviewState]:
    """The state of each object (all of one model), by primary key, in three queries."""
    if not objects:
        return {}
    of_these = {
        "base_content_type": ContentType.objects.get_for_model(objects[0], for_concrete_model=False),
        "object_id__in": [str(obj.pk) for obj in objects],
    }
    active = WorkflowState.objects.active().filter(**of_these).select_related("current_task_state")
    by_id = {int(state.object_id): state for state in active}
    approved = Revision.objects.filter(**of_these).exclude(approved_go_live_at=None)
    scheduled = {int(revision.object_id): revision.approved_go_live_at for revision in approved}
    return {obj.pk: _state_of(obj, by_id.get(obj.pk), scheduled.get(obj.pk)) for obj in objects}


def _state_of(obj: Any, workflow_state: WorkflowState | None, goes_live: datetime | None) -> ReviewState:
    if workflow_state is not None and workflow_state.status == WorkflowState.STATUS_IN_PROGRESS:
        return ReviewState("waiting", since=workflow_state.current_task_state.started_at, live=obj.live)
    if workflow_state is not None:
        return ReviewState("returned", comment=workflow_state.current_task_state.comment, live=obj.live)
    if goes_live is not None:
        return ReviewState("scheduled", since=goes_live, live=obj.live)
    if obj.live and not obj.has_unpublished_changes:
        return ReviewState("published", live=True)
    if not obj.live and obj.first_published_at is not None:
        return ReviewState("withdrawn")
    return ReviewState("draft", live=obj.live)


def _cancel_review(obj: Any, user: Any) -> None:
    state = obj.workflow_states.active().filter(status=WorkflowState.STATUS_IN_PROGRESS).first()
    if state is not None:
        state.cancel(user=user)


def _remember_language(user: Any) -> None:
    """The moderators' answer is written later, in another request: in the language the author reads now."""
    profile = UserProfile.get_for_user(user)
    language = get_language()
    if language and not profile.preferred_language:
        profile.preferred_language = language
        profile.save(update_fields=["preferred_language"])


@transaction.atomic
def take_down(obj: Any, *, user: Any) -> dict[str, Any]:
    """A moderator takes `obj` from the public and locks it, so that its author can't publish it again.

    Returns what put_back() needs: which version was public, and who had locked it.
    """
    before = {"live": obj.live, "revision": obj.live_revision_id, "locked": obj.locked}
    withdraw(obj, user=user)
    obj.refresh_from_db()
    obj.locked, obj.locked_by, obj.locked_at = True, user, timezone.now()
    obj.save(update_fields=["locked", "locked_by", "locked_at"])
    return before


@transaction.atomic
def put_back(obj: Any, before: Mapping[str, Any], *, user: Any) -> None:
    """Undoes take_down(): the very version that was public is public again."""
    if not before.get("locked"):
        obj.locked, obj.locked_by, obj.locked_at = False, None, None
        obj.save(update_fields=["locked", "locked_by", "locked_at"])
    if before.get("live"):
        revision = obj.revisions.filter(pk=before["revision"]).first()
        (revision or obj.save_revision(user=user)).publish(user=user, skip_permission_checks=True)
