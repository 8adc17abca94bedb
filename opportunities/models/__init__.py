"""What the board keeps: posts, what members decide about them, applications, and what tenders have besides."""

from opportunities.models.application import (
    AddressShown,
    Application,
    ApplicationEvent,
    ApplicationFile,
    ApplicationNote,
)
from opportunities.models.choice import Choice, Reminder
from opportunities.models.deadline import DeadlineChange
from opportunities.models.filling import Filling
from opportunities.models.opportunity import (
    Opportunity,
    OpportunityPlace,
    RequiredExpertise,
    UsefulExpertise,
)
from opportunities.models.outreach import CalendarLink, ImportedTable
from opportunities.models.tender import AwardNotice, Bid, BidFile, Lot, TenderDocument, TenderQuestion
from opportunities.models.vetting import Declaration, Hold, PostingRight

__all__ = [
    "AddressShown",
    "Application",
    "ApplicationEvent",
    "ApplicationFile",
    "ApplicationNote",
    "AwardNotice",
    "Bid",
    "BidFile",
    "CalendarLink",
    "Choice",
    "DeadlineChange",
    "Declaration",
    "Filling",
    "Hold",
    "ImportedTable",
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
