"""Photos that people upload: decoded, turned upright, cropped and encoded again, so that nothing else travels along."""

import warnings
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 40_000_000
SIDE = 512
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")


def encode_photo(upload: UploadedFile) -> ContentFile:
    """A square WebP picture without metadata from whatever a browser sent.

    Raises ValidationError, with what to do, for a file that is too large, too wide, broken or no photo at all.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(_("This file is larger than 8 MB. Choose a smaller photo, or make this one smaller."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = _square(upload)
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
            _("We couldn't read this file as a photo. Choose a JPEG, PNG or WebP picture.")
        ) from error
    encoded = BytesIO()
    picture.save(encoded, "WEBP", quality=82, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return ContentFile(encoded.getvalue())


def _square(upload: UploadedFile) -> Image.Image:
    upload.seek(0)
    with Image.open(upload, formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            raise ValidationError(_("This photo has more than 40 million pixels. Choose a smaller one."))
        image.draft("RGB", (SIDE * 2, SIDE * 2))  # a large JPEG is decoded at a fraction of its size
        image.load()
        upright = ImageOps.exif_transpose(image)
        flat = Image.new("RGB", upright.size, "white")
        coloured = upright.convert("RGBA")
        flat.paste(coloured, mask=coloured.getchannel("A"))
        return ImageOps.fit(flat, (SIDE, SIDE), Image.Resampling.LANCZOS)
