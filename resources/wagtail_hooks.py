"""Resources in the editors' admin: a list with filters, the editor with its review and history."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel, PublishingPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, UpdatedAtColumn
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from profiles.wagtail_hooks import QueueMenuItem
from resources import bulk_actions, permissions
from resources.desk import has_desk, number_for
from resources.duplicates import twins_of
from resources.models import Answer, Collection, Resource, ReviewNote
from resources.views import asking, desk, importing, merging, preserving, requesting, usage


class TwinsPanel(Panel):
    """What an editor reads first: the published resources that this one may repeat."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "resources/admin/twins.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.twins = twins_of(self.instance, for_editors=True) if self.instance.pk else []

        def is_shown(self) -> bool:
            return bool(self.twins)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {
                **super().get_context_data(parent_context),
                "twins": self.twins,
                "instance": self.instance,
                "may_merge": permissions.publishes_at_once(self.request.user),
            }


class UnhelpfulPanel(Panel):
    """Why it didn't help, as members said since it was last published; without who said it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "resources/admin/unhelpful.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.answers = list(Answer.objects.unhelpful_of(self.instance)[:50]) if self.instance.pk else []

        def is_shown(self) -> bool:
            return bool(self.answers)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "answers": self.answers}


class ConversationPanel(Panel):
    """What editors asked its contributor, and what they answered."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "resources/admin/conversation_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.contributor_id)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            notes = ReviewNote.objects.of(self.instance, self.request.user)
            return {**super().get_context_data(parent_context), "resource": self.instance, "conversation": notes}


class ResourceViewSet(SnippetViewSet):
    model = Resource
    icon = "folder-open-inverse"
    menu_label = _("Resources")
    menu_order = 220
    add_to_admin_menu = True
    list_display: ClassVar = [
        "title",
        "type",
        "language",
        "year",
        BooleanColumn("live", label=_("Public")),
        Column("unhelpful", label=_("Didn't help"), sort_key="unhelpful"),
        UpdatedAtColumn(),
    ]
    list_filter: ClassVar = {"type": ["exact"], "live": ["exact"], "language": ["exact"]}
    search_fields: ClassVar = ["title", "ref"]
    search_backend_name = None  # the database answers here; visitors search through the site's own index
    list_per_page = 50
    ordering: ClassVar = ["-updated", "-pk"]
    panels: ClassVar = [
        TwinsPanel(heading=_("In the library already?")),
        ConversationPanel(heading=_("Questions to the contributor")),
        UnhelpfulPanel(heading=_("Didn't help")),
        FieldPanel("title"),
        MultiFieldPanel(
            [FieldPanel("type"), FieldPanel("slug"), FieldPanel("organization")], heading=_("What and whose")
        ),
        FieldPanel("url"),
        FieldPanel("duration"),
        MultiFieldPanel(
            [FieldPanel("file", read_only=True), FieldPanel("access"), FieldPanel("opens")], heading=_("Its file")
        ),
        MultiFieldPanel(
            [FieldPanel("rights", read_only=True), FieldPanel("rights_declared", read_only=True)],
            heading=_("What its contributor declared"),
        ),
        FieldPanel("doi"),
        FieldPanel("isbn"),
        FieldPanel("summary"),
        FieldPanel("language"),
        FieldPanel("translation_of"),
        FieldPanel("changes"),
        FieldPanel("topics"),
        MultiFieldPanel(
            [FieldPanel("sdgs"), FieldPanel("gcm")], heading=_("Goals that it serves"), classname="collapsed"
        ),
        MultiFieldPanel([FieldPanel("year"), FieldPanel("licence")], heading=_("Edition")),
        FieldPanel("authors", read_only=True),
        FieldPanel("countries", read_only=True),
        PublishingPanel(),  # when it becomes public, and when it leaves
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Resource]:
        return Resource.objects.with_unhelpful()


class CollectionViewSet(SnippetViewSet):
    model = Collection
    icon = "list-ol"
    menu_label = _("Collections")
    menu_order = 221
    add_to_admin_menu = True
    list_display: ClassVar = ["title", "audience", BooleanColumn("live", label=_("Public")), UpdatedAtColumn()]
    list_filter: ClassVar = {"audience": ["exact"], "is_featured": ["exact"]}
    search_fields: ClassVar = ["title"]
    search_backend_name = None
    ordering: ClassVar = ["title", "pk"]
    panels: ClassVar = [
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("introduction"),
        FieldPanel("language"),
        FieldPanel("cover"),
        InlinePanel("items", label=_("Resource"), panels=[FieldPanel("resource"), FieldPanel("note")]),
        MultiFieldPanel([FieldPanel("audience"), FieldPanel("is_featured")], heading=_("Where it is shown")),
        PublishingPanel(),
    ]


register_snippet(ResourceViewSet)
register_snippet(CollectionViewSet)


@hooks.register("register_admin_urls")
def library_urls() -> list[URLPattern]:
    return [
        path("library/import/", importing.upload, name="resources_import"),
        path("library/import/template.xlsx", importing.template, name="resources_import_template"),
        path("library/import/<uuid:token>/columns/", importing.columns, name="resources_import_columns"),
        path("library/import/<uuid:token>/", importing.check, name="resources_import_check"),
        path("library/import/<uuid:token>/discard/", importing.discard, name="resources_import_discard"),
        path("library/<int:pk>/conversation/", asking.conversation, name="resources_conversation"),
        path("library/files/", preserving.files, name="resources_files"),
        path("library/requests/", requesting.all_requests, name="resources_file_requests"),
        path("library/requests/<uuid:uuid>/", requesting.decide_any, name="resources_file_request"),
        path("library/<int:pk>/merge/", merging.choose, name="resources_merge_choose"),
        path("library/<int:pk>/merge/<int:other>/", merging.merge, name="resources_merge"),
        path("library/waiting/", desk.waiting, name="resources_waiting"),
        path("library/usage/", usage.usage, name="resources_usage"),
        path("library/usage/csv/", usage.usage_csv, name="resources_usage_csv"),
    ]


@hooks.register("register_snippet_listing_buttons")
def curating_buttons(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """What an editor may do with a resource in the list."""
    if isinstance(snippet, Resource) and permissions.publishes_at_once(user):
        address = reverse("resources_merge_choose", args=[snippet.pk])
        yield Button(_("Merge with another"), address, icon_name="copy", priority=25)


class WaitingMenuItem(QueueMenuItem):
    def is_shown(self, request: Any) -> bool:
        return has_desk(request.user)

    def number(self, user: Any) -> int:
        return number_for(user)


@hooks.register("register_admin_menu_item")
def waiting_menu_item() -> MenuItem:
    return WaitingMenuItem(_("What waits"), reverse("resources_waiting"), icon_name="clipboard-list", order=207)


@hooks.register("construct_homepage_panels")
def waiting_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(desk.WaitingPanel())


class ImportMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("resources.add_resource"))


@hooks.register("register_admin_menu_item")
def import_menu_item() -> MenuItem:
    return ImportMenuItem(_("Import resources"), reverse("resources_import"), icon_name="download", order=222)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """What is written into the log of a resource; of its file without whom it was given to."""
    actions.register_action("resources.merge", _("Merge"), _("Merged with another"))
    actions.register_action("resources.grant_file", _("Give the file"), _("Gave the file to somebody who asked"))
    actions.register_action("resources.refuse_file", _("Refuse the file"), _("Refused the file to somebody who asked"))
    actions.register_action("resources.end_file", _("Take the file back"), _("Ended that somebody has the file"))


class EditorsMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("resources.change_resource"))


@hooks.register("register_admin_menu_item")
def requests_menu_item() -> MenuItem:
    return EditorsMenuItem(_("Requests for files"), reverse("resources_file_requests"), icon_name="key", order=223)


@hooks.register("register_reports_menu_item")
def usage_menu_item() -> MenuItem:
    return EditorsMenuItem(_("Use of the library"), reverse("resources_usage"), icon_name="history", order=801)


@hooks.register("register_reports_menu_item")
def files_menu_item() -> MenuItem:
    return EditorsMenuItem(
        _("Files of the library"), reverse("resources_files"), icon_name="doc-full-inverse", order=802
    )


for action in bulk_actions.ALL:
    hooks.register("register_bulk_action", action)
