"""The conversation between editors and the contributor of a resource, until both are content with it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from profiles.mailing import send_to_member
from resources import permissions
from resources.models import Resource, ReviewNote


@transaction.atomic
def ask_contributor(*, resource: Resource, editor: Any, words: str) -> ReviewNote:
    """An editor asks something, whether it is being reviewed or public; its contributor is told by e-mail."""
    settle(resource=resource, from_editor=False)
    note = ReviewNote.objects.create(resource=resource, author=editor, is_from_editor=True, words=words.strip())
    if resource.contributor is not None:
        title = _latest_title(resource)
        send_to_member(
            resource.contributor, "resources/email/asked", link=resource.conversation_url, title=title, words=note.words
        )
    return note


@transaction.atomic
def answer_editors(*, resource: Resource, contributor: Any, words: str) -> ReviewNote:
    """The contributor answers.  The editors who asked are told, or all who decide on contributions when none of these
    is an editor any more."""
    settle(resource=resource, from_editor=True)
    note = ReviewNote.objects.create(resource=resource, author=contributor, is_from_editor=False, words=words.strip())
    link, title = reverse("resources_conversation", args=[resource.pk]), _latest_title(resource)
    for editor in _who_asked(resource):
        send_to_member(editor, "resources/email/answered", link=link, title=title)
    return note


@transaction.atomic
def note_requested_change(*, resource: Resource, editor: Any, words: str) -> None:
    """What an editor wrote as they returned it; the mail about a review that ended is the one that tells of it."""
    settle(resource=resource, from_editor=False)
    ReviewNote.objects.create(
        resource=resource, author=editor, is_from_editor=True, asks_for_change=True, words=words.strip()[:4000]
    )


def settle(*, resource: Resource, from_editor: bool | None = None, changes_only: bool = False) -> None:
    """Nobody waits any more for an answer to what editors wrote, or the contributor, or (None) either; with
    `changes_only` to the asking for changes alone, which a new version answers."""
    notes = ReviewNote.objects.open().filter(resource=resource)
    if from_editor is not None:
        notes = notes.filter(is_from_editor=from_editor)
    if changes_only:
        notes = notes.filter(asks_for_change=True)
    notes.update(settled=timezone.now())


def _latest_title(resource: Resource) -> str:
    return str(resource.get_latest_revision_as_object().title)


def _who_asked(resource: Resource) -> list[Any]:
    asked = ReviewNote.objects.filter(resource=resource, is_from_editor=True, author__is_active=True)
    accounts = get_user_model().objects
    editors = [each for each in accounts.filter(pk__in=asked.values("author")) if permissions.reads_drafts(each)]
    deciding = {
        "groups__permissions__codename": "publish_resource",
        "groups__permissions__content_type__app_label": "resources",
    }
    return editors or list(accounts.filter(is_active=True, **deciding).distinct())
