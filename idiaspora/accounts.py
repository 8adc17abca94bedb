"""How accounts come to be: e-mail, Google, Facebook and LinkedIn through allauth.

Whatever a provider says, an account is entered only when its address has been verified, by the provider that owns the
statement or by a code that we send; and an address that has an account is never joined with a provider by itself.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from idiaspora.budgets import count_today, too_much
from idiaspora.devices import note_device
from idiaspora.email_changes import ask_old_address, needs_consent
from idiaspora.ratelimits import network_of

LONGEST_NAME = 150


class AccountAdapter(DefaultAccountAdapter):
    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """A newcomer first says what they can do; from there on to «For you»."""
        return f"{reverse('profiles:edit')}?welcome=1"

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        refuse_too_many_accounts(request)
        return super().save_user(request, user, form, commit)

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        vars(request)["is_first_login"] = user.last_login is None
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        note_device(request, response, user, is_first=getattr(request, "is_first_login", False))
        return response

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """A new address of an account that has one counts only when that one agrees."""
        if not needs_consent(email_address):
            confirmed: bool = super().confirm_email(request, email_address)
            return confirmed
        ask_old_address(user=email_address.user, email=email_address.email)
        messages.info(request, _("Almost there: open the message that we sent to your old address, and agree there."))
        return False

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
    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        if form is None:  # with a form the other adapter is asked as well
            refuse_too_many_accounts(request)
        return super().save_user(request, sociallogin, form)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """The name that the provider knows is where the profile begins; its owner may change it at once."""
        user = super().populate_user(request, sociallogin, data)
        sociallogin.account.extra_data = _storable(sociallogin.account.extra_data)
        user.first_name = _printable(user.first_name)
        user.last_name = _printable(user.last_name)
        return user


class MFAAdapter(DefaultMFAAdapter):
    def get_totp_issuer(self) -> str:
        """What an authenticator app shows beside the code."""
        return settings.WAGTAIL_SITE_NAME


def refuse_too_many_accounts(request: HttpRequest) -> None:
    """How many accounts a network may make in a day; allauth's limits are for an address and a minute."""
    allowed = settings.SIGNUPS_PER_NETWORK
    if allowed and count_today("signups", network_of(request)) > allowed:
        raise ImmediateHttpResponse(too_much(request))


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
