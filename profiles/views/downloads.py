"""Files that members sent, as downloads that no browser shows or runs."""

from typing import Any

from django.http import FileResponse, Http404


def download(file: Any, *, name: str, content_type: str) -> FileResponse:
    """A stored file (FieldFile) under a name for people.  Raises Http404 when it is gone, as after restoring a backup
    without its files."""
    try:
        opened = file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(opened, as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
