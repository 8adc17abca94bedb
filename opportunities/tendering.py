"""What is read of a tender: its lots, documents, questions and answers, and what whoever looks at it may do."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from opportunities import permissions
from opportunities.kinds.tender import Tender
from opportunities.models import AwardNotice, Bid, Lot, Opportunity, TenderDocument
from opportunities.models.tender import WHOLE


def is_tender(opportunity: Opportunity) -> bool:
    return opportunity.kind_class is Tender


def lots_of(opportunity: Opportunity) -> list[Lot]:
    """The lots that a post announces, each with what became of it; one without lots is a single lot of its own title.

    Lots that nothing was decided about have no row yet.
    """
    decided = {lot.number: lot for lot in opportunity.lots.all()}
    announced = dict(_announced(opportunity.details.get("lots"))) or {WHOLE: opportunity.title}
    for number, title in announced.items():
        decided.setdefault(number, Lot(opportunity=opportunity, number=number, title=title[:300]))
    return [decided[number] for number in sorted(decided) if number in announced or decided[number].pk]


def lot_of(opportunity: Opportunity, number: int) -> Lot | None:
    """The lot of that number; None when the post has none such."""
    return next((lot for lot in lots_of(opportunity) if lot.number == number), None)


def _announced(kept: Any) -> list[tuple[int, str]]:
    """(number, title) of each lot in `details`, which may come from elsewhere in any shape."""
    found = []
    for place, lot in enumerate(kept if isinstance(kept, list) else [], 1):
        if isinstance(lot, Mapping):
            number, title = lot.get("number"), lot.get("title")
            is_number = isinstance(number, int) and 0 < number < 1000
            found.append((number if is_number else place, str(title or "")))
        else:
            found.append((place, str(lot)))
    return found  # type: ignore[return-value]


def documents_of(opportunity: Opportunity) -> list[dict[str, Any]]:
    """The documents as they hold now, each with its earlier versions, the newest first."""
    rows: Sequence[TenderDocument] = list(opportunity.tender_documents.all())
    for row in rows:
        row.opportunity = opportunity
    by_pk = {row.pk: row for row in rows}
    replaced = {row.supersedes_id for row in rows}
    found = []
    for row in rows:
        if row.pk in replaced:
            continue
        earlier, before = [], row.supersedes_id
        while before is not None:
            earlier.append(by_pk[before])
            before = by_pk[before].supersedes_id
        found.append({"document": row, "earlier": earlier})
    return found


def tender_page(opportunity: Opportunity, viewer: Any) -> dict[str, Any]:
    """What the page of a tender shows below its facts."""
    known = viewer.is_authenticated
    is_team = known and permissions.may_edit(viewer, opportunity)
    now = timezone.now()
    questions_close = Tender.questions_close(opportunity)
    asked = [] if is_team or not known else opportunity.tender_questions.filter(asker=viewer, published=None)
    return {
        "lots": lots_of(opportunity),
        "documents": documents_of(opportunity),
        "questions": list(opportunity.tender_questions.shown().exclude(published=None)),
        "own_questions": list(asked),
        "questions_close": questions_close,
        "takes_questions": opportunity.is_open(now) and (questions_close is None or now < questions_close),
        "takes_bids": Tender.takes_bids(opportunity),
        "is_open": opportunity.is_open(now),
        "own_bids": list(Bid.objects.of(viewer).filter(opportunity=opportunity, withdrawn=None))
        if known and not is_team
        else [],
        "award": AwardNotice.objects.filter(opportunity=opportunity).first(),
        "is_team": is_team,
    }
