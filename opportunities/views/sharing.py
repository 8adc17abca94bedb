"""Posts outside of the site: on paper, in a frame of an organization's own site, and how its team gets them there."""

import segno
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.encoding import uri_to_iri
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from opportunities.models import Opportunity
from opportunities.syndication import closes_in_words
from profiles.models import Organization
from profiles.syndication import for_everybody

FRAMED = 10
FRAME_MAX_AGE = 300
STRIPS = range(7)


@login_not_required
@require_safe
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """A public post as a sheet for notice boards, with a QR code of its address."""
    post = get_object_or_404(Opportunity.objects.visible_to(AnonymousUser()).for_page(), slug=slug)
    address = request.build_absolute_uri(post.get_absolute_url())
    with timezone.override(None):  # the sheet hangs where the post's time is the time
        context = {
            "opportunity": post,
            "text": post.shown,
            "address": address,
            "written_address": uri_to_iri(address),
            "code": qr_code(address),
            "closes": closes_in_words(post),
            "is_closed": post.is_closed(),
            "strips": STRIPS,
        }
        return render(request, "opportunities/paper.html", context)


def qr_code(text: str) -> SafeString:
    """A text as a picture that telephones read: SVG without any style of its own."""
    code = segno.make_qr(text, error="m").svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None)
    return mark_safe(code)  # noqa: S308 - made of numbers alone


@login_not_required
@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]  # the one page that other sites may show in a frame
def embedded(request: HttpRequest, slug: str) -> HttpResponse:
    """The open posts of an organization, for a frame on its own site: no session, no scripts, the same for all."""
    organization = get_object_or_404(Organization.objects.visible_to(AnonymousUser()), slug=slug)
    with for_everybody(request):
        posts = Opportunity.objects.published().open_now().filter(organization=organization).for_cards()
        rows = [(post, closes_in_words(post)) for post in posts.order_by("-first_published_at", "-pk")[:FRAMED]]
        response = render(request, "opportunities/embedded.html", {"organization": organization, "rows": rows})
    patch_cache_control(response, public=True, max_age=FRAME_MAX_AGE)
    return response


@require_safe
def share(request: HttpRequest, slug: str) -> HttpResponse:
    """For those who post for an organization: its feeds, and what to copy into its own site."""
    organization = get_object_or_404(Organization.objects.postable_by(request.user), slug=slug)
    names = ("organization-embed", "organization-feed", "organization-feed-rss")
    addresses = [request.build_absolute_uri(reverse(f"opportunities:{name}", args=[slug])) for name in names]
    context = {
        "organization": organization,
        "embed": addresses[0],
        "feeds": addresses[1:],
        "languages": settings.LANGUAGES,
        "lang": request.LANGUAGE_CODE,
    }
    return render(request, "opportunities/share.html", context)
