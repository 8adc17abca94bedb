from profiles.models.connection import Block, Connection
from profiles.models.invitation import Invitation
from profiles.models.message import Conversation, Message, Participant
from profiles.models.organization import Membership, Organization
from profiles.models.profile import (
    AUDIENCE_FIELDS,
    Audience,
    MessageMail,
    OpenTo,
    Profile,
    TaggedExpertise,
    TaggedInterest,
)

__all__ = [
    "AUDIENCE_FIELDS",
    "Audience",
    "Block",
    "Connection",
    "Conversation",
    "Invitation",
    "Membership",
    "Message",
    "MessageMail",
    "OpenTo",
    "Organization",
    "Participant",
    "Profile",
    "TaggedExpertise",
    "TaggedInterest",
]
