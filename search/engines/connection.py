"""Requests to an Elasticsearch cluster: JSON in, JSON out, and one kind of error when it can't be had.

What a page waits for gives up early, and is not even asked while a breaker is open; what a worker or a command asks
has time.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import orjson
from elastic_transport import ConnectionTimeout, TransportError
from elasticsearch import ApiError, Elasticsearch, OrjsonSerializer
from urllib3 import Timeout

from search import waiting
from search.engines.base import CredentialsError, EngineError, NotAskedError
from search.engines.breaker import Breaker

_JSON = {"accept": "application/json", "content-type": "application/json"}
_LINES = {"accept": "application/json", "content-type": "application/x-ndjson"}
_SHORTEST = 0.05  # seconds: with less left a page asks no more


class ClusterAwayError(EngineError):
    """The cluster can't do it now, later it may: nobody answers in time (`is_gone`), or answers 429 or 5xx."""

    def __init__(self, words: str, *, is_gone: bool) -> None:
        super().__init__(words)
        self.is_gone = is_gone


class Refused(EngineError):  # noqa: N818 - it is the cluster's word, and reads so where it is caught
    """The cluster answered that the request can't be met; `status` is HTTP's, `reason` the cluster's own words."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


@dataclass(frozen=True)
class Cluster:
    """Where a cluster is and how to enter it, from the settings; times in seconds."""

    hosts: tuple[str, ...]
    api_key: str = ""
    username: str = ""
    password: str = ""
    ca_certs: str = ""
    search_timeout: float = 0.8
    write_timeout: float = 30.0


class Connection:
    """Keeps connections open between requests; safe for threads.

    `breaker` is for the cluster as a whole.  One more stands before each index: a single one that is red answers 503
    while all others can be searched.
    """

    def __init__(self, cluster: Cluster, breaker: Breaker | None = None) -> None:
        self.cluster = cluster
        self.breaker = breaker or Breaker()
        self._breakers: dict[str, Breaker] = {}
        self._making = threading.Lock()
        self._patient_for = lru_cache(maxsize=64)(self._make_patient)

    def search(self, path: str, body: bytes, params: Mapping[str, Any] | None = None) -> Any:
        """Asks for what a page waits for.  ClusterAwayError in time, NotAskedError at once while a breaker is open."""
        return self._soon("POST", path, body, params, _JSON)

    def look(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        """Reads something that a page waits for."""
        return self._soon("GET", path, None, params, _JSON)

    def ask(self, method: str, path: str, body: Any = None, params: Mapping[str, Any] | None = None) -> Any:
        """Any other request: of a worker or a command, who have time, and where a drain follows a commit of a page."""
        return self._by_who_asks(method, path, body, params, _JSON)

    def bulk(self, alias: str, lines: bytes, params: Mapping[str, Any]) -> Any:
        """Sends newline-delimited operations, as they are."""
        return self._by_who_asks("POST", f"/{alias}/_bulk", lines, params, _LINES)

    def search_many(self, path: str, lines: bytes, params: Mapping[str, Any]) -> Any:
        """Asks by several searches at once, as newline-delimited JSON."""
        return self._by_who_asks("POST", path, lines, params, _LINES)

    def _by_who_asks(self, *request: Any) -> Any:
        return self._send(self._writing, *request) if waiting.current() is None else self._soon(*request)

    def _soon(self, method: str, path: str, *request: Any) -> Any:
        page = waiting.current()
        left = self.cluster.search_timeout - (page.waited if page else 0.0)
        if left < _SHORTEST:
            raise NotAskedError("This page has waited long enough for Elasticsearch")
        index = self._breaker_of(path)
        index.check()
        self.breaker.check()
        try:
            with waiting.measured():
                answer = self._send(self._patient_for(round(left, 1)), method, path, *request)
        except ClusterAwayError as error:
            if error.is_gone:
                # Out of patience after other searches is no proof that nobody is there.
                self.breaker.failed(is_certain=left > self.cluster.search_timeout / 2)
            else:
                self.breaker.succeeded()
                index.failed(is_certain=False)
            raise
        except CredentialsError:
            self.breaker.succeeded()
            index.failed(is_certain=True)
            raise
        except Refused:
            self.breaker.succeeded()
            index.succeeded()
            raise
        self.breaker.succeeded()
        index.succeeded()
        return answer

    def _breaker_of(self, path: str) -> Breaker:
        name = path.split("/")[1]
        with self._making:
            return self._breakers.setdefault(name, self.breaker.fresh())

    def _send(
        self, client: Elasticsearch, method: str, path: str, body: Any, params: Mapping[str, Any] | None, headers: Any
    ) -> Any:
        try:
            answer = client.perform_request(method, path, params=params, headers=headers, body=body)
        except ConnectionTimeout as error:
            raise ClusterAwayError(f"Elasticsearch did not answer in time: {error.message}", is_gone=True) from error
        except TransportError as error:
            raise ClusterAwayError(f"Elasticsearch can't be reached: {error.message}", is_gone=True) from error
        except ApiError as error:
            raise _told(error) from error
        return answer.body

    def _make_patient(self, seconds: float) -> Elasticsearch:
        """A client over the same connections that waits so long in all for an answer to begin."""
        return self._searching.options(request_timeout=Timeout(total=seconds))  # type: ignore[arg-type]

    @cached_property
    def _searching(self) -> Elasticsearch:
        return self._client(self.cluster.search_timeout)

    @cached_property
    def _writing(self) -> Elasticsearch:
        return self._client(self.cluster.write_timeout)

    def _client(self, timeout: float) -> Elasticsearch:
        options: dict[str, Any] = {}
        if self.cluster.api_key:
            options["api_key"] = self.cluster.api_key
        elif self.cluster.username:
            options["basic_auth"] = (self.cluster.username, self.cluster.password)
        if self.cluster.ca_certs:
            options["ca_certs"] = self.cluster.ca_certs
        # A second host is tried when the first refuses a connection; what ran out of time is not tried again.
        return Elasticsearch(
            list(self.cluster.hosts),
            serializers={
                "application/json": OrjsonSerializer(),
                "application/vnd.elasticsearch+json": OrjsonSerializer(),
            },
            request_timeout=timeout,
            max_retries=min(len(self.cluster.hosts) - 1, 2),
            retry_on_timeout=False,
            retry_on_status=(),
            **options,
        )


def _told(error: ApiError) -> EngineError:
    """What an answer other than the expected one means."""
    status, reason = error.status_code, _reason(error)
    if status == 429 or status >= 500:
        return ClusterAwayError(f"Elasticsearch answers {status}: {reason}", is_gone=False)
    if status in (401, 403):
        return CredentialsError(f"Elasticsearch refuses these credentials ({status}): {reason}")
    if status < 300:
        return ClusterAwayError(f"What answers is not Elasticsearch: {reason}", is_gone=True)
    return Refused(status, reason)


def _reason(error: ApiError) -> str:
    """The innermost reason that the cluster gives."""
    body = error.body
    if not isinstance(body, Mapping):
        return str(error.message)
    return reason_of(body.get("error") or error.message)


def reason_of(error: Any) -> str:
    """The reason of an error as Elasticsearch words it, with that of its cause."""
    if not isinstance(error, Mapping):
        return str(error)
    causes: Sequence[Mapping[str, Any]] = error.get("root_cause") or ()
    cause = error.get("caused_by") or (causes[0] if causes else {})
    said = dict.fromkeys(
        f"{each.get('type', 'error')}: {each['reason']}" for each in (error, cause) if each.get("reason")
    )
    return "; ".join(said) or orjson.dumps(error).decode()
