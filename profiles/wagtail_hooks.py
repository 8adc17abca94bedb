"""Organizations and people in the editors' admin: verifying, hiding.  Of a profile only the name is shown."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.widgets import ListingButton
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from profiles.models import Case, CaseEvent, HelpLine, Organization, Profile, ReadyReason
from profiles.permissions import can_moderate
from profiles.views import cases, checking
from profiles.views.moderation import ACTIONS, decide

# What is done on the pages of requests and claims, for Wagtail's log.
CHECKED = {
    "refuse-verification": _("Verification refused"),
    "accept-claim": _("Claim accepted"),
    "refuse-claim": _("Claim refused"),
    "read-evidence": _("Evidence read"),
}


class ChangeOnlyPolicy(ModelPermissionPolicy):
    """Editors change; people and organizations come and go by their own hand (or a superuser's, who may delete)."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return super().user_has_any_permission(user, [action for action in actions if action != "add"])


class OrganizationViewSet(SnippetViewSet):
    model = Organization
    icon = "group"
    menu_label = _("Organizations")
    menu_order = 220
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display: ClassVar = [
        "name",
        "type",
        "level",
        DateColumn("verified_at", label=_("Verified"), sort_key="verified_at"),
        Column("verified_by", label=_("By")),
        BooleanColumn("is_hidden", label=_("Hidden")),
        DateColumn("created", label=_("Registered"), sort_key="created"),
    ]
    list_filter: ClassVar = {"verified_at": ["isnull"], "type": ["exact"], "is_hidden": ["exact"]}
    search_fields: ClassVar = ["name", "ref"]
    search_backend_name = None
    list_per_page = 50
    ordering: ClassVar = ["-created", "-pk"]
    panels: ClassVar = [
        FieldPanel("name"),
        MultiFieldPanel([FieldPanel("type"), FieldPanel("level")], heading=_("What it is")),
        FieldPanel("website"),
        FieldPanel("description"),
    ]

    def get_queryset(self, request: Any) -> Any:
        return Organization.objects.select_related("verified_by")


class ProfileViewSet(SnippetViewSet):
    model = Profile
    icon = "user"
    menu_label = _("Members")
    menu_order = 230
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display: ClassVar = [
        "name",
        DateColumn("joined", label=_("Joined"), sort_key="joined"),
        BooleanColumn("is_hidden", label=_("Hidden")),
    ]
    list_filter: ClassVar = {"is_hidden": ["exact"]}
    search_fields: ClassVar = ["name"]
    search_backend_name = None
    list_per_page = 50
    ordering: ClassVar = ["-joined", "-pk"]
    panels: ClassVar = [FieldPanel("name", read_only=True), FieldPanel("is_hidden", read_only=True)]


class HelpLineViewSet(SnippetViewSet):
    model = HelpLine
    icon = "help"
    copy_view_enabled = False
    list_display: ClassVar = [
        "name",
        Column("country_label", label=_("Country"), sort_key="country"),
        Column("phone", label=_("Telephone")),
    ]
    list_filter: ClassVar = {"country": ["exact"]}
    search_fields: ClassVar = ["name", "phone"]
    search_backend_name = None
    list_per_page = 50
    ordering: ClassVar = ["country", "name"]


for model in (Organization, Profile):
    register_permission_policy(model, ChangeOnlyPolicy(model))
register_snippet(OrganizationViewSet)
register_snippet(ProfileViewSet)
register_snippet(HelpLineViewSet)
register_snippet(ReadyReason)


@hooks.register("register_snippet_listing_buttons")
def moderation_buttons(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[ListingButton]:
    """What a moderator may do with a row: each leads to a question that is answered with a click."""
    if not isinstance(snippet, Organization | Profile) or not can_moderate(user, type(snippet)):
        return
    for name, action in ACTIONS.items():
        if action.model is type(snippet) and action.is_possible(snippet):
            address = reverse("profiles_decide", args=[name, snippet.pk])
            yield ListingButton(action.label, address, icon_name=action.icon, priority=15)


@hooks.register("register_admin_urls")
def moderation_urls() -> list[URLPattern]:
    return [
        path("profiles/<str:name>/<int:pk>/", decide, name="profiles_decide"),
        path("organizations-to-check/", checking.queue, name="profiles_checks"),
        path("organizations-to-check/request/<int:pk>/", checking.verification, name="profiles_verification"),
        path("organizations-to-check/claim/<int:pk>/", checking.claim, name="profiles_claim"),
        path("organizations-to-check/evidence/<int:pk>/", checking.evidence, name="profiles_evidence"),
        path("reports-of-members/", cases.queue, name="profiles_queue"),
        path("reports-of-members/figures/", cases.figures, name="profiles_figures"),
        path("reports-of-members/<uuid:pk>/", cases.case, name="profiles_case"),
    ]


class QueueMenuItem(MenuItem):
    """Says how much waits for this moderator."""

    def number(self, user: Any) -> int:
        raise NotImplementedError

    def render_component(self, request: Any) -> Any:
        number = self.number(request.user)
        label = f"{self.label} ({number})" if number else self.label
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name, classname=self.classname)


class ReportsMenuItem(QueueMenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("profiles.change_case"))

    def number(self, user: Any) -> int:
        return Case.objects.visible_to(user).filter(is_open=True).count()


class ChecksMenuItem(QueueMenuItem):
    def is_shown(self, request: Any) -> bool:
        return can_moderate(request.user, Organization)

    def number(self, user: Any) -> int:
        return int(checking.waiting(user).count())


@hooks.register("register_admin_menu_item")
def reports_menu_item() -> MenuItem:
    return ReportsMenuItem(_("Reported"), reverse("profiles_queue"), icon_name="warning", order=205)


@hooks.register("register_admin_menu_item")
def checks_menu_item() -> MenuItem:
    return ChecksMenuItem(_("To check"), reverse("profiles_checks"), icon_name="group", order=206)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    for name, action in ACTIONS.items():
        actions.register_action(f"profiles.{name}", action.label, action.done)
    for name, done in CHECKED.items():
        actions.register_action(f"profiles.{name}", done, done)
    for decision in CaseEvent.Action:
        actions.register_action(f"profiles.case-{decision}", decision.label, decision.label)
