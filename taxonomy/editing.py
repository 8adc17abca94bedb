"""What editors make of a term that people typed: merged into a concept, promoted to one of its own, or rejected."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from taxonomy.forms import MergeForm, PromoteForm, labels_in
from taxonomy.models import Concept, Term
from taxonomy.names import language_name
from taxonomy.permissions import can_edit_vocabulary
from taxonomy.services import merge_term, promote_term, reject_term
from taxonomy.usage import uses_of

BACK = "wagtailsnippets_taxonomy_term:list"


@require_http_methods(["GET", "HEAD", "POST"])
def decide_term(request: HttpRequest, pk: int) -> HttpResponse:
    """The three decisions on one page; where labels change, what is going to happen is shown and asked first."""
    if not can_edit_vocabulary(request.user):
        raise PermissionDenied
    term = get_object_or_404(Term.objects.select_related("suggestion__parent", "concept"), pk=pk)
    action = request.POST.get("action")
    merge = MergeForm(request.POST if action == "merge" else None, term=term)
    promote = PromoteForm(request.POST if action == "promote" else None, term=term)
    context = {"term": term, "uses": uses_of(term), "merge": merge, "promote": promote, "back": BACK}
    question = ""
    if action == "reject":
        reject_term(term=term)
        return _done(request, term, "reject", _("«%(term)s» is rejected."))
    if action == "merge" and merge.is_valid():
        concept, language = merge.cleaned_data["concept"], merge.cleaned_data["language"]
        question = _question_of_merge(term, concept, language, context["uses"])
        if not question or "confirmed" in request.POST:
            merge_term(term=term, concept=concept, language=language)
            return _done(request, term, "merge", _("«%(term)s» is merged."))
    if action == "promote" and promote.is_valid():
        question = _question_of_promotion(term, promote.cleaned_data, context["uses"])
        if "confirmed" in request.POST:
            values = promote.cleaned_data
            promote_term(term=term, key=values["key"], parent=values["parent"], labels=labels_in(values))
            return _done(request, term, "promote", _("«%(term)s» is a concept now."))
    if question:
        kept = [
            (name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
        ]
        return render(request, "taxonomy/admin/confirm.html", {**context, "question": question, "kept": kept})
    return render(request, "taxonomy/admin/decide.html", context)


def _question_of_merge(term: Term, concept: Concept, language: str, uses: int) -> str:
    """What merging changes; "" when the concept has the label already."""
    if term.name in concept.labels.get(language, []):
        return ""
    return _(
        "«%(concept)s» gets the label «%(term)s» in %(language)s. "
        "All who typed it (%(uses)d times) are then found by it."
    ) % {
        "concept": concept,
        "term": term,
        "language": language_name(language, "en"),
        "uses": uses,
    }


def _question_of_promotion(term: Term, values: dict[str, Any], uses: int) -> str:
    where = _("under «%(parent)s»") % {"parent": values["parent"]} if values["parent"] else _("as a field of its own")
    return _("A new concept %(key)s is made %(where)s, and «%(term)s» (used %(uses)d times) means it from now on.") % {
        "key": values["key"],
        "where": where,
        "term": term,
        "uses": uses,
    }


def _done(request: HttpRequest, term: Term, action: str, message: str) -> HttpResponse:
    log(term, f"taxonomy.{action}", user=request.user)
    messages.success(request, message % {"term": term})
    return redirect(BACK)
