"""Whether colours can be read on each other: the formula of WCAG 2.2."""

READABLE = 4.5  # the least contrast of a text (success criterion 1.4.3)


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of a colour written as #rrggbb."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """How much light a colour gives, from 0 (black) to 1 (white)."""

    def linear(channel: int) -> float:
        value = channel / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(channel) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """The colour that has `share` of one and the rest of the other, as color-mix(in srgb, …) makes it in tokens.css."""
    mixed = (round(a * share + b * (1 - share)) for a, b in zip(channels(one), channels(other), strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)
