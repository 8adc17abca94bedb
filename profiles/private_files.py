"""Files that no visitor may ever fetch: kept apart from the media, without an address, readable by the site alone."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """Writes under settings.PRIVATE_ROOT, whatever that is at the moment."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self) -> str:
        return str(settings.PRIVATE_ROOT)

    @property
    def location(self) -> str:
        return str(Path(self.base_location).resolve())

    def url(self, name: Any) -> str:
        raise ValueError("Private files have no address.")


def private_storage() -> PrivateStorage:
    """For file fields: a callable, so that no path of a machine gets into a migration."""
    return PrivateStorage()
