from profiles.models.connection import Block, Connection
from profiles.models.invitation import Invitation
from profiles.models.organization import Membership, Organization
from profiles.models.profile import AUDIENCE_FIELDS, Audience, OpenTo, Profile, TaggedExpertise, TaggedInterest
from profiles.models.report import URGENT, Case, CaseEvent, Reason, Report
from profiles.models.report_settings import HelpLine, ReadyReason, ReportSettings

__all__ = [
    "AUDIENCE_FIELDS",
    "URGENT",
    "Audience",
    "Block",
    "Case",
    "CaseEvent",
    "Connection",
    "HelpLine",
    "Invitation",
    "Membership",
    "OpenTo",
    "Organization",
    "Profile",
    "ReadyReason",
    "Reason",
    "Report",
    "ReportSettings",
    "TaggedExpertise",
    "TaggedInterest",
]
