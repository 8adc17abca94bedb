"""Requests to an Elasticsearch cluster: JSON in, JSON out, and one kind of error when it can't be had.

Two clients stand behind it: one for what a page waits for, which gives up early, and one for what a worker writes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson
from elastic_transport import ConnectionTimeout, TransportError
from elasticsearch import ApiError, Elasticsearch, OrjsonSerializer

from search.engines.base import EngineError
from search.engines.breaker import Breaker

_JSON = {"accept": "application/json", "content-type": "application/json"}
_LINES = {"accept": "application/json", "content-type": "application/x-ndjson"}


class ClusterAwayError(EngineError):
    """The cluster does not answer, or answers that it can't just now (429, 5xx): later it may."""


class Refused(Exception):  # noqa: N818 - it is the cluster's word, and reads so where it is caught
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
    """Keeps connections open between requests; safe for threads."""

    def __init__(self, cluster: Cluster, breaker: Breaker | None = None) -> None:
        self.cluster = cluster
        self.breaker = breaker or Breaker()

    def search(self, path: str, body: bytes, params: Mapping[str, Any] | None = None) -> Any:
        """Asks for what a page waits for.  ClusterAwayError at once while the breaker is open; Refused as it says."""
        self.breaker.check()
        try:
            found = self._send(self._searching, "POST", path, body, params, _JSON)
        except ClusterAwayError as error:
            self.breaker.failed(is_certain=isinstance(error.__cause__, TransportError))
            raise
        except Refused:
            self.breaker.succeeded()
            raise
        self.breaker.succeeded()
        return found

    def ask(self, method: str, path: str, body: Any = None, params: Mapping[str, Any] | None = None) -> Any:
        """Any other request; the worker and the commands make these, never a page."""
        return self._send(self._writing, method, path, body, params, _JSON)

    def bulk(self, alias: str, lines: bytes, params: Mapping[str, Any]) -> Any:
        """Sends newline-delimited operations, as they are."""
        return self._send(self._writing, "POST", f"/{alias}/_bulk", lines, params, _LINES)

    def search_many(self, path: str, lines: bytes, params: Mapping[str, Any]) -> Any:
        """Asks by several searches at once, as newline-delimited JSON, for what a worker waits for."""
        return self._send(self._writing, "POST", path, lines, params, _LINES)

    def exists(self, path: str) -> bool:
        """Whether there is an index or an alias."""
        return bool(self._send(self._writing, "HEAD", path, None, None, {"accept": "application/json"}))

    def _send(
        self, client: Elasticsearch, method: str, path: str, body: Any, params: Mapping[str, Any] | None, headers: Any
    ) -> Any:
        try:
            answer = client.perform_request(method, path, params=params, headers=headers, body=body)
        except ConnectionTimeout as error:
            raise ClusterAwayError(f"Elasticsearch did not answer in time: {error}") from error
        except TransportError as error:
            raise ClusterAwayError(f"Elasticsearch can't be reached: {error}") from error
        except ApiError as error:
            if error.status_code == 429 or error.status_code >= 500:
                raise ClusterAwayError(f"Elasticsearch answers {error.status_code}: {_reason(error)}") from error
            raise Refused(error.status_code, _reason(error)) from error
        return answer.meta.status == 200 if method == "HEAD" else answer.body

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
