"""Which fields of a profile which audience sees.  Pages, the index, completions and exports all ask here."""

from collections.abc import Mapping

from profiles.models.profile import AUDIENCE_FIELDS, Audience

WIDTH = {Audience.PRIVATE: 0, Audience.CONNECTIONS: 1, Audience.MEMBERS: 2, Audience.PUBLIC: 3}


def chosen_audience(audiences: Mapping[str, str], field: str) -> str:
    """The audience that a member chose for a field, or its cautious default; an unknown word means «only me»."""
    chosen = audiences.get(field, AUDIENCE_FIELDS[field])
    return chosen if chosen in WIDTH else Audience.PRIVATE


def fields_seen_by(audiences: Mapping[str, str], seen_by: str) -> frozenset[str]:
    """The names of AUDIENCE_FIELDS that `seen_by` (an Audience) sees; empty when the profile as a whole is not for
    them."""

    def sees(field: str) -> bool:
        return WIDTH[Audience(chosen_audience(audiences, field))] >= WIDTH[Audience(seen_by)]

    return frozenset(field for field in AUDIENCE_FIELDS if sees(field)) if sees("profile") else frozenset()
