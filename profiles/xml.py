"""What XML can hold."""

import re

# What XML 1.0 can't hold, and no text needs.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def printable(text: str) -> str:
    """A text as XML can hold it."""
    return UNPRINTABLE.sub("", text)
