"""Pages that are the same for all visitors, and may be kept for them: idiaspora/page_cache.py keeps them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any


def same_for_all(response: Any, *, until: Callable[[datetime], datetime | None] | None = None) -> Any:
    """Marks a response that shows nothing of who asks for it, but by the language and the time zone that they chose.

    `until` says, of the moment at which the page was asked for, the next one at which the clock alone changes it (a
    deadline, say), or None; it is asked only when the page is kept.
    """
    response.is_same_for_all = True
    response.true_until = until
    return response
