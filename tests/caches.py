"""The cache in tests: Redis when REDIS_URL names one, else the memory of the process.  Every test begins with an empty one."""

import uuid
from typing import Any

from idiaspora.caches import TolerantRedisCache


class OwnRedisCache(TolerantRedisCache):
    """Redis as the site uses it, with keys of this process alone.

    Django's clear() would empty the server for everybody, other test processes among them; here it begins a new prefix.
    What is left under old ones expires.
    """

    _prefix = uuid.uuid4().hex

    def make_key(self, key: Any, version: int | None = None) -> str:
        return super().make_key(f"{self._prefix}:{key}", version)

    def clear(self) -> bool:
        OwnRedisCache._prefix = uuid.uuid4().hex  # for the threads of a live server too
        return True
