"""Writes to the board.  Views, commands and the API come through here."""

from opportunities.services.bidding import ask_question, send_bid, withdraw_bid
from opportunities.services.deadlines import close_early, extend_deadline
from opportunities.services.lifecycle import duplicate_opportunity, fill_opportunity
from opportunities.services.outreach import remove_calendar_link, renew_calendar_link
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
    "close_early",
    "create_draft",
    "decide_lot",
    "delete_draft",
    "duplicate_opportunity",
    "extend_deadline",
    "fill_opportunity",
    "make_choice",
    "open_bids",
    "problems_of",
    "publish_award",
    "release_hold",
    "remove_calendar_link",
    "remove_document",
    "renew_calendar_link",
    "save_draft",
    "send_bid",
    "submit_opportunity",
    "withdraw_bid",
    "withdraw_choice",
    "withdraw_opportunity",
]
