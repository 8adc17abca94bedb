"""Writing under a resource: members write, answer, correct and delete; moderators hide and close."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from resources import comment_services as services
from resources import permissions
from resources.forms import CommentForm
from resources.models import Comment, CommentMailsOff, Resource

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@get_and_post
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """What is sent from the page of a resource; who had to log in first comes back to that page by GET."""
    resource = get_object_or_404(Resource.objects.published(), slug=slug)
    if request.method != "POST":
        return _back(resource)
    return _written(request, resource, None)


@get_and_post
def answer(request: HttpRequest, slug: str, uuid: Any) -> HttpResponse:
    comment = _readable(request, slug, uuid)
    if comment.parent_id is not None or comment.is_hidden:
        raise Http404
    return _written(request, comment.resource, comment)


def _written(request: HttpRequest, resource: Resource, parent: Comment | None) -> HttpResponse:
    form = CommentForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            return redirect(
                services.write_comment(resource=resource, author=request.user, parent=parent, **form.cleaned_data)
            )
        except ValidationError as error:
            form.add_error(None, error)
    context = {"resource": resource, "form": form, "parent": parent}
    return render(request, "resources/comment.html", context, status=422 if form.errors else 200)


@get_and_post
def edit(request: HttpRequest, slug: str, uuid: Any) -> HttpResponse:
    """One's own, within the first minutes."""
    own = Comment.objects.editable_by(request.user).select_related("resource")
    comment = get_object_or_404(own, resource__slug=slug, uuid=uuid)
    form = CommentForm(request.POST if request.method == "POST" else None, initial={"text": comment.text})
    if form.is_bound and form.is_valid():
        services.edit_comment(comment=comment, **form.cleaned_data)
        return redirect(comment)
    context = {"resource": comment.resource, "form": form, "comment": comment}
    return render(request, "resources/comment.html", context, status=422 if form.errors else 200)


@get_and_post
def delete(request: HttpRequest, slug: str, uuid: Any) -> HttpResponse:
    """One's own, at any time."""
    own = Comment.objects.of(request.user).select_related("resource")
    comment = get_object_or_404(own, resource__slug=slug, uuid=uuid)
    if request.method == "POST":
        services.delete_comment(comment=comment)
        messages.success(request, _("What you wrote is deleted."))
        return _back(comment.resource)
    return render(request, "resources/comment_delete.html", {"comment": comment, "resource": comment.resource})


@require_POST
def moderate(request: HttpRequest, slug: str, uuid: Any) -> HttpResponse:
    """A moderator hides a comment, or shows it again."""
    comment = _readable(request, slug, uuid)
    if not permissions.moderates_comments(request.user):
        raise Http404
    services.set_hidden(comment=comment, is_hidden="hide" in request.POST)
    messages.success(request, _("Hidden; you can show it again.") if comment.is_hidden else _("It is shown again."))
    return redirect(comment)


@require_POST
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """An editor closes the discussion, or opens it."""
    resource = get_object_or_404(Resource.objects.published(), slug=slug)
    if not permissions.moderates_comments(request.user):
        raise Http404
    services.set_closed(resource=resource, is_closed="close" in request.POST)
    return _back(resource)


@get_and_post
def mails(request: HttpRequest) -> HttpResponse:
    """Whether one wants mails about comments."""
    if request.method == "POST":
        services.set_mails(user=request.user, wanted="on" in request.POST)
        messages.success(request, _("Saved."))
        return redirect("resources:comment-mails")
    wanted = not CommentMailsOff.objects.filter(user=request.user.pk).exists()
    return render(request, "resources/comment_mails.html", {"wanted": wanted})


def _readable(request: HttpRequest, slug: str, uuid: Any) -> Comment:
    found = Comment.objects.visible_to(request.user).select_related("resource", "author__profile", "parent")
    return get_object_or_404(found, resource__slug=slug, uuid=uuid)


def _back(resource: Resource) -> HttpResponse:
    return redirect(f"{resource.get_absolute_url()}#discussion")
