"""What machines that open a resource's page are told: scholarly indexes, search engines, and whatever follows links."""

from typing import Any
from urllib.parse import urljoin

from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from profiles.structured_data import script_text
from profiles.uploads import PDF
from resources.citing import FORMATS, address_of, publisher_of, version_of
from resources.goals import subjects_of
from resources.kinds import names_of
from resources.licences import licence_address
from resources.media import as_period, medium_at
from resources.models import Resource
from taxonomy.names import country_name


def highwire(resource: Resource, page: str) -> list[tuple[str, str]]:
    """(name, content) of the <meta> elements that scholarly indexes read, after Highwire Press."""
    told = [
        ("citation_title", [resource.title]),
        ("citation_author", resource.authors),
        ("citation_publication_date", [str(resource.year or "")]),
        ("citation_publisher", [publisher_of(resource)]),
        ("citation_language", [resource.language]),
        ("citation_doi", [resource.doi]),
        ("citation_isbn", [resource.isbn]),
        ("citation_abstract_html_url", [page]),
        ("citation_pdf_url", [_open_file(resource, page) if resource.file and resource.file.extension == PDF else ""]),
    ]
    return [(name, content) for name, contents in told for content in contents if content]


def _open_file(resource: Resource, page: str) -> str:
    """The absolute address of its file, while everybody may open it; else ""."""
    return urljoin(page, resource.file_address) if resource.file and resource.is_open else ""


def json_ld(resource: Resource, page: str) -> SafeString:
    """A CreativeWork of schema.org, or what it is more exactly; the text of a <script>."""
    language = get_language() or "en"
    organization = resource.organization if publisher_of(resource) else None
    others = resource.translations
    return script_text(
        {
            "@context": "https://schema.org",
            "@type": names_of(resource).schema,
            "@id": address_of(resource, page),
            "name": resource.title,
            "description": resource.summary,
            "url": page,
            "inLanguage": resource.language,
            "author": [_author(name, resource) for name in resource.authors],
            "publisher": {"@type": "Organization", "name": organization.name} if organization else None,
            "datePublished": str(resource.year or ""),
            "license": licence_address(resource.licence),
            "about": [
                *dict.fromkeys(item.tag.label(language) for item in resource.tagged_topics.all()),
                *subjects_of(resource.sdgs, resource.gcm),
            ],
            "spatialCoverage": [country_name(code, language) for code in resource.countries],
            "identifier": [f"https://doi.org/{resource.doi}"] if resource.doi else [],
            "isbn": resource.isbn,
            "version": version_of(resource),
            "distribution" if resource.type == Resource.Type.DATASET else "encoding": _media(resource, page),
            "sameAs": resource.url,
            **_medium(resource),
            "translationOfWork": _works(page, [each for each in others if each.pk == resource.translation_of_id]),
            "workTranslation": _works(page, [each for each in others if each.translation_of_id == resource.pk]),
        }
    )


def _media(resource: Resource, page: str) -> dict[str, Any] | None:
    """Its file, while everybody may open it."""
    address, file = _open_file(resource, page), resource.file
    if not address or file is None:
        return None
    return {
        "@type": "DataDownload" if resource.type == Resource.Type.DATASET else "MediaObject",
        "name": file.name,
        "contentUrl": address,
        "encodingFormat": file.content_type,
        "contentSize": f"{file.size} B",
        "sha256": file.checksum,
    }


def _works(page: str, resources: list[Resource]) -> list[dict[str, Any]]:
    return [
        {
            "@type": names_of(each).schema,
            "@id": address_of(each, urljoin(page, each.get_absolute_url())),
            "name": each.title,
            "inLanguage": each.language,
        }
        for each in resources
    ]


def _medium(resource: Resource) -> dict[str, str]:
    """How long audio or video runs, and where the very file is."""
    if resource.type not in (Resource.Type.AUDIO, Resource.Type.VIDEO):
        return {}
    at = resource.url if medium_at(resource.url) == resource.type else ""
    return {"duration": as_period(resource.duration), "contentUrl": at}


def _author(name: str, resource: Resource) -> dict[str, Any]:
    """Of the names alone one is known to be an organization's: that of the one whose it is."""
    return {"@type": "Organization" if name == publisher_of(resource) else "Person", "name": name}


def signposts(resource: Resource, page: str) -> str:
    """The Link header of its page (https://signposting.org/FAIR/, level 1)."""
    links = [
        (address_of(resource, page), "cite-as", ""),
        (f"https://schema.org/{names_of(resource).schema}", "type", ""),
        ("https://schema.org/AboutPage", "type", ""),
        (licence_address(resource.licence), "license", ""),
        (resource.url, "item", ""),
        (_open_file(resource, page), "item", resource.file.content_type if resource.file else ""),
    ]
    for name, each in FORMATS.items():
        file = urljoin(page, reverse("resources:cite", args=[resource.slug, name]))
        links.append((file, "describedby", each.content_type))
    written = [_link(*each) for each in links if each[0]]
    for other in resource.translations:
        written.append(
            f'{_link(urljoin(page, other.get_absolute_url()), "alternate", "")}; hreflang="{other.language}"'
        )
    return ", ".join(written)


def _link(address: str, relation: str, content_type: str) -> str:
    written = f'<{iri_to_uri(address).replace("<", "%3C").replace(">", "%3E")}>; rel="{relation}"'
    return f'{written}; type="{content_type}"' if content_type else written
