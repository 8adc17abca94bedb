"""Opportunities in the editors' admin: a list with filters, the editor with its review and history."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, UpdatedAtColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from opportunities.models import Opportunity


class OpportunityViewSet(SnippetViewSet):
    model = Opportunity
    icon = "doc-empty-inverse"
    menu_label = _("Opportunities")
    menu_order = 210
    add_to_admin_menu = True
    list_display: ClassVar = [
        "title",
        "organization",
        "kind",
        "closes",
        BooleanColumn("live", label=_("Public")),
        UpdatedAtColumn(),
    ]
    list_filter: ClassVar = {"kind": ["exact"], "live": ["exact"], "language": ["exact"], "organization": ["exact"]}
    search_fields: ClassVar = ["title", "organization__name", "ref"]
    search_backend_name = None  # the database answers here; visitors search through the site's own index
    list_per_page = 50
    ordering: ClassVar = ["-updated", "-pk"]
    panels: ClassVar = [
        FieldPanel("title"),
        MultiFieldPanel(
            [FieldPanel("organization"), FieldPanel("kind", read_only=True), FieldPanel("slug")],
            heading=_("Whose and what"),
        ),
        FieldPanel("description"),
        FieldPanel("language"),
        InlinePanel(
            "places", heading=_("Places"), label=_("Place"), panels=[FieldPanel("city"), FieldPanel("country")]
        ),
        FieldPanel("remote"),
        MultiFieldPanel(
            [FieldPanel("opens"), FieldPanel("closes"), FieldPanel("zone"), FieldPanel("deadline_text")],
            heading=_("When"),
        ),
        MultiFieldPanel([FieldPanel("expertise"), FieldPanel("useful")], heading=_("Who fits")),
        FieldPanel("details", read_only=True),
    ]

    def get_queryset(self, request: object) -> object:
        return Opportunity.objects.select_related("organization")


register_snippet(OpportunityViewSet)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(
        "opportunities.export_applications", _("Export applications"), _("Took the applications away as a table")
    )
