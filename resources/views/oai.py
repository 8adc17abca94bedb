"""The address that harvesters ask."""

from email.utils import parseaddr

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Site as WagtailSite

from resources.oai.answering import Site, answer


@csrf_exempt  # the protocol has questions sent by POST too; they change nothing
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """The same for everybody, in the site's own language."""
    given = request.POST if request.method == "POST" else request.GET
    with translation.override(settings.LANGUAGE_CODE):
        told = answer(dict(given.lists()), _site(request))
    return HttpResponse(told, content_type="text/xml; charset=utf-8")


def _site(request: HttpRequest) -> Site:
    # Identifiers last: they name the site's own host, whatever address it is asked at.
    site = WagtailSite.find_for_request(request)
    domain = site.hostname if site else request.get_host().partition(":")[0]
    return Site(
        name=(site.site_name if site else "") or domain,
        domain=domain,
        url=request.build_absolute_uri(reverse("resources:oai")),
        mail=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        page_of=lambda resource: request.build_absolute_uri(resource.get_absolute_url()),
    )
