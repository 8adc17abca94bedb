"""Records of a RIS file."""

import re
from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from resources.importing.found import Found, turned

_LINE = re.compile(r"([A-Z][A-Z0-9])  ?- ?(.*)")


def read_ris(text: str) -> Iterator[Found]:
    """The records in their order.  A line without a tag goes on with the one before."""
    told: defaultdict[str, list[str]] = defaultdict(list)
    number, last = 0, ""
    for place, line in enumerate(text.splitlines(), start=1):
        tagged = _LINE.fullmatch(line.rstrip())
        if tagged and tagged[1] in ("TY", "ER"):
            if number:
                yield _found(number, told, is_whole=tagged[1] == "ER")
            told, number, last = defaultdict(list), place if tagged[1] == "TY" else 0, ""
        if tagged and number:
            last = tagged[1]
            told[last].append(tagged[2].strip())
        elif last and line.strip():
            told[last][-1] += f" {line.strip()}"
    if number:
        yield _found(number, told, is_whole=False)


def _found(number: int, told: dict[str, list[str]], *, is_whole: bool) -> Found:
    def of(*tags: str) -> list[str]:
        return [text for tag in tags for text in told.get(tag, ()) if text]

    title = next(iter(of("TI", "T1")), "")
    if not is_whole:
        return Found(number, title=title, fault=_("This record has no end. Add a line «ER  - »."))
    return Found(
        number,
        title=title,
        kinds=of("TY"),
        summary=" ".join(of("AB", "N2")),
        authors=[turned(name) for name in of("AU", "A1")],
        date=next(iter(of("PY", "Y1", "DA")), ""),
        languages=of("LA"),
        identifiers=of("DO", "SN"),
        addresses=of("UR", "L1", "L2"),
        topics=of("KW"),
        publisher=next(iter(of("PB")), ""),
    )
