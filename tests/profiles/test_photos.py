"""Photos are encoded again, or refused with what to do."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from profiles.photos import MAX_BYTES, encode_photo
from tests.profiles.conftest import make_picture


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.jpg", content, "image/jpeg")


def decoded(photo: SimpleUploadedFile) -> Image.Image:
    return Image.open(BytesIO(encode_photo(photo).read()))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_a_photo_becomes_a_square_webp(format: str) -> None:
    picture = decoded(make_picture(format=format))
    assert (picture.format, picture.size, picture.mode) == ("WEBP", (512, 512), "RGB")


def test_nothing_that_the_camera_noted_remains() -> None:
    exif = Image.Exif()
    exif[0x010E] = "at home"
    exif.get_ifd(0x8825)[1] = "N"
    content = encode_photo(make_picture(exif=exif, comment=b"at home", icc_profile=b"profile")).read()
    assert b"at home" not in content
    picture = Image.open(BytesIO(content))
    assert (dict(picture.getexif()), {"exif", "xmp", "icc_profile"} & set(picture.info)) == ({}, set())


def test_a_photo_taken_upside_down_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 3  # turned by 180°
    red, _green, blue = decoded(make_picture(600, 600, exif=exif)).getpixel((40, 256))
    assert blue > 200 > 60 > red


def test_what_hides_behind_a_picture_is_dropped() -> None:
    polyglot = make_picture().read() + b"<script>alert(1)</script>PK\x03\x04evil.zip"
    content = encode_photo(upload(polyglot)).read()
    assert b"script" not in content
    assert b"PK\x03\x04" not in content


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "couldn't read"),
        (b"not a picture", "couldn't read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "couldn't read"),
        (b"%PDF-1.7", "couldn't read"),
        (b"GIF89a<script>alert(1)</script>", "couldn't read"),
        (make_picture().read()[:900], "couldn't read"),
        (png_that_claims(8000, 8000), "40 million pixels"),
        (png_that_claims(60000, 60000), "couldn't read"),
        (png_that_claims(1, 2**31 - 1), "couldn't read"),
        (b"\xff\xd8\xff" + b"0" * MAX_BYTES, "8 MB"),
    ],
    ids=[
        "empty",
        "text",
        "svg",
        "pdf",
        "gif with a script",
        "truncated",
        "64 megapixels",
        "3.6 gigapixels",
        "a thread",
        "9 MB",
    ],
)
def test_what_is_no_photo_is_refused_with_what_to_do(content: bytes, said: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        encode_photo(upload(content))
    assert said in refusal.value.messages[0]
    assert "Choose" in refusal.value.messages[0]
