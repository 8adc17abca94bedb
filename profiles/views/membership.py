"""The people of an organization: inviting them, their roles, leaving."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from profiles import services
from profiles.belonging import memberships_shown_to
from profiles.forms import InvitationForm, RoleForm
from profiles.invitations import invitation_of
from profiles.models import Membership, Organization
from profiles.permissions import can_manage_members, role_in
from profiles.relations import relations_of


def _belonging(request: HttpRequest, slug: str) -> Organization:
    """The organization, for its own people only."""
    return get_object_or_404(Organization.objects.belonged_to_by(request.user), slug=slug)


def _owned(request: HttpRequest, slug: str) -> Organization:
    return get_object_or_404(Organization.objects.owned_by(request.user), slug=slug)


def _page(request: HttpRequest, organization: Organization, form: InvitationForm) -> HttpResponse:
    is_owner = can_manage_members(request.user, organization)
    context = {
        "organization": organization,
        "memberships": memberships_shown_to(request.user, organization, is_owner=is_owner),
        "invitations": organization.invitations.filter(closed=None) if is_owner else (),
        "is_owner": is_owner,
        "is_ownerless": not is_owner and Organization.objects.ownerless().filter(pk=organization.pk).exists(),
        "roles": Membership.Role.choices,
        "form": form,
    }
    return render(request, "profiles/members.html", context, status=422 if form.errors else 200)


@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who belongs, for those who do; owners manage them here."""
    return _page(request, _belonging(request, slug), InvitationForm(label_suffix=""))


@require_POST
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Sends an invitation.  The answer is the same whether or not the address has an account."""
    organization = _owned(request, slug)
    form = InvitationForm(request.POST, label_suffix="")
    if form.is_valid():
        try:
            services.invite_member(
                organization=organization,
                by=request.user,
                **form.cleaned_data,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("The invitation is on its way to %(email)s.") % {"email": form.cleaned_data["email"]}
            )
            return redirect("profiles:organization-members", slug=organization.slug)
    return _page(request, organization, form)


@require_POST
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    organization = _owned(request, slug)
    services.withdraw_invitation(invitation=get_object_or_404(organization.invitations.filter(closed=None), pk=pk))
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("profiles:organization-members", slug=organization.slug)


@require_POST
def role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    organization = _owned(request, slug)
    membership = get_object_or_404(organization.memberships, pk=pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        services.change_role(membership=membership, role=form.cleaned_data["role"])
        messages.success(request, _("Saved."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("profiles:organization-members", slug=organization.slug)


@require_POST
def hand_over(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """An owner names their successor and goes on as a publisher."""
    organization = _owned(request, slug)
    membership = get_object_or_404(organization.memberships.select_related("user", "organization"), pk=pk)
    try:
        services.hand_over(membership=membership, by=request.user)
        messages.success(request, _("Handed over. You are a publisher of it now."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("profiles:organization-members", slug=organization.slug)


@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """An owner removes somebody; anybody leaves by themselves."""
    organization = _belonging(request, slug)
    membership = get_object_or_404(organization.memberships, pk=pk)
    is_own = membership.user_id == request.user.pk
    if not is_own and not can_manage_members(request.user, organization):
        raise Http404
    try:
        services.remove_member(membership=membership)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("profiles:organization-members", slug=organization.slug)
    messages.success(
        request, _("You left the organization.") if is_own else _("This person no longer belongs to the organization.")
    )
    return redirect(organization) if is_own else redirect("profiles:organization-members", slug=organization.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What one is invited to, and accepting it.  Whoever is signed in and holds the link may; it is good once."""
    invitation = invitation_of(token)
    if invitation is None:
        return render(request, "profiles/invitation.html", {"invitation": None}, status=404)
    if request.method == "POST":
        try:
            services.accept_invitation(invitation=invitation, user=request.user)
        except ValidationError:
            return render(request, "profiles/invitation.html", {"invitation": None}, status=404)
        messages.success(request, _("Welcome. You belong to %(name)s now.") % {"name": invitation.organization.name})
        return redirect(invitation.organization)
    inviter = invitation.invited_by
    if inviter is not None and inviter.pk in relations_of(request.user).blocked:
        inviter = None
    context = {"invitation": invitation, "inviter": inviter, "role": role_in(request.user, invitation.organization)}
    return render(request, "profiles/invitation.html", context)
