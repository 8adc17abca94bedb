"""What organizations send to have themselves verified: a few documents, judged as any other upload is."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from profiles.uploads import JPEG, PDF, PNG, Checked, check_upload

MOST_FILES = 5
KINDS = (PDF, JPEG, PNG)


def check_evidence(upload: UploadedFile) -> Checked:
    """A PDF file or a picture as it may be kept.  Raises ValidationError as profiles.uploads.check_upload does."""
    return check_upload(upload, KINDS)


def check_count(count: int) -> None:
    """Raises ValidationError for more files than a request may have."""
    if count > MOST_FILES:
        raise ValidationError(_("Send %(most)d files at most."), params={"most": MOST_FILES})
