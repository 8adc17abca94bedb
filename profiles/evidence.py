"""What organizations send to have themselves verified: a few documents, judged as any other upload is."""

from django.core.files.uploadedfile import UploadedFile

from profiles.uploads import JPEG, PDF, PNG, Checked, check_upload

MOST_FILES = 5


def check_evidence(upload: UploadedFile) -> Checked:
    """A PDF file or a picture as it may be kept.  Raises ValidationError as profiles.uploads.check_upload does."""
    return check_upload(upload, (PDF, JPEG, PNG))
