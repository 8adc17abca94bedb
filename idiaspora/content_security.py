"""Where the forms of the site may lead: to the site, and to the sign-in pages of the providers that are switched on."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

# A browser holds `form-action` against the redirects after a form, too.  Facebook has another host for phones.
SIGN_IN_PAGES = {"google": ("https://accounts.google.com",), "facebook": ("https://*.facebook.com",)}


def sign_in_origins(providers: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The origins of the sign-in pages for SOCIALACCOUNT_PROVIDERS; a provider without a client has none."""
    origins: list[str] = []
    for name, provider in providers.items():
        for app in provider.get("APPS", ()):
            origins += SIGN_IN_PAGES.get(name, ())
            if address := app.get("settings", {}).get("server_url", ""):
                parts = urlsplit(address)
                origins.append(f"{parts.scheme}://{parts.netloc}")
    return list(dict.fromkeys(origins))
