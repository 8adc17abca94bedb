"""Resources in the editors' admin: a list with filters, the editor with its review and history."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.admin.ui.tables import BooleanColumn, UpdatedAtColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from resources.duplicates import twins_of
from resources.models import Collection, Resource


class TwinsPanel(Panel):
    """What an editor reads first: the published resources that this one may repeat."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "resources/admin/twins.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.twins = twins_of(self.instance) if self.instance.pk else []

        def is_shown(self) -> bool:
            return bool(self.twins)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "twins": self.twins}


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
        TwinsPanel(heading=_("In the library already?")),
        FieldPanel("title"),
        MultiFieldPanel(
            [FieldPanel("type"), FieldPanel("slug"), FieldPanel("organization")], heading=_("What and whose")
        ),
        FieldPanel("url"),
        MultiFieldPanel(
            [FieldPanel("file", read_only=True), FieldPanel("access"), FieldPanel("opens")], heading=_("Its file")
        ),
        FieldPanel("doi"),
        FieldPanel("isbn"),
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
