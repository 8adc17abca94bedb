"""A harvester's question and its answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, SubElement

from resources.oai import repository, writing
from resources.oai.protocol import (
    OaiError,
    Position,
    check_prefix,
    identifier_of,
    needed,
    position_of,
    read_arguments,
    unknown,
    uuid_in,
)
from resources.oai.repository import PAGE, Record


@dataclass(frozen=True)
class Site:
    """What answers say of this site."""

    name: str
    domain: str  # in identifiers
    url: str  # of this interface
    mail: str  # whom to write to
    page_of: writing.PageOf


def answer(given: Mapping[str, Sequence[str]], site: Site) -> bytes:
    """The whole answer, errors of the protocol included: these come with status 200, too."""
    arguments: dict[str, str] = {}
    try:
        arguments = read_arguments(given)
        root = writing.envelope(site.url, arguments)
        ANSWERS[arguments["verb"]](root, arguments, site)
    except OaiError as error:
        # What wasn't understood isn't told back: section 3.2.
        root = writing.envelope(site.url, {} if error.code in ("badVerb", "badArgument") else arguments)
        writing.add_error(root, error)
    return writing.finished(root)


def _identify(root: Element, arguments: Mapping[str, str], site: Site) -> None:
    first = repository.headers(repository.Selection(), None, 1)
    writing.add_identity(
        root,
        name=site.name,
        url=site.url,
        mail=site.mail,
        earliest=repository.earliest(),
        domain=site.domain,
        sample=identifier_of(site.domain, first[0].uuid) if first else f"oai:{site.domain}:0",
    )


def _formats(root: Element, arguments: Mapping[str, str], site: Site) -> None:
    if "identifier" in arguments:
        _one(arguments["identifier"], site)
    writing.add_formats(root)


def _sets(root: Element, arguments: Mapping[str, str], site: Site) -> None:
    if "resumptionToken" in arguments:
        raise OaiError("badResumptionToken", "The list of sets is whole at once; it has no tokens.")
    writing.add_sets(root, repository.sets())


def _record(root: Element, arguments: Mapping[str, str], site: Site) -> None:
    needed(arguments, "identifier", "metadataPrefix")
    found = _one(arguments["identifier"], site)
    check_prefix(arguments["metadataPrefix"])
    writing.add_record(SubElement(root, "GetRecord"), found, site.domain, site.page_of)


def _one(identifier: str, site: Site) -> Record:
    found = repository.find(uuid_in(identifier, site.domain))
    if found is None:
        raise unknown(identifier)
    return found


def _records(root: Element, arguments: Mapping[str, str], site: Site) -> None:
    def add(listed: Element, record: Record) -> None:
        writing.add_record(listed, record, site.domain, site.page_of)

    _list(root, arguments, repository.records, add)


def _identifiers(root: Element, arguments: Mapping[str, str], site: Site) -> None:
    def add(listed: Element, record: Record) -> None:
        writing.add_header(listed, record, site.domain)

    _list(root, arguments, repository.headers, add)


def _list(
    root: Element,
    arguments: Mapping[str, str],
    read: Callable[..., list[Record]],
    add: Callable[[Element, Record], None],
) -> None:
    position = position_of(arguments)
    if position.total is None:
        position = replace(position, total=repository.count(position.selection))
    found = read(position.selection, position.after, PAGE + 1)
    if not found and position.after is None:
        raise OaiError("noRecordsMatch", "Nothing here is so. Ask with other dates, or another set.")
    listed = SubElement(root, arguments["verb"])
    for record in found[:PAGE]:
        add(listed, record)
    writing.add_token(listed, before=position, after=_next(position, found))


def _next(position: Position, found: Sequence[Record]) -> Position | None:
    if len(found) <= PAGE:
        return None
    return replace(position, after=found[PAGE - 1].place, number=position.number + PAGE)


ANSWERS: dict[str, Callable[[Element, Mapping[str, str], Site], None]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "ListIdentifiers": _identifiers,
    "ListRecords": _records,
    "GetRecord": _record,
}
