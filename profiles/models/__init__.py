from profiles.models.connection import Block, Connection
from profiles.models.invitation import Invitation
from profiles.models.organization import Membership, Organization
from profiles.models.profile import AUDIENCE_FIELDS, Audience, OpenTo, Profile, TaggedExpertise, TaggedInterest
from profiles.models.saved_search import SavedSearch

__all__ = [
    "AUDIENCE_FIELDS",
    "Audience",
    "Block",
    "Connection",
    "Invitation",
    "Membership",
    "OpenTo",
    "Organization",
    "Profile",
    "SavedSearch",
    "TaggedExpertise",
    "TaggedInterest",
]
