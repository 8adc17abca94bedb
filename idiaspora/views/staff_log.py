"""Which private data staff have opened, for superusers: Wagtail's site history, of these lines alone."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.reports.audit_logging import LogEntriesView

from idiaspora.staff import LISTED, OPENED, READ


class StaffLogView(LogEntriesView):
    page_title = _("Private data opened by staff")
    header_icon = "view"
    index_url_name = "staff_log"
    index_results_url_name = "staff_log_results"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def filter_queryset(self, queryset: Any) -> Any:
        return super().filter_queryset(queryset.filter(action__in=(OPENED, LISTED, READ)))
