"""Texts in the cells of a spreadsheet."""

from profiles.xml import printable

BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last in full width
MOST_IN_CELL = 32_767  # letters


def defused(text: str) -> str:
    """What a cell may hold: a text that a spreadsheet would calculate gets an apostrophe before it."""
    clean = printable(text)
    is_formula = clean.lstrip(" \n").startswith(BEGINS_FORMULA)
    return f"'{clean}"[:MOST_IN_CELL] if is_formula else clean[:MOST_IN_CELL]
