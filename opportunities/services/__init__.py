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
from opportunities.services.posts import (
    RESERVED_SLUGS,
    create_draft,
    delete_draft,
    make_choice,
    problems_of,
    save_draft,
    submit_opportunity,
    withdraw_choice,
    withdraw_opportunity,
)

__all__ = [
    "RESERVED_SLUGS",
    "add_note",
    "answer_applications",
    "change_status",
    "create_draft",
    "delete_draft",
    "delete_draft_application",
    "delete_note",
    "make_choice",
    "problems_of",
    "remove_file",
    "reopen_application",
    "save_application",
    "save_draft",
    "send_application",
    "show_address",
    "submit_opportunity",
    "withdraw_application",
    "withdraw_choice",
    "withdraw_opportunity",
]
