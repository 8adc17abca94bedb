"""Writes to saved searches."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles.models import Profile, SavedSearch
from profiles.saved_searches import MAX_NAME, list_of

MOST = 50
LONGEST = 2000


@transaction.atomic
def save_search(*, user: Any, kind: str, query: str) -> SavedSearch:
    """Keeps a search of a list; the same one again is the one that is there."""
    of = list_of(kind)
    if of is None:
        raise ValidationError(_("This list has no searches to save."))
    asked = QueryDict(query[: 2 * LONGEST])
    normalised = of.normalised(asked)
    if not normalised:
        raise ValidationError(_("Look for something first, or choose a filter: then it can be saved."))
    if len(normalised) > LONGEST:
        raise ValidationError(_("This search is too long to be saved. Use fewer words or filters."))
    # Whoever clicks twice at once waits here for the first.
    Profile.objects.select_for_update().filter(user=user).first()
    saved = SavedSearch.objects.filter(user=user, kind=kind, query=normalised).first()
    if saved is not None:
        return saved
    if SavedSearch.objects.filter(user=user).count() >= MOST:
        raise ValidationError(_("You keep %(count)d searches already. Delete one, then save this.") % {"count": MOST})
    name = of.name_of(asked) or str(of.label)
    return SavedSearch.objects.create(user=user, kind=kind, query=normalised, name=name)


@transaction.atomic
def rename_search(*, saved: SavedSearch, name: str) -> SavedSearch:
    name = " ".join(name.split())
    if not name:
        raise ValidationError(_("Write a name for this search."))
    if len(name) > MAX_NAME:
        raise ValidationError(_("Make the name shorter: %(count)d letters at most.") % {"count": MAX_NAME})
    saved.name = name
    saved.save(update_fields=["name"])
    return saved


def see_search(*, saved: SavedSearch) -> None:
    """The member looks at what it finds: from now on what comes is new."""
    SavedSearch.objects.filter(pk=saved.pk).update(seen=timezone.now())


def delete_search(*, saved: SavedSearch) -> None:
    saved.delete()
