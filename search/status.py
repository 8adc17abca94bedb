"""How the index of each kind stands, and what waits for it: for `search status`, the admin and /health/ready."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone

from search.documents import kinds
from search.engines import get_engine
from search.models import OutboxRow


@dataclass(frozen=True)
class KindStatus:
    """`waiting`, `failing` (waiting, and tried in vain), `parked` and `held` count outbox rows."""

    kind: str
    state: str
    documents: int
    bytes: int
    waiting: int
    lag_seconds: float
    failing: int
    parked: int
    held: int

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def status_of(kind: str, rows: Mapping[str, Mapping[str, Any]] | None = None) -> KindStatus:
    """EngineError when the engine can't say."""
    index = get_engine().status(kind)
    return KindStatus(kind, str(index.state), index.documents, index.bytes, **(rows or outbox_rows())[kind])


def outbox_rows() -> dict[str, dict[str, Any]]:
    """What waits in the outbox for each kind; one query."""
    waits = Q(is_held=False, is_parked=False)
    columns = {
        "waiting": Count("pk", filter=waits),
        "failing": Count("pk", filter=waits & Q(attempts__gt=0)),
        "parked": Count("pk", filter=Q(is_parked=True)),
        "held": Count("pk", filter=Q(is_held=True)),
        "oldest": Min("created", filter=waits),
    }
    found: dict[str, dict[str, Any]] = {kind: dict.fromkeys(columns, 0) | {"lag_seconds": 0.0} for kind in kinds()}
    counted = OutboxRow.objects.order_by().values("kind").annotate(**columns).values_list("kind", *columns)
    for kind, *values in counted:
        if kind in found:
            row = dict(zip(columns, values, strict=True))
            lag = (timezone.now() - row["oldest"]).total_seconds() if row["oldest"] else 0.0
            found[kind] = row | {"lag_seconds": lag}
    for row in found.values():
        del row["oldest"]
    return found
