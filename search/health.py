"""How search and outbox are, for who watches the site: quick, and without a word that outsiders may not read."""

from dataclasses import dataclass
from datetime import timedelta

from search import fallback
from search.documents import kinds
from search.engines import get_engine
from search.engines.base import Health, State
from search.status import outbox_rows

LATE = timedelta(minutes=5)  # so long a change waits only when something is wrong


@dataclass(frozen=True)
class SearchHealth:
    """`states` is {kind: ready, missing, partial, outdated or red}; None when the engine does not answer."""

    engine: str
    states: dict[str, str] | None
    cluster: str = ""

    @property
    def is_well(self) -> bool:
        return self.states is not None and set(self.states.values()) <= {State.READY}


@dataclass(frozen=True)
class OutboxHealth:
    """`waiting` rows, the oldest for so many seconds, and those that were put aside."""

    waiting: int
    oldest_seconds: int
    parked: int

    @property
    def is_well(self) -> bool:
        return not self.parked and self.oldest_seconds < LATE.total_seconds()


def search_health() -> SearchHealth:
    engine = get_engine()
    found: Health | None = None
    with fallback.tolerated():
        found = engine.health(kinds())
    if found is None:
        return SearchHealth(engine.name, None)
    states = {kind: "red" if kind in found.red else str(state) for kind, state in found.states.items()}
    return SearchHealth(engine.name, states, found.cluster)


def outbox_health() -> OutboxHealth:
    rows = outbox_rows().values()
    return OutboxHealth(
        sum(row["waiting"] for row in rows),
        round(max((row["lag_seconds"] for row in rows), default=0.0)),
        sum(row["parked"] for row in rows),
    )
