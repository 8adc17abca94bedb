"""One record of a file, in the file's own words: nothing of it is checked yet."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Found:
    number: int  # of the line that it begins in, or among the records of a harvest
    ref: str = ""  # what it is called where it comes from
    title: str = ""
    kinds: list[str] = field(default_factory=list)
    summary: str = ""
    authors: list[str] = field(default_factory=list)
    date: str = ""
    languages: list[str] = field(default_factory=list)
    identifiers: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    rights: list[str] = field(default_factory=list)
    publisher: str = ""
    meant: dict[str, str] = field(
        default_factory=dict
    )  # {column of a resource: what a cell says that was meant for it}
    fault: str = ""  # why nothing can be made of it, in words


def turned(name: str) -> str:
    """«Toktosunova, Aida» as one says it."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and given.strip() and "," not in given else name.strip()
