"""Pages that are the same for all visitors, and may be kept for them: idiaspora/page_cache.py keeps them."""

from datetime import datetime
from typing import Any


def same_for_all(response: Any, *, until: datetime | None = None) -> Any:
    """Marks a response that shows nothing of who asks for it, but by the language and the time zone that they chose.

    `until`: the next moment at which the clock alone changes it (a deadline, say); none is known by default.
    """
    response.is_same_for_all = True
    response.true_until = until
    return response
