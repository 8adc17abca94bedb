"""Files in a form: one or several in a field."""

from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from profiles.uploads import DOCUMENTS, Checked, check_upload


class OneFileField(forms.FileField):
    """A file, judged by what it holds; cleans to a Checked, or None where none was chosen.  `accept` as
    check_upload."""

    def __init__(self, *, accept: Collection[str] = DOCUMENTS, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.accept = accept

    def clean(self, data: Any, initial: Any = None) -> Checked | None:
        upload = super().clean(data, initial)
        return check_upload(upload, self.accept) if upload else None


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several files, each judged by what it holds; cleans to a list of Checked, and names every wrong one.

    `accept` is what check_upload takes, `check_count` raises ValidationError for a number that is too large.  The good
    ones among bad ones are in `good`, so that nobody has to choose them again.
    """

    widget = SeveralFilesInput
    good: list[Checked]

    def __init__(
        self,
        *,
        accept: Collection[str] = DOCUMENTS,
        check_count: Callable[[int], None] = lambda count: None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.accept, self.check_count = accept, check_count

    def clean(self, data: Any, initial: Any = None) -> list[Checked]:
        files: list[UploadedFile] = [file for file in data or [] if file]
        self.good, wrong = [], []
        if self.required and not files:
            raise ValidationError(self.error_messages["required"], code="required")
        self.check_count(len(files))
        for file in files:
            try:
                self.good.append(check_upload(file, self.accept))
            except ValidationError as error:
                wrong.append(error)
        if wrong:
            raise ValidationError(wrong)
        return self.good
