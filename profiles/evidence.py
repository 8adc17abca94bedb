"""Evidence that organizations upload: pictures, which are encoded again, and PDF files, which nobody opens here."""

import warnings
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_FILES = 5
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 3000  # enough to read a scanned page
PDF, JPEG = ".pdf", ".jpg"
TAIL = 2048  # bytes at the end of a PDF in which its end is marked


@dataclass(frozen=True)
class Checked:
    """A file as it is kept: what its owner called it, what of it is stored, the digest of what they sent."""

    name: str
    content: ContentFile
    extension: str
    digest: str


def check_evidence(upload: UploadedFile) -> Checked:
    """Judges a file by what it holds, whatever it is called.

    Raises ValidationError, with what to do, for one that is too large, empty, broken or neither a picture nor a PDF.
    """
    name = _name(upload)
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(_("%(name)s is larger than 10 MB. Send a smaller one."), params={"name": name})
    upload.seek(0)
    sent = upload.read()
    if not sent:
        raise ValidationError(_("%(name)s is empty. Choose the file again."), params={"name": name})
    digest = sha256(sent).hexdigest()
    if sent.startswith(b"%PDF-"):
        if b"%%EOF" not in sent[-TAIL:]:
            raise ValidationError(_("%(name)s breaks off. Save it as a PDF again."), params={"name": name})
        return Checked(name, ContentFile(sent), PDF, digest)
    return Checked(name, ContentFile(_encoded(sent, name)), JPEG, digest)


def _name(upload: UploadedFile) -> str:
    """What its owner called it, for people to read: never a path, never a name of a file here."""
    printable = "".join(letter for letter in upload.name or "" if letter.isprintable())
    return printable.rpartition("/")[2][:120] or "?"


def _encoded(sent: bytes, name: str) -> bytes:
    """A JPEG picture that holds what is seen of the one that was sent, and nothing else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = _flat(sent, name)
    except ValidationError:
        raise
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        MemoryError,
    ) as error:
        raise ValidationError(
            _("%(name)s is neither a picture nor a PDF. Send a PDF, JPEG or PNG file."), params={"name": name}
        ) from error
    encoded = BytesIO()
    picture.save(encoded, "JPEG", quality=85)
    return encoded.getvalue()


def _flat(sent: bytes, name: str) -> Image.Image:
    with Image.open(BytesIO(sent), formats=("JPEG", "PNG")) as image:
        if image.width * image.height > MAX_PIXELS:
            raise ValidationError(
                _("%(name)s has more than 40 million pixels. Send a smaller picture."), params={"name": name}
            )
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image.load()
        upright = ImageOps.exif_transpose(image).convert("RGBA")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        flat = Image.new("RGB", upright.size, "white")
        flat.paste(upright, mask=upright.getchannel("A"))
        return flat
