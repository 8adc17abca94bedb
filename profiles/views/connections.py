"""Connections: one's own, and what one may do with a member."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from profiles import services
from profiles.forms.messages import ConnectForm
from profiles.models import Block, Connection, Profile
from profiles.viewing import view_profiles

Status = Connection.Status


@require_safe
def connections(request: HttpRequest) -> HttpResponse:
    """Who asked, whom one asked, with whom one is connected, whom one blocked."""
    user, rows = request.user, Connection.objects
    lists = {"requests": rows.waiting_for(user), "asked": rows.asked_by(user), "accepted": rows.accepted(user)}
    found = {name: [(each, each.other(user).profile) for each in rows] for name, rows in lists.items()}
    people = [profile for rows in found.values() for _connection, profile in rows]
    views = {view.slug: view for view in view_profiles(people, user) if view}
    context: dict[str, Any] = {
        name: [(each, profile, views.get(profile.slug)) for each, profile in rows] for name, rows in found.items()
    }
    context["blocks"] = Block.objects.filter(blocker=request.user.pk).select_related("blocked__profile")
    return render(request, "profiles/connections.html", context)


@require_POST
def act(request: HttpRequest, slug: str, action: str) -> HttpResponse:
    """Asks, answers, parts, blocks; then back to where it was done."""
    if action not in ACTIONS:
        raise Http404
    other = _other(request, slug, action)
    try:
        done = ACTIONS[action](request, other)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done % {"name": other.name})
    if action == "ask":
        return redirect("profiles:profile", slug=slug)
    return redirect("profiles:connections")


def _other(request: HttpRequest, slug: str, action: str) -> Profile:
    """A member whom one may see, or with whom something is there to be answered or ended."""
    if action == "unblock":
        return get_object_or_404(Profile, slug=slug, user__blocks_suffered__blocker=request.user.pk)
    visible = Q(pk__in=Profile.objects.visible_to(request.user).values("pk"))
    tied = Connection.objects.of(request.user)
    known = Q(user__in=tied.values("asker")) | Q(user__in=tied.values("asked"))
    return get_object_or_404(Profile.objects.filter(visible | known).exclude(user=request.user.pk), slug=slug)


def _between(request: HttpRequest, other: Profile, **conditions: Any) -> Connection:
    return get_object_or_404(Connection.objects.of(request.user).between(request.user, other.user), **conditions)


def _ask(request: HttpRequest, other: Profile) -> str:
    form = ConnectForm(request.POST)
    if not form.is_valid():
        raise ValidationError(_("Your note is too long: keep it within 500 characters."))
    made = services.ask_to_connect(asker=request.user, asked=other.user, note=form.cleaned_data["note"])
    return _("You and %(name)s are connected.") if made.status == Status.ACCEPTED else _("We asked %(name)s for you.")


def _accept(request: HttpRequest, other: Profile) -> str:
    asked = _between(request, other, asked=request.user)
    services.accept_connection(connection=asked, by=request.user)
    return _("You and %(name)s are connected.")


def _decline(request: HttpRequest, other: Profile) -> str:
    services.decline_connection(connection=_between(request, other, asked=request.user))
    return _("You said no to %(name)s, who is not told.")


def _withdraw(request: HttpRequest, other: Profile) -> str:
    services.withdraw_connection(connection=_between(request, other, asker=request.user))
    return _("You no longer ask %(name)s.")


def _remove(request: HttpRequest, other: Profile) -> str:
    accepted = _between(request, other, status=Status.ACCEPTED)
    services.remove_connection(connection=accepted, by=request.user)
    return _("You and %(name)s are no longer connected.")


def _block(request: HttpRequest, other: Profile) -> str:
    services.block_member(blocker=request.user, blocked=other.user)
    return _("You and %(name)s don't see each other any more.")


def _unblock(request: HttpRequest, other: Profile) -> str:
    services.unblock_member(blocker=request.user, blocked=other.user)
    return _("You no longer block %(name)s.")


ACTIONS: dict[str, Callable[[HttpRequest, Profile], str]] = {
    "ask": _ask,
    "accept": _accept,
    "decline": _decline,
    "withdraw": _withdraw,
    "remove": _remove,
    "block": _block,
    "unblock": _unblock,
}
