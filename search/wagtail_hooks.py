"""The outbox among the reports of the admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search.admin_views import index_report


class _IndexReportItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("search.view_outboxrow")


@hooks.register("register_admin_urls")
def index_report_url() -> list[URLPattern]:
    return [path("reports/search-index/", index_report, name="search_index_report")]


@hooks.register("register_reports_menu_item")
def index_report_item() -> MenuItem:
    return _IndexReportItem(_("Search index"), reverse("search_index_report"), icon_name="search", order=900)
