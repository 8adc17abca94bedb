"""What operators see of the outbox in the admin, and the one thing that they can do about it."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from search import outbox
from search.engines import get_engine
from search.engines.base import EngineError
from search.models import OutboxRow
from search.status import outbox_rows

PER_PAGE = 50


@permission_required("search.view_outboxrow")
@require_http_methods(["GET", "POST"])
def index_report(request: HttpRequest) -> HttpResponse:
    """GET: what waits for the index, and what it refused and why.  POST: tries again what was put aside."""
    if request.method == "POST":
        if not request.user.has_perm("search.change_outboxrow"):
            return HttpResponse(status=403)
        _try_again(request)
        return redirect("search_index_report")
    failed = OutboxRow.objects.exclude(error="").order_by("-is_parked", "pk")
    context = {
        "engine": get_engine().name,
        "kinds": outbox_rows(),
        "failed": Paginator(failed, PER_PAGE).get_page(request.GET.get("p")),
        "can_try_again": request.user.has_perm("search.change_outboxrow"),
    }
    return render(request, "search/admin/index_report.html", context)


def _try_again(request: HttpRequest) -> None:
    count = outbox.unpark()
    try:
        if get_engine().is_immediate:
            outbox.drain(outbox.AFTER_COMMIT)
    except EngineError as error:
        messages.error(request, _("The search engine can't do it now: %(error)s") % {"error": error})
        return
    messages.success(request, ngettext("One is tried again.", "%(count)d are tried again.", count) % {"count": count})
