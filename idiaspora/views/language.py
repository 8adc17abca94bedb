"""Choosing the language of the site."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import check_for_language
from django.views.i18n import LANGUAGE_QUERY_PARAMETER
from django.views.i18n import set_language as remember_in_cookie

from profiles.services import remember_locale


@login_not_required
def set_language(request: HttpRequest) -> HttpResponseBase:
    """Keeps the language in a cookie, and of a member also for the mails they get."""
    chosen = request.POST.get(LANGUAGE_QUERY_PARAMETER, "")
    if request.user.is_authenticated and chosen and check_for_language(chosen):
        remember_locale(user=request.user, locale=chosen)
    return remember_in_cookie(request)
