"""Who belongs to a group: getting in, leaving, and what its moderators do with its people."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from profiles.communities import in_sight, standing_of
from profiles.discussions import is_moderator, paged
from profiles.forms.communities import InviteForm, JoinForm
from profiles.models import Community, CommunityMembership, Profile
from profiles.relations import relations_of
from profiles.services import belonging as services
from profiles.viewing import face_of
from profiles.views.communities import moderated_community, visible_community
from profiles.views.paging import page_of

Status = CommunityMembership.Status


@require_POST
def act(request: HttpRequest, slug: str, action: str) -> HttpResponse:
    """What a member does for themselves: joins, asks, answers an invitation, mutes."""
    if action not in ACTIONS:
        raise Http404
    community = visible_community(request, slug)
    try:
        messages.success(request, ACTIONS[action](request, community))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    if action == "decline":
        return redirect("profiles:communities-mine")
    return redirect(community)


def _own(request: HttpRequest, community: Community, *statuses: str) -> CommunityMembership:
    return get_object_or_404(community.memberships.filter(user=request.user.pk, status__in=statuses))


def _join(request: HttpRequest, community: Community) -> str:
    services.join_community(community=community, user=request.user)
    return _("Welcome. You belong to %(name)s now.") % {"name": community}


def _ask(request: HttpRequest, community: Community) -> str:
    form = JoinForm(request.POST)
    if not form.is_valid():
        raise ValidationError(_("Your note is too long: keep it within 500 characters."))
    services.ask_to_join(community=community, user=request.user, note=form.cleaned_data["note"])
    return _("You asked. The moderators answer, and we mail you when you are in.")


def _withdraw(request: HttpRequest, community: Community) -> str:
    services.withdraw_request(membership=_own(request, community, Status.ASKED))
    return _("You no longer ask to join.")


def _decline(request: HttpRequest, community: Community) -> str:
    services.decline_invitation(membership=_own(request, community, Status.INVITED))
    return _("You said no. Nobody is told.")


def _mute(request: HttpRequest, community: Community) -> str:
    services.set_community_muted(membership=_own(request, community, Status.ACTIVE), is_muted=True)
    return _("You get no mails of this group.")


def _unmute(request: HttpRequest, community: Community) -> str:
    services.set_community_muted(membership=_own(request, community, Status.ACTIVE), is_muted=False)
    return _("You get mails of the discussions that you follow.")


ACTIONS: dict[str, Callable[[HttpRequest, Community], str]] = {
    "join": _join,
    "ask": _ask,
    "withdraw": _withdraw,
    "decline": _decline,
    "mute": _mute,
    "unmute": _unmute,
}


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Says what leaving means, then does it."""
    community = visible_community(request, slug)
    membership = _own(request, community, Status.ACTIVE)
    if request.method == "POST":
        services.leave_community(membership=membership)
        messages.success(request, _("You left %(name)s.") % {"name": community})
        return redirect("profiles:communities-mine")
    active = community.memberships.filter(status=Status.ACTIVE).exclude(pk=membership.pk)
    context = {
        "community": community,
        "is_last": not active.exists(),
        "is_last_moderator": membership.is_moderator and not active.filter(role="moderator").exists(),
    }
    return render(request, "profiles/community_leave.html", context)


@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who belongs, for those who do; its moderators see who asks, is invited and shut out, and decide."""
    community = visible_community(request, slug)
    own = _own(request, community, Status.ACTIVE)
    return _page(request, community, own, _invite_form(request, community) if own.is_moderator else None)


@require_POST
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """A moderator invites a member of the site, never by an address of mail."""
    community = moderated_community(request, slug)
    form = _invite_form(request, community)
    if form.is_valid():
        profile = form.cleaned_data["profile"]
        try:
            services.invite_to_community(community=community, by=request.user, user=profile.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("We invited %(name)s for you.") % {"name": profile.name})
            return redirect("profiles:community-members", slug=community.slug)
    return _page(request, community, _own(request, community, Status.ACTIVE), form)


@require_POST
def decide(request: HttpRequest, slug: str, pk: int, action: str) -> HttpResponse:
    """What a moderator does with somebody who belongs, asks, is invited or shut out."""
    community = moderated_community(request, slug)
    if action not in DECISIONS:
        raise Http404
    statuses, service, done = DECISIONS[action]
    rows = in_sight(community.memberships.filter(status__in=statuses), request.user)
    membership = get_object_or_404(rows.select_related("community", "user__profile"), pk=pk)
    if action in ("remove", "ban") and membership.user_id == request.user.pk:
        raise Http404  # one leaves by oneself
    try:
        service(membership)
        name = face_of(membership.user, request.user).name or _("A member without a name yet")
        messages.success(request, done() % {"name": name})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    if not is_moderator(standing_of(request.user, community)):
        return redirect(community)
    return redirect("profiles:community-members", slug=community.slug)


Decision = tuple[tuple[str, ...], Callable[[CommunityMembership], Any], Callable[[], str]]
DECISIONS: dict[str, Decision] = {
    "accept": (
        (Status.ASKED,),
        lambda row: services.answer_request(membership=row, is_accepted=True),
        lambda: _("%(name)s belongs to the group now."),
    ),
    "refuse": (
        (Status.ASKED,),
        lambda row: services.answer_request(membership=row, is_accepted=False),
        lambda: _("You said no to %(name)s."),
    ),
    "uninvite": (
        (Status.INVITED,),
        lambda row: services.decline_invitation(membership=row),
        lambda: _("%(name)s is no longer invited."),
    ),
    "remove": (
        (Status.ACTIVE,),
        lambda row: services.leave_community(membership=row),
        lambda: _("%(name)s no longer belongs to the group."),
    ),
    "ban": (
        (Status.ACTIVE, Status.ASKED),
        lambda row: services.ban_from_community(membership=row),
        lambda: _("%(name)s is shut out of the group."),
    ),
    "unban": (
        (Status.BANNED,),
        lambda row: services.let_in_again(membership=row),
        lambda: _("%(name)s is no longer shut out."),
    ),
    "promote": (
        (Status.ACTIVE,),
        lambda row: services.make_moderator(membership=row),
        lambda: _("%(name)s looks after the group too now."),
    ),
    "demote": (
        (Status.ACTIVE,),
        lambda row: services.make_member(membership=row),
        lambda: _("%(name)s is a member like others now."),
    ),
}


def _invite_form(request: HttpRequest, community: Community) -> InviteForm:
    """The form, with those connections that have nothing to do with the group yet."""
    settled = community.memberships.filter(status__in=[Status.ACTIVE, Status.INVITED, Status.BANNED])
    connected = Profile.objects.visible_to(request.user).filter(user__in=relations_of(request.user).connected)
    people = connected.exclude(user__in=settled.values("user"))
    data = request.POST if request.method == "POST" else None
    return InviteForm(data, viewer=request.user, connections=list(people.order_by("name")), label_suffix="")


def _page(
    request: HttpRequest, community: Community, own: CommunityMembership, form: InviteForm | None
) -> HttpResponse:
    """`form` is for moderators alone."""
    active = community.memberships.filter(status=Status.ACTIVE).order_by("-role", "created", "pk")
    shown = paged(in_sight(active, request.user)).get_page(request.GET.get("page"))
    others: dict[str, list[Any]] = {"asked": [], "invited": [], "banned": []}
    if own.is_moderator:
        for row in in_sight(community.memberships.filter(status__in=list(others)), request.user):
            others[row.status].append((row, face_of(row.user, request.user)))
    context = {
        "community": community,
        "is_moderator": own.is_moderator,
        "people": [(row, face_of(row.user, request.user)) for row in shown],
        "page": page_of(shown),
        "others": others,
        "form": form,
    }
    return render(request, "profiles/community_members.html", context, status=422 if form and form.errors else 200)
