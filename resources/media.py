"""Audio and video that stand elsewhere, and of which nothing is loaded here: what a resource is, how long it runs."""

import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from resources.models import Resource

AUDIO, VIDEO = str(Resource.Type.AUDIO), str(Resource.Type.VIDEO)
EXTENSIONS = {
    **dict.fromkeys((".mp3", ".m4a", ".ogg", ".oga", ".opus", ".wav", ".flac"), AUDIO),
    **dict.fromkeys((".mp4", ".m4v", ".webm", ".ogv", ".mov", ".mkv"), VIDEO),
}
LONGEST = 100 * 60 * 60  # seconds
_LENGTH = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d\d)", re.ASCII)


def medium_of(resource: Resource) -> str:
    """AUDIO or VIDEO where that is what its address leads to; else ""."""
    if not resource.url:
        return ""
    return resource.type if resource.type in (AUDIO, VIDEO) else medium_at(resource.url)


def medium_at(address: str) -> str:
    """AUDIO or VIDEO where an address is that of such a file, by its ending; else ""."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""
    return EXTENSIONS.get(PurePosixPath(path).suffix.lower(), "")


def read_length(written: str) -> int:
    """The seconds of «12:30» or «1:05:00».  Raises ValueError."""
    match = _LENGTH.fullmatch(written.strip())
    hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    total = hours * 3600 + minutes * 60 + seconds
    if seconds > 59 or (hours and minutes > 59) or not 0 < total <= LONGEST:
        raise ValueError(written)
    return total


def as_clock(seconds: int | None) -> str:
    """«12:30», «1:05:00»; "" of None."""
    if not seconds:
        return ""
    minutes, rest = divmod(seconds, 60)
    hours, left = divmod(minutes, 60)
    return f"{hours}:{left:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def as_period(seconds: int | None) -> str:
    """«PT12M30S», after ISO 8601; "" of None."""
    if not seconds:
        return ""
    minutes, rest = divmod(seconds, 60)
    hours, left = divmod(minutes, 60)
    parts = ((hours, "H"), (left, "M"), (rest, "S"))
    return "PT" + "".join(f"{number}{unit}" for number, unit in parts if number)
