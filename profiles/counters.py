"""Counting in the cache how often something was done within a while."""

from django.core.cache import cache


def count_up(key: str, seconds: int) -> int:
    """One more of what `key` names, and how many that makes; all are forgotten so long after the first."""
    cache.add(key, 0, timeout=seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # it has just expired
        return 1
