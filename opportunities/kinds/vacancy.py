from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from opportunities.declarations import CONTRACT, NO_FEE, NO_PASSPORT
from opportunities.kinds.base import Kind
from opportunities.kinds.facts import ChoiceFact, Fact, LinesFact
from opportunities.kinds.structured import job_posting

if TYPE_CHECKING:
    from opportunities.models import Opportunity


class Vacancy(Kind):
    name = "vacancy"
    label = _("Vacancy")
    description = _("A paid job, for a time or for good.")
    icon = "board"
    declarations = (NO_FEE, NO_PASSPORT, CONTRACT)
    wish = "employment"
    facts = (
        Fact("grade", _("Grade")),
        Fact("duty_station", _("Duty station")),
        ChoiceFact(
            "hours",
            _("Hours"),
            choices=(("full", _("Full time")), ("part", _("Part time")), ("flexible", _("Flexible"))),
        ),
        Fact("duration", _("How long"), _("For example: 12 months, can be extended.")),
        Fact("salary", _("Pay"), _("Posts that say the pay get more answers.")),
        LinesFact("documents", _("What to send"), _("One a line: CV, cover letter…")),
    )
    message_label = _("Why you")
    message_help = _("What you have done that fits, and what draws you to this work.")
    schema_type = "JobPosting"

    @classmethod
    def json_ld(cls, opportunity: "Opportunity", url: str) -> dict[str, Any] | None:
        return job_posting(opportunity, url, "PART_TIME" if opportunity.details.get("hours") == "part" else "FULL_TIME")
