"""A folder as a bag: its files with their checksums, after RFC 8493.  What is in them is settled elsewhere."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
NEEDED = ("bagit.txt", "bag-info.txt", PAYLOAD, TAGS)


def close_bag(folder: Path, info: Mapping[str, str]) -> None:
    """Makes a bag of a folder that has its payload in data/.  `info` is for bag-info.txt; its size is added."""
    payload = list(_files(folder / "data"))
    size = f"{sum(path.stat().st_size for path in payload)}.{len(payload)}"
    _write(folder / "bagit.txt", DECLARATION)
    lines = {**info, "Payload-Oxum": size}
    _write(folder / "bag-info.txt", "".join(f"{name}: {text}\n" for name, text in lines.items()))
    _write(folder / PAYLOAD, _manifest(folder, payload))
    _write(folder / TAGS, _manifest(folder, [folder / name for name in sorted(NEEDED[:3])]))


def faults_of(folder: Path) -> list[str]:
    """What is wrong with a bag, file by file; nothing when every checksum is right."""
    missing = [f"{name}: missing" for name in NEEDED if not (folder / name).is_file()]
    if missing:
        return missing
    faults = [f"{path.name}: nothing is fetched from elsewhere" for path in folder.glob("fetch.txt")]
    if (folder / "bagit.txt").read_bytes() != DECLARATION.encode():
        faults.append("bagit.txt: not a bag of BagIt 1.0 in UTF-8")
    listed: set[str] = set()
    for manifest in (TAGS, PAYLOAD):
        for line in (folder / manifest).read_text(encoding="utf-8", errors="replace").splitlines():
            expected, _space, name = line.partition("  ")
            listed.add(name)
            faults += _wrong(folder, name, expected)
    unlisted = {_name(folder, path) for path in _files(folder / "data")} | {*NEEDED[:3]} - listed
    return faults + [f"{name}: in no manifest" for name in sorted(unlisted - listed)]


def _wrong(folder: Path, name: str, expected: str) -> Iterator[str]:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        yield f"{name}: outside of the bag"
    elif not path.is_file():
        yield f"{name}: missing"
    elif digest_of(path) != expected:
        yield f"{name}: its checksum is wrong"


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _manifest(folder: Path, paths: list[Path]) -> str:
    return "".join(f"{digest_of(path)}  {_name(folder, path)}\n" for path in paths)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
