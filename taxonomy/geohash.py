"""Geohashes: cells of the map as words, by G. Niemeyer's public-domain scheme.

Longitude and latitude are halved in turn, five bits a letter.

Length 3 is a cell of about 150 km, 4 of about 40 km (39 × 20), 5 of about 5 km.
"""

_LETTERS = "0123456789bcdefghjkmnpqrstuvwxyz"


def encode(latitude: float, longitude: float, length: int) -> str:
    """The cell of a point in degrees, as a geohash of that many letters."""
    ranges = [[-180.0, 180.0], [-90.0, 90.0]]
    point = (longitude, latitude)
    bits = 0
    for number in range(length * 5):
        low, high = ranges[number % 2]
        middle = (low + high) / 2
        upper = point[number % 2] >= middle
        bits = bits << 1 | upper
        ranges[number % 2] = [middle, high] if upper else [low, middle]
    return "".join(_LETTERS[bits >> 5 * (length - 1 - i) & 31] for i in range(length))


def neighbours(cell: str) -> tuple[str, ...]:
    """A cell and the (up to) eight around it; fewer at the poles."""
    longitude_bits, latitude_bits = (len(cell) * 5 + 1) // 2, len(cell) * 5 // 2
    width, height = 360 / 2**longitude_bits, 180 / 2**latitude_bits
    latitude, longitude = centre(cell)
    found = {cell}
    for rows in (-1, 0, 1):
        for columns in (-1, 0, 1):
            y = latitude + rows * height
            if -90 <= y <= 90:
                x = (longitude + columns * width + 180) % 360 - 180
                found.add(encode(y, x, len(cell)))
    return tuple(sorted(found))


def centre(cell: str) -> tuple[float, float]:
    """(latitude, longitude) of the middle of a cell."""
    ranges = [[-180.0, 180.0], [-90.0, 90.0]]
    number = 0
    for letter in cell:
        value = _LETTERS.index(letter)
        for shift in (4, 3, 2, 1, 0):
            low, high = ranges[number % 2]
            middle = (low + high) / 2
            ranges[number % 2] = [middle, high] if value >> shift & 1 else [low, middle]
            number += 1
    return sum(ranges[1]) / 2, sum(ranges[0]) / 2
