"""What the board holds of a member, for the copy of their data."""

from typing import Any

from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from opportunities.models import Application, ApplicationFile, ApplicationNote, Choice, Opportunity
from opportunities.questions import words_of
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
