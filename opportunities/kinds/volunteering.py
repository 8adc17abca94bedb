from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from opportunities.declarations import CONTRACT, NO_FEE, NO_PASSPORT
from opportunities.kinds.base import Kind
from opportunities.kinds.facts import Fact, LinesFact, MomentFact, NumberFact
from opportunities.kinds.structured import job_posting

if TYPE_CHECKING:
    from opportunities.models import Opportunity


class Volunteering(Kind):
    name = "volunteering"
    label = _("Volunteering")
    description = _("Unpaid help with hands, head or heart.")
    icon = "heart"
    verb = _("Offer your help")
    declarations = (NO_FEE, NO_PASSPORT, CONTRACT)
    wish = "volunteering"
    facts = (
        Fact("duration", _("How long"), _("For example: 3 months.")),
        Fact("hours_a_week", _("Hours a week")),
        NumberFact("people", _("How many people"), maximum=10_000),
        LinesFact("covered", _("What is covered"), _("One a line: travel, meals, insurance…")),
        MomentFact("starts", _("Begins")),
    )
    message_label = _("How you would help")
    message_help = _("What you can do, and when you have time.")
    schema_type = "JobPosting"

    @classmethod
    def json_ld(cls, opportunity: "Opportunity", url: str) -> dict[str, Any] | None:
        return job_posting(opportunity, url, "VOLUNTEER")
