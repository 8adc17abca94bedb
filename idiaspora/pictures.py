"""Pictures of pages for those who share them: drawn here, with the operator's name and colours.

The font that comes with the site has Latin, Cyrillic, Greek and Arabic letters (docs/adr/020-a-font-of-our-own.md).
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont, features

WIDTH, HEIGHT = 1200, 630  # what networks show without cropping
MARGIN = 72
TITLE_SIZES = (76, 66, 58, 50, 44)  # the first in which a title fits into its lines
MOST_LINES = 4
LINE = 1.22  # of the size
SMALL = 34
ELLIPSIS = "…"


@dataclass(frozen=True)
class Colours:
    paper: str
    ink: str
    accent: str
    warm: str


@dataclass(frozen=True)
class Words:
    """What stands on a picture; `notes` are short lines below the title, the last of them is the most urgent."""

    site: str
    above: str
    title: str
    notes: tuple[str, ...] = ()


def draw_picture(words: Words, colours: Colours) -> bytes:
    """A PNG of 1200 × 630, not above 100 kB."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), colours.paper)
    canvas = ImageDraw.Draw(picture)
    canvas.rectangle((0, 0, WIDTH, 14), fill=colours.accent)
    canvas.rectangle((0, HEIGHT - 96, WIDTH, HEIGHT), fill=colours.accent)
    if not can_shape(words):  # better none than letters that stand apart and backwards
        words = Words(site=words.site if can_shape(Words(words.site, "", "")) else "", above="", title="")
    is_rtl = reads_from_right(words.title or words.site)
    y = 62
    y = _write(canvas, y, _fitted(words.above, SMALL), SMALL, colours.accent, is_rtl) + 18
    size, lines = fit_title(words.title)
    for line in lines:
        y = _write(canvas, y, line, size, colours.ink, is_rtl)
    y += 22
    for number, note in enumerate(words.notes, 1):
        colour = colours.ink if number == len(words.notes) else colours.accent
        y = _write(canvas, y, _fitted(note, SMALL), SMALL, colour, is_rtl)
    _write(canvas, HEIGHT - 72, _fitted(words.site, SMALL), SMALL, colours.paper, is_rtl)
    canvas.rectangle(_beside(is_rtl), fill=colours.warm)
    file = BytesIO()
    picture.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


def can_shape(words: Words) -> bool:
    """Whether letters that join and run from the right come out as such; that takes Raqm beside Pillow."""
    text = "".join((words.site, words.above, words.title, *words.notes))
    return features.check("raqm") or not any(map(_is_rtl, text))


def reads_from_right(text: str) -> bool:
    """By the first letter that has a direction."""
    strong = next((letter for letter in text if unicodedata.bidirectional(letter) in ("L", "R", "AL")), "a")
    return _is_rtl(strong)


def fit_title(title: str) -> tuple[int, list[str]]:
    """The size of the letters and the lines of a title: as large as it fits, at the smallest size cut after a word."""
    for size in TITLE_SIZES:
        lines = list(_wrap(title, size))
        if len(lines) <= MOST_LINES and all(width_of(line, size) <= _room() for line in lines):
            return size, lines
    shown = [*lines[: MOST_LINES - 1], " ".join(lines[MOST_LINES - 1 :])]
    return size, [_fitted(line, size) for line in shown if line]


def width_of(text: str, size: int) -> float:
    return _font(size).getlength(text)


def _wrap(text: str, size: int) -> Iterator[str]:
    """Lines that hold as many words as fit; a word that is wider than a line has one of its own."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and width_of(longer, size) > _room():
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def _fitted(text: str, size: int) -> str:
    """A text in one line: whole words and «…»; of a single word that is wider than the line, its beginning."""
    text = " ".join(text.split())
    if width_of(text, size) <= _room():
        return text
    words = text.split()
    while len(words) > 1:
        words.pop()
        if width_of(shorter := " ".join(words) + ELLIPSIS, size) <= _room():
            return shorter
    letters = words[0][:200]
    while letters and width_of(letters + ELLIPSIS, size) > _room():
        letters = letters[:-1]
    return letters + ELLIPSIS


def _write(canvas: ImageDraw.ImageDraw, y: int, text: str, size: int, colour: str, is_rtl: bool) -> int:
    """Writes a line at the side where it begins; returns where the next one goes."""
    if not text:
        return y
    font = _font(size)
    place = (WIDTH - MARGIN, y) if is_rtl else (MARGIN, y)
    canvas.text(place, text, colour, font, anchor="ra" if is_rtl else "la")
    return y + int(size * LINE)


def _beside(is_rtl: bool) -> tuple[int, int, int, int]:
    """A strip of the warm colour at the side where lines begin."""
    left = WIDTH - 14 if is_rtl else 0
    return left, 14, left + 14, HEIGHT - 96


def _room() -> int:
    return WIDTH - 2 * MARGIN


def _is_rtl(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("R", "AL")


def _font(size: int) -> ImageFont.FreeTypeFont:
    return _loaded(settings.PICTURE_FONT, size)


@cache
def _loaded(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)
