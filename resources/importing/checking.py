"""What would become of each record of a file, before anything is written."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from profiles.models import Organization
from resources.duplicates import Twin
from resources.goals import goals_in
from resources.identifiers import doi_in, isbn_in
from resources.importing.found import Found
from resources.importing.words import countries_in, kind_of, kinds_in_words, language_in, licence_in, year_in
from resources.models import Resource

CHUNK = 500
LONGEST_NAME = 200


class Problem(NamedTuple):
    """`name` is that of a field of a resource, "" where it is none; `field` what people call it, and `column` what the
    table calls it that was imported."""

    name: str
    field: str
    value: str
    cure: str
    column: str = ""


# What becomes of a checked record.
NEW, KNOWN, FAULTY, TWICE = "new", "known", "faulty", "twice"


@dataclass
class Checked:
    """`resource` is not saved."""

    number: int
    resource: Resource
    topics: list[str]
    problems: list[Problem]
    notes: list[str] = field(default_factory=list)
    is_known: bool = False
    twins: list[Twin] = field(default_factory=list)  # for those that are shown

    is_twice: bool = False  # in the file

    @property
    def is_new(self) -> bool:
        return self.outcome == NEW

    @property
    def outcome(self) -> str:
        if self.is_twice:
            return TWICE
        if self.problems:
            return FAULTY
        return KNOWN if self.is_known else NEW

    def call_twice(self) -> None:
        self.is_twice = True
        again = _("The file has it twice. Nothing has to be done.")
        self.problems.append(_problem("ref", str(self.resource.ref), again))


def check_records(records: Sequence[Found], defaults: Mapping[str, str]) -> list[Checked]:
    """Each record of a file as a resource, with why it can't be one, and whether it is in the library already.

    `defaults` say the type and the language where a record doesn't.  Some statements for each 500 records.
    """
    checked = check_some(records, defaults)
    seen: set[str] = set()
    for each in checked:
        if each.resource.ref in seen:
            each.call_twice()
        seen.add(str(each.resource.ref))
    return checked


def check_some(records: Sequence[Found], defaults: Mapping[str, str]) -> list[Checked]:
    """The same of some records of a file, but for whether it has one twice."""
    organizations = _organizations(records)
    checked = [_checked(each, defaults, organizations) for each in records]
    _find_known(checked)
    return checked


def _checked(found: Found, defaults: Mapping[str, str], organizations: Mapping[str, Organization]) -> Checked:
    if found.fault:
        resource = Resource(title=found.title, ref=found.ref or None, url="", type="")
        return Checked(found.number, resource, [], [Problem("", "", found.ref, found.fault)])
    resource = _resource(found, defaults)
    resource.organization = organizations.get(found.publisher)
    notes = []
    if found.publisher and resource.organization is None:
        notes.append(_("«%(name)s» is no organization here. It is left out.") % {"name": found.publisher})
    resource.sdgs, resource.gcm, subjects = goals_in(found.topics)
    topics = [topic for topic in subjects if len(topic) <= LONGEST_NAME]
    return Checked(found.number, resource, topics, list(_problems(found, resource)), notes)


def _resource(found: Found, defaults: Mapping[str, str]) -> Resource:
    doi = next(filter(None, map(doi_in, [*found.identifiers, *found.addresses])), "")
    # A number in an address may look like an ISBN by chance.
    isbn = next(filter(None, (isbn_in(each) for each in found.identifiers if "//" not in each)), "")
    resource = Resource(
        title=" ".join(found.title.split()),
        type=kind_of(found) or defaults["type"],
        summary=found.summary,
        language=language_in(found.languages) or defaults["language"],
        countries=countries_in(found.countries),
        url=_address(found.addresses, doi),
        doi=doi,
        isbn=isbn,
        authors=found.authors,
        year=year_in(found.date),
        licence=licence_in(found.rights),
    )
    resource.ref = _ref(found, resource)
    return resource


def _address(addresses: Sequence[str], doi: str) -> str:
    """The first that leads to a page by itself; else through the DOI."""
    pages = [each for each in addresses if each.startswith(("http://", "https://"))]
    direct = [each for each in pages if "doi.org/" not in each]
    return next(iter([*direct, *pages]), f"https://doi.org/{doi}" if doi else "")


def _ref(found: Found, resource: Resource) -> str:
    """Stays the same each time: the identifier of the record, its DOI, or what its words come to.  A bare number says
    nothing: each table has a row 1."""
    named = found.ref or (f"doi:{resource.doi}" if resource.doi else "")
    if named and len(named) <= 100 and not named.isdecimal():
        return named
    words = "\n".join([named, resource.title, *resource.authors, str(resource.year or ""), resource.url, resource.isbn])
    return f"sha256:{hashlib.sha256(words.encode()).hexdigest()}"


def _problems(found: Found, resource: Resource) -> Iterator[Problem]:
    if not resource.url and "url" not in found.meant:
        yield _problem("url", "", _("Say where it can be found."))
    try:
        empty = [name for name in ("summary", "url") if not getattr(resource, name)]
        resource.clean_fields(exclude=["slug", "ref", "authors", *empty])
    except ValidationError as error:
        for name, words in error.message_dict.items():
            yield _problem(name, str(getattr(resource, name)), " ".join(words))
    if found.date and resource.year is None:
        yield _problem("year", found.date, _("Write the year it appeared in, with four digits."))
    if found.languages and not language_in(found.languages):
        yield _problem("language", found.languages[0], _("Write the code of a language, like «en»."))
    for name in resource.authors:
        if len(name) > LONGEST_NAME:
            yield _problem("authors", name, _("A name has at most %(count)d letters.") % {"count": LONGEST_NAME})
    yield from _misunderstood(found, resource)


def _misunderstood(found: Found, resource: Resource) -> Iterator[Problem]:
    """What was meant for a column, and can't be read as what belongs there."""
    meant = found.meant
    if "type" in meant and not kind_of(found):
        yield _problem("type", meant["type"], _("Write one of these: %(kinds)s.") % {"kinds": kinds_in_words()})
    for written in found.countries if "countries" in meant else ():
        if not countries_in([written]):
            yield _problem("countries", written, _("Write the name or the code of a country, like «KG»."))
    if "doi" in meant and not doi_in(meant["doi"]):
        yield _problem("doi", meant["doi"], _("Copy the DOI as it is printed, like 10.1000/182, or leave this empty."))
    if "isbn" in meant and not isbn_in(meant["isbn"]):
        yield _problem("isbn", meant["isbn"], _("Copy the ISBN as it is printed, all its digits, or leave this empty."))
    if "url" in meant and resource.url != meant["url"]:
        yield _problem("url", meant["url"], _("Write a web address that begins with https:// or http://."))


def _problem(name: str, value: str, cure: str) -> Problem:
    return Problem(name, _label(name), value[:120], cure)


def _label(name: str) -> str:
    return capfirst(str(Resource._meta.get_field(name).verbose_name))


def _organizations(records: Sequence[Found]) -> dict[str, Organization]:
    """Those that publishers name, where only one is called so."""
    found: dict[str, list[Organization]] = {}
    for names in _chunks(sorted({each.publisher for each in records if each.publisher})):
        for row in Organization.objects.filter(name__in=names):
            found.setdefault(row.name, []).append(row)
    return {name: rows[0] for name, rows in found.items() if len(rows) == 1}


def _find_known(checked: Sequence[Checked]) -> None:
    """By reference also drafts; by identifier and address what is published, as a second look at one record would."""
    resources = [each.resource for each in checked]
    refs = _existing(Resource.objects.all(), "ref", resources)
    published = {name: _existing(Resource.objects.published(), name, resources) for name in ("doi", "isbn", "url")}
    for each in checked:
        same = any(getattr(each.resource, name) in values for name, values in published.items())
        each.is_known = each.resource.ref in refs or same


def _existing(rows: Any, name: str, resources: Iterable[Resource]) -> set[str]:
    found: set[str] = set()
    for values in _chunks(sorted({value for each in resources if (value := getattr(each, name))})):
        found |= set(rows.filter(**{f"{name}__in": values}).values_list(name, flat=True))
    return found


def _chunks(values: Sequence[str]) -> Iterator[list[str]]:
    left = iter(values)
    while chunk := list(islice(left, CHUNK)):
        yield chunk
