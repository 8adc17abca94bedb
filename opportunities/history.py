"""What a member did with posts: what they saved, put aside and applied to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst

from opportunities.models import Application, Choice
from opportunities.querysets import ARRIVED

MOST = 1000  # of a source, the last ones


@dataclass(frozen=True)
class Entry:
    """One thing that was done; `undo` is the route, with the post's slug, whose POST takes it back."""

    at: datetime
    opportunity_id: int
    what: str | Promise
    detail: str | Promise = ""
    undo: str = ""


def choices_of(user: Any) -> Iterable[Entry]:
    """What was saved and put aside."""
    undo = {Choice.Decision.SAVED: "opportunities:unsave", Choice.Decision.DISMISSED: "opportunities:restore"}
    for row in Choice.objects.filter(user=user).order_by("-made", "-pk")[:MOST]:
        decision = Choice.Decision(row.decision)
        detail = Choice.Reason(row.reason).label if row.reason else ""
        yield Entry(row.made, row.opportunity_id, decision.label, detail, undo[decision])


def applications_of(user: Any) -> Iterable[Entry]:
    """What the member applied to and did not take back; what became of it is on the application's own page."""
    rows = Application.objects.filter(applicant=user, status__in=ARRIVED).order_by("-sent")
    for sent, opportunity in rows.values_list("sent", "opportunity")[:MOST]:
        if sent is not None:
            yield Entry(sent, opportunity, capfirst(str(Application._meta.verbose_name)))


def history_of(user: Any) -> list[Entry]:
    """All of it, the last first."""
    return sorted([*choices_of(user), *applications_of(user)], key=lambda entry: entry.at, reverse=True)
