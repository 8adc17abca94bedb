"""Which kinds of things can be reported, and how each is shown, hidden and deleted.  Every app registers its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404
from django.urls import reverse


@dataclass(frozen=True)
class Reportable:
    """All that reporting and moderating need to know of a kind of thing."""

    name: str  # in addresses
    model: type[Model]
    visible_to: Callable[[Any], QuerySet]  # what a viewer may read, and so report
    account: Callable[[Any], Any]  # the account that answers for it, or None
    owners: Callable[[Any], Iterable[Any]]  # the accounts that are told what was decided
    text: Callable[[Any], Iterable[str]]  # what members read of it, in paragraphs
    hide: Callable[[Any, Any], dict[str, Any]]  # (thing, moderator or None) → what `show` needs to undo it
    show: Callable[[Any, Any, dict[str, Any]], None]
    organization: Callable[[Any], Any] = lambda thing: None  # the organization that answers for it, or None
    delete: Callable[[Any], Any] = lambda thing: thing.delete()
    shown_as: tuple[type, ...] = ()  # what pages have in the place of the model
    key: str = "slug"  # the field that addresses carry
    page: Callable[[Any], str] = lambda thing: thing.get_absolute_url()  # where it was read
    is_private: bool = False  # moderators have no page of it: they read what is reported of it in its case alone
    read_too: Any = ""  # told before one reports: what moderators read besides

    def get(self, viewer: Any, key: str) -> Any:
        """What this viewer may report: they see it and it isn't theirs.  Raises Http404 of anything else."""
        try:
            thing = self.visible_to(viewer).filter(**{self.key: key}).first()
        except ValidationError:  # no key of this kind looks like that
            raise Http404 from None
        if thing is None or (viewer.is_authenticated and viewer in self.owners(thing)):
            raise Http404
        return thing

    def report_url(self, thing: Any) -> str:
        return reverse("profiles:report", args=[self.name, getattr(thing, self.key)])


def hide_row(thing: Any, _moderator: Any) -> dict[str, Any]:
    """`hide` of what only has to be marked by its `is_hidden`: its querysets do the rest."""
    type(thing).objects.filter(pk=thing.pk).update(is_hidden=True)
    return {"was_hidden": thing.is_hidden}


def show_row(thing: Any, _moderator: Any, before: dict[str, Any]) -> None:
    type(thing).objects.filter(pk=thing.pk).update(is_hidden=before.get("was_hidden", False))


_by_name: dict[str, Reportable] = {}
_by_class: dict[type, Reportable] = {}


def register(reportable: Reportable) -> None:
    """Called once by an app when it is ready."""
    _by_name[reportable.name] = reportable
    for shown in (reportable.model, *reportable.shown_as):
        _by_class[shown] = reportable


def named(name: str) -> Reportable:
    """Raises Http404 when nothing of that name can be reported."""
    if name not in _by_name:
        raise Http404
    return _by_name[name]


def kind_of(thing: Any) -> Reportable:
    return _by_class[type(thing)]


def models() -> list[type[Model]]:
    return [reportable.model for reportable in _by_name.values()]
