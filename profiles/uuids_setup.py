"""For migrations: gives the rows of a table that are there already the UUIDs of a new column."""

import uuid
from collections.abc import Callable
from typing import Any

BATCH = 1000


def give_uuids(app_label: str, model_name: str) -> Callable[[Any, Any], None]:
    """What RunPython takes: one for each row that has none, in batches; run twice it does nothing the second time."""

    def forwards(apps: Any, _editor: Any) -> None:
        model = apps.get_model(app_label, model_name)
        while rows := list(model.objects.filter(uuid=None).only("pk")[:BATCH]):
            for row in rows:
                row.uuid = uuid.uuid4()
            model.objects.bulk_update(rows, ["uuid"])

    return forwards
