from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from opportunities.kinds.base import Kind
from opportunities.kinds.facts import Fact, LinesFact, MomentFact, NumberFact
from opportunities.kinds.structured import course

if TYPE_CHECKING:
    from opportunities.models import Opportunity


class Training(Kind):
    name = "training"
    label = _("Training")
    description = _("A course or workshop that people can join.")
    icon = "learn"
    verb = _("Register")
    declarations = ()
    wish = "speaking"
    charges = True
    facts = (
        Fact("for_whom", _("For whom")),
        Fact("price", _("Price"), _("Write «free» when it is.")),
        Fact("certificate", _("Certificate")),
        Fact("venue", _("Venue")),
        NumberFact("seats", _("Seats")),
        LinesFact("programme", _("Programme"), _("One a line.")),
        MomentFact("starts", _("Begins"), _("In the time zone of the post.")),
        MomentFact("ends", _("Ends"), _("In the time zone of the post.")),
    )
    in_order = ("starts", "ends")
    message_help = _("Why this course, and what you know already.")
    needs_message = False
    schema_type = "Course"

    @classmethod
    def json_ld(cls, opportunity: "Opportunity", url: str) -> dict[str, Any]:
        return course(opportunity, url)
