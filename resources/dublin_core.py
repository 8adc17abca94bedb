"""A resource in the fifteen elements of Dublin Core (https://www.dublincore.org/specifications/dublin-core/dces/)."""

from urllib.parse import urljoin

from django.utils.translation import get_language

from resources.citing import publisher_of
from resources.goals import subjects_of
from resources.kinds import names_of
from resources.licences import licence_address, licence_name
from resources.models import Resource
from taxonomy.names import country_name

Element = tuple[str, str]


def elements_of(resource: Resource, page: str) -> list[Element]:
    """(element, text) of what is known, in the language that is active; `page` is the absolute address of its page.

    The resource comes with for_page(), or its topics cost a statement, and with its translations.
    """
    language = get_language() or "en"
    topics = dict.fromkeys(tagged.tag.label(language) for tagged in resource.tagged_topics.all())
    identifiers = [page]
    if resource.doi:
        identifiers.append(f"https://doi.org/{resource.doi}")
    if resource.isbn:
        identifiers.append(f"urn:isbn:{resource.isbn}")
    known = [
        ("title", [resource.title]),
        ("creator", resource.authors),
        ("subject", [*topics, *subjects_of(resource.sdgs, resource.gcm)]),
        ("description", [resource.summary]),
        ("publisher", [publisher_of(resource)]),
        ("date", [str(resource.year or "")]),
        ("type", [names_of(resource).dublin_core, resource.type]),
        ("identifier", identifiers),
        ("source", [resource.url]),
        ("language", [resource.language]),
        ("relation", [urljoin(page, other.get_absolute_url()) for other in resource.translations]),
        ("coverage", [country_name(code, language) for code in resource.countries]),
        ("rights", [licence_address(resource.licence) or licence_name(resource.licence)]),
    ]
    return [(name, text) for name, texts in known for text in texts if text]
