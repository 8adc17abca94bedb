from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from opportunities.declarations import NO_FEE, NO_PASSPORT
from opportunities.kinds.base import Kind
from opportunities.kinds.facts import Fact, LinesFact, MomentFact
from opportunities.kinds.structured import job_posting

if TYPE_CHECKING:
    from opportunities.models import Opportunity


class Consultancy(Kind):
    name = "consultancy"
    label = _("Consultancy")
    description = _("A paid piece of work for one expert or a few.")
    icon = "person"
    declarations = (NO_FEE, NO_PASSPORT)
    wish = "consulting"
    facts = (
        Fact("duration", _("How long"), _("For example: 20 working days by March.")),
        Fact("fee", _("Fee")),
        LinesFact("deliverables", _("What to deliver"), _("One a line.")),
        LinesFact("documents", _("What to send"), _("One a line: CV, proposal…")),
        MomentFact("starts", _("Begins")),
    )
    message_label = _("Your offer in brief")
    message_help = _("How you would go about it, what you have done of the kind, and when you could begin.")
    schema_type = "JobPosting"

    @classmethod
    def json_ld(cls, opportunity: "Opportunity", url: str) -> dict[str, Any] | None:
        return job_posting(opportunity, url, "CONTRACTOR")
