from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from opportunities.declarations import CONTRACT, NO_FEE, NO_PASSPORT
from opportunities.kinds.base import Kind
from opportunities.kinds.facts import ChoiceFact, Fact, LinesFact, MomentFact
from opportunities.kinds.structured import job_posting

if TYPE_CHECKING:
    from opportunities.models import Opportunity


class ExpertAssignment(Kind):
    name = "expert-assignment"
    label = _("Expert assignment")
    description = _("A temporary return: experts pass on what they know, for weeks or months.")
    icon = "globe"
    wish = "return"
    declarations = (NO_FEE, NO_PASSPORT, CONTRACT)
    facts = (
        Fact("host", _("Where you work"), _("For example: the regional hospital in Osh.")),
        Fact("duration", _("How long"), _("For example: 6 weeks, in two visits.")),
        ChoiceFact(
            "how",
            _("How you go"),
            choices=(("once", _("One stay")), ("several", _("Several visits")), ("virtual", _("From where you live"))),
        ),
        LinesFact("tasks", _("What you pass on"), _("One a line.")),
        LinesFact("covered", _("What is covered"), _("One a line: travel, housing, insurance, pay…")),
        Fact("leave", _("Your job at home"), _("For example: we write to your employer about unpaid leave.")),
        LinesFact("documents", _("What to send"), _("One a line: CV, cover letter…")),
        MomentFact("starts", _("Begins")),
        MomentFact("ends", _("Ends")),
    )
    in_order = ("starts", "ends")
    on_card = ("duration",)
    schema_type = "JobPosting"

    @classmethod
    def json_ld(cls, opportunity: "Opportunity", url: str) -> dict[str, Any] | None:
        return job_posting(opportunity, url, "TEMPORARY")
