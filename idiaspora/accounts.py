"""How accounts come to be: e-mail, Google, Facebook and LinkedIn through allauth.

Whatever a provider says, an account is entered only when its address has been verified, by the provider that owns the
statement or by a code that we send; and an address that has an account is never joined with a provider by itself.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

LONGEST_NAME = 150


class AccountAdapter(DefaultAccountAdapter):
    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """A newcomer first says what they can do; from there on to «For you»."""
        return f"{reverse('profiles:edit')}?welcome=1"

    def set_password(self, user: Any, password: str) -> None:
        """Whoever proves that an address is theirs gets the account alone.

        Somebody else may have begun an account with this address, by a provider that did not verify it, and be waiting
        to come in with that provider once the address counts.  Nobody has entered such an account yet, so what was
        attached to it is not its owner's.
        """
        if user.last_login is None:
            user.socialaccount_set.all().delete()
            user.first_name = user.last_name = ""
        super().set_password(user, password)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """The name that the provider knows is where the profile begins; its owner may change it at once."""
        user = super().populate_user(request, sociallogin, data)
        sociallogin.account.extra_data = _storable(sociallogin.account.extra_data)
        user.first_name = _printable(user.first_name)
        user.last_name = _printable(user.last_name)
        return user


def _printable(name: str) -> str:
    return "".join(character for character in name if character.isprintable()).strip()[:LONGEST_NAME]


def _storable(said: Any) -> Any:
    """What a provider said, without the characters that PostgreSQL's JSON does not take: NUL and halves of others."""
    if isinstance(said, str):
        return said.replace("\x00", "").encode(errors="ignore").decode()
    if isinstance(said, dict):
        return {_storable(key): _storable(value) for key, value in said.items()}
    if isinstance(said, list):
        return [_storable(value) for value in said]
    return said
