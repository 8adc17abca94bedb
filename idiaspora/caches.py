"""Redis as the shared cache, with the memory of the process in its place while it can't be reached.

What is kept there are counters of rate limits and budgets.  Without Redis each process counts for itself, so limits
hold a little less strictly; a page never fails because of it.
"""

import logging
import time
from functools import cached_property, partial
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError, TimeoutError
from redis.retry import Retry

logger = logging.getLogger(__name__)
REST_SECONDS = 5  # how long Redis isn't asked again after it did not answer
OPTIONS = {"socket_connect_timeout": 0.5, "socket_timeout": 1.0}


class TolerantRedisCache(RedisCache):
    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        options = {**OPTIONS, "retry": Retry(NoBackoff(), 0), **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})
        self.servers = str(server)

    @cached_property
    def _cache(self) -> Any:
        inner: Any = super()
        return _WithStandIn(inner._cache, self.servers)

    def ping(self) -> bool:
        """Whether Redis itself answers: for the health page."""
        answer: bool = self._cache.client.get_client().ping()
        return answer


class _WithStandIn:
    """A client of Redis whose every method is answered by the process's memory while Redis is away."""

    # When each server may be asked again: known to all threads, each of which has a client of its own.
    _rests_until: dict[str, float] = {}

    def __init__(self, client: Any, servers: str) -> None:
        self.client = client
        self.servers = servers
        self.stand_in = LocMemCache(f"instead of {servers}", {})

    def __getattr__(self, method: str) -> Any:
        return partial(self._ask, method)

    def _ask(self, method: str, *args: Any) -> Any:
        rests_until = self._rests_until.get(self.servers)
        if rests_until is None or time.monotonic() >= rests_until:
            try:
                answer = getattr(self.client, method)(*args)
            except (ConnectionError, TimeoutError) as error:
                if rests_until is None:
                    logger.warning("The cache can't be reached; each process counts for itself meanwhile: %s", error)
                self._rests_until[self.servers] = time.monotonic() + REST_SECONDS
            else:
                if self._rests_until.pop(self.servers, None) is not None:
                    logger.warning("The cache answers again")
                return answer
        return getattr(self.stand_in, method)(*args)
