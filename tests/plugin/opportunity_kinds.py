from typing import TYPE_CHECKING, Any

from opportunities.kinds import Kind, register
from opportunities.kinds.facts import Fact, MomentFact
from opportunities.red_flags import Flag

if TYPE_CHECKING:
    from opportunities.models import Opportunity


class Residency(Kind):
    name = "residency"
    label = "Residency"
    description = "A room and time for artists."
    icon = "heart"
    verb = "Ask for a room"
    facts = (Fact("room", "The room"), MomentFact("starts", "Begins"), MomentFact("ends", "Ends"))
    in_order = ("starts", "ends")
    on_card = ("room",)
    wish = "return"
    schema_type = "Accommodation"

    @classmethod
    def json_ld(cls, opportunity: "Opportunity", url: str) -> dict[str, Any]:
        return {"@context": "https://schema.org", "@type": cls.schema_type, "name": opportunity.title, "url": url}

    @classmethod
    def red_flags(cls, opportunity: "Opportunity") -> list[Flag]:
        cold = [Flag("too_good", "free")] if "free" in opportunity.details.get("room", "") else []
        return [*super().red_flags(opportunity), *cold]


register(Residency)
