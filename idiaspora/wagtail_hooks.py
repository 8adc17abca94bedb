"""What superusers do with accounts in the editors' admin, and the words of the log for it."""

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from idiaspora.views.merging import merge


class SuperuserMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.is_superuser)


@hooks.register("register_admin_urls")
def merging_urls() -> list[URLPattern]:
    return [path("accounts/merge/", merge, name="merge_accounts")]


@hooks.register("register_settings_menu_item")
def merging_menu_item() -> MenuItem:
    return SuperuserMenuItem(_("Merge accounts"), reverse("merge_accounts"), icon_name="group", order=610)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action("idiaspora.merge", _("Merge accounts"), _("Merged with another account"))
    actions.register_action("idiaspora.opened", _("Open private data"), _("Private data opened by staff"))
    actions.register_action("idiaspora.trap", _("Open the trap"), _("Opened the profile that nobody has: copies pages"))
