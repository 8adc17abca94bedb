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
from resources.importing.words import countries_in, kind_of, language_in, licence_in, year_in
from resources.models import Resource

CHUNK = 500
LONGEST_NAME = 200


class Problem(NamedTuple):
    field: str
    value: str
    cure: str


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

    @property
    def is_new(self) -> bool:
        return not self.problems and not self.is_known


def check_records(records: Sequence[Found], defaults: Mapping[str, str]) -> list[Checked]:
    """Each record as a resource, with why it can't be one, and whether it is in the library already.

    `defaults` say the type and the language where a record doesn't.  Some statements for each 500 records.
    """
    organizations = _organizations(records)
    checked = [_checked(each, defaults, organizations) for each in records]
    _find_known(checked)
    seen: set[str] = set()
    for each in checked:
        if each.resource.ref in seen:
            again = _("The file has it twice. Nothing has to be done.")
            each.problems.append(Problem(_label("ref"), str(each.resource.ref), again))
        seen.add(str(each.resource.ref))
    return checked


def _checked(found: Found, defaults: Mapping[str, str], organizations: Mapping[str, Organization]) -> Checked:
    if found.fault:
        resource = Resource(title=found.title, ref=found.ref or None, url="", type="")
        return Checked(found.number, resource, [], [Problem("", found.ref, found.fault)])
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
    """Stays the same each time: the identifier of the record, its DOI, or what its words come to."""
    named = found.ref or (f"doi:{resource.doi}" if resource.doi else "")
    if named and len(named) <= 100:
        return named
    words = "\n".join([named, resource.title, *resource.authors, str(resource.year or ""), resource.url, resource.isbn])
    return f"sha256:{hashlib.sha256(words.encode()).hexdigest()}"


def _problems(found: Found, resource: Resource) -> Iterator[Problem]:
    if not resource.url:
        yield Problem(_label("url"), "", _("Say where it can be found."))
    try:
        empty = [name for name in ("summary", "url") if not getattr(resource, name)]
        resource.clean_fields(exclude=["slug", "ref", "authors", *empty])
    except ValidationError as error:
        for name, words in error.message_dict.items():
            yield Problem(_label(name), str(getattr(resource, name))[:120], " ".join(words))
    if found.date and resource.year is None:
        yield Problem(_label("year"), found.date[:120], _("Write the year it appeared in, with four digits."))
    if found.languages and not language_in(found.languages):
        yield Problem(_label("language"), found.languages[0][:120], _("Write the code of a language, like «en»."))
    for name in resource.authors:
        if len(name) > LONGEST_NAME:
            yield Problem(
                _label("authors"), name[:120], _("A name has at most %(count)d letters.") % {"count": LONGEST_NAME}
            )


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
