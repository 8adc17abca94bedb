"""Codes of receipts: they tell nothing of how many there are, and can be read out on the telephone."""

import secrets

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another


def new_code() -> str:
    """«7KQ2-M9XD-4TWA»."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(3))
