"""Has the words of files read and their first pages drawn, by processes of their own that may be killed, and keeps what
came of it."""

import secrets
import subprocess
import sys
import time
import warnings
from io import BytesIO
from types import ModuleType
from typing import Any

import orjson
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image

from resources import extracting, picturing
from resources.models import FileText, ResourceFile
from search.languages import clean

WITH_A_WORKER, IN_A_REQUEST = 60.0, 2.0  # seconds that reading may take
TO_DRAW = 20.0  # seconds for a picture, besides
TOO_SLOW, BROKEN = "too slow", "broken"  # problems besides those of extracting


def read(file_pk: int, *, seconds: float, is_last: bool = True) -> None:
    """Keeps the words of a file, or why there are none, then a picture of its first page, if one can be made.

    With `is_last=False` all has to be done in these seconds, and what takes longer stays waiting.
    """
    row = ResourceFile.objects.filter(pk=file_pk).first()
    if row is None:  # deleted meanwhile
        return
    started = time.monotonic()
    if row.state == ResourceFile.State.WAITING:
        _read_words(row, seconds, is_last)
    left = TO_DRAW if is_last else seconds - (time.monotonic() - started)
    if left > 0 and not row.is_pictured:
        _draw(row, left, is_last)


def read_waiting() -> int:
    """Reads all files that wait for it, those too that a worker dropped; returns how many."""
    waiting = list(ResourceFile.objects.to_read().values_list("pk", flat=True))
    for pk in waiting:
        read(pk, seconds=WITH_A_WORKER)
    return len(waiting)


def _read_words(row: ResourceFile, seconds: float, is_last: bool) -> None:
    try:
        found = orjson.loads(_told_by(extracting, row, seconds))
    except subprocess.TimeoutExpired:
        if not is_last:
            return
        found = {"problem": TOO_SLOW}
    except (OSError, ValueError):  # ValueError: that process died
        found = {"problem": BROKEN}
    pages = [clean(page) for page in found.get("pages", ())]
    facts = {
        "state": ResourceFile.State.FAILED if "problem" in found else ResourceFile.State.READ,
        "problem": found.get("problem", ""),
        "page_count": len(pages),
        "characters": sum(map(len, pages)),
    }
    with transaction.atomic():
        if not ResourceFile.objects.filter(pk=row.pk).update(**facts):
            return
        FileText.objects.update_or_create(file=row, defaults={"pages": pages})


def _draw(row: ResourceFile, seconds: float, is_last: bool) -> None:
    try:
        drawn = _checked(_told_by(picturing, row, seconds))
    except subprocess.TimeoutExpired:
        if not is_last:
            return
        drawn = None
    except (OSError, ValueError, SyntaxError):
        drawn = None
    facts: dict[str, Any] = {"is_pictured": True}
    if drawn is not None:
        content, width, height = drawn
        name = row.picture.field.generate_filename(row, f"{secrets.token_urlsafe(24)}.webp")
        stored = row.picture.storage.save(name, ContentFile(content))
        facts |= {"picture": stored, "picture_width": width, "picture_height": height}
    # Unless it was deleted, or drawn by somebody else meanwhile.
    if not ResourceFile.objects.filter(pk=row.pk, is_pictured=False).update(**facts) and drawn is not None:
        row.picture.storage.delete(stored)


def _checked(picture: bytes) -> tuple[bytes, int, int] | None:
    """A picture with its width and height; None for none.  Who drew it had a stranger's file in hands, so it is
    judged here.  Raises OSError and the like for what is no such picture."""
    if not picture:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(BytesIO(picture), formats=("WEBP",)) as image:
            width, height = image.size
            if width > picturing.BOX[0] or height > picturing.BOX[1]:
                return None
            image.load()
    return picture, width, height


def _told_by(program: ModuleType, row: ResourceFile, seconds: float) -> bytes:
    """What extracting.py or picturing.py writes of a file.  Raises TimeoutExpired."""
    with row.file.open("rb") as file:
        content = file.read()
    command = [sys.executable, "-I", str(program.__file__), row.extension]  # nothing of it is anybody's words
    told = subprocess.run(command, input=content, capture_output=True, timeout=seconds, check=False)  # noqa: S603
    return told.stdout
