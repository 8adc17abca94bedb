"""What the board keeps: posts, and the applications to them."""

from opportunities.models.application import (
    AddressShown,
    Application,
    ApplicationEvent,
    ApplicationFile,
    ApplicationNote,
)
from opportunities.models.opportunity import (
    Choice,
    Opportunity,
    OpportunityPlace,
    RequiredExpertise,
    UsefulExpertise,
)

__all__ = [
    "AddressShown",
    "Application",
    "ApplicationEvent",
    "ApplicationFile",
    "ApplicationNote",
    "Choice",
    "Opportunity",
    "OpportunityPlace",
    "RequiredExpertise",
    "UsefulExpertise",
]
