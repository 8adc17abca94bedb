"""What superusers do with accounts in the editors' admin, and the words of the log for it."""

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from idiaspora.staff import LISTED, OPENED
from idiaspora.views.merging import merge
from idiaspora.views.staff_log import StaffLogView


class SuperuserMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.is_superuser)


@hooks.register("register_admin_urls")
def superuser_urls() -> list[URLPattern]:
    return [
        path("accounts/merge/", merge, name="merge_accounts"),
        path("reports/private-data/", StaffLogView.as_view(), name="staff_log"),
        path("reports/private-data/results/", StaffLogView.as_view(results_only=True), name="staff_log_results"),
    ]


@hooks.register("register_settings_menu_item")
def merging_menu_item() -> MenuItem:
    return SuperuserMenuItem(_("Merge accounts"), reverse("merge_accounts"), icon_name="group", order=610)


@hooks.register("register_reports_menu_item")
def staff_log_menu_item() -> MenuItem:
    return SuperuserMenuItem(StaffLogView.page_title, reverse("staff_log"), icon_name="view", order=1100)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action("idiaspora.merge", _("Merge accounts"), _("Merged with another account"))
    actions.register_action(OPENED, _("Open private data"), _("Private data opened by staff"))
    actions.register_action(LISTED, _("Open a list of accounts"), _("A list of accounts opened by staff"))
    actions.register_action("idiaspora.trap", _("Open the trap"), _("Opened the profile that nobody has: copies pages"))
