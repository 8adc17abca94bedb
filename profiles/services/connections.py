"""Writes between two members: asking, answering, parting, blocking."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles.budgets import spend_contact
from profiles.mailing import send_to_member
from profiles.models import Block, Connection
from profiles.relations import forget_relations, relations_of
from profiles.waiting import forget_waiting

Status = Connection.Status
ASKED_AGAIN_AFTER = timedelta(days=90)
TAKEN_UP_WITHIN = timedelta(days=7)


@transaction.atomic
def ask_to_connect(*, asker: Any, asked: Any, note: str = "") -> Connection:
    """Asks a member; where they are asking already, that is a yes.

    One who declined is not asked again within 90 days, and the asker isn't told: to them it still waits.  Who takes an
    ask back and asks again within a week sends no second mail.  Raises ValidationError when one is out of the other's
    sight, or the asker turned to too many people today.
    """
    if asker.pk == asked.pk or asked.pk in relations_of(asker).blocked:
        raise ValidationError(_("You can't connect with this member."))
    found = Connection.objects.select_for_update().between(asker, asked).first()
    if found is not None and found.status == Status.ACCEPTED:
        return found
    if found is not None and found.asker_id == asked.pk and _still_wanted(found):
        return accept_connection(connection=found, by=asker)
    if found is not None and found.asker_id == asker.pk and _is_recent(found):
        return _ask_again(found, note)
    spend_contact(asker)
    if found is not None:
        found.delete()
    try:
        with transaction.atomic():
            made = Connection.objects.create(asker=asker, asked=asked, note=note.strip()[:500])
    except IntegrityError:  # both asked at the same moment
        return Connection.objects.between(asker, asked).get()
    _tell(asked, "profiles/email/connection_asked", asker, note=made.note)
    forget_waiting(asked)
    return made


def _still_wanted(connection: Connection) -> bool:
    """Whether the asker would be glad of a yes: they took nothing back, whatever the other said before."""
    return connection.status in (Status.ASKED, Status.DECLINED) and not connection.is_taken_back


def _is_recent(connection: Connection) -> bool:
    """Whether the same ask is not sent anew: it waits, was declined not long ago, or was taken back this week."""
    now = timezone.now()
    if connection.status == Status.DECLINED:
        return (connection.answered or connection.created) > now - ASKED_AGAIN_AFTER
    return connection.status == Status.ASKED or connection.created > now - TAKEN_UP_WITHIN


def _ask_again(connection: Connection, note: str) -> Connection:
    if connection.status == Status.WITHDRAWN:
        connection.status, connection.note = Status.ASKED, note.strip()[:500]
    connection.is_taken_back = False
    connection.save(update_fields=["status", "note", "is_taken_back"])
    forget_waiting(connection.asked)
    return connection


@transaction.atomic
def accept_connection(*, connection: Connection, by: Any) -> Connection:
    """The one who was asked says yes.  Raises ValidationError when it was withdrawn or answered meanwhile."""
    _answer(connection, Status.ACCEPTED, (Status.ASKED, Status.DECLINED))
    for user in (connection.asker, connection.asked):
        forget_relations(user)
    forget_relations(by)
    _tell(connection.other(by), "profiles/email/connection_accepted", by)
    return connection


@transaction.atomic
def decline_connection(*, connection: Connection) -> None:
    """No; the asker is not told."""
    _answer(connection, Status.DECLINED, (Status.ASKED,))


@transaction.atomic
def withdraw_connection(*, connection: Connection) -> None:
    """The asker thinks otherwise.  One that was declined stays so, without a word of it."""
    rows = Connection.objects.filter(pk=connection.pk)
    if not rows.filter(status=Status.ASKED).update(status=Status.WITHDRAWN):
        rows.filter(status=Status.DECLINED).update(is_taken_back=True)
    forget_waiting(connection.asked)


def _answer(connection: Connection, status: str, before: tuple[str, ...]) -> None:
    now = timezone.now()
    if not Connection.objects.filter(pk=connection.pk, status__in=before).update(status=status, answered=now):
        raise ValidationError(_("This was withdrawn or answered meanwhile."))
    connection.status, connection.answered = status, now
    forget_waiting(connection.asked)


@transaction.atomic
def remove_connection(*, connection: Connection, by: Any) -> None:
    """Ends a connection; the other is not told."""
    connection.delete()
    for user in (connection.asker, connection.asked, by):
        forget_relations(user)


@transaction.atomic
def block_member(*, blocker: Any, blocked: Any) -> None:
    """Takes two members out of each other's sight.  Their connection ends; the other is not told."""
    if blocker.pk == blocked.pk:
        raise ValidationError(_("You can't block yourself."))
    Block.objects.get_or_create(blocker=blocker, blocked=blocked)
    # What was declined or taken back is kept: blocking for a moment doesn't make a new start.
    between = Connection.objects.between(blocker, blocked)
    between.filter(status__in=[Status.ASKED, Status.ACCEPTED]).update(status=Status.WITHDRAWN)
    for user in (blocker, blocked):
        forget_relations(user)
        forget_waiting(user)


@transaction.atomic
def unblock_member(*, blocker: Any, blocked: Any) -> None:
    """Takes one's own block back; that of the other stays."""
    Block.objects.filter(blocker=blocker, blocked=blocked).delete()
    forget_relations(blocker)


def _tell(user: Any, template: str, other: Any, **context: Any) -> None:
    send_to_member(user, template, link=reverse("profiles:connections"), name=other.profile.name, **context)
