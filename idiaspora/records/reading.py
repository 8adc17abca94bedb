"""Reading a file of records: every line is checked before anything is written, and every fault is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from pydantic import ValidationError

from idiaspora.records.lookups import by_ref
from idiaspora.records.schema import RECORD, Record

MAX_LINE = 1_000_000  # bytes
BOM = b"\xef\xbb\xbf"  # some editors begin a file with it


@dataclass(frozen=True)
class Fault:
    """What is wrong in a line: the field, its value, and what to do."""

    line: int
    field: str
    value: Any
    cure: str

    def __str__(self) -> str:
        value = "" if self.value is None else f" {shortened(self.value)}"
        return f"line {self.line}: {self.field}{value}: {self.cure}"


@dataclass(frozen=True)
class NumberedRecord:
    line: int
    record: Any


def shortened(value: Any) -> str:
    """A value as it stands in the file, cut to 60 characters."""
    text = orjson.dumps(value, default=str).decode()
    return text if len(text) <= 60 else text[:59] + "…"


def read_records(path: Path) -> tuple[list[NumberedRecord], list[Fault]]:
    """All the good records of a file with their line numbers, and all the faults of the bad ones.

    Raises OSError when the file can't be read.
    """
    records: list[NumberedRecord] = []
    faults: list[Fault] = []
    with path.open("rb") as file:
        for number, line in enumerate(_lines(file), start=1):
            if line.strip():
                record, found = _read_line(number, line)
                faults += found
                if record is not None:
                    records.append(NumberedRecord(number, record))
    faults += _doubled(records)
    faults += _missing_organizations(records)
    return records, sorted(faults, key=lambda fault: fault.line)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of one that is too long only the beginning, so that no file fills the memory."""
    start = file.read(len(BOM))
    file.seek(0 if start != BOM else len(BOM))
    while line := file.readline(MAX_LINE + 1):
        rest = line
        while not rest.endswith(b"\n") and (rest := file.readline(MAX_LINE)):
            pass
        yield line


def _read_line(number: int, line: bytes) -> tuple[Record | None, list[Fault]]:
    if len(line) > MAX_LINE:
        return None, [Fault(number, "line", None, f"a record has at most {MAX_LINE} bytes; shorten its texts")]
    try:
        data = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return None, [Fault(number, "line", None, f"this is not JSON in UTF-8 ({error}); write one object a line")]
    if not isinstance(data, dict):
        return None, [Fault(number, "line", data, 'write one object a line, like {"kind": "profile", …}')]
    try:
        return RECORD.validate_python(data), []
    except ValidationError as error:
        return None, [_fault(number, data, detail) for detail in error.errors()]


def _fault(number: int, data: dict[str, Any], detail: Any) -> Fault:
    if detail["type"] == "union_tag_not_found":
        return Fault(number, "kind", None, "say what this is: organization, profile, opportunity or resource")
    if detail["type"] == "union_tag_invalid":
        return Fault(number, "kind", data.get("kind"), "use one of: organization, profile, opportunity, resource")
    field = ".".join(str(part) for part in detail["loc"][1:] if part != "[key]") or "record"
    if (
        field == "record" and ": " in detail["msg"]
    ):  # of several fields together: the message begins with the one to correct
        name, _colon, cure = detail["msg"].removeprefix("Value error, ").partition(": ")
        return Fault(number, name, data.get(name), cure)
    cures = {
        "missing": "this field is needed; add it",
        "extra_forbidden": "there is no such field; take it out or correct its name",
    }
    cure = cures.get(detail["type"]) or detail["msg"].removeprefix("Value error, ")
    value = None if detail["type"] == "missing" or field == "record" else detail["input"]
    return Fault(number, field, value, cure)


def _doubled(records: list[NumberedRecord]) -> Iterator[Fault]:
    seen: dict[tuple[str, str], int] = {}
    for number, record in ((r.line, r.record) for r in records):
        keys = [("ref", record.kind, record.ref)]
        if record.kind == "profile":
            keys.append(("email", "", record.email))
        if record.kind == "resource" and record.uuid is not None:
            keys.append(("uuid", "", record.uuid))
        for field, kind, value in keys:
            first = seen.setdefault((field + kind, value), number)
            if first != number:
                yield Fault(number, field, value, f"line {first} has it already; give each its own")


def _missing_organizations(records: list[NumberedRecord]) -> Iterator[Fault]:
    named = {ref for r in records if (ref := getattr(r.record, "organization", None)) is not None}
    known = set(by_ref("organization", named))
    known |= {r.record.ref for r in records if r.record.kind == "organization"}
    for r in records:
        organization = getattr(r.record, "organization", None)
        if organization is not None and organization not in known:
            yield Fault(
                r.line,
                "organization",
                organization,
                "no organization has this ref, here or in the database; add its record",
            )
