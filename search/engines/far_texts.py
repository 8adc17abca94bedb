"""Fields with very much text, as the pages of a book: kept behind a document's JSON, and read value by value.

Who shows a page of hits needs a few of these values, and would wait for all of them to be decoded.
"""

from collections.abc import Iterator, Sequence
from typing import Any, overload

import orjson

from search.documents import Fields

FAR = 10_000  # letters from which on a field is kept so
_BETWEEN = b"\0"  # JSON has it escaped


class FarTexts(Sequence[str]):
    """The values of such a field; each is decoded when it is asked for.  `raw` are the same in UTF-8."""

    def __init__(self, raw: list[bytes]) -> None:
        self.raw = raw

    def __len__(self) -> int:
        return len(self.raw)

    def __iter__(self) -> Iterator[str]:
        return (each.decode() for each in self.raw)

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            return [each.decode() for each in self.raw[number]]
        return self.raw[number].decode()


def packed(fields: Fields) -> bytes:
    """A document as it is kept."""
    name = next((name for name, value in fields.items() if isinstance(value, list) and _is_far(value)), None)
    if name is None:
        return orjson.dumps(fields)
    near = orjson.dumps({key: value for key, value in fields.items() if key != name})
    return _BETWEEN.join([near, name.encode(), *[value.encode() for value in fields[name]]])


def _is_far(values: list[Any]) -> bool:
    if len(values) == 0 or not all(isinstance(value, str) for value in values):
        return False
    return sum(map(len, values)) > FAR and not any("\0" in value for value in values)


def unpacked(kept: bytes, *, whole: bool = False) -> dict[str, Any]:
    """The same document; a field with very much text is a list in it (`whole`), or FarTexts."""
    near, _, far = kept.partition(_BETWEEN)
    fields: dict[str, Any] = orjson.loads(near)
    if far:
        name, *values = far.split(_BETWEEN)
        texts = FarTexts(values)
        fields[name.decode()] = list(texts) if whole else texts
    return fields
