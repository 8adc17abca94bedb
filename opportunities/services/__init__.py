"""All writes to the board.  Views, commands and the API come through here."""

from opportunities.services.answering import add_note, answer_applications, change_status, delete_note
from opportunities.services.applying import (
    delete_draft_application,
    remove_file,
    reopen_application,
    save_application,
    send_application,
    show_address,
    withdraw_application,
)
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
from opportunities.services.outreach import remove_calendar_link, renew_calendar_link
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
    "add_note",
    "answer_applications",
    "answer_question",
    "ask_question",
    "change_status",
    "clear_reminder",
    "clear_reminders",
    "close_early",
    "create_draft",
    "days_ahead",
    "decide_lot",
    "delete_draft",
    "delete_draft_application",
    "delete_note",
    "duplicate_opportunity",
    "extend_deadline",
    "fill_opportunity",
    "give_reason",
    "make_choice",
    "open_bids",
    "problems_of",
    "publish_award",
    "release_hold",
    "remove_calendar_link",
    "remove_document",
    "remove_file",
    "renew_calendar_link",
    "reopen_application",
    "save_application",
    "save_draft",
    "send_application",
    "send_bid",
    "set_reminder",
    "show_address",
    "submit_opportunity",
    "suggest_concept_again",
    "suggest_far_again",
    "withdraw_application",
    "withdraw_bid",
    "withdraw_choice",
    "withdraw_opportunity",
]
