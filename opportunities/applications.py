"""What pages and exports show of applications, and whom a file is for."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404

from opportunities.models import Application, ApplicationFile, Opportunity
from opportunities.questions import words_of
from profiles.models import Profile


class Answered(NamedTuple):
    question: str
    answer: str


class Row(NamedTuple):
    """An application in the team's list, with the address of the profile if this reader may see it."""

    application: Application
    profile_url: str


def answered(application: Application) -> list[Answered]:
    """The questions of a post with what was answered, in words."""
    return [Answered(each.get("text", ""), words_of(each)) for each in application.answers]


def rows_for(applications: Sequence[Application], viewer: Any) -> list[Row]:
    """One statement more, for all of them."""
    accounts = [each.applicant_id for each in applications]
    profiles = {each.user_id: each for each in Profile.objects.visible_to(viewer).filter(user__in=accounts)}
    return [
        Row(each, profiles[each.applicant_id].get_absolute_url() if each.applicant_id in profiles else "")
        for each in applications
    ]


def counts_of(opportunities: Sequence[Opportunity]) -> dict[int, int]:
    """{post: how many applications its team has}, one statement."""
    rows = Application.objects.arrived().filter(opportunity__in=[each.pk for each in opportunities])
    return dict(rows.order_by().values_list("opportunity").annotate(Count("pk")))


def counts_by_status(opportunity: Opportunity) -> Counter[str]:
    """Of the applications by accounts that are open, withdrawn ones too, without what a moderator hid."""
    rows = Application.objects.filter(opportunity=opportunity, applicant__is_active=True, is_hidden=False)
    return Counter(dict(rows.order_by().values_list("status").annotate(Count("pk"))))


def file_for(viewer: Any, uuid: Any) -> ApplicationFile:
    """A file that its sender or the team may have; 404 for all others."""
    team = Application.objects.for_team(viewer).order_by().values("pk")
    allowed = Q(application__applicant=viewer) | Q(application__in=team)
    return get_object_or_404(ApplicationFile.objects.filter(allowed), uuid=uuid)
