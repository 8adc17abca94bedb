from profiles.models.organization import Membership, Organization
from profiles.models.profile import AUDIENCE_FIELDS, Audience, Profile, TaggedExpertise, TaggedInterest

__all__ = ["AUDIENCE_FIELDS", "Audience", "Membership", "Organization", "Profile", "TaggedExpertise", "TaggedInterest"]
