from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from opportunities.kinds import structured
from opportunities.kinds.base import Kind
from opportunities.kinds.facts import Fact, MomentFact, NumberFact

if TYPE_CHECKING:
    from opportunities.models import Opportunity


class Event(Kind):
    name = "event"
    label = _("Event")
    description = _("A meeting, exhibition, concert or conference.")
    icon = "calendar"
    verb = _("Take part")
    declarations = ()
    wish = "speaking"
    charges = True
    facts = (
        Fact("venue", _("Venue")),
        Fact("price", _("Entrance"), _("Write «free» when it is.")),
        NumberFact("seats", _("Seats")),
        MomentFact("starts", _("Begins"), _("In the time zone of the post.")),
        MomentFact("ends", _("Ends"), _("In the time zone of the post.")),
    )
    message_label = _("A word to the organizers")
    message_help = _("What they should know: how many come with you, what you need to be able to take part.")
    needs_message = False
    takes_files = False
    in_order = ("starts", "ends")
    schema_type = "Event"

    @classmethod
    def json_ld(cls, opportunity: "Opportunity", url: str) -> dict[str, Any] | None:
        return structured.event(opportunity, url)
