from profiles.models.connection import Block, Connection
from profiles.models.invitation import Invitation
from profiles.models.organization import Membership, Organization
from profiles.models.profile import AUDIENCE_FIELDS, Audience, OpenTo, Profile, TaggedExpertise, TaggedInterest

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
    "TaggedExpertise",
    "TaggedInterest",
]
