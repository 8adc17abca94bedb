"""The three doors of the front page, each with a live number and what is newest."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from opportunities.models import Opportunity
from profiles.models import Organization, Profile
from profiles.views.directory import is_closed_to
from resources.models import Resource


@dataclass(frozen=True)
class Door:
    verb: str
    url: str
    number: int | None  # None: kept for members
    number_label: str
    newest_title: str
    newest_url: str
    picture: str


def doors_for(viewer: Any) -> list[Door]:
    """Connect, Learn, Contribute.  The number of people says how many there are, not who."""
    opportunities = Opportunity.objects.published().open_now()
    resources = Resource.objects.visible_to(viewer).filter(live=True)
    return [
        _people_door(viewer),
        _door(
            _("Learn"), "resources:library", resources.count(),
            npgettext("below a number", "resource", "resources", resources.count()),
            resources.order_by("-first_published_at", "-pk"), "learn",
        ),
        _door(
            _("Contribute"), "opportunities:board", opportunities.count(),
            npgettext("below a number", "open opportunity", "open opportunities", opportunities.count()),
            opportunities.order_by("-first_published_at", "-pk"), "board",
        ),
    ]  # fmt: skip


def _people_door(viewer: Any) -> Door:
    """Without number and name for a visitor from whom the operator keeps the directory."""
    verb, newest = _("Connect"), Organization.objects.filter(is_hidden=False).order_by("-created", "-pk")
    if is_closed_to(viewer):
        return _door(verb, "profiles:people", None, _("Members see who is here."), newest.none(), "people")
    people = Profile.objects.listed().count()
    label = npgettext("below a number", "person", "people", people)
    return _door(verb, "profiles:people", people, label, newest, "people")


def _door(verb: str, list_name: str, number: int | None, label: str, newest: QuerySet, picture: str) -> Door:
    first = newest.first()
    title, url = (str(first), first.get_absolute_url()) if first else ("", "")
    return Door(verb, reverse(list_name), number, label, title, url, picture)
