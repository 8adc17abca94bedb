"""Records of a harvest: one or several answers of OAI-PMH 2.0 in a file, in oai_dc."""

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from resources.importing.found import Found
from resources.kinds import NAMES
from resources.oai.writing import DC, OAI, OAI_DC

_DOCUMENT = re.compile(rb"(?=<\?xml\s)")


def read_oai(data: bytes) -> Iterator[Found]:
    """Raises ValidationError of what is no answer of a repository, or defines entities."""
    number = 0
    try:
        for document in filter(bytes.strip, _DOCUMENT.split(data)):
            for record in _records(document):
                number += 1
                yield _found(number, record)
    except DefusedXmlException as error:
        raise ValidationError(_("This file defines entities or a document type. Harvest it anew without.")) from error
    except (ParseError, LookupError, ValueError) as error:
        raise ValidationError(
            _("After record %(number)d this is no XML: %(error)s. Harvest it anew.")
            % {"number": number, "error": error}
        ) from error


def _records(document: bytes) -> Iterator[Any]:
    """The <record>s, each forgotten after it was read; an error that the repository answered is told."""
    for _event, element in iterparse(io.BytesIO(document.strip()), forbid_dtd=True):
        if element.tag == f"{{{OAI}}}record":
            yield element
            element.clear()
        elif element.tag == f"{{{OAI}}}error":
            raise ValidationError(
                _("The repository answered with an error: %(error)s"),
                params={"error": f"{element.get('code')} {element.text or ''}".strip()},
            )


def _found(number: int, record: Any) -> Found:
    ref = (record.findtext(f"{{{OAI}}}header/{{{OAI}}}identifier") or "").strip()
    header = record.find(f"{{{OAI}}}header")
    if header is not None and header.get("status") == "deleted":
        return Found(number, ref, fault=_("It is deleted where it comes from."))
    described = record.find(f"{{{OAI}}}metadata/{{{OAI_DC}}}dc")
    if described is None:
        return Found(number, ref, fault=_("It isn't described in oai_dc. Harvest it in that format."))
    told: defaultdict[str, list[str]] = defaultdict(list)
    for element in described:
        if (text := (element.text or "").strip()) and element.tag.startswith(f"{{{DC}}}"):
            told[element.tag.partition("}")[2]].append(text)
    return Found(
        number,
        ref,
        title=next(iter(told["title"]), ""),
        kinds=told["type"],
        summary="\n\n".join(told["description"]),
        authors=told["creator"],
        date=" ".join(told["date"]),
        languages=told["language"],
        identifiers=told["identifier"],
        addresses=_addresses(told),
        topics=told["subject"],
        countries=told["coverage"],
        rights=told["rights"],
        publisher=next(iter(told["publisher"]), ""),
    )


def _addresses(told: defaultdict[str, list[str]]) -> list[str]:
    """Where the thing is.  A library like this one tells its own page first, and the thing as its source; with others
    the source is another thing, from which this one was made."""
    kinds = told["type"]
    is_like_ours = len(kinds) == 2 and kinds[1] in NAMES and NAMES[kinds[1]].dublin_core == kinds[0]
    return [*(told["source"] if is_like_ours else ()), *told["identifier"]]
