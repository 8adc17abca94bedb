"""What the board keeps: posts, what members decide about them, moves of deadlines, and what tenders have besides."""

from opportunities.models.deadline import DeadlineChange
from opportunities.models.opportunity import (
    Choice,
    Opportunity,
    OpportunityPlace,
    RequiredExpertise,
    UsefulExpertise,
)
from opportunities.models.tender import AwardNotice, Bid, BidFile, Lot, TenderDocument, TenderQuestion

__all__ = [
    "AwardNotice",
    "Bid",
    "BidFile",
    "Choice",
    "DeadlineChange",
    "Lot",
    "Opportunity",
    "OpportunityPlace",
    "RequiredExpertise",
    "TenderDocument",
    "TenderQuestion",
    "UsefulExpertise",
]
