"""The vocabulary in the editors' admin: the tree of concepts, and the terms that wait for a decision."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db.models import Case, CharField, F, IntegerField, Q, Value, When
from django.db.models.functions import Concat
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.widgets import ListingButton
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from taxonomy.editing import decide_term
from taxonomy.folding import LANGUAGES
from taxonomy.forms import ConceptForm
from taxonomy.lexicon import lexicon
from taxonomy.models import Concept, Term
from taxonomy.permissions import can_edit_vocabulary
from taxonomy.tree import concept_tree
from taxonomy.usage import with_uses

FOUND = 100  # concepts that a search in the admin shows at most


class ConceptIndexView(IndexView):
    def search_queryset(self, queryset: Any) -> Any:
        """By any label in any language, as members find them, and by key."""
        if not self.is_searching:
            return queryset
        typed = self.search_query
        labels = lexicon().complete(typed, get_language() or "en", limit=FOUND)
        exact = lexicon().find(typed)
        ids = [concept_id for concept_id, _label in labels] + ([exact] if exact else [])
        return queryset.filter(Q(pk__in=ids) | Q(key__icontains=typed.replace("\x00", "")))


def _indented(concept: Concept) -> str:
    """A concept's label behind a dash for each concept above it."""
    node = concept_tree().by_id.get(concept.pk)
    return "— " * (len(node.ancestors) if node else 0) + str(concept)


class ConceptViewSet(SnippetViewSet):
    model = Concept
    icon = "list-ul"
    menu_label = _("Concepts")
    index_view_class = ConceptIndexView
    copy_view_enabled = False
    list_display: ClassVar = [
        Column("label", label=_("Concept"), accessor=_indented),
        "key",
        BooleanColumn("is_general", label=_("General skill")),
    ]
    list_filter: ClassVar = {"is_general": ["exact"]}
    search_fields: ClassVar = ["key"]
    search_backend_name = None
    list_per_page = 100
    ordering: ClassVar = ["path"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("key"), FieldPanel("parent"), FieldPanel("is_general")], heading=_("What it is")
            ),
            MultiFieldPanel(
                [FieldPanel(f"labels_{code}") for code in LANGUAGES],
                heading=_("Labels"),
                help_text=_("One a line, the preferred one first. Below it whatever else people may type."),
            ),
            FieldPanel("codes"),
        ],
        base_form_class=ConceptForm,
    )

    def get_queryset(self, request: Any) -> Any:
        """Each concept after the one it belongs under."""
        above, top, slash = F("parent__key"), F("parent__parent__key"), Value("/")
        path = Case(
            When(parent=None, then=F("key")),
            When(parent__parent=None, then=Concat(above, slash, "key", output_field=CharField())),
            default=Concat(top, slash, above, slash, "key", output_field=CharField()),
            output_field=CharField(),
        )
        return Concept.objects.annotate(path=path)


class TermPolicy(ModelPermissionPolicy):
    """Terms come from what people type, and go by no hand: an editor decides what they mean."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ("view", "change") and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return super().user_has_any_permission(user, [action for action in actions if action in ("view", "change")])


class TermViewSet(SnippetViewSet):
    model = Term
    icon = "tag"
    menu_label = _("Typed terms")
    copy_view_enabled = False
    list_display: ClassVar = [
        "name",
        Column("get_status_display", label=_("Status"), sort_key="status"),
        Column("uses", label=_("Used"), sort_key="uses"),
        Column("suggestion", label=_("Nearest concept")),
        Column("concept", label=_("Means")),
        DateColumn("created", label=_("First typed"), sort_key="created"),
    ]
    list_filter: ClassVar = {"status": ["exact"]}
    search_fields: ClassVar = ["name"]
    search_backend_name = None
    list_per_page = 50
    ordering: ClassVar = ["waiting", "-uses", "name"]
    panels: ClassVar = [
        FieldPanel("name", read_only=True),
        FieldPanel("status", read_only=True),
        FieldPanel("concept", read_only=True),
        FieldPanel("suggestion", read_only=True),
    ]

    def get_queryset(self, request: Any) -> Any:
        """Pending ones first, those that most people use before others."""
        waiting = Case(When(status=Term.Status.PENDING, then=0), default=1, output_field=IntegerField())
        return with_uses(Term.objects.select_related("concept", "suggestion")).annotate(waiting=waiting)


class VocabularyGroup(SnippetViewSetGroup):
    menu_label = _("Vocabulary")
    menu_icon = "list-ul"
    menu_order = 240
    items = (TermViewSet, ConceptViewSet)


register_permission_policy(Term, TermPolicy(Term))
register_snippet(VocabularyGroup)


@hooks.register("register_snippet_listing_buttons")
def term_buttons(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[ListingButton]:
    if isinstance(snippet, Term) and can_edit_vocabulary(user):
        yield ListingButton(_("Decide"), reverse("taxonomy_decide", args=[snippet.pk]), icon_name="check", priority=5)


@hooks.register("register_admin_urls")
def term_urls() -> list[URLPattern]:
    return [path("taxonomy/terms/<int:pk>/", decide_term, name="taxonomy_decide")]


@hooks.register("insert_global_admin_css")
def completion_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("taxonomy/admin.css"))


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action("taxonomy.merge", _("Merge"), _("Merged into a concept"))
    actions.register_action("taxonomy.promote", _("Promote"), _("Made a concept"))
    actions.register_action("taxonomy.reject", _("Reject"), _("Rejected"))
