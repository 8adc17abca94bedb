"""How many examples Hypothesis draws."""

import os


def examples(number: int) -> int:
    """So many; in CI half of them, for the suite runs twice there, each time with a seed of its own (.ci/run)."""
    return number // 2 if os.environ.get("CI") else number
