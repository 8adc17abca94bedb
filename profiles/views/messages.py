"""Messages: the list of one's conversations, and each of them."""

from typing import Any

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from profiles import services
from profiles.forms.messages import MessageForm, MessageMailForm
from profiles.inbox import conversations_of, members_of
from profiles.models import Conversation, Message, Organization, Profile
from profiles.relations import relations_of
from profiles.services.messages import may_write, readers_of
from profiles.views.paging import page_of

PAGE = 20


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """One's conversations, the newest first."""
    shown = Paginator(conversations_of(request.user), PAGE).get_page(request.GET.get("page"))
    profile = services.create_profile(user=request.user)
    form = MessageMailForm(initial={"wish": profile.message_mail}, label_suffix="")
    rows = members_of(list(shown), request.user)
    return render(request, "profiles/messages.html", {"page": page_of(shown), "rows": rows, "form": form})


@require_POST
def mail(request: HttpRequest) -> HttpResponse:
    """What one is told by mail."""
    form = MessageMailForm(request.POST)
    if form.is_valid():
        services.choose_message_mail(profile=services.create_profile(user=request.user), **form.cleaned_data)
        flash.success(request, _("Saved."))
    return redirect("profiles:messages")


@require_POST
def write_to_member(request: HttpRequest, slug: str) -> HttpResponse:
    """Opens the conversation with a connection."""
    other = get_object_or_404(Profile.objects.visible_to(request.user), slug=slug)
    return _open(request, lambda: services.converse_with_member(user=request.user, other=other.user), other)


@require_POST
def write_to_organization(request: HttpRequest, slug: str) -> HttpResponse:
    """Opens the conversation with an organization's team."""
    organization = get_object_or_404(Organization.objects.visible_to(request.user), slug=slug)
    return _open(
        request,
        lambda: services.converse_with_organization(user=request.user, organization=organization),
        organization,
    )


def _open(request: HttpRequest, begin: Any, back: Any) -> HttpResponse:
    try:
        return redirect(begin())
    except ValidationError as error:
        flash.error(request, " ".join(error.messages))
        return redirect(back)


def _own(request: HttpRequest, uuid: Any) -> Conversation:
    return get_object_or_404(Conversation.objects.visible_to(request.user).select_related("organization"), uuid=uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Reads a conversation and answers in it; having opened it is having read it."""
    found = _own(request, uuid)
    form = MessageForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            services.write_message(conversation=found, author=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(f"{found.get_absolute_url()}#end")
    services.mark_read(conversation=found, user=request.user)
    readers = readers_of(found)
    written = Paginator(found.messages.select_related("author__profile"), PAGE)
    shown = written.get_page(request.GET.get("page") or written.num_pages)
    (row,) = members_of([found], request.user)
    context = {
        "row": row,
        "written": [(message, _author_shown(message, found, request.user)) for message in shown],
        "page": page_of(shown),
        "form": form,
        "may_write": may_write(found, request.user, readers),
        "is_member": found.is_with(request.user),
        "own": found.participants.filter(user=request.user.pk).first(),
    }
    return render(request, "profiles/conversation.html", context, status=422 if form.errors else 200)


def _author_shown(message: Message, found: Conversation, viewer: Any) -> str:
    """Who wrote it; the team has one name for the member it writes to, and for a colleague who is out of sight."""
    is_hidden = found.is_with(viewer) or message.author_id in relations_of(viewer).blocked
    if message.is_of_team and is_hidden and found.organization:
        return found.organization.name
    profile = getattr(message.author, "profile", None)  # a superuser may have deleted it without the account
    return profile.name if profile else ""


@require_POST
def mute(request: HttpRequest, uuid: Any) -> HttpResponse:
    """No mails of this conversation, or mails again."""
    found, is_muted = _own(request, uuid), "on" in request.POST
    services.set_muted(conversation=found, user=request.user, is_muted=is_muted)
    flash.success(request, _("You get no mails of this conversation.") if is_muted else _("You get mails of it again."))
    return redirect(found)


@require_POST
def leave(request: HttpRequest, uuid: Any) -> HttpResponse:
    services.leave_conversation(conversation=_own(request, uuid), user=request.user)
    flash.success(request, _("The conversation is out of your list. It comes back when somebody writes in it."))
    return redirect("profiles:messages")
