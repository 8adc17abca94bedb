"""What the board holds of a member, for the copy of their data."""

from pathlib import PurePath
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from opportunities.models import (
    Application,
    ApplicationFile,
    ApplicationNote,
    Bid,
    BidFile,
    CalendarLink,
    Choice,
    Declaration,
    ImportedTable,
    Opportunity,
    Reminder,
    TenderQuestion,
)
from opportunities.questions import words_of
from profiles.data_sections import Section, labels_of, leave_out, plain, register

CHOICE, REMINDER = ("decision", "reason", "made"), ("days", "created", "told_of")


def _about_posts(rows: QuerySet[Any], *fields: str) -> list[dict[str, Any]]:
    """Fields of rows, each with the title of its post."""
    rows = rows.select_related("opportunity").order_by("pk")
    return [{"title": row.opportunity.title, **each} for row in rows for each in plain([row], *fields)]


def _of_organizations(rows: QuerySet[Any], *fields: str) -> list[dict[str, Any]]:
    """Fields of rows, each with the name of its organization."""
    rows = rows.select_related("organization").order_by("pk")
    return [{"organization": row.organization.name, **each} for row in rows for each in plain([row], *fields)]


def _choices(user: Any) -> list[dict[str, Any]]:
    return _about_posts(Choice.objects.filter(user=user), *CHOICE)


def _reminders(user: Any) -> list[dict[str, Any]]:
    return _about_posts(Reminder.objects.filter(user=user), *REMINDER)


def _calendar_link(user: Any) -> list[dict[str, Any]]:
    """That there is one: its address is a key, and no copy holds keys."""
    return plain(CalendarLink.objects.filter(user=user), "created")


def _tables(user: Any) -> list[dict[str, Any]]:
    return _of_organizations(ImportedTable.objects.filter(user=user), "name", "created")


def _posts(user: Any) -> list[dict[str, Any]]:
    rows = Opportunity.objects.filter(author=user).select_related("organization").order_by("pk")
    return [
        {
            "organization": row.organization.name,
            "translations": [f"{text.title}\n{text.description}" for text in row.texts[1:]],
            **each,
        }
        for row in rows
        for each in plain([row], "kind", "title", "description", "live", "created")
    ]


def _declarations(user: Any) -> list[dict[str, Any]]:
    return _about_posts(Declaration.objects.filter(user=user), "words", "made")


def _questions(user: Any) -> list[dict[str, Any]]:
    return _about_posts(TenderQuestion.objects.filter(asker=user), "text", "created", "answer", "published")


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


def _applications(user: Any) -> list[dict[str, Any]]:
    """What one has written, and what became of it; what the team noted for itself is not told."""
    rows = Application.objects.of(user).order_by("pk")
    return [
        {
            "title": row.opportunity.title,
            "organization": row.opportunity.organization.name,
            **each,
            "answers": {answer.get("text", ""): words_of(answer) for answer in row.answers},
            "files": [file.name for file in row.files.all()],
        }
        for row in rows
        for each in plain([row], "status", "name", "message", "receipt", "sent", "withdrawn", "created", "updated")
    ]


def _application_files(user: Any) -> list[tuple[str, FieldFile]]:
    rows = ApplicationFile.objects.filter(application__applicant=user).order_by("pk")
    return [(f"applications/{row.pk}-{row.name}", row.file) for row in rows]


def _notes(user: Any) -> list[dict[str, Any]]:
    rows = ApplicationNote.objects.filter(author=user).select_related("application__opportunity").order_by("pk")
    return [{"title": row.application.opportunity.title, "text": row.text, "created": row.created} for row in rows]


register(
    Section(
        "saved-opportunities",
        _("Opportunities you saved or put aside"),
        {"title": _("title"), **labels_of(Choice, *CHOICE)},
        _choices,
        ["opportunities.Choice.user"],
    ),
    Section(
        "calendar-link",
        _("The address of your calendar"),
        labels_of(CalendarLink, "created"),
        _calendar_link,
        ["opportunities.CalendarLink.user"],
    ),
    Section(
        "imported-tables",
        _("Tables you are importing"),
        {"organization": _("organization"), **labels_of(ImportedTable, "name", "created")},
        _tables,
        ["opportunities.ImportedTable.user"],
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
            "translations": _("in other languages"),
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
    Section(
        "applications",
        _("Applications"),
        {
            "title": _("title"),
            "organization": _("organization"),
            **labels_of(Application, "status", "name", "message", "receipt", "sent", "withdrawn", "created", "updated"),
            "answers": _("answers"),
            "files": _("Files"),
        },
        _applications,
        ["opportunities.Application.applicant"],
        _application_files,
    ),
    Section(
        "notes-on-applications",
        _("Notes you wrote on applications"),
        {"title": _("title"), **labels_of(ApplicationNote, "text", "created")},
        _notes,
        ["opportunities.ApplicationNote.author"],
    ),
)
leave_out({"opportunities.ApplicationEvent.by": "a team's work; the application is somebody else's"})
