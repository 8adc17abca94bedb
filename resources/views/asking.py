"""The conversation about a resource: the contributor's side on its page, the editors' in their admin."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from resources import review_services as services
from resources.forms import AnswerEditorsForm, AskContributorForm
from resources.models import Resource, ReviewNote

get_and_post = require_http_methods(["GET", "HEAD", "POST"])
editors_only = permission_required("resources.change_resource")


@get_and_post
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """What the contributor answers; only where an editor has asked."""
    asked = Resource.objects.editable_by(request.user).filter(review_notes__is_from_editor=True).distinct()
    resource = get_object_or_404(asked, slug=slug)
    form = AnswerEditorsForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        services.answer_editors(resource=resource, contributor=request.user, **form.cleaned_data)
        messages.success(request, _("Your answer is sent, and our editors are told."))
        return redirect(resource.conversation_url)
    context = {"resource": resource, "conversation": ReviewNote.objects.of(resource, request.user), "form": form}
    return render(request, "resources/answer.html", context)


@editors_only
@get_and_post
def conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """All that was asked and answered, and the next question."""
    resource = get_object_or_404(Resource.objects.select_related("contributor"), pk=pk)
    form = AskContributorForm(request.POST if request.method == "POST" else None)
    if resource.contributor is not None and form.is_bound and form.is_valid():
        services.ask_contributor(resource=resource, editor=request.user, **form.cleaned_data)
        messages.success(request, _("Your question is sent. The contributor reads it without your name."))
        return redirect("resources_conversation", resource.pk)
    context = {
        "resource": resource.get_latest_revision_as_object(),
        "has_contributor": resource.contributor is not None,
        "conversation": ReviewNote.objects.of(resource, request.user),
        "form": form,
    }
    return render(request, "resources/admin/conversation.html", context)
