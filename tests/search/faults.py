"""A front before a real Elasticsearch that fails as it is told: on loopback, in a few short-lived threads."""

import contextlib
import http.client
import json
import os
import socket
import ssl
import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest

from search import engines
from search.engines.base import Engine
from search.engines.breaker import PAUSE, Breaker
from search.engines.connection import Cluster, Connection
from search.engines.elasticsearch import ElasticsearchEngine
from tests.search.engines import remove_indices

LONGEST = 10.0  # seconds that a hung request is kept
SLOW = 0.15


class Fault(StrEnum):
    """What becomes of a request."""

    NONE = "none"
    HANG = "it is taken, and never answered"
    BUSY = "429"
    UNAVAILABLE = "503"
    CUT = "the answer ends in its middle"
    SLOW = "the answer takes a while"
    HALF = "every second object of a bulk is rejected"
    OTHER = "something answers that is no Elasticsearch"


REJECTION = {"type": "es_rejected_execution_exception", "reason": "the queue is full"}


class Front:
    """Passes requests on to ELASTICSEARCH_URL, counts them, and fails as `fault` says."""

    def __init__(self, tls: ssl.SSLContext | None = None, authorization: str = "") -> None:
        self.fault = Fault.NONE
        self.requests: list[str] = []
        self.authorization = authorization  # the only header that is let in; "" lets everybody in
        self.released = threading.Event()
        self._tls = tls
        self._server = self._listen(0)
        self.port: int = self._server.server_address[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"

    def _listen(self, port: int) -> "_Server":
        server = _Server(("127.0.0.1", port), _Handler)
        server.front = self
        if self._tls:
            server.socket = self._tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return server

    def refuse(self) -> None:
        """Nobody listens any more, and who was connected is thrown out."""
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._server.throw_out()

    def come_back(self) -> None:
        self._server = self._listen(self.port)

    def counted(self) -> list[str]:
        """The requests since this was asked last."""
        found, self.requests = self.requests, []
        return found


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    front: Front

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._taken: list[socket.socket] = []

    def process_request(self, request: Any, client_address: Any) -> None:
        self._taken.append(request)
        super().process_request(request, client_address)

    def throw_out(self) -> None:
        for each in self._taken:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def handle_error(self, *_: Any) -> None:
        """Clients that hang up are what this is for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def _handle(self) -> None:
        front = self.server.front
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        front.requests.append(f"{self.command} {self.path.partition('?')[0]}")
        if front.authorization and self.headers.get("Authorization") != front.authorization:
            self._fail(401, "security_exception", "unable to authenticate")
        elif front.fault == Fault.HANG:
            front.released.wait(LONGEST)
            self.close_connection = True
        elif front.fault == Fault.BUSY:
            self._fail(429, REJECTION["type"], REJECTION["reason"])
        elif front.fault == Fault.UNAVAILABLE:
            self._fail(503, "cluster_block_exception", "no master")
        elif front.fault == Fault.OTHER:
            self._answer(200, b"{}")
        else:
            self._pass_on(front, body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _handle  # noqa: N815

    def _pass_on(self, front: Front, body: bytes) -> None:
        if front.fault == Fault.SLOW:
            front.released.wait(SLOW)
        status, answer = forward(
            self.command,
            self.path,
            body,
            {name: self.headers[name] for name in ("Accept", "Content-Type") if name in self.headers},
        )
        if front.fault == Fault.HALF and self.path.partition("?")[0].endswith("/_bulk"):
            answer = rejecting_half(body, answer)
        self._answer(status, answer, product="Elasticsearch", is_cut=front.fault == Fault.CUT)

    def _fail(self, status: int, kind: str, reason: str) -> None:
        error = {"type": kind, "reason": reason}
        self._answer(status, json.dumps({"error": error | {"root_cause": [error]}, "status": status}).encode())

    def _answer(self, status: int, body: bytes, *, product: str = "", is_cut: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if product:
            self.send_header("X-Elastic-Product", product)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body[: len(body) // 2] if is_cut else body)
        if is_cut:
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Quiet."""


def forward(method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    """What the real Elasticsearch answers."""
    at = urlsplit(os.environ["ELASTICSEARCH_URL"])
    with contextlib.closing(http.client.HTTPConnection(at.hostname or "", at.port or 9200, timeout=60)) as connection:
        connection.request(method, path, body or None, headers)
        response = connection.getresponse()
        return response.status, response.read()


def rejecting_half(body: bytes, answer: bytes) -> bytes:
    """The answer to a bulk as if the pieces of every second object had found no place in the queue."""
    actions = [json.loads(line) for line in body.splitlines()]
    objects = [next(iter(action.values()))["_id"].partition("-")[0] for action in actions if {*action} & {"index", "delete"}]  # fmt: skip
    rejected = set(list(dict.fromkeys(objects))[1::2])
    told = json.loads(answer)
    for item, of in zip(told["items"], objects, strict=True):
        if of in rejected:
            item[next(iter(item))] = {"status": 429, "error": REJECTION}
    return json.dumps(told | {"errors": True}).encode()


class Outage:
    """A site on a cluster that fails on demand; its breakers go by a clock that a test turns."""

    def __init__(self, front: Front) -> None:
        self.front = front
        self.now = 0.0
        self.prefix = f"test-{uuid.uuid4().hex[:12]}"
        # As patient as tests on a busy machine need, where a test says nothing else.
        self.connection = Connection(Cluster(hosts=(front.url,), search_timeout=30.0), Breaker(clock=lambda: self.now))
        self.engine = ElasticsearchEngine(self.connection, prefix=self.prefix, waits=True)

    def begin(self, fault: Fault | None, *, timeout: float = 30.0, write_timeout: float | None = None) -> None:
        """The fault begins (None: nobody listens); a page waits for `timeout` seconds, a worker as long or longer."""
        self._wait_for(timeout, write_timeout)
        if fault is None:
            self.front.refuse()
        else:
            self.front.fault = fault
        self.front.counted()

    def end(self) -> None:
        """The cluster is back; the breakers have not noticed yet."""
        self._wait_for(30.0)
        self.front.fault = Fault.NONE
        if self.front.released.is_set():
            self.front.released.clear()
            self.front.come_back()
        self.front.counted()

    def _wait_for(self, seconds: float, writing: float | None = None) -> None:
        self.connection.cluster = replace(
            self.connection.cluster, search_timeout=seconds, write_timeout=writing or seconds
        )
        self.connection.__dict__.pop("_writing", None)  # which has its time-out since it was made

    def pause(self) -> None:
        """So much time passes that the breakers let one try again."""
        self.now += PAUSE


@pytest.fixture
def front() -> Iterator[Front]:
    with new_front() as made:
        yield made


@contextlib.contextmanager
def new_front(tls: ssl.SSLContext | None = None, authorization: str = "") -> Iterator[Front]:
    if not os.environ.get("ELASTICSEARCH_URL"):
        pytest.skip("ELASTICSEARCH_URL is not set: Elasticsearch is needed")
    made = Front(tls, authorization)
    yield made
    made.refuse()


@pytest.fixture
def outage(front: Front, _own_index: Engine) -> Iterator[Outage]:
    """The site searches in a cluster behind `front` as long as the test runs."""
    made = Outage(front)
    engines.use(made.engine)
    yield made
    engines.use(_own_index)
    remove_indices(made.prefix)
