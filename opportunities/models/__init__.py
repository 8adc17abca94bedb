from opportunities.models.opportunity import (
    Choice,
    Opportunity,
    OpportunityPlace,
    RequiredExpertise,
    UsefulExpertise,
)
from opportunities.models.filling import Filling
from opportunities.models.vetting import Declaration, Hold, PostingRight

__all__ = [
    "Choice",
    "Declaration",
    "Filling",
    "Hold",
    "Opportunity",
    "OpportunityPlace",
    "PostingRight",
    "RequiredExpertise",
    "UsefulExpertise",
]
