"""Writes to the board.  Views, commands and the API come through here."""

from opportunities.services.bidding import ask_question, send_bid, withdraw_bid
from opportunities.services.choices import (
    clear_reminder,
    clear_reminders,
    days_ahead,
    give_reason,
    make_choice,
    set_reminder,
    suggest_concept_again,
    suggest_far_again,
    withdraw_choice,
)
from opportunities.services.deadlines import close_early, extend_deadline
from opportunities.services.lifecycle import duplicate_opportunity, fill_opportunity
from opportunities.services.posts import (
    RESERVED_SLUGS,
    create_draft,
    delete_draft,
    problems_of,
    save_draft,
    withdraw_opportunity,
)
from opportunities.services.submitting import release_hold, submit_opportunity
from opportunities.services.tenders import (
    add_document,
    answer_question,
    decide_lot,
    open_bids,
    publish_award,
    remove_document,
)

__all__ = [
    "RESERVED_SLUGS",
    "add_document",
    "answer_question",
    "ask_question",
    "clear_reminder",
    "clear_reminders",
    "close_early",
    "create_draft",
    "days_ahead",
    "decide_lot",
    "delete_draft",
    "duplicate_opportunity",
    "extend_deadline",
    "fill_opportunity",
    "give_reason",
    "make_choice",
    "open_bids",
    "problems_of",
    "publish_award",
    "release_hold",
    "remove_document",
    "save_draft",
    "send_bid",
    "set_reminder",
    "submit_opportunity",
    "suggest_concept_again",
    "suggest_far_again",
    "withdraw_bid",
    "withdraw_choice",
    "withdraw_opportunity",
]
