"""What readers write about resources: what they keep, their notes on it, their lists, and whether it helped."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from resources.models import Answer, Kept, ReadingList, ReadingListItem, Resource

MAX_LISTS, MAX_ITEMS = 50, 200


@transaction.atomic
def keep(*, user: Any, resource: Resource, note: str = "") -> None:
    """Keeps a resource; `note` is what is given back when giving it up is undone.  One that is kept stays as it is."""
    Kept.objects.get_or_create(user=user, resource=resource, defaults={"note": note})


@transaction.atomic
def give_up(*, user: Any, resource: Resource) -> str:
    """Keeps a resource no longer.  Says what was noted on it, for undoing."""
    kept = Kept.objects.filter(user=user, resource=resource).first()
    if kept is None:
        return ""
    kept.delete()
    return kept.note


@transaction.atomic
def write_note(*, user: Any, resource: Resource, note: str) -> None:
    """What a member notes for themselves on a resource, which they keep from then on."""
    Kept.objects.update_or_create(user=user, resource=resource, defaults={"note": note.strip()})


@transaction.atomic
def create_list(*, owner: Any, title: str) -> ReadingList:
    """An empty list that its owner alone sees.  Raises ValidationError when they have too many."""
    if ReadingList.objects.filter(owner=owner).count() >= MAX_LISTS:
        raise ValidationError(_("You have %(number)d lists. Delete one to make another.") % {"number": MAX_LISTS})
    return ReadingList.objects.create(owner=owner, title=title)


@transaction.atomic
def change_list(*, reading_list: ReadingList, title: str, is_shared: bool) -> None:
    """Gives a list another name, shares it or takes it back."""
    ReadingList.objects.filter(pk=reading_list.pk).update(title=title, is_shared=is_shared)


@transaction.atomic
def delete_list(*, reading_list: ReadingList) -> None:
    reading_list.delete()


@transaction.atomic
def add_to_list(*, reading_list: ReadingList, resource: Resource) -> None:
    """Puts a resource at the end of a list; one that is in it stays where it is.  Raises ValidationError when the list
    is full."""
    items = _locked_items(reading_list)
    if any(item.resource_id == resource.pk for item in items):
        return
    if len(items) >= MAX_ITEMS:
        raise ValidationError(
            _("«%(title)s» has %(number)d resources. Take one out to add another.")
            % {"title": reading_list.title, "number": MAX_ITEMS}
        )
    place = items[-1].place + 1 if items else 0
    ReadingListItem.objects.create(reading_list=reading_list, resource=resource, place=place)


@transaction.atomic
def take_out(*, reading_list: ReadingList, item: int) -> None:
    """Takes an item, given by its number, out of a list; nothing where it isn't in it."""
    ReadingListItem.objects.filter(reading_list=reading_list, pk=item).delete()


@transaction.atomic
def move_item(*, reading_list: ReadingList, item: int, by: int) -> None:
    """Moves an item, given by its number, one place up (`by` = -1) or down (1); nothing at the end of the list."""
    items = _locked_items(reading_list)
    here = next((place for place, each in enumerate(items) if each.pk == item), None)
    if here is None or not 0 <= here + by < len(items):
        return
    items[here], items[here + by] = items[here + by], items[here]
    for place, each in enumerate(items):
        each.place = place
    ReadingListItem.objects.bulk_update(items, ["place"])


def _locked_items(reading_list: ReadingList) -> list[ReadingListItem]:
    """In order.  Whoever else changes the list waits."""
    ReadingList.objects.select_for_update().get(pk=reading_list.pk)
    return list(reading_list.items.order_by("place", "pk"))


@transaction.atomic
def say_whether_helpful(*, user: Any, resource: Resource, is_helpful: bool, reason: str = "", words: str = "") -> None:
    """A member's one answer about a resource; a later one takes the place of the former.  `reason` and `words` say why
    it didn't help."""
    why = {"reason": "", "words": ""} if is_helpful else {"reason": Answer.Reason(reason), "words": words.strip()}
    defaults = {"is_helpful": is_helpful, "made": timezone.now(), **why}
    Answer.objects.update_or_create(user=user, resource=resource, defaults=defaults)


@transaction.atomic
def take_back_answer(*, user: Any, resource: Resource) -> None:
    Answer.objects.filter(user=user, resource=resource).delete()
