"""What the board leaves to a worker: telling many people.  Run again after a crash, a task may tell some twice."""

from typing import Any

from django_tasks import task

from opportunities.followers import followers_of
from opportunities.models import AwardNotice, DeadlineChange, Opportunity, TenderDocument, TenderQuestion
from opportunities.tendering import lots_of
from profiles.mailing import send_to_member

POST = "opportunity__organization"


@task()
def tell_of_deadline(pk: int) -> None:
    """When a post closes now."""
    change = DeadlineChange.objects.select_related(POST).filter(pk=pk).first()
    if change is not None:
        _tell(change.opportunity, "deadline", but=change.by_id, change=change)


@task()
def tell_of_document(pk: int) -> None:
    """That there is a new document, or a new version of one."""
    document = TenderDocument.objects.select_related(POST).filter(pk=pk).first()
    if document is not None:
        _tell(document.opportunity, "document", document=document)


@task()
def tell_of_answer(pk: int) -> None:
    """That a question was answered, in words that say nothing of who asked."""
    question = TenderQuestion.objects.select_related(POST).filter(pk=pk).first()
    if question is not None:
        _tell(question.opportunity, "answer", question=question)


@task()
def tell_of_award(pk: int) -> None:
    """How a tender ended."""
    notice = AwardNotice.objects.select_related(POST).filter(pk=pk).first()
    if notice is not None:
        _tell(notice.opportunity, "award", notice=notice, lots=lots_of(notice.opportunity))


def _tell(opportunity: Opportunity, mail: str, *, but: int | None = None, **context: Any) -> None:
    link = opportunity.get_absolute_url()
    for user in followers_of(opportunity).exclude(pk=but).iterator():
        send_to_member(user, f"opportunities/email/{mail}", link=link, opportunity=opportunity, **context)
