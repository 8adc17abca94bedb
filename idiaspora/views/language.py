"""Choosing the language of the site."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import check_for_language
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.i18n import LANGUAGE_QUERY_PARAMETER
from django.views.i18n import set_language as remember_in_cookie

from profiles.services import remember_locale


@csrf_exempt
@login_not_required
def set_language(request: HttpRequest) -> HttpResponseBase:
    """Keeps the language in a cookie, and of a member also for the mails they get.

    The form of visitors has no token, so that one page is kept for all of them; all that another site could do to them
    is to change the language of this one.
    """
    return _of_member(request) if request.user.is_authenticated else remember_in_cookie(request)


@csrf_protect
def _of_member(request: HttpRequest) -> HttpResponseBase:
    chosen = request.POST.get(LANGUAGE_QUERY_PARAMETER, "")
    if chosen and check_for_language(chosen):
        remember_locale(user=request.user, locale=chosen)
    return remember_in_cookie(request)
