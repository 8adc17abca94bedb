"""Resources in the editors' admin: a list with filters, the editor with its review and history."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, UpdatedAtColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from resources.models import Collection, Resource


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
        UpdatedAtColumn(),
    ]
    list_filter: ClassVar = {"type": ["exact"], "live": ["exact"], "language": ["exact"]}
    search_fields: ClassVar = ["title", "ref"]
    search_backend_name = None  # the database answers here; visitors search through the site's own index
    list_per_page = 50
    ordering: ClassVar = ["-updated", "-pk"]
    panels: ClassVar = [
        FieldPanel("title"),
        MultiFieldPanel(
            [FieldPanel("type"), FieldPanel("slug"), FieldPanel("organization")], heading=_("What and whose")
        ),
        FieldPanel("url"),
        FieldPanel("summary"),
        FieldPanel("language"),
        FieldPanel("topics"),
        MultiFieldPanel([FieldPanel("year"), FieldPanel("licence")], heading=_("Edition")),
        FieldPanel("authors", read_only=True),
        FieldPanel("countries", read_only=True),
    ]


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
    ]


register_snippet(ResourceViewSet)
register_snippet(CollectionViewSet)
