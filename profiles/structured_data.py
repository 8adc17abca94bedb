"""What search engines are told of a page: schema.org facts, only those that the page itself shows."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from profiles.models import Organization
from profiles.viewing import ProfileView

ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def script_text(facts: dict[str, Any]) -> SafeString:
    """JSON that can stand inside a <script>: nothing in it closes the element."""
    filled = {key: value for key, value in facts.items() if value}
    return mark_safe(json.dumps(filled, ensure_ascii=False).translate(ESCAPED))  # noqa: S308 - escaped as json_script does


def person(view: ProfileView, address: str) -> SafeString:
    return script_text(
        {
            "@context": "https://schema.org",
            "@type": "Person",
            "name": view.name,
            "url": address,
            "jobTitle": view.headline,
            "address": view.place,
            "knowsAbout": [tag.label for tag in view.expertise],
            "knowsLanguage": list(view.languages),
            "sameAs": list(view.links),
        }
    )


def organization(organization: Organization, address: str) -> SafeString:
    return script_text(
        {
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": organization.name,
            "url": address,
            "description": organization.description[:500],
            "sameAs": [organization.website] if organization.website else [],
        }
    )
