"""Published collections as sets of the protocol."""

PREFIX = "collection"
_ENCODED = "xn--"  # as names of hosts say that letters of any script stand behind it


def set_of(slug: str) -> str:
    """The setSpec of a collection: ASCII alone, as the protocol has it, whatever script its address is in."""
    plain = slug.isascii() and not slug.startswith(_ENCODED)
    return f"{PREFIX}-{slug}" if plain else f"{PREFIX}-{_ENCODED}{slug.encode('punycode').decode('ascii')}"


def slug_in(value: str) -> str:
    """The address of a collection, of what stands in its setSpec behind the prefix; "" where that is nonsense."""
    if not value.startswith(_ENCODED):
        return value if value.isascii() else ""
    try:
        return value.removeprefix(_ENCODED).encode("ascii").decode("punycode").replace("\x00", "")
    except (UnicodeError, OverflowError, ValueError):
        return ""
