"""What robots may read."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from idiaspora.traps import trap_slug

CLOSED = ("/admin/", "/accounts/", "/account/", "/profile/", "/search/", "/taxonomy/", "/documents/", "/*?")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Pages are open, lists with questions in their address and everything personal are not; nor is the trap."""
    trap = reverse("profiles:profile", args=[trap_slug(AnonymousUser())])
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in (*CLOSED, trap)), "", f"Sitemap: {sitemap}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
