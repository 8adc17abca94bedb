"""What the board holds of a member, for the copy of their data."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from opportunities.models import Choice, Declaration, Opportunity
from profiles.data_sections import Section, labels_of, leave_out, plain, register


def _choices(user: Any) -> list[dict[str, Any]]:
    rows = Choice.objects.filter(user=user).select_related("opportunity").order_by("pk")
    return [{"title": row.opportunity.title, "decision": row.decision, "made": row.made} for row in rows]


def _posts(user: Any) -> list[dict[str, Any]]:
    rows = Opportunity.objects.filter(author=user).select_related("organization").order_by("pk")
    return [
        {"organization": row.organization.name, **each}
        for row in rows
        for each in plain([row], "kind", "title", "description", "live", "created")
    ]


def _declarations(user: Any) -> list[dict[str, Any]]:
    rows = Declaration.objects.filter(user=user).select_related("opportunity").order_by("pk")
    return [{"title": row.opportunity.title, **each} for row in rows for each in plain([row], "words", "made")]


register(
    Section(
        "saved-opportunities",
        _("Opportunities you saved or put aside"),
        {"title": _("title"), **labels_of(Choice, "decision", "made")},
        _choices,
        ["opportunities.Choice.user"],
    ),
    Section(
        "opportunities",
        _("Opportunities you posted"),
        {
            "organization": _("organization"),
            **labels_of(Opportunity, "kind", "title", "description", "live", "created"),
        },
        _posts,
        ["opportunities.Opportunity.author"],
    ),
    Section(
        "declarations",
        _("What you declared for posts"),
        {"title": _("title"), **labels_of(Declaration, "words", "made")},
        _declarations,
        ["opportunities.Declaration.user"],
    ),
)
leave_out(
    {
        "opportunities.Filling.by": "who said that somebody was found; it is the organization's to say",
        "opportunities.PostingRight.user": "a moderator's decision; who posts is told of it when it matters",
    }
)
