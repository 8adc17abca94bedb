"""Writes to the board.  Views, commands and the API come through here."""

from opportunities.services.lifecycle import duplicate_opportunity, fill_opportunity
from opportunities.services.posts import (
    RESERVED_SLUGS,
    create_draft,
    delete_draft,
    make_choice,
    problems_of,
    save_draft,
    withdraw_choice,
    withdraw_opportunity,
)
from opportunities.services.submitting import release_hold, submit_opportunity

__all__ = [
    "RESERVED_SLUGS",
    "create_draft",
    "delete_draft",
    "duplicate_opportunity",
    "fill_opportunity",
    "make_choice",
    "problems_of",
    "release_hold",
    "save_draft",
    "submit_opportunity",
    "withdraw_choice",
    "withdraw_opportunity",
]
