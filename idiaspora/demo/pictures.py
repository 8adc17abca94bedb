"""Photos of the demo members: drawn figures before a landscape or a woven pattern, nobody's face."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

SIDE = 512
DRAWN = 40  # distinct pictures; members share them as copies
SKIES = ("#f3d9b1", "#e9c46a", "#cfe0d8", "#f2c6a0", "#bcd4de", "#efe3cf", "#d8c3e0", "#f0b99a")
HILLS = ("#0f5c5c", "#52796f", "#7f9f80", "#b5651d", "#8a5a44", "#33658a", "#a44a3f", "#5e548e")
CLOTHES = ("#0f5c5c", "#e08a3c", "#8c2f39", "#31572c", "#3d405b", "#a68a64", "#6d597a", "#264653", "#bc6c25")
# (skin, hair): far enough apart to tell one from the other.
LIGHT = (
    ("#f1c9a5", "#4a2f1d"),
    ("#f1c9a5", "#20150f"),
    ("#e0ac82", "#2f1e14"),
    ("#e0ac82", "#1b1b1f"),
    ("#d39b6c", "#20150f"),
    ("#e0ac82", "#8d8279"),
)
DARK = (("#9a6240", "#1b1b1f"), ("#8a5636", "#17110d"), ("#74462c", "#120d0a"), ("#74462c", "#a39b93"))

Point = tuple[float, float]


def draw_pictures(rng: Random, count: int = DRAWN) -> dict[tuple[bool, bool], list[bytes]]:
    """WebP files, 512 pixels square, by (is a woman, is dark)."""
    kinds = [(is_woman, is_dark) for is_woman in (True, False) for is_dark in (False, False, True, False)]
    drawn: dict[tuple[bool, bool], list[bytes]] = {kind: [] for kind in kinds}
    for number in range(count):
        kind = kinds[number % len(kinds)]
        drawn[kind].append(_encode(_draw(rng, *kind)))
    return drawn


def _encode(picture: Image.Image) -> bytes:
    kept = BytesIO()
    picture.resize((SIDE, SIDE), Image.Resampling.BOX).save(kept, "WEBP", quality=80, method=2)
    return kept.getvalue()


def _draw(rng: Random, is_woman: bool, is_dark: bool) -> Image.Image:
    """One picture at twice its size, so that scaling it down smooths the edges."""
    picture = Image.new("RGB", (SIDE * 2, SIDE * 2), rng.choice(SKIES))
    pen = ImageDraw.Draw(picture)
    rng.choice((_hills, _hills, _sun_and_sea, _weave))(pen, rng)
    _figure(pen, rng, is_woman, rng.choice(DARK if is_dark else LIGHT))
    return picture


def _circle(pen: ImageDraw.ImageDraw, centre: Point, radius: float, colour: str, squeeze: float = 1.0) -> None:
    x, y = centre
    pen.ellipse((x - radius * squeeze, y - radius, x + radius * squeeze, y + radius), fill=colour)


def _hills(pen: ImageDraw.ImageDraw, rng: Random) -> None:
    _circle(pen, (rng.choice((200, 820)), rng.randint(160, 280)), rng.randint(70, 120), "#fff3d6")
    for top, colour in zip((420, 540, 660), rng.sample(HILLS, 3), strict=True):
        peaks = [(x, top + rng.randint(-120, 60)) for x in range(-100, 1200, 180)]
        pen.polygon([(-100, 1024), *peaks, (1200, 1024)], fill=colour)


def _sun_and_sea(pen: ImageDraw.ImageDraw, rng: Random) -> None:
    _circle(pen, (512, 420), 330, "#f7e1b5")
    _circle(pen, (512, 420), 270, rng.choice(("#f2a65a", "#e9c46a", "#ee8959")))
    water = rng.choice(HILLS)
    pen.rectangle((0, 600, 1024, 1024), fill=water)
    for y in range(640, 1024, 70):
        pen.line([(0, y), (1024, y)], fill="#ffffff", width=3)


def _weave(pen: ImageDraw.ImageDraw, rng: Random) -> None:
    first, second = rng.sample(HILLS, 2)
    step = rng.choice((128, 170, 204))
    for row, y in enumerate(range(0, 1100, step)):
        for column, x in enumerate(range(0, 1100, step)):
            colour = first if (row + column) % 2 else second
            pen.polygon([(x, y - step / 2), (x + step / 2, y), (x, y + step / 2), (x - step / 2, y)], fill=colour)
            _circle(pen, (x, y), step / 9, "#fbf8f3")


def _figure(pen: ImageDraw.ImageDraw, rng: Random, is_woman: bool, tones: tuple[str, str]) -> None:
    (skin, hair), clothes = tones, rng.choice(CLOTHES)
    style = rng.choice(("long", "bun", "scarf", "short") if is_woman else ("short", "short", "cap", "curls"))
    if style == "long":
        pen.rounded_rectangle((318, 300, 706, 800), 190, fill=hair)
    elif style == "bun":
        _circle(pen, (512, 218), 92, hair)
    elif style == "scarf":
        cloth = rng.choice([colour for colour in CLOTHES if colour != clothes])
        _circle(pen, (512, 440), 262, cloth, 0.86)
        pen.rounded_rectangle((330, 440, 694, 830), 120, fill=cloth)
    elif style == "curls":
        for x, y in ((360, 380), (400, 300), (480, 250), (560, 250), (630, 310), (664, 390)):
            _circle(pen, (x, y), 78, hair)
    if style != "scarf":
        pen.rounded_rectangle((446, 560, 578, 800), 60, fill=skin)
    pen.rounded_rectangle((190, 740, 834, 1240), 230, fill=clothes)
    if style != "scarf":
        pen.pieslice((430, 658, 594, 822), 0, 180, fill=skin)
        _circle(pen, (512, 440), 214, hair, 0.88)
    _circle(pen, (512, 470), 184, skin, 0.86)
    if style in ("short", "long", "bun"):
        pen.pieslice((350, 276, 674, 560), 190, 350, fill=hair)
    elif style == "cap":
        pen.pieslice((326, 226, 698, 620), 180, 360, fill="#fbf8f3")
        pen.rectangle((326, 400, 698, 432), fill=rng.choice(CLOTHES))
