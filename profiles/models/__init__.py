from profiles.models.claim import Claim
from profiles.models.community import Community, CommunityMembership
from profiles.models.connection import Block, Connection
from profiles.models.consent import Consent
from profiles.models.digest import Digest
from profiles.models.discussion import Discussion, DiscussionFollow, Post
from profiles.models.invitation import Invitation
from profiles.models.leaving import Departure
from profiles.models.message import Conversation, Message, Participant
from profiles.models.organization import Membership, Organization
from profiles.models.organization_link import OrganizationLink
from profiles.models.profile import (
    AUDIENCE_FIELDS,
    Audience,
    MessageMail,
    OpenTo,
    Profile,
    TaggedExpertise,
    TaggedInterest,
)
from profiles.models.report import URGENT, Case, CaseEvent, Reason, Report
from profiles.models.report_settings import HelpLine, ReadyReason, ReportSettings
from profiles.models.saved_search import SavedSearch
from profiles.models.verification import Check, Evidence, Verification

__all__ = [
    "AUDIENCE_FIELDS",
    "URGENT",
    "Audience",
    "Block",
    "Case",
    "CaseEvent",
    "Check",
    "Claim",
    "Community",
    "CommunityMembership",
    "Connection",
    "Consent",
    "Conversation",
    "Departure",
    "Evidence",
    "Digest",
    "Discussion",
    "DiscussionFollow",
    "HelpLine",
    "Invitation",
    "Membership",
    "Message",
    "MessageMail",
    "OpenTo",
    "Organization",
    "OrganizationLink",
    "Participant",
    "Post",
    "Profile",
    "ReadyReason",
    "Reason",
    "Report",
    "ReportSettings",
    "SavedSearch",
    "TaggedExpertise",
    "TaggedInterest",
    "Verification",
]
