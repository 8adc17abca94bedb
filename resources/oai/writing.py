"""Answers of the protocol as XML."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils import timezone

from profiles.xml import printable
from resources.dublin_core import elements_of
from resources.models import Resource
from resources.oai.protocol import PREFIX, OaiError, Position, identifier_of, token_of
from resources.oai.repository import Record

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
OAI_DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

PageOf = Callable[[Resource], str]  # the absolute address of its page


def envelope(url: str, arguments: dict[str, str]) -> Element:
    """What every answer begins with; `arguments` are told back where they were understood."""
    # Names are written as they stand in the file: registering prefixes would hold for all XML of the process.
    root = Element("OAI-PMH", {
        "xmlns": OAI,
        "xmlns:xsi": XSI,
        "xsi:schemaLocation": f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd",
    })  # fmt: skip
    _text(root, "responseDate", utc(timezone.now()))
    _text(root, "request", url).attrib.update({name: printable(value) for name, value in arguments.items()})
    return root


def finished(root: Element) -> bytes:
    return tostring(root, encoding="utf-8", xml_declaration=True)


def add_error(root: Element, error: OaiError) -> None:
    _text(root, "error", str(error)).set("code", error.code)


def add_identity(
    root: Element, *, name: str, url: str, mail: str, earliest: datetime, domain: str, sample: str
) -> None:
    identity = SubElement(root, "Identify")
    told = {
        "repositoryName": name,
        "baseURL": url,
        "protocolVersion": "2.0",
        "adminEmail": mail,
        "earliestDatestamp": utc(earliest),
        "deletedRecord": "persistent",
        "granularity": "YYYY-MM-DDThh:mm:ssZ",
    }
    for tag, text in told.items():
        _text(identity, tag, text)
    described = "http://www.openarchives.org/OAI/2.0/oai-identifier"
    identifier = SubElement(SubElement(identity, "description"), "oai-identifier", {
        "xmlns": described,
        "xsi:schemaLocation": f"{described} {described}.xsd",
    })  # fmt: skip
    for tag, text in [
        ("scheme", "oai"),
        ("repositoryIdentifier", domain),
        ("delimiter", ":"),
        ("sampleIdentifier", sample),
    ]:
        _text(identifier, tag, text)


def add_formats(root: Element) -> None:
    told = SubElement(SubElement(root, "ListMetadataFormats"), "metadataFormat")
    for tag, text in [("metadataPrefix", PREFIX), ("schema", OAI_DC_SCHEMA), ("metadataNamespace", OAI_DC)]:
        _text(told, tag, text)


def add_sets(root: Element, sets: Iterable[tuple[str, str]]) -> None:
    listed = SubElement(root, "ListSets")
    for spec, name in sets:
        each = SubElement(listed, "set")
        _text(each, "setSpec", spec)
        _text(each, "setName", name)


def add_record(parent: Element, record: Record, domain: str, page_of: PageOf) -> None:
    """Its header, and what is known of it unless it is deleted."""
    found = SubElement(parent, "record")
    add_header(found, record, domain)
    if record.resource is None:
        return
    metadata = SubElement(SubElement(found, "metadata"), "oai_dc:dc", {
        "xmlns:oai_dc": OAI_DC,
        "xmlns:dc": DC,
        "xsi:schemaLocation": f"{OAI_DC} {OAI_DC_SCHEMA}",
    })  # fmt: skip
    for name, text in elements_of(record.resource, page_of(record.resource)):
        _text(metadata, f"dc:{name}", text)


def add_header(parent: Element, record: Record, domain: str) -> None:
    header = SubElement(parent, "header")
    if record.resource is None:
        header.set("status", "deleted")
    _text(header, "identifier", identifier_of(domain, record.uuid))
    _text(header, "datestamp", utc(record.datestamp))
    for spec in record.sets:
        _text(header, "setSpec", spec)


def add_token(listed: Element, *, before: Position, after: Position | None) -> None:
    """Where the list goes on, or with an empty token that it has ended; nothing where it was whole at once."""
    if after is None and not before.number:
        return
    token = _text(listed, "resumptionToken", token_of(after) if after else "")
    token.set("cursor", str(before.number))
    token.set("completeListSize", str(before.total))


def utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(parent: Element, tag: str, text: str) -> Element:
    element = SubElement(parent, tag)
    element.text = printable(text)
    return element
