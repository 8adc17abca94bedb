"""How opportunities are reported and moderated, and what members send on them: applications, questions, proposals."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from opportunities.applications import answered
from opportunities.models import Application, Bid, Opportunity, TenderQuestion
from profiles import reviewing
from profiles.reportable import Reportable, hide_row, register, show_row
from profiles.reported import owners_of


def register_all() -> None:
    _register_posts()
    _register_applications()
    _register_questions()
    _register_bids()


def _register_posts() -> None:
    register(
        Reportable(
            name="opportunity",
            model=Opportunity,
            visible_to=Opportunity.objects.visible_to,
            account=lambda opportunity: opportunity.author,
            organization=lambda opportunity: opportunity.organization,
            owners=lambda opportunity: {*filter(None, [opportunity.author]), *owners_of(opportunity.organization)},
            text=lambda opportunity: [text.description for text in opportunity.texts],
            hide=lambda opportunity, moderator: reviewing.take_down(opportunity, user=moderator),
            show=lambda opportunity, moderator, before: reviewing.put_back(opportunity, before, user=moderator),
        )
    )


def _register_applications() -> None:
    register(
        Reportable(
            name="application",
            model=Application,
            visible_to=Application.objects.for_team,
            account=lambda application: application.applicant,
            owners=lambda application: [application.applicant],
            text=_application_text,
            hide=hide_row,
            show=show_row,
            key="uuid",
            page=lambda application: reverse(
                "opportunities:arrived", args=[application.opportunity.slug, application.uuid]
            ),
            is_private=True,
        )
    )


def _register_questions() -> None:
    register(
        Reportable(
            name="question",
            model=TenderQuestion,
            visible_to=TenderQuestion.objects.visible_to,
            account=lambda question: None,  # who asked is shown to nobody, moderators included
            owners=lambda question: [question.asker] if question.asker is not None else [],
            text=lambda question: [question.text, question.answer],
            hide=hide_row,
            show=show_row,
            key="uuid",
            page=lambda question: question.opportunity.get_absolute_url(),
        )
    )


def _register_bids() -> None:
    register(
        Reportable(
            name="proposal",
            model=Bid,
            visible_to=Bid.objects.for_team,
            account=lambda bid: bid.bidder,
            organization=lambda bid: bid.organization,
            owners=lambda bid: [bid.bidder],
            text=lambda bid: [bid.name, bid.message, _names_of(bid.files)],
            hide=hide_row,
            show=show_row,
            key="uuid",
            page=lambda bid: reverse("opportunities:tender-desk", args=[bid.opportunity.slug]),
            is_private=True,
        )
    )


def _application_text(application: Application) -> Iterator[str]:
    """What the team reads, its files apart."""
    yield application.name
    yield application.message
    for each in answered(application):
        yield f"{each.question}\n{each.answer}"
    yield _names_of(application.files)


def _names_of(files: Any) -> str:
    """All that moderators learn of files: they don't get these."""
    return "\n".join(files.values_list("name", flat=True))
