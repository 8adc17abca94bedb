"""Has the words of files read, by a process of its own that may be killed, and keeps what came of it."""

import subprocess
import sys

import orjson
from django.db import transaction

from resources import extracting
from resources.models import FileText, ResourceFile
from search.languages import clean

WITH_A_WORKER, IN_A_REQUEST = 60.0, 2.0  # seconds that reading may take
TOO_SLOW, BROKEN = "too slow", "broken"  # problems besides those of extracting


def read(file_pk: int, *, seconds: float, is_last: bool = True) -> None:
    """Keeps the words of a file, or why there are none.  With `is_last=False` one that takes too long stays waiting."""
    row = ResourceFile.objects.filter(pk=file_pk).first()
    if row is None:  # deleted meanwhile
        return
    try:
        found = _extracted(row, seconds)
    except subprocess.TimeoutExpired:
        if not is_last:
            return
        found = {"problem": TOO_SLOW}
    except (OSError, ValueError):
        found = {"problem": BROKEN}
    pages = [clean(page) for page in found.get("pages", ())]
    state = ResourceFile.State.FAILED if "problem" in found else ResourceFile.State.READ
    with transaction.atomic():
        if not ResourceFile.objects.filter(pk=row.pk).update(state=state, problem=found.get("problem", "")):
            return
        FileText.objects.update_or_create(file=row, defaults={"pages": pages})


def read_waiting() -> int:
    """Reads all files that wait for it, those too that a worker dropped; returns how many."""
    waiting = list(ResourceFile.objects.filter(state=ResourceFile.State.WAITING).values_list("pk", flat=True))
    for pk in waiting:
        read(pk, seconds=WITH_A_WORKER)
    return len(waiting)


def _extracted(row: ResourceFile, seconds: float) -> dict:
    """What extracting.py says of a file: {"pages": […]} or {"problem": "…"}.

    Raises TimeoutExpired, and ValueError when that process died.
    """
    with row.file.open("rb") as file:
        content = file.read()
    command = [sys.executable, "-I", extracting.__file__, row.extension]  # nothing of it is anybody's words
    told = subprocess.run(command, input=content, capture_output=True, timeout=seconds, check=False)  # noqa: S603
    found: dict = orjson.loads(told.stdout)
    return found
