"""Opportunities in the editors' admin: a list with filters, the editor with its review and history."""

from typing import Any, ClassVar

from django.forms import Select
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.admin.ui.tables import BooleanColumn, UpdatedAtColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from opportunities.kinds import KINDS
from opportunities.models import Opportunity, PostingRight
from opportunities.vetting import held_because
from opportunities.views import figures


class HeldPanel(Panel):
    """What a moderator reads first: the words that hold a post; publishing it lets them pass."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "opportunities/admin/held.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and held_because(self.instance))

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "flags": held_because(self.instance)}


class TranslationsPanel(Panel):
    """The text in other languages, to be read; its organization writes it beside the original."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "opportunities/admin/translations.html"

        def is_shown(self) -> bool:
            return bool(self.instance.translations)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "texts": self.instance.texts[1:]}


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
        HeldPanel(heading=_("Why it is held")),
        FieldPanel("title"),
        MultiFieldPanel(
            [FieldPanel("organization"), FieldPanel("kind", read_only=True), FieldPanel("slug")],
            heading=_("Whose and what"),
        ),
        FieldPanel("description"),
        FieldPanel("language"),
        TranslationsPanel(heading=_("In other languages")),
        InlinePanel(
            "places", heading=_("Places"), label=_("Place"), panels=[FieldPanel("city"), FieldPanel("country")]
        ),
        FieldPanel("remote"),
        MultiFieldPanel(
            [
                FieldPanel("opens"),
                # Moved by its organization, on a page that tells those who count on it: views/deadlines.py.
                *(FieldPanel(name, read_only=True) for name in ("closes", "zone", "deadline_text")),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel([FieldPanel("expertise"), FieldPanel("useful")], heading=_("Who fits")),
        FieldPanel("details", read_only=True),
    ]

    def get_queryset(self, request: object) -> object:
        return Opportunity.objects.select_related("organization")


class PostingRightViewSet(SnippetViewSet):
    model = PostingRight
    icon = "key"
    menu_label = _("Posting rights")
    menu_order = 215
    add_to_admin_menu = True
    list_display: ClassVar = ["organization", "user", "kind", "mode", "reason"]
    search_backend_name = None
    panels: ClassVar = [
        FieldPanel("organization"),
        FieldPanel("user"),
        FieldPanel("kind", widget=Select(choices=[("", _("All kinds")), *((k.name, k.label) for k in KINDS.values())])),
        FieldPanel("mode"),
        FieldPanel("reason"),
    ]

    def get_queryset(self, request: object) -> object:
        return PostingRight.objects.select_related("organization", "user")


register_snippet(OpportunityViewSet)
register_snippet(PostingRightViewSet)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """What is written into the log of a post, which nobody edits."""
    actions.register_action("opportunities.open_bids", _("Open proposals"), _("Opened the sealed proposals"))
    actions.register_action("opportunities.publish_award", _("Publish award"), _("Published the award"))
    actions.register_action(
        "opportunities.export_applications", _("Export applications"), _("Took the applications away as a table")
    )


@hooks.register("register_admin_urls")
def figures_urls() -> list[URLPattern]:
    return [
        path("board/figures/", figures.figures, name="opportunities_figures"),
        path("board/figures/csv/", figures.figures_csv, name="opportunities_figures_csv"),
    ]


class FiguresMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("profiles.change_case"))


@hooks.register("register_reports_menu_item")
def figures_menu_item() -> MenuItem:
    return FiguresMenuItem(_("Figures of the board"), reverse("opportunities_figures"), icon_name="history", order=800)
