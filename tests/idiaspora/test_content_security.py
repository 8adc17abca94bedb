"""Where forms may lead."""

from typing import Any

import pytest
from django.test import Client

from idiaspora.content_security import sign_in_origins

CLIENT = {"client_id": "id", "secret": "secret"}
LINKEDIN = {**CLIENT, "provider_id": "linkedin", "settings": {"server_url": "https://www.linkedin.com/oauth"}}


@pytest.mark.parametrize(
    ("providers", "origins"),
    [
        ({"google": {"APPS": []}, "facebook": {"APPS": []}, "openid_connect": {"APPS": []}}, []),
        ({"google": {"APPS": [CLIENT]}, "facebook": {"APPS": []}}, ["https://accounts.google.com"]),
        ({"facebook": {"APPS": [CLIENT]}}, ["https://*.facebook.com"]),
        ({"openid_connect": {"APPS": [LINKEDIN]}}, ["https://www.linkedin.com"]),
    ],
)
def test_only_the_sign_in_pages_of_providers_with_a_client(providers: Any, origins: list[str]) -> None:
    assert sign_in_origins(providers) == origins


@pytest.mark.django_db
def test_with_no_provider_forms_lead_to_the_site_only(client: Client) -> None:
    policy = client.get("/accounts/login/")["Content-Security-Policy"]
    assert [part.strip() for part in policy.split(";") if "form-action" in part] == ["form-action 'self'"]
