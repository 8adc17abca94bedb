from collections.abc import Iterator
from typing import Any

import pytest
from allauth.socialaccount.providers.facebook import flows as facebook_flows
from allauth.socialaccount.providers.facebook.views import FacebookOAuth2Adapter
from allauth.socialaccount.providers.google.views import GoogleOAuth2Adapter

from tests.accounts.provider import CLIENT_ID, CLIENT_SECRET, Provider


@pytest.fixture(scope="session")
def running_provider() -> Iterator[Provider]:
    provider = Provider()
    yield provider
    provider.stop()


@pytest.fixture
def provider(running_provider: Provider, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Provider:
    """The loopback provider, with the site's three providers pointed at it; their code is allauth's own."""
    provider = running_provider
    provider.person, provider.consents, provider.issuer = {}, True, ""
    provider.codes.clear()
    provider.refused.clear()
    app = {"client_id": CLIENT_ID, "secret": CLIENT_SECRET, "key": ""}
    linkedin = {"server_url": provider.url, "token_auth_method": "client_secret_post"}
    known = settings.SOCIALACCOUNT_PROVIDERS
    settings.SOCIALACCOUNT_PROVIDERS = {
        "google": {**known["google"], "APPS": [app]},
        "facebook": {**known["facebook"], "APPS": [app]},
        "openid_connect": {"APPS": [{**app, "provider_id": "linkedin", "name": "LinkedIn", "settings": linkedin}]},
    }
    # allauth reads these two providers' addresses once, when it is imported.
    monkeypatch.setattr(GoogleOAuth2Adapter, "authorize_url", f"{provider.url}/authorize")
    monkeypatch.setattr(GoogleOAuth2Adapter, "access_token_url", f"{provider.url}/token")
    monkeypatch.setattr(FacebookOAuth2Adapter, "authorize_url", f"{provider.url}/authorize")
    monkeypatch.setattr(FacebookOAuth2Adapter, "access_token_url", f"{provider.url}/oauth/access_token")
    monkeypatch.setattr(facebook_flows, "GRAPH_API_URL", provider.url)
    return provider
