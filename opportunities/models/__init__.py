"""What the board keeps: posts, what members decide about them, what becomes of them, and what tenders have besides."""

from opportunities.models.choice import Choice, Reminder
from opportunities.models.deadline import DeadlineChange
from opportunities.models.filling import Filling
from opportunities.models.opportunity import (
    Opportunity,
    OpportunityPlace,
    RequiredExpertise,
    UsefulExpertise,
)
from opportunities.models.tender import AwardNotice, Bid, BidFile, Lot, TenderDocument, TenderQuestion
from opportunities.models.vetting import Declaration, Hold, PostingRight

__all__ = [
    "AwardNotice",
    "Bid",
    "BidFile",
    "Choice",
    "DeadlineChange",
    "Declaration",
    "Filling",
    "Hold",
    "Lot",
    "Opportunity",
    "OpportunityPlace",
    "PostingRight",
    "Reminder",
    "RequiredExpertise",
    "TenderDocument",
    "TenderQuestion",
    "UsefulExpertise",
]
