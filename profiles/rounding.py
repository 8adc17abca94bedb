"""How many people there are, told so that nobody can be singled out."""

FEWEST = 5  # fewer are told of as none


def rounded(count: int) -> int:
    """The number that is shown for a count: the multiple of FEWEST at or below it."""
    return count - count % FEWEST
