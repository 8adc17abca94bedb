"""What moderators decide of a case.  Every decision has a reason, a line in the history and one in Wagtail's log."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from profiles.appeals import APPEALABLE, appeal_path
from profiles.models import Case, CaseEvent, Departure
from profiles.reportable import kind_of
from profiles.services.leaving import set_active
from profiles.services.reports import tell_moderators, tell_owners

Action = CaseEvent.Action
LASTING = frozenset({Action.DELETE, Action.SUSPEND})  # asked for twice
TOLD_BEFORE = frozenset({Action.DELETE})


def possible_actions(case: Case, by: Any) -> list[Action]:
    """What a moderator may decide of a case as it stands: nothing where they would hear of the decision themselves."""
    thing, account = case.thing, case.account
    if thing is not None and by in kind_of(thing).owners(thing):
        return []
    sanctioned = case.is_hidden or case.is_suspended
    may = {
        Action.DISMISS: case.is_open and not sanctioned,
        Action.UPHOLD: case.is_open and sanctioned,
        Action.WARN: thing is not None and case.is_open,
        Action.HIDE: thing is not None and not case.is_hidden,
        Action.SHOW: thing is not None and case.is_hidden,
        Action.SUSPEND: account is not None and account.is_active and not account.is_superuser and account != by,
        Action.RESTORE: account is not None and case.is_suspended,
        Action.DELETE: thing is not None and by.has_perm("profiles.delete_case"),
        Action.ESCALATE: case.is_open and not case.is_escalated,
    }
    return [action for action, possible in may.items() if possible]


@transaction.atomic
def decide_case(*, case: Case, action: str, words: str, by: Any) -> None:
    """Does what a moderator decided, tells the owners of the thing, and closes the case (unless it is escalated).

    Raises ValidationError when somebody else has decided meanwhile.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    if action not in possible_actions(case, by):
        raise ValidationError(_("Somebody else has decided this meanwhile. Read the history and decide again."))
    thing, now = case.thing, timezone.now()
    if action in TOLD_BEFORE:
        tell_owners(case, thing, action, words)
    _close(case, action, now)
    event = CaseEvent.objects.create(
        case=case, action=action, by=by, words=words, waited=now - case.since if action != Action.ESCALATE else None
    )
    log(case, f"profiles.case-{action}", user=by)
    if action in EFFECTS:
        EFFECTS[Action(action)](case, thing, by)
    if action == Action.ESCALATE:
        tell_moderators(case, "escalated", superusers_only=True)
    elif action not in TOLD_BEFORE | {Action.DISMISS} and thing is not None:
        tell_owners(case, thing, action, words, appeal_path(event) if action in APPEALABLE else "")


def _close(case: Case, action: str, now: Any) -> None:
    if action == Action.ESCALATE:
        case.is_escalated = True
    else:
        case.is_open = case.is_appealed = False
        case.reports.filter(handled=None).update(handled=now)
    case.save()


def _hide(case: Case, thing: Any, by: Any) -> None:
    case.to_undo, case.is_hidden = kind_of(thing).hide(thing, by), True
    case.save()


def _show(case: Case, thing: Any, by: Any) -> None:
    kind_of(thing).show(thing, by, case.to_undo)
    case.to_undo, case.is_hidden = {}, False
    case.save()


def _suspend(case: Case, _thing: Any, _by: Any) -> None:
    """The account can't log in, its profile is out of sight, and whoever is signed in with it is out."""
    set_active(user=case.account, is_active=False)
    case.is_suspended = True
    case.save()


def _restore(case: Case, _thing: Any, _by: Any) -> None:
    if not Departure.objects.filter(user=case.account).exists():  # its owner wants it closed as well
        set_active(user=case.account, is_active=True)
    case.is_suspended = False
    case.save()


def _delete(_case: Case, thing: Any, _by: Any) -> None:
    kind_of(thing).delete(thing)


EFFECTS: dict[Action, Callable[[Case, Any, Any], None]] = {
    Action.HIDE: _hide,
    Action.SHOW: _show,
    Action.SUSPEND: _suspend,
    Action.RESTORE: _restore,
    Action.DELETE: _delete,
}
