"""The engine in a cluster: Elasticsearch, one index for each kind behind an alias.

    PREFIX-KIND             the alias that is searched and written to
    PREFIX-KIND-NUMBER      an index; _meta in its mapping says for which fields it was made, and whether it was filled
    PREFIX-KIND-building    the alias of the index that is being built, which takes every change too until it serves

Documents are written with external versions, the tickets of the outbox: whatever order writes arrive in, from however
many workers, the one that was read last stays.
"""

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property, partial
from typing import Any

import tantivy

from search import waiting
from search.documents import Fields, document_for, document_id
from search.documents import kinds as all_kinds
from search.documents import mapping_of as declared_mapping
from search.engines import elastic_queries
from search.engines.aggregations import aggregate
from search.engines.base import (
    Answer,
    Changes,
    CredentialsError,
    EngineError,
    Health,
    IndexStatus,
    Outcome,
    State,
    UnsupportedClause,
)
from search.engines.bulk import Operations, send
from search.engines.connection import Connection, Refused, reason_of
from search.engines.elastic_builder import ElasticsearchBuilder
from search.engines.mappings import inward, mapping_of, outward, settings_of
from search.engines.request import Layout, Request
from search.results import REACH, Hit

_TOGETHER = 50  # searches in one request
_AT_ONCE = 2  # requests of searches together
_FIRST = 0  # the number of the index that the first change makes, when there is none


class ElasticsearchEngine:
    """`checks` refuses what the embedded engine could not answer; `waits` has apply() return when it can be found;
    `is_immediate` drains after each commit, within the request: for sites so small that they want no worker."""

    name = "elasticsearch"
    is_shared = True

    def __init__(
        self,
        connection: Connection,
        *,
        prefix: str = "idiaspora",
        shards: int = 1,
        replicas: int = 0,
        checks: bool = False,
        waits: bool = False,
        is_immediate: bool = False,
    ) -> None:
        self.connection, self.prefix, self.shards, self.replicas = connection, prefix, shards, replicas
        self.checks, self.waits, self.is_immediate = checks, waits, is_immediate
        self._kinds: dict[str, _Kind] = {}
        self._preparing = threading.Lock()

    # --- Searching --------------------------------------------------------------------------------------------------
    def search(self, kind: str, body: Mapping[str, Any]) -> Answer:
        of = self._kind(kind)
        request = self._request(of, body)
        sent, params = elastic_queries.sent(body, of.layout.fields, shards=self.shards)
        try:
            found = self.connection.search(f"/{of.alias}/_search", sent, params)
        except Refused as error:
            return self._without(body, error)
        return self._answer(of, body, request, found)

    def search_many(self, kind: str, bodies: Sequence[Mapping[str, Any]]) -> list[Answer]:
        search = partial(self._search_together, self._kind(kind))
        parts = [bodies[first : first + _TOGETHER] for first in range(0, len(bodies), _TOGETHER)]
        if waiting.current() is not None:  # other threads wouldn't know of the page, and how long it waits
            return [answer for answers in map(search, parts) for answer in answers]
        # While the answers of one request are read here, the cluster is at work on the next.
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return [answer for answers in pool.map(search, parts) for answer in answers]

    def _search_together(self, of: "_Kind", bodies: Sequence[Mapping[str, Any]]) -> list[Answer]:
        requests = [self._request(of, body) for body in bodies]
        lines = b"".join([elastic_queries.line(body, of.layout.fields, shards=self.shards) for body in bodies])
        try:
            found = self.connection.search_many(f"/{of.alias}/_msearch", lines, elastic_queries.MANY)
        except Refused as error:
            return [self._without(body, error) for body in bodies]
        return [
            self._without(body, Refused(each["status"], reason_of(each["error"])))
            if "error" in each
            else self._answer(of, body, request, each)
            for body, request, each in zip(bodies, requests, found["responses"], strict=True)
        ]

    def _request(self, of: "_Kind", body: Mapping[str, Any]) -> Request | None:
        """The request taken apart, where that is needed: to refuse what the embedded engine would, or to mark words."""
        request = Request(of.layout, body) if self.checks or body.get("highlight") else None
        if request is not None and self.checks and request.aggregations:
            aggregate(of.nothing, of.layout.translator, request.query, request.aggregations)
        return request

    @staticmethod
    def _without(body: Mapping[str, Any], error: Refused) -> Answer:
        """What becomes of a search that was refused."""
        if error.status == 404:  # there is no index yet
            return Answer((), 0, {})
        if error.status == 429 or error.status >= 500:
            raise EngineError(f"Elasticsearch answers {error.status}: {error.reason}") from error
        raise UnsupportedClause(str(body.get("query"))[:60], "query", error.reason) from error

    def _answer(
        self, of: "_Kind", body: Mapping[str, Any], request: Request | None, found: Mapping[str, Any]
    ) -> Answer:
        there = found.get("hits", {})  # left out when nothing was found and nobody asked how much
        hits = tuple(self._hit(of, hit, body, request) for hit in there.get("hits", ()))
        total = there["total"]["value"] if body.get("track_total_hits", True) else len(hits)
        return Answer(hits, total, elastic_queries.aggregations(found.get("aggregations")))

    def _hit(self, of: "_Kind", hit: Mapping[str, Any], body: Mapping[str, Any], request: Request | None) -> Hit:
        fields = of.inward(hit.get("_source") or {})
        highlights: dict[str, str] = {}
        places: dict[str, int] = {}
        if request is not None and request.highlight:
            highlights, places = request.highlight(fields)
            if request.keep is not None:
                fields = {name: value for name, value in fields.items() if name in request.keep}
        object_id = int(hit["_id"].partition("-")[0])
        return Hit(of.layout.kind, object_id, elastic_queries.as_score(hit.get("_score")), fields, highlights, places)

    def documents(self, kind: str, after: int, upto: int | None) -> dict[str, Fields]:
        of = self._kind(kind)
        bounds = {"gt": after} if upto is None else {"gt": after, "lte": upto}
        body: dict[str, Any] = {
            "query": {"bool": {"filter": [{"range": {"object_id": bounds}}]}},
            "size": REACH,
            "sort": [{"object_id": "asc"}, {"audience": "asc"}],
            "track_total_hits": False,
        }
        found: dict[str, Fields] = {}
        while True:
            try:
                hits = self.connection.ask("POST", f"/{of.alias}/_search", body)["hits"]["hits"]
            except Refused as error:
                if error.status == 404:
                    return {}
                raise EngineError(f"The index of {kind!r} can't be read: {error}") from error
            for hit in hits:
                fields = of.inward(hit["_source"])
                found[document_id(fields)] = fields
            if len(hits) < REACH:
                return found
            body["search_after"] = hits[-1]["sort"]

    def status(self, kind: str) -> IndexStatus:
        of = self._kind(kind)
        name = self._serving(kind)
        if name is None:
            return IndexStatus(kind, State.MISSING, 0, 0)
        stats = self.connection.ask("GET", f"/{name}/_stats/docs,store")["_all"]["primaries"]
        meta = self.connection.ask("GET", f"/{name}/_mapping")[name]["mappings"].get("_meta", {})
        return IndexStatus(kind, of.state(meta), stats["docs"]["count"], stats["store"]["size_in_bytes"])

    def health(self, kinds: Sequence[str]) -> Health:
        aliases = [self._kind(kind).alias for kind in kinds]
        params = {"ignore_unavailable": "true", "filter_path": "*.mappings._meta"}
        found = self.connection.look(f"/{','.join(aliases)}/_mapping", params)
        names = {kind: name for name in found for kind in kinds if self._is_index_of(kind, name)}
        cluster, red = self._colours()
        states = {
            kind: self._kind(kind).state(found[names[kind]]["mappings"]["_meta"]) if kind in names else State.MISSING
            for kind in kinds
        }
        return Health(states, frozenset(kind for kind, name in names.items() if name in red), cluster)

    def _colours(self) -> tuple[str, set[str]]:
        """(colour of the cluster, its red indices); ("", none) when these credentials may not ask."""
        params = {"level": "indices", "timeout": "500ms", "master_timeout": "500ms"}
        params["filter_path"] = f"status,indices.{self.prefix}-*.status"
        try:
            found = self.connection.look("/_cluster/health", params)
        except CredentialsError:
            return "", set()
        return found["status"], {name for name, of in found.get("indices", {}).items() if of["status"] == "red"}

    def describe(self) -> dict[str, Any]:
        """The cluster's health and version, and every index of this site with its aliases."""
        health = self.connection.ask("GET", "/_cluster/health")
        names = {name: aliases for kind in all_kinds() for name, aliases in self._indices(kind).items()}
        return {
            "cluster": health["cluster_name"],
            "version": self.connection.ask("GET", "/")["version"]["number"],
            "health": health["status"],
            "nodes": health["number_of_nodes"],
            "indices": {name: sorted(aliases) for name, aliases in sorted(names.items())},
        }

    # --- Changing ---------------------------------------------------------------------------------------------------
    @contextmanager
    def lock(self, kind: str) -> Iterator[None]:
        """Nobody waits: tickets put changes in order."""
        yield

    def apply(self, kind: str, changes: Changes, ticket: int | None = None) -> Outcome:
        of = self._kind(kind)
        refused: dict[int, str] = {}
        operations = Operations(document_for(kind).Django.most_views, ticket)
        for object_id, documents in changes.items():
            try:
                operations.replace(object_id, [of.checked(fields) for fields in documents])
            except (ValueError, TypeError, OverflowError, KeyError) as error:
                refused[object_id] = str(error)
        outcome = send(self.connection, operations, self._targets(kind), refresh=self.waits)
        return Outcome(refused | outcome.refused, outcome.postponed)

    def refresh(self, kind: str) -> None:
        try:
            self.connection.ask("POST", f"/{self._kind(kind).alias}/_refresh")
        except Refused as error:
            if error.status != 404:
                raise EngineError(f"The index of {kind!r} can't be refreshed: {error}") from error

    @contextmanager
    def building(self, kind: str) -> Iterator[ElasticsearchBuilder]:
        of = self._kind(kind)
        self._remove_orphans(kind)
        builder = ElasticsearchBuilder(
            self.connection, of.alias, of.building, of.outward, document_for(kind).Django.most_views
        )
        with self._told(kind):
            builder.make(self._definition(of, replicas=0), replicas=self.replicas)
        try:
            yield builder
        finally:
            builder.close()

    # --- Indices ----------------------------------------------------------------------------------------------------
    def _kind(self, kind: str) -> "_Kind":
        if kind not in self._kinds:
            self._kinds[kind] = _Kind(kind, f"{self.prefix}-{kind}")
        return self._kinds[kind]

    def _definition(self, of: "_Kind", *, replicas: int, is_filled: bool = False) -> dict[str, Any]:
        return {
            "settings": {"index": settings_of(shards=self.shards, replicas=replicas)},
            "mappings": mapping_of(
                declared_mapping(document_for(of.layout.kind)), fingerprint=of.layout.fingerprint, is_filled=is_filled
            ),
        }

    def _indices(self, kind: str) -> dict[str, set[str]]:
        """{index of a kind: its aliases}, with what a killed rebuild left."""
        alias = self._kind(kind).alias
        found = self.connection.ask("GET", f"/{alias}-*/_alias")
        return {name: set(of["aliases"]) for name, of in found.items() if self._is_index_of(kind, name)}

    def _is_index_of(self, kind: str, name: str) -> bool:
        """Whether an index is this site's, of this kind: another's prefix or kind may begin with the same letters."""
        return re.fullmatch(rf"{re.escape(self._kind(kind).alias)}-\d+", name) is not None

    def _serving(self, kind: str) -> str | None:
        alias = self._kind(kind).alias
        return next((name for name, aliases in self._indices(kind).items() if alias in aliases), None)

    def _targets(self, kind: str) -> list[str]:
        """The aliases that a change is written to.  Makes an empty index where there is none."""
        of = self._kind(kind)
        aliases = {alias for names in self._indices(kind).values() for alias in names}
        if of.alias not in aliases:
            with self._preparing, self._told(kind):
                self._make_first(of)
        return [of.alias, of.building] if of.building in aliases else [of.alias]

    def _make_first(self, of: "_Kind") -> None:
        definition = self._definition(of, replicas=self.replicas)
        try:
            self.connection.ask("PUT", f"/{of.alias}-{_FIRST}", definition | {"aliases": {of.alias: {}}})
        except Refused as error:
            if "resource_already_exists" not in error.reason:  # another worker was a moment earlier
                raise

    def _remove_orphans(self, kind: str) -> None:
        """Deletes the indices that don't serve: only one rebuild runs at a time, so they are of a killed one."""
        alias = self._kind(kind).alias
        for name, aliases in self._indices(kind).items():
            if alias not in aliases:
                self.connection.ask("DELETE", f"/{name}")

    @contextmanager
    def _told(self, kind: str) -> Iterator[None]:
        try:
            yield
        except Refused as error:
            raise EngineError(f"The index of {kind!r} can't be made: {error}") from error


class _Kind:
    """What follows from the declared fields of a kind, and the names of its aliases."""

    def __init__(self, kind: str, alias: str) -> None:
        self.layout = Layout(kind)
        self.alias, self.building = alias, f"{alias}-building"
        self.outward, self.inward = outward(self.layout.fields), inward(self.layout.fields)

    @cached_property
    def nothing(self) -> tantivy.Searcher:
        """An empty embedded index, to ask what the embedded engine would refuse."""
        return tantivy.Index(self.layout.schema).searcher()

    def state(self, meta: Mapping[str, Any]) -> State:
        """The state of an index whose mapping has this `_meta`."""
        if meta.get("fingerprint") != self.layout.fingerprint:
            return State.OUTDATED
        return State.READY if meta.get("filled") else State.PARTIAL

    def checked(self, fields: Fields) -> Fields:
        """A document as it is sent; ValueError or TypeError when the embedded engine would not take it either."""
        self.layout.convert(fields)
        return self.outward(fields)
