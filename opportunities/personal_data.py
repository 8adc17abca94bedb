"""What the board holds of a member, for the copy of their data."""

from pathlib import PurePath
from typing import Any

from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from opportunities.models import Bid, BidFile, Choice, Declaration, Opportunity, Reminder, TenderQuestion
from profiles.data_sections import Section, labels_of, leave_out, plain, register

CHOICE, REMINDER = ("decision", "reason", "made"), ("days", "created", "told_of")


def _choices(user: Any) -> list[dict[str, Any]]:
    rows = Choice.objects.filter(user=user).select_related("opportunity").order_by("pk")
    return [{"title": row.opportunity.title, **each} for row in rows for each in plain([row], *CHOICE)]


def _reminders(user: Any) -> list[dict[str, Any]]:
    rows = Reminder.objects.filter(user=user).select_related("opportunity").order_by("pk")
    return [{"title": row.opportunity.title, **each} for row in rows for each in plain([row], *REMINDER)]


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


def _questions(user: Any) -> list[dict[str, Any]]:
    rows = TenderQuestion.objects.filter(asker=user).select_related("opportunity").order_by("pk")
    return [
        {"title": row.opportunity.title, **each}
        for row in rows
        for each in plain([row], "text", "created", "answer", "published")
    ]


def _bids(user: Any) -> list[dict[str, Any]]:
    rows = Bid.objects.of(user).prefetch_related("files")
    return [
        {"title": row.opportunity.title, "files": [file.name for file in row.files.all()], **each}
        for row in rows
        for each in plain([row], "name", "lot_title", "message", "received", "receipt", "digest", "withdrawn")
    ]


def _bid_files(user: Any) -> list[tuple[str, FieldFile]]:
    rows = BidFile.objects.filter(bid__bidder=user).select_related("bid").order_by("pk")
    return [(f"bids/{row.bid.receipt}-{row.pk}{PurePath(row.name).suffix}", row.file) for row in rows]


leave_out(
    {
        "opportunities.DeadlineChange.by": "the act of an organization, whoever of its people did it",
        "opportunities.Filling.by": "the act of an organization, whoever of its people did it",
        "opportunities.PostingRight.user": "a moderator's decision; who posts is told of it when it matters",
    }
)
register(
    Section(
        "saved-opportunities",
        _("Opportunities you saved or put aside"),
        {"title": _("title"), **labels_of(Choice, *CHOICE)},
        _choices,
        ["opportunities.Choice.user"],
    ),
    Section(
        "reminders",
        _("Reminders of deadlines"),
        {"title": _("title"), **labels_of(Reminder, *REMINDER)},
        _reminders,
        ["opportunities.Reminder.user"],
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
    Section(
        "tender-questions",
        _("Questions you asked about tenders"),
        {"title": _("title"), **labels_of(TenderQuestion, "text", "created", "answer", "published")},
        _questions,
        ["opportunities.TenderQuestion.asker"],
    ),
    Section(
        "bids",
        _("Proposals you sent"),
        {
            "title": _("title"),
            "files": _("files"),
            **labels_of(Bid, "name", "lot_title", "message", "received", "receipt", "digest", "withdrawn"),
        },
        _bids,
        ["opportunities.Bid.bidder"],
        _bid_files,
    ),
)
