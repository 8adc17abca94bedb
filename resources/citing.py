"""How a resource is cited: a line to read, and files for reference managers.

Names of authors stay as they were given: which part is the family name nobody said, and half of them are organizations.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import orjson
from django.utils.text import slugify
from django.utils.translation import gettext as _

from resources.kinds import names_of
from resources.models import Resource

_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%$#_"},
}  # fmt: skip
_UNSAFE = re.compile(r"[\s{}\\]")


def authors_of(resource: Resource) -> list[str]:
    """Who wrote it; of a resource without names the organization whose it is."""
    return [line for author in resource.authors if (line := _line(author))] or [*filter(None, [publisher_of(resource)])]


def publisher_of(resource: Resource) -> str:
    organization = resource.organization
    return organization.name if organization is not None and not organization.is_hidden else ""


def address_of(resource: Resource, page: str) -> str:
    """Where a citation leads: the DOI, which lasts longest, else `page`, the absolute address of its page here."""
    return f"https://doi.org/{resource.doi}" if resource.doi else page


def version_of(resource: Resource) -> str:
    """«3», of one that came with its number; "" as long as there is but one version."""
    number = getattr(resource, "version_number", None) or 1
    return str(number) if number > 1 else ""


# What isn't text is said to be what it is.
NAMED = (Resource.Type.DATASET, Resource.Type.VIDEO, Resource.Type.AUDIO, Resource.Type.COURSE)


def in_words(resource: Resource, page: str) -> str:
    """«Aida Toktosunova & IOM. (2024). Sending money home [Data set]. IOM. https://doi.org/…», after APA's seventh
    edition, in the reader's language."""
    names = authors_of(resource)
    written_by = f"{', '.join(names[:-1])} & {names[-1]}" if len(names) > 1 else "".join(names)
    year = str(resource.year or _("n.d."))
    title = _line(resource.title)
    if resource.type in NAMED:
        title += f" [{resource.get_type_display()}]"
    if number := version_of(resource):
        title += f" ({_('version %(number)s') % {'number': number}})"
    publisher = publisher_of(resource)
    parts = [f"{written_by.rstrip('.')}. ({year}). {title}" if written_by else f"{title}. ({year})"]
    if publisher and names != [publisher]:
        parts.append(publisher.rstrip("."))
    return ". ".join([*parts, address_of(resource, page)])


def csl(resource: Resource, page: str) -> bytes:
    """CSL-JSON 1.0: a list of one item."""
    item: dict[str, Any] = {
        "id": str(resource.uuid),
        "type": names_of(resource).csl,
        "title": _line(resource.title),
        "author": [{"literal": name} for name in authors_of(resource)],
        "issued": {"date-parts": [[resource.year]]} if resource.year else None,
        "publisher": publisher_of(resource),
        "version": version_of(resource),
        "language": resource.language,
        "abstract": resource.summary,
        "DOI": resource.doi,
        "ISBN": resource.isbn,
        "URL": address_of(resource, page),
    }
    return orjson.dumps([{name: value for name, value in item.items() if value}], option=orjson.OPT_INDENT_2)


def bibtex(resource: Resource, page: str) -> bytes:
    """One entry, in UTF-8.  Titles and names stand in braces of their own: nobody changes their case or order."""
    publisher = publisher_of(resource)
    is_report = names_of(resource).bibtex == "techreport"
    fields = {
        "title": f"{{{_latex(resource.title)}}}",
        "author": " and ".join(f"{{{_latex(name)}}}" for name in authors_of(resource)),
        "year": str(resource.year or ""),
        "institution" if is_report else "howpublished": _latex(publisher),
        "language": _latex(resource.language),
        "version": version_of(resource),
        "doi": resource.doi,
        "isbn": resource.isbn,
        "url": _UNSAFE.sub(_percent, address_of(resource, page)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{names_of(resource).bibtex}{{{_key(resource)},", *lines, "}", ""]).encode()


def ris(resource: Resource, page: str) -> bytes:
    """One record, a line each, ended as the format asks for."""
    lines = [
        ("TY", names_of(resource).ris),
        ("TI", resource.title),
        *(("AU", name) for name in authors_of(resource)),
        ("PY", resource.year),
        ("PB", publisher_of(resource)),
        ("ET", version_of(resource)),
        ("LA", resource.language),
        ("AB", resource.summary),
        ("DO", resource.doi),
        ("SN", resource.isbn),
        ("UR", address_of(resource, page)),
        ("ID", resource.uuid),
    ]
    written = [f"{tag}  - {_line(str(value))}" for tag, value in lines if value]
    return "\r\n".join([*written, "ER  - ", ""]).encode()


class Format(NamedTuple):
    name: str
    content_type: str
    write: Callable[[Resource, str], bytes]


FORMATS = {
    "bib": Format("BibTeX", "application/x-bibtex", bibtex),
    "ris": Format("RIS", "application/x-research-info-systems", ris),
    "json": Format("CSL-JSON", "application/vnd.citationstyles.csl+json", csl),
}


def _key(resource: Resource) -> str:
    """«toktosunova2024-3f9a1c»: what one types to cite it."""
    first = next(iter(authors_of(resource)), "")
    return f"{slugify(first.split()[-1] if first else '')}{resource.year or ''}-{resource.uuid.hex[:6]}".lstrip("-")


def _line(text: str) -> str:
    return " ".join(text.split())


def _latex(text: str) -> str:
    line = _line(text)
    # BibTeX counts braces, those behind a backslash too: one without its other half would end no field.
    written = _LATEX if _has_pairs(line) else {**_LATEX, "{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
    return "".join(written.get(character, character) for character in line)


def _has_pairs(text: str) -> bool:
    """Whether each brace has its other half, in the right order."""
    depth = 0
    for character in text:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


def _percent(found: re.Match[str]) -> str:
    return f"%{ord(found[0]):02X}"
